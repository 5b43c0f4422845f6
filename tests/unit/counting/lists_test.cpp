#include "elections.hpp"

using namespace ogniwo;
using namespace ogniwo::counting;
using sample::counted;

namespace {

Election lists(std::uint32_t seats, const std::vector<std::uint64_t>& votes) {
    Election election = sample::unprepared(votes.size(), seats, {});
    for (Candidate list = 0; list < votes.size(); ++list) {
        if (votes[list] > 0) {
            election.ballots.push_back({votes[list], {{list, 1}}});
        }
    }
    return election;
}

std::string seats(Method method, const Election& election, const std::string& seed = "") {
    const CountRecord record = counted(method, sample::prepared(election), seed);
    std::string out;
    for (const std::uint32_t number : std::get<AllocationCount>(record.detail).seats) {
        out += (out.empty() ? "" : " ") + std::to_string(number);
    }
    return out;
}

const SharesCount& shares(const CountRecord& record) {
    return std::get<SharesCount>(record.detail);
}

Election items(std::uint64_t budget, const std::vector<std::uint64_t>& costs,
               const std::vector<sample::Row>& rows) {
    Election election = sample::unprepared(costs.size(), 1, rows);
    election.costs = costs;
    election.budget = budget;
    return sample::prepared(std::move(election));
}

} // namespace

BOOST_AUTO_TEST_SUITE(list_seats)

BOOST_AUTO_TEST_CASE(textbook_of_eight_seats) {
    const auto of = lists(8, {100'000, 80'000, 30'000, 20'000});
    BOOST_TEST(seats(Method::dhondt, of) == "4 3 1 0");
    BOOST_TEST(seats(Method::sainte_lague, of) == "3 3 1 1");
    BOOST_TEST(seats(Method::largest_remainder, of) == "3 3 1 1");
}

BOOST_AUTO_TEST_CASE(textbook_of_ten_seats) {
    const auto of = lists(10, {47'000, 16'000, 15'800, 12'000, 6'100, 3'100});
    BOOST_TEST(seats(Method::dhondt, of) == "5 2 2 1 0 0");
    BOOST_TEST(seats(Method::sainte_lague, of) == "4 2 2 1 1 0");
    BOOST_TEST(seats(Method::largest_remainder, of) == "5 2 1 1 1 0");
    const CountRecord record = counted(Method::largest_remainder, sample::prepared(of));
    BOOST_TEST(rational_text(*record.quota) == "10000");
    BOOST_TEST(sample::letters(record.elected) == "AAAABCDAEB");
}

// More seats for all, one less for list C: the paradox that the largest remainder is known for.
BOOST_AUTO_TEST_CASE(alabama_paradox) {
    const std::vector<std::uint64_t> votes{6, 6, 2};
    BOOST_TEST(seats(Method::largest_remainder, lists(10, votes)) == "4 4 2");
    BOOST_TEST(seats(Method::largest_remainder, lists(11, votes)) == "5 5 1");
}

BOOST_AUTO_TEST_CASE(quotients_of_each_seat) {
    const CountRecord record = counted(Method::dhondt, sample::prepared(lists(3, {100, 60, 30})));
    const auto& awards = std::get<AllocationCount>(record.detail).awards;
    BOOST_REQUIRE(awards.size() == 3U);
    BOOST_TEST(rational_text(awards[2].values[0]) == "50");
    BOOST_TEST(rational_text(awards[2].values[1]) == "30");
    BOOST_TEST(sample::letters(record.elected) == "ABA");
}

BOOST_AUTO_TEST_CASE(threshold_is_inclusive) {
    Election of = lists(5, {90, 5, 5});
    of.threshold = Share{5, 100};
    BOOST_TEST(seats(Method::sainte_lague, of, "00") == "5 0 0");
    of.ballots[1].count = 4;
    of.ballots[0].count = 91;
    const CountRecord record = counted(Method::dhondt, sample::prepared(of));
    BOOST_TEST(std::get<AllocationCount>(record.detail).takes_part ==
               (std::vector<bool>{true, false, true}));
}

BOOST_AUTO_TEST_CASE(equal_quotients) {
    // 60/2 = 30: the list with more votes gets the last seat.
    const auto by_votes = lists(2, {60, 30});
    const CountRecord record = counted(Method::dhondt, sample::prepared(by_votes));
    BOOST_TEST(sample::letters(record.elected) == "AA");
    BOOST_TEST((record.ties.back().rule == TieRule::votes));
    // Enough seats for both: no tie to settle.
    BOOST_TEST(counted(Method::dhondt, sample::prepared(lists(3, {60, 30}))).ties.empty());
    // Equal in votes as well: lot.
    const auto equal = lists(1, {7, 7, 3});
    const CountRecord open = counted(Method::dhondt, sample::prepared(equal));
    BOOST_TEST(!open.complete());
    BOOST_TEST(sample::letters(open.ties.back().tied) == "AB");
    const CountRecord drawn = counted(Method::dhondt, sample::prepared(equal), "07");
    BOOST_TEST(drawn.complete());
    BOOST_TEST(drawn.elected.front() == Lot::from_hex("07", 3)->sorted({0, 1}).front());
    BOOST_TEST(!counted(Method::largest_remainder, sample::prepared(lists(1, {7, 7}))).complete());
}

