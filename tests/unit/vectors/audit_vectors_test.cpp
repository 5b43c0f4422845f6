// Files of opened ballots that the TypeScript implementation made, good ones and changed ones.

#include "ballots/ledger/ballot_audit.hpp"
#include "vectors.hpp"

#include <set>

BOOST_AUTO_TEST_SUITE(audit_vectors)

using namespace ogniwo;

BOOST_AUTO_TEST_CASE(the_same_verdict_on_every_file) {
    const json::value file = test::load_vectors("audits.json");
    const auto log = crypto::parse_note_verifier(test::text(file, "vkey")).value();
    std::set<std::string> refused;
    for (const json::value& v : test::list(file, "elections")) {
        const std::string election = test::text(v, "election");
        const std::string trustees = test::text(v, "trustees");
        const std::string credentials = test::text(v, "credentials");
        const ledger::ElectionFiles files{as_bytes(election), as_bytes(trustees), as_bytes(credentials)};
        for (const json::value& one : test::list(v, "audits")) {
            const auto audit = ledger::parse_ballot_audit(test::text(one, "audit"));
            const Verdict verdict = audit ? ledger::verify_ballot_audit(*audit, files, log) : audit.error();
            BOOST_TEST(test::id_of(verdict) == test::failed(one),
                       test::text(v, "name") << ", " << test::text(one, "name") << ": " << test::id_of(verdict));
            refused.insert(test::failed(one));
        }
    }
    for (const char* id : {"", "audit.shape", "audit.election", "audit.spoiled", "audit.randomness", "audit.ciphertext",
                           "ballot.hash", "choice.range", "choice.list", "receipt.shape", "receipt.checkpoint"}) {
        BOOST_TEST(refused.contains(id), id);
    }
}

BOOST_AUTO_TEST_CASE(limits) {
    const std::string good = test::text(
        test::list(test::load_vectors("audits.json").at("elections").at(0), "audits").at(0), "audit");
    const auto padded = [&](std::size_t size) { return good + std::string(size - good.size(), ' '); };
    BOOST_TEST(test::id_of(ledger::parse_ballot_audit(padded(ledger::max_ballot_audit_bytes))).empty());
    BOOST_TEST(test::id_of(ledger::parse_ballot_audit(padded(ledger::max_ballot_audit_bytes + 1))) == "audit.size");
    std::string many = R"({"choices":[[0)";
    for (int i = 0; i < 10'000; ++i) {
        many += ",0";
    }
    BOOST_TEST(test::id_of(ledger::parse_ballot_audit(many + "]]}")) == "audit.shape");
}

BOOST_AUTO_TEST_SUITE_END()
