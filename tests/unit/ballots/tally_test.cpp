#include "ballots/discrete_log.hpp"
#include "ballots/groups.hpp"
#include "ballots/result.hpp"
#include "sample_election.hpp"

#include <boost/test/unit_test.hpp>

using namespace ogniwo;
using namespace ogniwo::ballots;

namespace {

using Groups = std::tuple<crypto::Ed25519, crypto::Belenios2048>;

sample::SampleElection& election() {
    static sample::SampleElection sample({.questions = {sample::question(3, 0, 3, true)},
                                          .trustees = 2,
                                          .weights = {1, 5, 17, 3'000'000'000}});
    return sample;
}

const sample::Parts& closed() {
    static const sample::Parts parts = [] {
        auto& s = election();
        return s.close({s.ballot(0, {{0, 1, 0, 0}}), s.ballot(1, {{0, 1, 1, 0}}),
                        s.ballot(2, {{0, 1, 1, 1}}), s.ballot(3, {{1, 0, 0, 0}}),
                        s.ballot(2, {{0, 0, 1, 0}})});
    }();
    return parts;
}

std::vector<PartialDecryptionView> views(const sample::Parts& parts) {
    std::vector<PartialDecryptionView> out;
    for (const auto& [owner, bytes] : parts.decryptions) {
        out.push_back({owner, bytes});
    }
    return out;
}

std::string id(const Verdict& verdict) {
    return verdict ? std::string() : std::string(verdict.error().id());
}
template <class T> std::string id(const Result<T>& result) {
    return result ? std::string() : std::string(result.error().id());
}

} // namespace

BOOST_AUTO_TEST_SUITE(tally)

// 1 + 5 for the first answer; 5 + 17 for the second (the revote counts, not the first vote).
BOOST_AUTO_TEST_CASE(weighted_counts) {
    BOOST_TEST(as_text(closed().result) == R"({"result":[["3000000000",6,22,0]]})");
    BOOST_TEST(
        as_text(closed().sized_tally)
            .starts_with(R"({"num_tallied":4,"total_weight":"3000000023","encrypted_tally":")"));
}

BOOST_AUTO_TEST_CASE(no_ballots) {
    auto& s = election();
    const sample::Parts parts = s.close({});
    BOOST_TEST(as_text(parts.result) == R"({"result":[[0,0,0,0]]})");
    const std::string neutral = std::string(63, '0') + "1";
    BOOST_TEST(as_text(parts.tally).find(neutral) != std::string_view::npos);
}

BOOST_AUTO_TEST_CASE(running_tally) {
    auto& s = election();
    const Bytes a = s.ballot(0, {{0, 1, 0, 0}});
    const Bytes b = s.ballot(1, {{0, 0, 1, 0}});
    RunningTally tally = s.election->empty_tally();
    const std::string empty = tally.encrypted_tally_json();
    BOOST_TEST(id(tally.remove(a, 1)) == "tally.empty");
    BOOST_REQUIRE(tally.add(a, 1).has_value());
    const RunningTally after_a = tally; // a value: the copy stays as it is
    BOOST_REQUIRE(tally.add(b, 5).has_value());
    BOOST_TEST(tally.num_tallied() == 2U);
    BOOST_TEST(tally.total_weight() == 6U);
    const auto stored = s.election->tally_from_json(as_bytes(tally.encrypted_tally_json()), 2, 6);
    BOOST_REQUIRE(stored);
    RunningTally again = *stored;
    BOOST_REQUIRE(again.remove(b, 5).has_value());
    BOOST_TEST(again.encrypted_tally_json() == after_a.encrypted_tally_json());
    BOOST_TEST(again.sized_tally_json() == after_a.sized_tally_json());
    BOOST_REQUIRE(again.remove(a, 1).has_value());
    BOOST_TEST(again.encrypted_tally_json() == empty);
    BOOST_TEST(id(tally.add(as_bytes("{"), 1)) == "ballot.encoding");
    BOOST_TEST(id(tally.add(as_bytes("{}"), 1)) == "ballot.shape");
    BOOST_TEST(id(tally.add(a, ElectionLimits::max_total_weight - 5)) == "tally.weight");
    BOOST_TEST(tally.num_tallied() == 2U);
    BOOST_TEST(id(tally.add(a, ElectionLimits::max_total_weight - 6)) == "");
}

BOOST_AUTO_TEST_CASE(tallies_apart_and_joined) {
    auto& s = election();
    const Bytes a = s.ballot(0, {{0, 1, 0, 0}});
    const Bytes b = s.ballot(1, {{0, 0, 1, 0}});
    RunningTally together = s.election->empty_tally();
    BOOST_REQUIRE(together.add(a, 1).has_value());
    BOOST_REQUIRE(together.add(b, 5).has_value());
    RunningTally one = s.election->empty_tally();
    RunningTally two = s.election->empty_tally();
    BOOST_REQUIRE(s.election->check_and_count(a, Strictness::cast, one).has_value());
    BOOST_REQUIRE(s.election->check_and_count(b, Strictness::cast, two).has_value());
    one.add_all(two);
    BOOST_TEST(one.sized_tally_json() == together.sized_tally_json());
    one.remove_all(together);
    BOOST_TEST(one.sized_tally_json() == s.election->empty_tally().sized_tally_json());
}

BOOST_AUTO_TEST_CASE(stored_tallies_are_checked) {
    auto& s = election();
    const std::string text = s.election->empty_tally().encrypted_tally_json();
    const auto error = [&](const std::string& json) {
        return id(s.election->tally_from_json(as_bytes(json), 0, 0));
    };
    BOOST_TEST(error(text) == "");
    BOOST_TEST(error(text + " ") == "tally.encoding");
    BOOST_TEST(error("[]") == "tally.shape");
    BOOST_TEST(error("[[]]") == "tally.shape");
    BOOST_TEST(error("[") == "tally.encoding");
    std::string outside = text;
    outside.replace(outside.find(R"("alpha":")") + 9, 64, std::string(64, '0'));
    BOOST_TEST(error(outside) == "tally.membership");
    BOOST_TEST(id(s.election->tally_from_json(
                   as_bytes(text), 0, ElectionLimits::max_total_weight + 1)) == "tally.weight");
}

// The longest texts that there are: as many choices as an election may have, elements of 617 digits.
BOOST_AUTO_TEST_CASE(the_largest_tally_is_read) {
    const sample::SampleElection s({.group = "BELENIOS-2048",
                                    .questions = {sample::question(ElectionLimits::max_choices, 0, 1)},
                                    .weights = {1}});
    const std::string& element = s.election->definition().public_key;
    std::string json = "[[";
    for (std::size_t i = 0; i < ElectionLimits::max_choices; ++i) {
        json += R"({"alpha":")" + element + R"(","beta":")" + element + R"("},)";
    }
    json.back() = ']';
    json += ']';
    BOOST_TEST(json.size() > 1'200'000U);
    BOOST_TEST(id(s.election->tally_from_json(as_bytes(json), 1, 1)) == "");
}

BOOST_AUTO_TEST_CASE(decryptions) {
    auto& s = election();
    const sample::Parts& p = closed();
    const auto check = [&](std::uint64_t owner, ByteView bytes) {
        return id(s.election->check_partial_decryption(owner, p.tally, bytes));
    };
    BOOST_TEST(check(1, p.decryptions[0].second) == "");
    BOOST_TEST(check(2, p.decryptions[1].second) == "");
    BOOST_TEST(check(1, p.decryptions[1].second) == "decryption.proof");
    BOOST_TEST(check(0, p.decryptions[0].second) == "decryption.owner");
    BOOST_TEST(check(3, p.decryptions[0].second) == "decryption.owner");
    std::string text(as_text(p.decryptions[0].second));
    BOOST_TEST(check(1, as_bytes(" " + text)) == "decryption.encoding");
    BOOST_TEST(check(1, as_bytes("{}")) == "decryption.shape");
    // The same proof for the decryption of another tally.
    const std::string other = s.election->empty_tally().encrypted_tally_json();
    BOOST_TEST(id(s.election->check_partial_decryption(
                   1, as_bytes(other), p.decryptions[0].second)) == "decryption.proof");
    BOOST_TEST(id(s.election->make_partial_decryption(1, s.keys[1].private_key, p.tally, s.rng)) ==
               "decryption.key");
    BOOST_TEST(id(s.election->make_partial_decryption(3, s.keys[1].private_key, p.tally, s.rng)) ==
               "decryption.owner");
    BOOST_TEST(id(s.election->make_partial_decryption(1, "x", p.tally, s.rng)) == "scalar.syntax");
}

BOOST_AUTO_TEST_CASE(results) {
    auto& s = election();
    const sample::Parts& p = closed();
    const std::uint64_t weight = 3'000'000'023;
    const auto check = [&](std::string_view result, const std::vector<PartialDecryptionView>& v) {
        return id(s.election->check_result(p.tally, weight, v, as_bytes(result)));
    };
    BOOST_TEST(check(as_text(p.result), views(p)) == "");
    BOOST_TEST(check(R"({"result":[["3000000000",6,21,1]]})", views(p)) == "result.value");
    BOOST_TEST(check(R"({"result":[["3000000024",6,22,0]]})", views(p)) == "result.range");
    BOOST_TEST(check(R"({"result":[[3000000000,6,22,0]]})", views(p)) == "result.encoding");
    BOOST_TEST(check(R"({"result":[["3000000000",6,22]]})", views(p)) == "result.shape");
    BOOST_TEST(check(R"({"result":[]})", views(p)) == "result.shape");
    BOOST_TEST(check("", views(p)) == "result.encoding");
    BOOST_TEST(check(as_text(p.result), {views(p)[0]}) == "decryption.missing");
    BOOST_TEST(check(as_text(p.result), {views(p)[0], views(p)[0]}) == "decryption.duplicate");
    BOOST_TEST(id(s.election->compute_result(p.tally, 21, views(p))) == "result.range");
    BOOST_TEST(id(s.election->compute_result(p.tally, max_discrete_log + 1, views(p))) ==
               "result.total_weight");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(discrete_logarithms, G, Groups) {
    const auto power = [](std::uint64_t exponent) {
        const crypto::Term<G> term{&G::generator(), G::scalar(exponent)};
        return G::multi_exp_vartime(std::span(&term, 1));
    };
    for (const std::uint64_t bound : {0U, 1U, 2U, 99U, 100U, 4095U}) {
        const DiscreteLog<G> log(bound, 3);
        for (std::uint64_t i = 0; i <= bound; i += bound < 200 ? 1 : 97) {
            BOOST_REQUIRE(log.find(power(i)) == std::optional(i));
        }
        BOOST_TEST((log.find(power(bound)) == std::optional<std::uint64_t>(bound)));
        BOOST_TEST(!log.find(power(bound + 1)).has_value());
        BOOST_TEST(!log.find(G::divide(G::neutral(), power(1))).has_value());
    }
}

BOOST_AUTO_TEST_CASE(discrete_logarithm_at_the_largest_bound) {
    using G = crypto::Ed25519;
    const DiscreteLog<G> log(max_discrete_log, 1);
    const crypto::Term<G> term{&G::generator(), G::scalar(max_discrete_log)};
    BOOST_TEST((log.find(G::multi_exp_vartime(std::span(&term, 1))) ==
                std::optional<std::uint64_t>(max_discrete_log)));
}

BOOST_AUTO_TEST_SUITE_END()
