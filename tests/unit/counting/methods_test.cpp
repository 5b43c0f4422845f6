#include "ballots/counting/record_output.hpp"
#include "crypto/base/json.hpp"
#include "crypto/sha256.hpp"
#include "elections.hpp"

using namespace ogniwo;
using namespace ogniwo::counting;
using sample::counted;
using sample::elected;
using sample::election;

namespace {

std::string scores(const CountRecord& record) {
    std::string out;
    const auto* pairwise = std::get_if<PairwiseCount>(&record.detail);
    for (const Rational& score :
         pairwise != nullptr ? pairwise->scores : std::get<ScoreCount>(record.detail).scores) {
        out += (out.empty() ? "" : " ") + rational_text(score);
    }
    return out;
}

const PairwiseCount& pairwise(const CountRecord& record) {
    return std::get<PairwiseCount>(record.detail);
}

} // namespace

BOOST_AUTO_TEST_SUITE(crosses_and_points)

BOOST_AUTO_TEST_CASE(plurality) {
    const CountRecord record = counted(Method::plurality, election(4, 1, sample::tennessee()));
    BOOST_TEST(elected(record) == "A");
    BOOST_TEST(scores(record) == "42 26 15 17");
    const CountRecord mixed =
        counted(Method::plurality, election(3, 1, {{2, "A>B"}, {4, "B=C"}, {3, ""}, {1, "C"}}));
    BOOST_TEST(scores(mixed) == "2 0 1");
    BOOST_TEST(mixed.invalid == 4U);
    BOOST_TEST(mixed.blank == 3U);
    BOOST_TEST(mixed.valid() == 3U);
}

BOOST_AUTO_TEST_CASE(block) {
    const CountRecord record =
        counted(Method::block, election(4, 2, {{3, "A=B"}, {2, "C"}, {2, "B=D"}, {9, "A=C=D"}}));
    BOOST_TEST(scores(record) == "3 5 2 2");
    BOOST_TEST(record.invalid == 9U); // three crosses for two seats
    BOOST_TEST(elected(record) == "AB");
}

BOOST_AUTO_TEST_CASE(limited) {
    Election three = sample::unprepared(4, 3, {{5, "A=B"}, {4, "C=D"}, {3, "A=B=C"}, {1, "C"}});
    const CountRecord record =
        counted(Method::limited, sample::prepared(three)); // two crosses, one less than seats
    BOOST_TEST(scores(record) == "5 5 5 4");
    BOOST_TEST(record.invalid == 3U);
    BOOST_TEST(elected(record) == "ABC");
    three.choices = 1;
    BOOST_TEST(counted(Method::limited, sample::prepared(three), "00").invalid == 12U);
    three.choices = 3;
    const auto all = count(Method::limited, sample::prepared(three), {});
    BOOST_REQUIRE(!all);
    BOOST_TEST(all.error().id() == "count.choices");
}

BOOST_AUTO_TEST_CASE(approval) {
    Election of = sample::unprepared(3, 2, {{4, "A"}, {3, "A=B"}, {3, "C"}, {2, ""}});
    const CountRecord open = counted(Method::approval, sample::prepared(of));
    BOOST_TEST(scores(open) == "7 3 3");
    BOOST_TEST(elected(open) == "A"); // B and C are tied
    BOOST_TEST(!open.complete());
    of.threshold = Share{3, 10};
    of.seats = 3;
    BOOST_TEST(elected(counted(Method::approval, sample::prepared(of))) ==
               "ABC"); // 3 of 10 reach 3/10
    of.threshold = Share{1, 2};
    const CountRecord half = counted(Method::approval, sample::prepared(of));
    BOOST_TEST(elected(half) == "A");
    BOOST_TEST(half.complete());
    BOOST_TEST(rational_text(*std::get<ScoreCount>(half.detail).needed) == "5");
}

BOOST_AUTO_TEST_CASE(borda) {
    const CountRecord record = counted(Method::borda, election(4, 1, sample::tennessee()));
    BOOST_TEST(scores(record) == "126 194 173 107");
    BOOST_TEST(elected(record) == "B");
    // Equal ranks share 3 and 2; the two without a mark share 1 and 0.
    BOOST_TEST(scores(counted(Method::borda, election(4, 2, {{1, "A=B"}}))) == "5/2 5/2 1/2 1/2");
}

