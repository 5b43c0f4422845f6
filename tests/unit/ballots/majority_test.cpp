#include "ballots/open_vote.hpp"
#include "ballots/rules/majority.hpp"
#include "ballots/rules/rule_name.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <sstream>

using namespace ogniwo;
using namespace ogniwo::ballots;

namespace {

constexpr MajorityRule simple{MajorityBase::yes_no, 1, 2, true};
constexpr MajorityRule simple_invalid{MajorityBase::cast_invalid, 1, 2, true};
constexpr MajorityRule absolute{MajorityBase::cast, 1, 2, true};
constexpr MajorityRule absolute_invalid{MajorityBase::cast_invalid, 1, 2, true};
constexpr MajorityRule of_present{MajorityBase::present, 1, 2, true};
constexpr MajorityRule of_entitled{MajorityBase::entitled, 1, 2, true};

MajorityRule share(MajorityBase base, std::uint64_t num, std::uint64_t den, bool strict = false) {
    return {base, num, den, strict};
}

bool adopted(const MajorityRule& rule, const VoteNumbers& numbers) {
    const auto verdict = decide(rule, {}, numbers);
    BOOST_REQUIRE(verdict);
    BOOST_TEST(verdict->majority.margin == static_cast<std::int64_t>(numbers.yes) -
                                               static_cast<std::int64_t>(verdict->majority.needed));
    BOOST_TEST((verdict->majority.margin >= 0) == verdict->adopted);
    return verdict->adopted;
}

} // namespace

BOOST_AUTO_TEST_SUITE(majority)

// The worked numbers of GOVERNANCE section 3: E, P, Y, N, A, I.
BOOST_AUTO_TEST_CASE(worked_numbers) {
    BOOST_TEST(adopted(simple, {29, 21, 10, 8, 3, 0}));
    BOOST_TEST(!adopted(absolute, {29, 21, 10, 8, 3, 0}));
    BOOST_TEST(adopted(absolute, {29, 21, 11, 7, 3, 0}));
    BOOST_TEST(adopted(simple, {29, 21, 1, 0, 20, 0}));
    BOOST_TEST(!adopted(simple, {29, 20, 10, 10, 0, 0}));
    BOOST_TEST(!adopted(simple, {29, 21, 0, 0, 21, 0}));
    BOOST_TEST(adopted(simple, {64, 64, 32, 30, 0, 2}));
    BOOST_TEST(!adopted(simple_invalid, {64, 64, 32, 30, 0, 2}));
    BOOST_TEST(adopted(absolute, {29, 22, 11, 10, 0, 1}));
    BOOST_TEST(!adopted(absolute_invalid, {29, 22, 11, 10, 0, 1}));
    BOOST_TEST(adopted(absolute, {29, 21, 10, 5, 2, 0}));
    BOOST_TEST(!adopted(of_present, {29, 21, 10, 5, 2, 0}));
    BOOST_TEST(!adopted(of_entitled, {29, 21, 14, 5, 2, 0}));
    BOOST_TEST(adopted(of_entitled, {29, 21, 15, 4, 2, 0}));
    BOOST_TEST(adopted(absolute, {21, 21, 11, 10, 0, 0}));
    BOOST_TEST(adopted(share(MajorityBase::yes_no, 2, 3), {38, 38, 24, 12, 0, 2}));
    BOOST_TEST(!adopted(share(MajorityBase::cast_invalid, 2, 3), {38, 38, 24, 12, 0, 2}));
    BOOST_TEST(adopted(share(MajorityBase::yes_no, 2, 3), {29, 21, 14, 7, 0, 0}));
    BOOST_TEST(!adopted(share(MajorityBase::yes_no, 2, 3, true), {29, 21, 14, 7, 0, 0}));
    BOOST_TEST(!adopted(share(MajorityBase::cast, 2, 3), {29, 21, 13, 5, 3, 0}));
    BOOST_TEST(adopted(share(MajorityBase::yes_no, 2, 3), {29, 21, 13, 5, 3, 0}));
    BOOST_TEST(!adopted(share(MajorityBase::entitled, 2, 3), {29, 29, 19, 8, 2, 0}));
    BOOST_TEST(adopted(share(MajorityBase::entitled, 2, 3), {29, 29, 20, 7, 2, 0}));
    BOOST_TEST(adopted(share(MajorityBase::present, 2, 3), {29, 15, 10, 5, 0, 0}));
}

