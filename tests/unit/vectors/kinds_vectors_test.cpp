// Key ceremonies, and elections with rankings, lists and shuffles, that the TypeScript implementation made.

#include "ballots/ceremony.hpp"
#include "ballots/secret_election.hpp"
#include "ballots/verify.hpp"
#include "crypto/random.hpp"
#include "vectors.hpp"

namespace {

using namespace ogniwo;
using ballots::SecretElection;
using ballots::Strictness;
using test::list;
using test::text;

std::vector<std::string> texts(const json::value& value, std::string_view key) {
    std::vector<std::string> out;
    for (const json::value& one : list(value, key)) {
        out.emplace_back(one.as_string());
    }
    return out;
}

template <class Number> std::vector<std::vector<Number>> rows(const json::value& value, std::string_view key) {
    std::vector<std::vector<Number>> out;
    for (const json::value& row : list(value, key)) {
        auto& numbers = out.emplace_back();
        for (const json::value& number : row.as_array()) {
            numbers.push_back(static_cast<Number>(number.as_int64()));
        }
    }
    return out;
}

struct CeremonyVector {
    explicit CeremonyVector(const json::value& v)
        : ceremony{text(v, "group"), {test::number(v, "size"), test::number(v, "threshold")}},
          seeds(texts(v, "seeds")), certificates(texts(v, "certificates")),
          polynomials(texts(v, "polynomials")), voutputs(texts(v, "voutputs")) {}

    ballots::Ceremony ceremony;
    std::vector<std::string> seeds;
    std::vector<std::string> certificates;
    std::vector<std::string> polynomials;
    std::vector<std::string> voutputs;
};

template <class Check> void for_each_ceremony(Check check) {
    const json::value file = test::load_vectors("kinds.json");
    for (const json::value& v : list(file, "ceremonies")) {
        BOOST_TEST_CONTEXT(text(v, "group")) { check(v, CeremonyVector(v)); }
    }
}

template <class Check> void for_each_election(Check check) {
    const json::value file = test::load_vectors("kinds.json");
    for (const json::value& v : list(file, "elections")) {
        BOOST_TEST_CONTEXT(text(v, "name")) {
            const auto election =
                SecretElection::open(as_bytes(text(v, "election")), as_bytes(text(v, "trustees")),
                                     as_bytes(text(v, "credentials")));
            BOOST_REQUIRE_MESSAGE(election.has_value(), test::id_of(election));
            check(v, **election);
        }
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(kinds_vectors)

BOOST_AUTO_TEST_CASE(ceremonies_of_the_browser) {
    for_each_ceremony([](const json::value& v, const CeremonyVector& c) {
        BOOST_TEST(test::id_of(check_certificates(c.ceremony, c.certificates)) == "");
        const auto assembled =
            assemble_trustees(c.ceremony, c.certificates, c.polynomials, c.voutputs);
        BOOST_REQUIRE_MESSAGE(assembled.has_value(), test::id_of(assembled));
        BOOST_TEST(*assembled == text(v, "trustees"));
    });
}

// Each opens what the other sealed: the key in a voutput, and every share of the polynomials.
BOOST_AUTO_TEST_CASE(sealed_keys_and_shares) {
    for_each_ceremony([](const json::value& v, const CeremonyVector& c) {
        crypto::SeededRng rng("own voutputs");
        const std::vector<std::string> keys = texts(v, "private_keys");
        for (std::size_t i = 0; i < c.seeds.size(); ++i) {
            const auto theirs =
                ballots::open_decryption_key(c.ceremony.group, c.seeds[i], c.voutputs[i]);
            BOOST_REQUIRE_MESSAGE(theirs.has_value(), test::id_of(theirs));
            BOOST_TEST(theirs->expose() == keys.at(i));
            const auto vinput = make_vinput(c.ceremony, c.certificates, c.polynomials, i + 1);
            BOOST_REQUIRE_MESSAGE(vinput.has_value(), test::id_of(vinput));
            const auto own =
                make_voutput(c.ceremony, c.certificates, i + 1, c.seeds[i], *vinput, rng);
            BOOST_REQUIRE_MESSAGE(own.has_value(), test::id_of(own));
            const auto same = ballots::open_decryption_key(c.ceremony.group, c.seeds[i], *own);
            BOOST_REQUIRE_MESSAGE(same.has_value(), test::id_of(same));
            BOOST_TEST(same->expose() == keys.at(i));
        }
    });
}

BOOST_AUTO_TEST_CASE(bad_documents_fail_for_the_same_reason) {
    for_each_ceremony([](const json::value& v, const CeremonyVector& c) {
        for (const json::value& bad : list(v, "bad")) {
            const std::string step = text(bad, "step");
            const std::string document = text(bad, "text");
            Verdict verdict;
            if (step == "certificate") {
                verdict = check_certificate(c.ceremony, 1, document);
            } else if (step == "polynomial") {
                verdict = check_polynomial(c.ceremony, c.certificates, 1, document);
            } else {
                verdict =
                    check_voutput(c.ceremony, c.certificates, c.polynomials, 1, document);
            }
            BOOST_TEST(test::id_of(verdict) == test::failed(bad), text(bad, "name"));
        }
    });
}

BOOST_AUTO_TEST_CASE(ballots_of_the_browser) {
    for_each_election([](const json::value& v, const SecretElection& election) {
        crypto::SeededRng rng("own ballots");
        for (const json::value& ballot : list(v, "ballots")) {
            const std::string raw = text(ballot, "ballot");
            const auto checked = election.check_ballot(as_bytes(raw), Strictness::cast);
            BOOST_REQUIRE_MESSAGE(checked.has_value(), test::id_of(checked));
            BOOST_TEST(checked->tracker == text(ballot, "tracker"));
            // What they chose, we can choose, and it is the same voter's.
            const auto own = election.make_ballot(text(ballot, "credential"),
                                                  rows<std::uint32_t>(ballot, "choices"), rng);
            BOOST_REQUIRE_MESSAGE(own.has_value(), test::id_of(own));
            BOOST_TEST(election.check_ballot(*own, Strictness::cast)->credential ==
                       checked->credential);
        }
    });
}

BOOST_AUTO_TEST_CASE(bad_ballots_fail_for_the_same_reason) {
    std::size_t seen = 0;
    for_each_election([&](const json::value& v, const SecretElection& election) {
        for (const json::value& bad : v.at("bad_ballots").as_array()) {
            const std::string raw = text(bad, "ballot");
            for (const Strictness strictness : {Strictness::cast, Strictness::audit}) {
                const auto checked = election.check_ballot(as_bytes(raw), strictness);
                BOOST_TEST(test::id_of(checked) == test::failed(bad), text(bad, "name"));
            }
            ++seen;
        }
    });
    BOOST_TEST(seen == 10U);
}

BOOST_AUTO_TEST_CASE(archives_verify) {
    for_each_election([](const json::value& v, const SecretElection&) {
        const Bytes archive = base64_decode(text(v, "archive"), Padding::required).value();
        const ballots::MemorySource source(archive);
        const auto report = ballots::verify_election(source);
        BOOST_TEST(report.ok, report.to_text());
        BOOST_TEST(report.complete);
        BOOST_TEST(report.shuffles == 2U);
        BOOST_REQUIRE(report.counts.has_value());
        BOOST_TEST((*report.counts == rows<std::uint64_t>(v, "counts")));
    });
}

BOOST_AUTO_TEST_SUITE_END()