BOOST_AUTO_TEST_CASE(borda_nauru) {
    const CountRecord record = counted(Method::borda_nauru, election(4, 1, sample::tennessee()));
    BOOST_TEST(scores(record) == "113/2 173/3 101/2 131/3");
    BOOST_TEST(elected(record) == "B");
    BOOST_TEST(scores(counted(Method::borda_nauru, election(4, 3, {{2, "A>B=C"}}))) ==
               "2 5/6 5/6 0");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(pairs)

BOOST_AUTO_TEST_CASE(schulze_45) {
    const CountRecord record = counted(Method::schulze, election(5, 1, sample::schulze45()));
    const std::vector<std::uint64_t> duels{0,  20, 26, 30, 22, 25, 0,  16, 33, 18, 19, 29, 0,
                                           17, 24, 15, 12, 28, 0,  14, 23, 27, 21, 31, 0};
    const std::vector<std::uint64_t> paths{0,  28, 28, 30, 24, 25, 0,  28, 33, 24, 25, 29, 0,
                                           29, 24, 25, 28, 28, 0,  24, 25, 28, 28, 31, 0};
    BOOST_TEST(pairwise(record).pairwise.votes == duels);
    BOOST_TEST(pairwise(record).strengths == paths);
    BOOST_TEST(sample::places(pairwise(record).places) == "E A C B D");
    BOOST_TEST(elected(record) == "E");
}

BOOST_AUTO_TEST_CASE(tennessee_has_a_condorcet_winner) {
    const auto of = election(4, 1, sample::tennessee());
    for (const Method method : {Method::schulze, Method::ranked_pairs, Method::copeland}) {
        const CountRecord record = counted(method, of);
        BOOST_TEST(elected(record) == "B");
        BOOST_TEST(sample::places(pairwise(record).places) == "B C D A");
    }
    BOOST_TEST(scores(counted(Method::copeland, of)) == "0 3 2 1");
}

BOOST_AUTO_TEST_CASE(ranked_pairs_lock_the_strongest_first) {
    // A beats B 68:32, B beats C 72:28, C beats A 52:48: the weakest, over A, would close the
    // circle.
    const CountRecord record =
        counted(Method::ranked_pairs,
                election(3, 1, {{40, "A>B>C"}, {8, "B>A>C"}, {24, "B>C>A"}, {28, "C>A>B"}}));
    const auto& pairs = pairwise(record).pairs;
    BOOST_REQUIRE(pairs.size() == 3U);
    BOOST_TEST(
        (pairs[0].winner == 1U && pairs[0].loser == 2U && pairs[0].outcome == PairOutcome::locked));
    BOOST_TEST(
        (pairs[1].winner == 0U && pairs[1].loser == 1U && pairs[1].outcome == PairOutcome::locked));
    BOOST_TEST(
        (pairs[2].winner == 2U && pairs[2].loser == 0U && pairs[2].outcome == PairOutcome::circle));
    BOOST_TEST(sample::places(pairwise(record).places) == "A B C");
}

// A over B 5:3, B over C 5:2, C over A 5:4: the one with most against it closes the circle.
BOOST_AUTO_TEST_CASE(fewest_votes_against_first) {
    const CountRecord record = counted(
        Method::ranked_pairs,
        election(3, 1, {{3, "A>B>C"}, {1, "B>C>A"}, {2, "C>A>B"}, {1, "A=B>C"}, {2, "B=C>A"}}));
    const auto& pairs = pairwise(record).pairs;
    BOOST_REQUIRE(pairs.size() == 3U);
    BOOST_TEST((pairs[0].winner == 1U && pairs[0].loser == 2U));
    BOOST_TEST((pairs[2].winner == 2U && pairs[2].outcome == PairOutcome::circle));
    BOOST_TEST(sample::places(pairwise(record).places) == "A B C");
}

BOOST_AUTO_TEST_CASE(a_perfect_circle_needs_the_lot) {
    const auto circle = election(3, 1, {{1, "A>B>C"}, {1, "B>C>A"}, {1, "C>A>B"}});
    for (const Method method : {Method::schulze, Method::ranked_pairs, Method::copeland}) {
        const CountRecord open = counted(method, circle);
        BOOST_TEST(!open.complete());
        BOOST_TEST(open.elected.empty());
        const CountRecord drawn = counted(method, circle, "00");
        const Candidate first = Lot::from_hex("00", 3)->sorted({0, 1, 2}).front();
        BOOST_TEST(drawn.complete());
        if (method == Method::ranked_pairs) { // the lot decides whose victory is locked first
            BOOST_TEST(pairwise(drawn).pairs.front().winner == first);
            BOOST_TEST(std::ranges::count(pairwise(drawn).pairs, PairOutcome::locked,
                                          &ConsideredPair::outcome) == 2);
        } else {
            BOOST_TEST(drawn.elected.front() == first);
        }
    }
}

// D beats all of a perfect circle; the circle matters only when its members compete for a seat.
BOOST_AUTO_TEST_CASE(a_circle_matters_only_where_seats_end) {
    const std::vector<sample::Row> rows{{1, "D>A>B>C"}, {1, "D>B>C>A"}, {1, "D>C>A>B"}};
    const CountRecord one = counted(Method::ranked_pairs, election(4, 1, rows));
    BOOST_TEST(one.complete());
    BOOST_TEST(elected(one) == "D");
    BOOST_TEST(sample::places(pairwise(one).places) == "D ABC");
    BOOST_TEST(std::ranges::count(pairwise(one).pairs, PairOutcome::undecided,
                                  &ConsideredPair::outcome) == 3);
    const CountRecord two = counted(Method::ranked_pairs, election(4, 2, rows));
    BOOST_TEST(!two.complete());
    BOOST_TEST(elected(two) == "D");
    BOOST_TEST(sample::letters(two.ties.back().tied) == "ABC");
    BOOST_TEST(counted(Method::ranked_pairs, election(4, 4, rows)).complete());
}

BOOST_AUTO_TEST_CASE(without_a_mark_is_below) {
    const CountRecord record = counted(Method::schulze, election(4, 1, {{2, "A=B"}, {1, "C"}}));
    const std::vector<std::uint64_t> duels{0, 0, 2, 2, 0, 0, 2, 2, 1, 1, 0, 1, 0, 0, 0, 0};
    BOOST_TEST(pairwise(record).pairwise.votes == duels);
    BOOST_TEST(sample::places(pairwise(record).places) == "AB C D");
    BOOST_TEST(!record.complete());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(grades)

// Grades by distance: excellent 1, good 2, fair 3, poor 4.
BOOST_AUTO_TEST_CASE(tennessee_by_distance) {
    Election of;
    of.names = {"Memphis", "Nashville", "Chattanooga", "Knoxville"};
    const auto add = [&](std::uint64_t count, std::vector<std::uint32_t> grades) {
        Ballot ballot{count, {}};
        for (Candidate c = 0; c < 4; ++c) {
            ballot.marks.push_back({c, grades[c]});
        }
        of.ballots.push_back(std::move(ballot));
    };
    add(42, {1, 3, 4, 4});
    add(26, {4, 1, 3, 3});
    add(15, {4, 3, 1, 2});
    add(17, {4, 3, 2, 1});
    const CountRecord record = counted(Method::majority_judgment, sample::prepared(std::move(of)));
    const auto& detail = std::get<GradeCount>(record.detail);
    BOOST_TEST(detail.medians == (std::vector<std::uint32_t>{4, 3, 3, 3}));
    BOOST_TEST(sample::places(detail.places) == "B D C A");
    BOOST_REQUIRE(detail.comparisons.size() == 2U);
    // Poor comes at the 8th step down, the 16th removed; excellent instead of good 34 steps up, the
    // 67th.
    BOOST_TEST(detail.comparisons[0].removed == 16U);
    BOOST_TEST(sample::letters(detail.comparisons[0].candidates) == "BCD");
    BOOST_TEST(detail.comparisons[1].removed == 67U);
    BOOST_TEST(sample::letters(detail.comparisons[1].candidates) == "CD");
    BOOST_TEST(detail.comparisons[1].grades == (std::vector<std::uint32_t>{2, 1}));
}

// X: good, good, fair, poor; Y: excellent, fair, fair, fair. Both have the median fair; without it
// X has good.
BOOST_AUTO_TEST_CASE(lower_middle_and_then_one_away) {
    Election of;
    of.names = {"X", "Y"};
    for (const auto& [x, y] : {std::pair{2U, 1U}, {2U, 3U}, {3U, 3U}, {4U, 3U}}) {
        of.ballots.push_back({1, {{0, x}, {1, y}}});
    }
    const CountRecord record = counted(Method::majority_judgment, sample::prepared(std::move(of)));
    const auto& detail = std::get<GradeCount>(record.detail);
    BOOST_TEST(detail.medians == (std::vector<std::uint32_t>{3, 3}));
    BOOST_TEST(detail.comparisons.at(0).removed == 1U);
    BOOST_TEST(detail.comparisons.at(0).grades == (std::vector<std::uint32_t>{2, 3}));
    BOOST_TEST(elected(record) == "A");
}

BOOST_AUTO_TEST_CASE(no_grade_is_the_worst) {
    const CountRecord record =
        counted(Method::majority_judgment, election(2, 1, {{2, "A"}, {1, "B"}, {1, ""}}));
    const auto& detail = std::get<GradeCount>(record.detail);
    BOOST_TEST(detail.grades == 2U);
    BOOST_TEST((detail.counts[0] == std::vector<std::uint64_t>{2, 1}));
    BOOST_TEST(record.blank == 1U);
    BOOST_TEST(elected(record) == "A");
    BOOST_TEST(!counted(Method::majority_judgment, election(2, 1, {{2, "A=B"}})).complete());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(lots_and_names)

// The draw of candidate n is SHA-256(seed || n as 4 bytes), computed here once more from the bytes.
BOOST_AUTO_TEST_CASE(the_lot_can_be_redone) {
    const auto lot = Lot::from_hex("0a0b", 4);
    BOOST_REQUIRE(lot);
    std::vector<std::pair<std::string, Candidate>> draws;
    for (std::uint8_t n = 1; n <= 4; ++n) {
        const Bytes text{0x0a, 0x0b, 0, 0, 0, n};
        draws.emplace_back(crypto::sha256_hex(text), n - 1U);
    }
    std::ranges::sort(draws);
    for (std::uint32_t place = 0; place < 4; ++place) {
        BOOST_TEST(lot->place(draws[place].second) == place);
    }
}

BOOST_AUTO_TEST_CASE(seeds_that_are_refused) {
    const std::string longest(128, 'a');
    BOOST_TEST(bool(Lot::from_hex(longest, 2)));
    for (const std::string& seed :
         {std::string(), std::string("a"), std::string("AB"), std::string("zz"), longest + "aa"}) {
        const auto lot = Lot::from_hex(seed, 2);
        BOOST_REQUIRE(!lot);
        BOOST_TEST(lot.error().id() == "count.lot_seed");
    }
}

BOOST_AUTO_TEST_CASE(every_method_by_its_name) {
    for (const char* name :
         {"plurality", "block", "limited", "approval", "stv-scottish", "stv-meek", "stv-ers97",
          "irv", "borda", "borda-nauru", "schulze", "ranked-pairs", "copeland", "majority-judgment",
          "dhondt", "sainte-lague", "largest-remainder", "equal-shares"}) {
        const auto method = parse_method(name);
        BOOST_REQUIRE(method);
        const auto of = election(3, 1, {{3, "A"}, {2, "B"}});
        const CountRecord record = counted(*method, of);
        const json::value value = record_json(record, of);
        const json::object& object = value.as_object();
        BOOST_TEST(object.at("method").as_string() == name);
        BOOST_TEST(write_json(object.at("elected")) == "[1]", name << " " << write_json(value));
        BOOST_TEST(object.at("rounds").is_array());
        BOOST_TEST(object.contains("quota"));
        BOOST_TEST(object.at("complete").as_bool());
        BOOST_TEST(record_text(record, of).find("elected: 1 A") != std::string::npos);
    }
    const auto unknown = parse_method("stv");
    BOOST_REQUIRE(!unknown);
    BOOST_TEST(unknown.error().detail().find("stv-scottish") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(more_seats_than_candidates) {
    for (const Method method : {Method::plurality, Method::stv_scottish, Method::stv_meek,
                                Method::stv_ers97, Method::schulze, Method::majority_judgment}) {
        const auto record = count(method, election(3, 4, {{1, "A"}}), {});
        BOOST_REQUIRE(!record);
        BOOST_TEST(record.error().id() == "count.seats");
        BOOST_TEST(elected(counted(method, election(3, 3, {{1, "A"}}))) == "ABC");
    }
}

BOOST_AUTO_TEST_CASE(no_votes) {
    for (const Method method : {Method::stv_scottish, Method::stv_meek, Method::stv_ers97,
                                Method::irv, Method::majority_judgment, Method::dhondt,
                                Method::largest_remainder, Method::equal_shares}) {
        const auto record = count(method, election(2, 1, {{5, ""}}), {});
        BOOST_REQUIRE(!record);
        BOOST_TEST(record.error().id() == "count.no_votes");
    }
}

BOOST_AUTO_TEST_CASE(withdrawn_candidates_are_passed_over) {
    for (const Method method :
         {Method::plurality, Method::approval, Method::stv_scottish, Method::stv_meek,
          Method::stv_ers97, Method::irv, Method::borda, Method::borda_nauru, Method::schulze,
          Method::ranked_pairs, Method::copeland, Method::majority_judgment, Method::dhondt}) {
        Election of = sample::unprepared(3, 1, {{5, "A>B"}, {3, "C"}});
        of.withdrawn = {true, false, false};
        BOOST_TEST(elected(counted(method, sample::prepared(std::move(of)))) == "B");
    }
}

BOOST_AUTO_TEST_SUITE_END()