BOOST_AUTO_TEST_CASE(quorum_table) {
    const auto least = [](std::uint64_t entitled, std::uint64_t num, std::uint64_t den,
                          bool strict) {
        return check_quorum({num, den, strict}, 0, entitled)->needed;
    };
    BOOST_TEST(least(29, 1, 2, false) == 15U);
    BOOST_TEST(least(29, 1, 2, true) == 15U);
    BOOST_TEST(least(29, 1, 3, false) == 10U);
    BOOST_TEST(least(30, 1, 2, false) == 15U);
    BOOST_TEST(least(30, 1, 2, true) == 16U);
    BOOST_TEST(least(30, 1, 3, false) == 10U);
}

BOOST_AUTO_TEST_CASE(shared_cases) {
    std::ifstream file("../shared/fixtures/governance/majority_cases.tsv");
    if (!file) {
        BOOST_TEST_MESSAGE("skipped: ../shared/fixtures is not there");
        return;
    }
    std::string text;
    int applied = 0;
    while (std::getline(file, text)) {
        if (text.starts_with('#')) {
            continue;
        }
        std::istringstream row(text);
        std::string id;
        std::string rule;
        VoteNumbers n;
        int expected = 0;
        row >> id >> n.entitled >> n.present >> n.yes >> n.no >> n.abstain >> n.invalid >> rule >>
            expected;
        BOOST_TEST_CONTEXT(id) {
            const auto named = parse_rule_name(rule);
            BOOST_REQUIRE(named);
            if (const auto* majority = std::get_if<MajorityRule>(&*named)) {
                BOOST_TEST(adopted(*majority, n) == (expected == 1));
            } else {
                BOOST_TEST(
                    check_quorum(std::get<QuorumRule>(*named), n.present, n.entitled)->holds ==
                    (expected == 1));
            }
            ++applied;
        }
    }
    BOOST_TEST(applied == 19);
}

BOOST_AUTO_TEST_CASE(verdict_explains_itself) {
    const auto verdict = decide(absolute, {1, 2, false}, {29, 21, 10, 8, 3, 0});
    BOOST_REQUIRE(verdict);
    BOOST_TEST(verdict->quorum.holds);
    BOOST_TEST(verdict->quorum.margin == 6);
    BOOST_TEST(verdict->majority.left == 20U);
    BOOST_TEST(verdict->majority.right == 21U);
    BOOST_TEST(verdict->majority.needed == 11U);
    BOOST_TEST(verdict->majority.margin == -1);
    BOOST_TEST(!verdict->tie);
    BOOST_TEST(verdict->formula == "2*10 (yes) > 1*21 (yes+no+abstain): 20 > 21 does not hold");
}

BOOST_AUTO_TEST_CASE(no_quorum_no_resolution) {
    const auto verdict = decide(simple, {1, 2, false}, {29, 14, 14, 0, 0, 0});
    BOOST_REQUIRE(verdict);
    BOOST_TEST(verdict->majority.holds);
    BOOST_TEST(!verdict->quorum.holds);
    BOOST_TEST(!verdict->adopted);
}

BOOST_AUTO_TEST_CASE(nobody_votes_nothing_is_adopted) {
    BOOST_TEST(!adopted(share(MajorityBase::yes_no, 2, 3), {29, 21, 0, 0, 21, 0}));
    BOOST_TEST(!adopted(simple, {29, 0, 0, 0, 0, 0}));
}