BOOST_AUTO_TEST_CASE(largest_votes_do_not_overflow) {
    const auto of = lists(1000, {max_total_ballots - 1, 1});
    BOOST_TEST(seats(Method::largest_remainder, of) == "1000 0");
    BOOST_TEST(seats(Method::dhondt, of) == "1000 0");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(equal_shares)

// Lackner and Skowron, Multi-Winner Voting with Approval Preferences, example 1: 12 voters, 4
// seats.
BOOST_AUTO_TEST_CASE(twelve_voters) {
    const auto of = sample::election(
        7, 4, {{3, "A=B"}, {3, "A=C"}, {2, "A=D"}, {1, "B=C=F"}, {1, "E"}, {1, "F"}, {1, "G"}});
    const CountRecord record = counted(Method::equal_shares, of);
    BOOST_TEST(rational_text(shares(record).share) == "1/3");
    BOOST_TEST(rational_text(shares(record).steps.at(0).price) == "1/8");
    BOOST_TEST(shares(record).steps[0].item == 0U);
    BOOST_TEST(!shares(record).steps[0].by_completion);
    BOOST_TEST(rational_text(shares(record).steps[0].left) == "3");
    BOOST_TEST(
        shares(record).steps.at(1).by_completion); // B and C have 23/24 behind them, short of 1
    BOOST_TEST(sample::letters(record.elected).substr(0, 3) == "ABC");
    BOOST_TEST(!record.complete()); // D and F have two approvals each
}

// 51 want red items, 49 blue ones; each group gets what its share of the money pays for.
BOOST_AUTO_TEST_CASE(proportional_where_knapsack_is_not) {
    const auto of =
        sample::election(20, 10, {{51, "A=B=C=D=E=F=G=H=I=J"}, {49, "K=L=M=N=O=P=Q=R=S=T"}});
    const CountRecord record = counted(Method::equal_shares, of, "00");
    const auto red = std::ranges::count_if(record.elected, [](Candidate c) { return c < 10; });
    const auto paid = std::ranges::count_if(shares(record).steps,
                                            [](const auto& step) { return !step.by_completion; });
    BOOST_TEST(paid == 9); // 5.1 and 4.9 items
    BOOST_TEST(red == 6);  // 5, and one of completion
    BOOST_TEST(record.elected.size() == 10U);
}

// Each of 10 has 1. A costs 6 and B 3; both have six supporters, so both cost 1/6 for each unit of
// use.
BOOST_AUTO_TEST_CASE(equal_prices_and_completion) {
    const CountRecord record =
        counted(Method::equal_shares, items(10, {6, 3}, {{4, "A"}, {2, "A=B"}, {4, "B"}}));
    const auto& steps = shares(record).steps;
    BOOST_REQUIRE(steps.size() == 2U);
    BOOST_TEST(steps[0].item == 1U);
    BOOST_TEST(rational_text(steps[0].price) == "1/2");
    BOOST_TEST((record.ties.at(0).rule == TieRule::cost));
    BOOST_TEST(steps[1].by_completion); // 4 + 2 * 1/2 is short of 6, but the budget has 7 left
    BOOST_TEST(shares(record).spent == 9U);
}

// Each of 7 has 2. A takes 1 from five of them; for B two have 1 left and give it, two others give
// 3/2.
BOOST_AUTO_TEST_CASE(who_has_less_pays_less) {
    const CountRecord record =
        counted(Method::equal_shares, items(14, {5, 5}, {{2, "A=B"}, {3, "A"}, {2, "B"}}));
    const auto& steps = shares(record).steps;
    BOOST_REQUIRE(steps.size() == 2U);
    BOOST_TEST(rational_text(steps[0].price) == "1");
    BOOST_TEST(steps[0].paying_all == 0U);
    BOOST_TEST(rational_text(steps[1].price) == "3/2");
    BOOST_TEST(steps[1].paying_all == 2U);
    BOOST_TEST(rational_text(steps[1].left) == "4");
    BOOST_TEST(record.ties.empty());
}

BOOST_AUTO_TEST_CASE(refuses_groups) {
    Election of = sample::unprepared(2, 1, {{1, "A"}});
    of.groups.push_back({"g", {0}, 0, 1});
    for (const Method method : {Method::equal_shares, Method::dhondt, Method::largest_remainder,
                                Method::irv, Method::stv_ers97}) {
        const auto record = count(method, sample::prepared(of), {});
        BOOST_REQUIRE(!record);
        BOOST_TEST(record.error().id() == "count.groups_unsupported");
    }
}

BOOST_AUTO_TEST_SUITE_END()
