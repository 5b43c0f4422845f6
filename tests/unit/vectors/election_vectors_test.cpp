// Whole elections that the TypeScript implementation made: every ballot, tally, decryption and result.

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

std::shared_ptr<const SecretElection> open(const json::value& v) {
    return SecretElection::open(as_bytes(text(v, "election")), as_bytes(text(v, "trustees")),
                                as_bytes(text(v, "credentials")))
        .value();
}

ballots::Counts counts(const json::value& v) {
    ballots::Counts out;
    for (const json::value& question : list(v, "counts")) {
        auto& row = out.emplace_back();
        for (const json::value& count : question.as_array()) {
            row.push_back(static_cast<std::uint64_t>(count.as_int64()));
        }
    }
    return out;
}

std::vector<std::vector<std::uint32_t>> choices(const json::value& ballot) {
    std::vector<std::vector<std::uint32_t>> out;
    for (const json::value& question : list(ballot, "choices")) {
        auto& row = out.emplace_back();
        for (const json::value& choice : question.as_array()) {
            row.push_back(static_cast<std::uint32_t>(choice.as_int64()));
        }
    }
    return out;
}

// Calls `check` with each election of the file.
template <class Check> void for_each_election(Check check) {
    const json::value file = test::load_vectors("elections.json");
    BOOST_REQUIRE(!file.as_array().empty());
    for (const json::value& v : file.as_array()) {
        BOOST_TEST_CONTEXT(text(v, "name")) { check(v, *open(v)); }
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(election_vectors)

BOOST_AUTO_TEST_CASE(setup) {
    for_each_election([](const json::value& v, const SecretElection& election) {
        BOOST_TEST(election.phi() == text(v, "phi"));
        BOOST_TEST(election.definition().uuid == text(v, "uuid"));
        for (const json::value& voter : list(v, "voters")) {
            BOOST_TEST(election.public_credential(text(voter, "credential")).value() ==
                       text(voter, "public"));
            BOOST_TEST(election.weight_of(text(voter, "public")).value() ==
                       test::number(voter, "weight"));
        }
    });
}

BOOST_AUTO_TEST_CASE(ballots_of_the_browser) {
    for_each_election([](const json::value& v, const SecretElection& election) {
        for (const json::value& ballot : list(v, "ballots")) {
            const std::string raw = text(ballot, "ballot");
            const auto checked = election.check_ballot(as_bytes(raw), Strictness::cast);
            BOOST_REQUIRE_MESSAGE(checked.has_value(), test::id_of(checked));
            const json::value& voter = list(v, "voters")[test::number(ballot, "voter")];
            BOOST_TEST(checked->tracker == text(ballot, "tracker"));
            BOOST_TEST(checked->credential == text(voter, "public"));
            BOOST_TEST(checked->weight == test::number(voter, "weight"));
        }
    });
}

BOOST_AUTO_TEST_CASE(bad_ballots_fail_for_the_same_reason) {
    for_each_election([](const json::value& v, const SecretElection& election) {
        for (const json::value& bad : list(v, "bad_ballots")) {
            const std::string raw = text(bad, "ballot");
            for (const Strictness strictness : {Strictness::cast, Strictness::audit}) {
                const auto checked = election.check_ballot(as_bytes(raw), strictness);
                BOOST_TEST(test::id_of(checked) == test::failed(bad), text(bad, "name"));
            }
        }
    });
}

BOOST_AUTO_TEST_CASE(tally_and_result) {
    for_each_election([](const json::value& v, const SecretElection& election) {
        ballots::RunningTally tally = election.empty_tally();
        std::map<std::uint64_t, std::string> last;
        for (const json::value& ballot : list(v, "ballots")) {
            last[test::number(ballot, "voter")] = text(ballot, "ballot");
        }
        for (const auto& [voter, raw] : last) {
            BOOST_REQUIRE(election.check_and_count(as_bytes(raw), Strictness::cast, tally));
        }
        BOOST_TEST(tally.encrypted_tally_json() == text(v, "encrypted_tally"));
        BOOST_TEST(tally.sized_tally_json() == text(v, "sized_tally"));

        std::vector<ballots::PartialDecryptionView> views;
        for (const json::value& part : list(v, "partial_decryptions")) {
            views.push_back({test::number(part, "owner"),
                             as_bytes(part.at("partial_decryption").as_string())});
        }
        const std::string encrypted = text(v, "encrypted_tally");
        const auto result =
            election.compute_result(as_bytes(encrypted), tally.total_weight(), views);
        BOOST_REQUIRE_MESSAGE(result.has_value(), test::id_of(result));
        BOOST_TEST(result->json == text(v, "result"));
        BOOST_TEST((result->counts == counts(v)));
    });
}

// Our own decryption with their key files gives the same factors, hence the same result.
BOOST_AUTO_TEST_CASE(own_decryption_of_their_tally) {
    for_each_election([](const json::value& v, const SecretElection& election) {
        crypto::SeededRng rng("own decryption");
        const std::string encrypted = text(v, "encrypted_tally");
        const json::array& parts = list(v, "partial_decryptions");
        for (const json::value& key : list(v, "trustee_keys")) {
            const std::uint64_t owner = test::number(key, "owner");
            const Bytes own = election
                                  .make_partial_decryption(owner, text(key, "private_key"),
                                                           as_bytes(encrypted), rng)
                                  .value();
            const std::string theirs = text(parts.at(owner - 1), "partial_decryption");
            const std::size_t factors = theirs.find("\"decryption_proofs\"");
            BOOST_REQUIRE(factors != std::string::npos);
            BOOST_TEST(as_text(own).substr(0, factors) == theirs.substr(0, factors));
            BOOST_TEST(as_text(own).substr(factors) != theirs.substr(factors));
        }
    });
}

BOOST_AUTO_TEST_CASE(archives_verify) {
    for_each_election([](const json::value& v, const SecretElection&) {
        const Bytes archive = base64_decode(text(v, "archive"), Padding::required).value();
        const ballots::MemorySource source(archive);
        const auto report = ballots::verify_election(source);
        BOOST_TEST(report.ok, report.to_text());
        BOOST_TEST(report.complete);
        BOOST_TEST(report.warnings.empty());
        BOOST_REQUIRE(report.counts.has_value());
        BOOST_TEST((*report.counts == counts(v)));
    });
}

// The rules of a vote agree, too: what they chose, we can choose.
BOOST_AUTO_TEST_CASE(own_ballots_with_their_codes) {
    for_each_election([](const json::value& v, const SecretElection& election) {
        crypto::SeededRng rng("own ballots");
        for (const json::value& ballot : list(v, "ballots")) {
            const json::value& voter = list(v, "voters")[test::number(ballot, "voter")];
            const auto made = election.make_ballot(text(voter, "credential"), choices(ballot), rng);
            BOOST_REQUIRE_MESSAGE(made.has_value(), test::id_of(made));
            BOOST_TEST(election.check_ballot(*made, Strictness::cast)->credential ==
                       text(voter, "public"));
        }
    });
}

BOOST_AUTO_TEST_SUITE_END()