BOOST_AUTO_TEST_CASE(refuses_impossible_input) {
    const VoteNumbers fine{29, 21, 10, 8, 3, 0};
    BOOST_TEST((decide(share(MajorityBase::cast, 3, 2), {}, fine).error().id() == "rule.fraction"));
    BOOST_TEST((decide(share(MajorityBase::cast, 0, 2), {}, fine).error().id() == "rule.fraction"));
    BOOST_TEST((decide(share(MajorityBase::cast, 1, 0), {}, fine).error().id() == "rule.fraction"));
    BOOST_TEST((decide(simple, {1, 1'000'001, false}, fine).error().id() == "rule.fraction"));
    BOOST_TEST((decide(simple, {}, {29, 30, 1, 0, 0, 0}).error().id() == "vote.numbers"));
    BOOST_TEST((decide(simple, {}, {29, 21, 10, 8, 4, 0}).error().id() == "vote.numbers"));
    const std::uint64_t most = 1'000'000'000'000;
    BOOST_TEST(
        decide(share(MajorityBase::entitled, 999'999, 1'000'000), {}, {most, most, most, 0, 0, 0})
            ->adopted);
    BOOST_TEST(
        (decide(simple, {}, {most + 1, most, most, 0, 0, 0}).error().id() == "vote.numbers"));
}

// Invalid votes count against, abstentions do not: 12 > 10 + 1, and 11 > 10 + 1 is false.
BOOST_AUTO_TEST_CASE(invalid_against_without_abstentions) {
    const MajorityRule rule{MajorityBase::yes_no_invalid, 1, 2, true};
    BOOST_TEST(adopted(rule, {40, 40, 12, 10, 9, 1}));
    BOOST_TEST(!adopted(rule, {40, 40, 11, 10, 9, 1}));
}

BOOST_AUTO_TEST_CASE(more_than_the_share) {
    const MajorityRule half_plus_one{MajorityBase::cast, 1, 2, false, 1};
    BOOST_TEST(!adopted(half_plus_one, {21, 21, 11, 10, 0, 0}));
    BOOST_TEST(adopted(half_plus_one, {21, 21, 12, 9, 0, 0}));
    const auto verdict = decide(half_plus_one, {}, {21, 21, 11, 10, 0, 0});
    BOOST_REQUIRE(verdict);
    BOOST_TEST(verdict->majority.needed == 12U);
    BOOST_TEST(verdict->formula ==
               "2*11 (yes) >= 1*21 (yes+no+abstain) + 2: 22 >= 23 does not hold");
    BOOST_TEST(check_rule(MajorityRule{MajorityBase::cast, 1, 2, false, 1'000'000}).has_value());
    BOOST_TEST((check_rule(MajorityRule{MajorityBase::cast, 1, 2, false, 1'000'001}).error().id() ==
                "rule.fraction"));
}

BOOST_AUTO_TEST_CASE(casting_vote_of_the_chair) {
    const VoteNumbers tie{29, 20, 10, 10, 0, 0};
    BOOST_TEST(!decide(simple, {}, tie)->adopted);
    BOOST_TEST(!decide(simple, {}, tie, false)->adopted);
    BOOST_TEST(decide(simple, {}, tie, true)->adopted);
    BOOST_TEST(decide(simple, {}, tie, true)->cast_by_chair);
    BOOST_TEST(!decide(simple, {}, {29, 20, 9, 10, 0, 0}, true)->adopted);
    BOOST_TEST(!decide(simple, {}, {29, 20, 0, 0, 20, 0}, true)->adopted);
    BOOST_TEST(!decide(simple, {3, 4, false}, tie, true)->adopted);
    BOOST_TEST((decide(absolute, {}, tie, true).error().id() == "rule.casting_vote"));
}

BOOST_AUTO_TEST_CASE(names_of_rules) {
    BOOST_TEST((std::get<MajorityRule>(*parse_rule_name("q_2_3_cast_inv_strict")) ==
                share(MajorityBase::cast_invalid, 2, 3, true)));
    BOOST_TEST(
        (std::get<QuorumRule>(*parse_rule_name("quorum_half_gt")) == QuorumRule{1, 2, true}));
    for (const char* name : {"", "q_", "q_2_3", "q_2_3_all", "q_2__cast", "simple ", "SIMPLE"}) {
        BOOST_TEST((parse_rule_name(name).error().id() == "rule.name"));
    }
    BOOST_TEST((parse_rule_name("q_4_3_cast").error().id() == "rule.fraction"));
}

BOOST_AUTO_TEST_CASE(names_of_bases) {
    for (const char* name : {"YN", "YN_invalid", "cast", "cast_invalid", "present", "entitled"}) {
        BOOST_TEST(majority_base_name(*parse_majority_base(name)) == name);
    }
    BOOST_TEST((parse_majority_base("Y").error().id() == "rule.base"));
}

BOOST_AUTO_TEST_CASE(open_votes_are_summed_by_weight) {
    const OpenVote votes[] = {
        {Option::yes, 3}, {Option::no, 1}, {Option::abstain, 7}, {Option::yes, 2}};
    BOOST_TEST((*tally_open_votes(votes) == OpenTally{5, 1, 7}));
    BOOST_TEST((*tally_open_votes({}) == OpenTally{}));
    const OpenVote zero[] = {{Option::yes, 0}};
    BOOST_TEST((tally_open_votes(zero).error().id() == "open_vote.weight"));
    const std::uint64_t most = (std::uint64_t{1} << 53) - 1;
    const OpenVote edge[] = {{Option::yes, most - 1}, {Option::no, 1}};
    BOOST_TEST(tally_open_votes(edge).has_value());
    const OpenVote above[] = {{Option::yes, most}, {Option::no, 1}};
    BOOST_TEST((tally_open_votes(above).error().id() == "open_vote.weight"));
    BOOST_TEST((parse_option("Yes").error().id() == "open_vote.option"));
    BOOST_TEST((*parse_option("abstain") == Option::abstain));
}

BOOST_AUTO_TEST_SUITE_END()
