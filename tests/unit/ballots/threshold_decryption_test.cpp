// Decryption with thresholds: who is needed, who may be missing or wrong, and who is named.

#include "sample_election.hpp"

#include <boost/test/unit_test.hpp>

using namespace ogniwo;
using namespace ogniwo::ballots;

namespace {

// Trustee 1 alone, 2-4 of whom two are needed, 5 and 6 of whom one is.
sample::SampleElection& election() {
    static sample::SampleElection sample({.questions = {sample::question(2, 0, 2)},
                                          .trustees = 1,
                                          .ceremonies = {{3, 2}, {2, 1}},
                                          .weights = {1, 5}});
    return sample;
}

const sample::Parts& closed() {
    static const sample::Parts parts = [] {
        auto& s = election();
        return s.close({s.ballot(0, {{1, 1}}), s.ballot(1, {{0, 1}})});
    }();
    return parts;
}

Result<ElectionResult> compute(const std::vector<PartialDecryptionView>& views) {
    return election().election->compute_result(closed().tally, 6, views);
}

std::vector<PartialDecryptionView> views(const std::vector<std::uint64_t>& owners) {
    std::vector<PartialDecryptionView> out;
    for (const std::uint64_t owner : owners) {
        out.push_back({owner, closed().decryptions[owner - 1].second});
    }
    return out;
}

std::string failures(const ElectionResult& result) {
    std::string out;
    for (const TrusteeFailure& failure : result.failures) {
        out += std::to_string(failure.owner) + " " + std::string(failure.error.id()) + ";";
    }
    return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(threshold_decryption)

BOOST_AUTO_TEST_CASE(trustees_run_through_the_list) {
    const auto& items = election().election->trustee_items();
    BOOST_REQUIRE(items.size() == 3U);
    BOOST_TEST((items[0] == TrusteeItem{0, {1, 1}, false, CeremonyForm::full}));
    BOOST_TEST((items[1] == TrusteeItem{1, {3, 2}, true, CeremonyForm::full}));
    BOOST_TEST((items[2] == TrusteeItem{4, {2, 1}, true, CeremonyForm::full}));
    BOOST_TEST(election().election->trustees() == 6U);
    // The two of a threshold of 1 share one key; the decryptions are each one's own.
    BOOST_TEST(election().election->trustee_public_key(5) ==
               election().election->trustee_public_key(6));
}

// All 64 sets of trustees, against the definition.
BOOST_AUTO_TEST_CASE(every_set_of_trustees) {
    for (unsigned set = 0; set < 64; ++set) {
        std::vector<std::uint64_t> owners;
        for (std::uint64_t owner = 6; owner >= 1; --owner) { // the order must not matter
            if ((set >> (owner - 1) & 1U) != 0) {
                owners.push_back(owner);
            }
        }
        const auto has = [&](std::uint64_t owner) { return set >> (owner - 1) & 1U; };
        const bool enough = has(1) == 1 && has(2) + has(3) + has(4) >= 2 && has(5) + has(6) >= 1;
        const auto result = compute(views(owners));
        BOOST_TEST(result.has_value() == enough, set);
        if (result) {
            BOOST_TEST((result->counts == Counts{{1, 6}}));
            BOOST_TEST(result->failures.size() == 6 - owners.size());
        } else {
            BOOST_TEST(result.error().id() == "decryption.missing");
        }
        const auto checked =
            election().election->check_result(closed().tally, 6, views(owners), closed().result);
        BOOST_TEST(checked.has_value() == enough, set);
    }
}

BOOST_AUTO_TEST_CASE(whoever_fails_is_named) {
    const auto good = views({1, 2, 3, 4, 5, 6});
    BOOST_TEST(failures(*compute(good)) == "");
    BOOST_TEST(failures(*compute(views({1, 2, 4, 6}))) ==
               "3 decryption.absent;5 decryption.absent;");
    // The decryption of trustee 3 under the name of trustee 2, and nonsense of trustee 5.
    auto some_bad = good;
    some_bad[1].bytes = good[2].bytes;
    const Bytes nonsense = to_bytes(std::string_view("nonsense"));
    some_bad[4].bytes = nonsense;
    const auto tolerated = compute(some_bad);
    BOOST_REQUIRE_MESSAGE(tolerated, tolerated.error().text());
    BOOST_TEST((tolerated->counts == Counts{{1, 6}}));
    BOOST_TEST(failures(*tolerated) == "2 decryption.proof;5 decryption.encoding;");
    // The verifier of an archive tolerates nothing that was posted.
    BOOST_TEST((election()
                    .election->check_result(closed().tally, 6, some_bad, closed().result)
                    .error()
                    .id() == "decryption.proof"));
    // Too few good ones: the one that was refused, and who is missing.
    auto too_few = some_bad;
    too_few.erase(too_few.begin() + 3);
    const auto refused = compute(too_few);
    BOOST_REQUIRE(!refused);
    BOOST_TEST(refused.error().id() == "decryption.proof");
    BOOST_TEST(refused.error().detail().find("trustee 2") != std::string::npos);
    BOOST_TEST(refused.error().detail().find("missing: trustee 2, 4") != std::string::npos);
    const auto missing = compute(views({1, 3, 5}));
    BOOST_REQUIRE(!missing);
    BOOST_TEST(missing.error().detail() == "1 of the 2 needed; missing: trustee 2, 4");
    // A Single trustee is needed, whatever the others do.
    auto bad_single = good;
    bad_single[0].bytes = good[1].bytes;
    BOOST_TEST((compute(bad_single).error().id() == "decryption.proof"));
    auto twice = good;
    twice.push_back(good[5]);
    BOOST_TEST((compute(twice).error().id() == "decryption.duplicate"));
    auto nobody = good;
    nobody[5].owner = 7;
    BOOST_TEST((compute(nobody).error().id() == "decryption.owner"));
}

BOOST_AUTO_TEST_CASE(lists_of_several_items) {
    auto& s = election();
    const SetupFiles& setup = s.setup;
    const auto id = [&](const std::string& trustees) {
        const auto opened =
            SecretElection::open(setup.election, as_bytes(trustees), setup.credentials);
        return opened ? std::string() : std::string(opened.error().id());
    };
    const std::string good(as_text(setup.trustees));
    BOOST_TEST(id(good) == "");
    const std::size_t second = good.find(R"(["Pedersen")");
    const std::size_t third = good.find(R"(["Pedersen")", second + 1);
    const std::string single = good.substr(1, second - 2);
    const std::string two_of_three = good.substr(second, third - second - 1);
    const std::string one_of_two = good.substr(third, good.size() - third - 1);
    // Another order is the same key with other numbers; one left out, one twice.
    BOOST_TEST(id("[" + one_of_two + "," + single + "," + two_of_three + "]") == "");
    BOOST_TEST(id("[" + single + "," + two_of_three + "]") == "election.public_key");
    BOOST_TEST(id("[" + single + "," + two_of_three + "," + two_of_three + "," + one_of_two +
                  "]") == "trustee.duplicate");
    BOOST_TEST(id("[" + single + "," + single + "," + two_of_three + "," + one_of_two + "]") ==
               "trustee.duplicate");
    // A verification key again as a Single trustee.
    BOOST_TEST(id("[" + single + "," + two_of_three + R"(,["Single",)" +
                  [&] {
                      std::string key = s.keys[1].public_key_json;
                      const std::size_t at = key.find(R"(,"signature")");
                      return key.substr(0, at) + "}";
                  }() +
                  "]]") == "trustee.duplicate");
    BOOST_TEST(id("[" + single + R"(,["Single",)" + s.keys[1].public_key_json + "]]") ==
               "trustee.encoding");
}

BOOST_AUTO_TEST_SUITE_END()
