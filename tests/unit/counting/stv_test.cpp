#include "ballots/counting/blt.hpp"
#include "elections.hpp"

#include <fstream>
#include <map>
#include <sstream>

using namespace ogniwo;
using namespace ogniwo::counting;

namespace {

std::string file_text(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

Election steering2005() {
    auto election = read_blt(file_text("tests/unit/counting/steering2005.blt"));
    BOOST_REQUIRE(election);
    return std::move(*election);
}

const TransferCount& transfer(const CountRecord& record) {
    return std::get<TransferCount>(record.detail);
}

const TransferRound& round(const CountRecord& record, std::size_t number) {
    BOOST_REQUIRE(transfer(record).rounds.size() >= number);
    return transfer(record).rounds[number - 1];
}

// "9.01084": votes of a candidate, by number.
std::string votes(const CountRecord& record, std::size_t number, Candidate candidate) {
    return decimal_text(round(record, number).votes[candidate - 1], transfer(record).decimals);
}
std::string keep(const CountRecord& record, std::size_t number, Candidate candidate) {
    return decimal_text(round(record, number).keep[candidate - 1], transfer(record).decimals);
}
std::string quota(const CountRecord& record, std::size_t number) {
    return decimal_text(round(record, number).quota, transfer(record).quota_decimals);
}

std::string numbers(std::vector<Candidate> candidates) {
    std::ranges::sort(candidates);
    std::string out = "[";
    for (const Candidate c : candidates) {
        out += (out.size() > 1 ? ", " : "") + std::to_string(c + 1);
    }
    return out + "]";
}

} // namespace

BOOST_AUTO_TEST_SUITE(stv_scottish)

BOOST_AUTO_TEST_CASE(the_44_wards) {
    const std::string folder = "../shared/fixtures/counting/scottish-stv/";
    std::ifstream expected(folder + "expected.csv");
    if (!expected) {
        BOOST_TEST_MESSAGE("skipped: ../shared/fixtures is not there");
        return;
    }
    std::string line;
    std::getline(expected, line);
    std::size_t wards = 0;
    while (std::getline(expected, line)) {
        std::istringstream cells(line);
        std::array<std::string, 6> cell; // file, candidates, seats, ballots, quota, elected
        for (std::string& text : cell) {
            std::getline(cells, text, ';');
        }
        BOOST_TEST_CONTEXT(cell[0]) {
            const auto election = read_blt(file_text(folder + cell[0]));
            BOOST_REQUIRE_MESSAGE(election, election.error().text());
            const CountRecord record = sample::counted(Method::stv_scottish, *election);
            BOOST_TEST(std::to_string(election->names.size()) == cell[1]);
            BOOST_TEST(std::to_string(record.seats) == cell[2]);
            BOOST_TEST(std::to_string(record.ballots) == cell[3]);
            BOOST_TEST(rational_text(*record.quota) == cell[4]);
            BOOST_TEST(numbers(record.elected) == cell[5]);
            ++wards;
        }
    }
    BOOST_TEST(wards == 44U);
}

// Figures of another counter for the same ballots: transfers of two surpluses, then ten exclusions
// and a surplus.
BOOST_AUTO_TEST_CASE(steering_committee) {
    const CountRecord record = sample::counted(Method::stv_scottish, steering2005());
    BOOST_TEST(quota(record, 1) == "19");
    BOOST_TEST(votes(record, 1, 7) == "33.00000");
    BOOST_TEST(votes(record, 1, 4) == "22.00000");
    const std::map<Candidate, std::string> second{
        {1, "6.84848"},  {2, "3.42424"},  {3, "8.42424"}, {4, "22.00000"}, {5, "2.42424"},
        {7, "19.00000"}, {8, "12.45448"}, {9, "1.42424"}, {13, "18.00000"}};
    for (const auto& [candidate, wanted] : second) {
        BOOST_TEST(votes(record, 2, candidate) == wanted);
    }
    BOOST_TEST(votes(record, 3, 3) == "9.24240");
    BOOST_TEST(votes(record, 3, 13) == "18.54544");
    BOOST_TEST(votes(record, 9, 13) == "19.68180");
    const auto before_last = [&](Candidate c) { return votes(record, 12, c); };
    BOOST_TEST(before_last(3) == "16.62204");
    BOOST_TEST(before_last(8) == "16.59988");
    BOOST_TEST(votes(record, 13, 3) == "18.59172");
    const TransferRound& last = round(record, 13);
    BOOST_TEST(decimal_text(last.exhausted, 5) == "18.40808");
    BOOST_TEST(numbers(record.elected) == "[3, 4, 7, 13]");
}

// C's papers bring A and B to 10 each, A from 8 and B from 7; then D and E have 7 each, D since one
// stage longer.
BOOST_AUTO_TEST_CASE(ties_by_the_most_recent_stage_where_they_differ) {
    const auto election = sample::election(
        5, 3, {{8, "A>D"}, {7, "B>E"}, {2, "C>A>D"}, {3, "C>B>E"}, {6, "D"}, {6, "E"}});
    const CountRecord record = sample::counted(Method::stv_scottish, election);
    BOOST_TEST(quota(record, 1) == "9");
    BOOST_REQUIRE(record.ties.size() == 2U);
    BOOST_TEST((record.ties[0].over == TieOver::surplus));
    BOOST_TEST((record.ties[0].rule == TieRule::earlier_round));
    BOOST_TEST(sample::letters(record.ties[0].chosen) == "A");
    BOOST_TEST(sample::letters(round(record, 3).from) == "A");
    BOOST_TEST(votes(record, 3, 4) == "7.00000");
    BOOST_TEST((record.ties[1].over == TieOver::exclusion));
    BOOST_TEST(sample::letters(record.ties[1].chosen) == "E");
    BOOST_TEST(sample::elected(record) == "ABD");
}

BOOST_AUTO_TEST_CASE(always_equal_is_for_the_lot) {
    const auto tied = sample::election(3, 1, {{3, "A"}, {2, "B>A"}, {2, "C>A"}});
    const CountRecord open = sample::counted(Method::stv_scottish, tied);
    BOOST_TEST(!open.complete());
    BOOST_TEST(open.elected.empty());
    BOOST_TEST(sample::letters(open.ties.back().tied) == "BC");
    const CountRecord drawn = sample::counted(Method::stv_scottish, tied, "00");
    BOOST_TEST(drawn.complete());
    BOOST_TEST(sample::letters(drawn.elected) == "A");
    BOOST_TEST((drawn.ties.front().rule == TieRule::lot));
}

// C and D end with 6 each: C was ahead at first (5 to 4), D one stage ago (6 to 5).
BOOST_AUTO_TEST_CASE(the_last_stage_here_the_first_in_ers97) {
    const auto election = sample::election(
        6, 1,
        {{9, "A"}, {10, "B"}, {5, "C>B"}, {4, "D>A"}, {2, "E>D>A"}, {1, "F>C>B"}, {2, "F>A"}});
    for (const auto& [method, excluded] : {std::pair{Method::stv_scottish, "C"},
                                           {Method::irv, "C"},
                                           {Method::stv_meek, "C"},
                                           {Method::stv_ers97, "D"}}) {
        BOOST_TEST_CONTEXT(method_name(method)) {
            const CountRecord record = sample::counted(method, election);
            BOOST_REQUIRE(!record.ties.empty());
            BOOST_TEST((record.ties[0].rule == TieRule::earlier_round));
            BOOST_TEST(sample::letters(record.ties[0].tied) == "CD");
            BOOST_TEST(sample::letters(record.ties[0].chosen) == excluded);
        }
    }
}

// Two without any vote go first in whatever order; when one of them has a seat, it is a tie.
BOOST_AUTO_TEST_CASE(no_votes_at_all) {
    const std::vector<sample::Row> rows{{3, "A"}, {2, "B"}};
    for (const Method method : {Method::stv_scottish, Method::stv_meek}) {
        BOOST_TEST(sample::counted(method, sample::election(4, 2, rows)).complete());
        const CountRecord three = sample::counted(method, sample::election(4, 3, rows));
        BOOST_TEST(!three.complete());
        BOOST_TEST(sample::elected(three) == "AB");
        BOOST_TEST(sample::letters(three.ties.back().tied) == "CD");
    }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(stv_meek)

// Voting matters, issue 12, "The computational accuracy using the Meek algorithm"; figures of the
// reference rule.
BOOST_AUTO_TEST_CASE(voting_matters_12) {
    const auto election = sample::election(5, 3,
                                           {{333, "A>C"},
                                            {333, "A>D"},
                                            {333, "A>E"},
                                            {333, "B>C"},
                                            {333, "B>D"},
                                            {333, "B>E"},
                                            {667, "C"},
                                            {667, "D"},
                                            {667, "E"},
                                            {1, "A>B>C"},
                                            {1, "A>B>D"},
                                            {2, "B>A>C"}});
    const CountRecord open = sample::counted(Method::stv_meek, election);
    BOOST_TEST(quota(open, 1) == "1000.750000001");
    BOOST_TEST(votes(open, 2, 1) == "1000.750000126");
    BOOST_TEST(keep(open, 2, 1) == "0.999749750");
    BOOST_TEST(votes(open, 2, 3) == "667.166666686");
    BOOST_TEST(votes(open, 2, 4) == "667.166666562");
    BOOST_TEST(votes(open, 2, 5) == "667.166666500");
    // The three differ by less than the surplus that is left: a tie, whatever the last digits say.
    BOOST_TEST(!open.complete());
    BOOST_TEST(sample::letters(open.ties.back().tied) == "CDE");
    // A lot in which C stands last excludes C, as the reference figures do.
    for (int seed = 0;; ++seed) {
        const std::string hex = seed < 16 ? "0" + std::string(1, "0123456789abcdef"[seed]) : "";
        BOOST_REQUIRE(!hex.empty());
        const auto lot = Lot::from_hex(hex, 5);
        if (lot->sorted({2, 3, 4}).back() == 2) {
            const CountRecord record = sample::counted(Method::stv_meek, election, hex);
            BOOST_TEST(quota(record, 3) == "800.580647027");
            BOOST_TEST(votes(record, 3, 1) == "800.584418564");
            BOOST_TEST(keep(record, 3, 1) == "0.799464312");
            BOOST_TEST(votes(record, 3, 4) == "800.596982770");
            BOOST_TEST(votes(record, 3, 5) == "800.556768208");
            BOOST_TEST(decimal_text(round(record, 3).exhausted, 9) == "800.677411894");
            BOOST_TEST(sample::elected(record) == "ABD");
            break;
        }
    }
}

BOOST_AUTO_TEST_CASE(rounding_up_at_the_ninth_place) {
    const CountRecord ab =
        sample::counted(Method::stv_meek, sample::election(3, 2, {{4, "A>B"}, {2, "C"}}));
    BOOST_TEST(quota(ab, 2) == "2.000000001");
    BOOST_TEST(votes(ab, 2, 1) == "2.000000004");
    BOOST_TEST(keep(ab, 2, 1) == "0.500000001");
    BOOST_TEST(votes(ab, 2, 2) == "1.999999996");
    BOOST_TEST(sample::elected(ab) == "AC");
    const CountRecord five =
        sample::counted(Method::stv_meek, sample::election(3, 2, {{5, "A>B"}, {1, "B"}, {3, "C"}}));
    BOOST_TEST(quota(five, 2) == "3.000000001");
    BOOST_TEST(votes(five, 2, 1) == "3.000000005");
    BOOST_TEST(keep(five, 2, 1) == "0.600000001");
    BOOST_TEST(votes(five, 2, 2) == "2.999999995");
    BOOST_TEST(sample::elected(five) == "AC");
}

// Figures of another program for the reference rule.
BOOST_AUTO_TEST_CASE(steering_committee) {
    const CountRecord record = sample::counted(Method::stv_meek, steering2005());
    struct Figure {
        std::size_t round;
        Candidate candidate;
        const char* votes;
        const char* keep;
    };
    const std::vector<Figure> figures{
        {2, 1, "8.006073598", "1.000000000"},   {2, 4, "18.800000609", "0.837944884"},
        {2, 7, "18.800000299", "0.564156107"},  {2, 8, "13.000470959", "1.000000000"},
        {2, 13, "18.556796080", "1.000000000"}, {8, 4, "19.165213770", "0.837944884"},
        {8, 13, "19.718851196", "1.000000000"}, {9, 2, "3.730149807", "1.000000000"},
        {9, 4, "18.799133460", "0.811568586"},  {9, 7, "18.799133416", "0.560273860"},
        {9, 13, "18.799133497", "0.947700149"}, {10, 1, "10.204118384", "1.000000000"},
        {10, 4, "18.789719457", "0.761294327"}, {10, 8, "15.876675538", "1.000000000"},
        {11, 3, "16.482212783", "1.000000000"}, {11, 4, "19.087429756", "0.602321356"},
        {11, 7, "19.073682122", "0.491875685"}, {11, 8, "19.085721549", "1.000000000"},
        {11, 13, "19.202438090", "0.667516215"}};
    for (const Figure& figure : figures) {
        BOOST_TEST_CONTEXT("round " << figure.round << ", candidate " << figure.candidate) {
            BOOST_TEST(votes(record, figure.round, figure.candidate) == figure.votes);
            BOOST_TEST(keep(record, figure.round, figure.candidate) == figure.keep);
        }
    }
    BOOST_TEST(quota(record, 9) == "18.799133306");
    BOOST_TEST(quota(record, 10) == "18.789719295");
    BOOST_TEST(quota(record, 11) == "18.586296861");
    BOOST_TEST(decimal_text(round(record, 10).exhausted, 9) == "0.051403528");
    BOOST_TEST(numbers(record.elected) == "[4, 7, 8, 13]");
    BOOST_TEST(transfer(record).rounds.size() == 11U);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(stv_ers97)

// The first two stages of the model election of the rules: 753 votes, six places, Smith's surplus.
BOOST_AUTO_TEST_CASE(model_election) {
    // A has 134 papers, of which 123 name another; the last two have 24 and 23.
    const auto election = sample::election(11, 6,
                                           {{123, "A>B"},
                                            {11, "A"},
                                            {105, "B"},
                                            {91, "C"},
                                            {81, "D"},
                                            {79, "E"},
                                            {64, "F"},
                                            {61, "G"},
                                            {55, "H"},
                                            {36, "I"},
                                            {24, "J"},
                                            {23, "K"}});
    const CountRecord record = sample::counted(Method::stv_ers97, election);
    BOOST_TEST(record.valid() == 753U);
    BOOST_TEST(quota(record, 1) == "107.58");
    BOOST_TEST(sample::letters(round(record, 1).elected) == "A");
    BOOST_TEST((round(record, 2).action == TransferAction::surplus));
    BOOST_TEST(decimal_text(*round(record, 2).transfer_value, 2) == "0.21");
    BOOST_TEST(votes(record, 2, 1) == "107.58");
    BOOST_TEST(votes(record, 2, 2) == "130.83"); // 105 + 123 * 0.21
    BOOST_TEST(decimal_text(round(record, 2).loss, 2) == "0.59");
}

BOOST_AUTO_TEST_CASE(surpluses_are_deferred_and_the_lowest_go_together) {
    // 4 + 6 + 9 and the surplus of 1 do not exceed the 30 of the next above.
    const auto many = sample::election(
        6, 2, {{41, "A>B"}, {30, "B"}, {30, "F"}, {9, "C>F"}, {6, "D>F"}, {4, "E"}});
    const CountRecord deferred = sample::counted(Method::stv_ers97, many);
    BOOST_TEST(quota(deferred, 1) == "40.00");
    BOOST_TEST(sample::letters(round(deferred, 1).elected) == "A");
    BOOST_TEST(
        (round(deferred, 2).action == TransferAction::exclusion)); // the surplus of 1.00 waits
    BOOST_TEST(sample::letters(round(deferred, 2).excluded) == "EDC");
    BOOST_TEST(votes(deferred, 2, 6) == "45.00");
    BOOST_TEST(sample::elected(deferred) == "AF");
}

// 4 + 6 does not exceed the 10 of the next above, 4 + 6 + 10 exceeds 15.
BOOST_AUTO_TEST_CASE(together_as_long_as_they_do_not_exceed_the_next) {
    const auto election =
        sample::election(5, 1, {{16, "A"}, {15, "B"}, {10, "C"}, {6, "D"}, {4, "E"}});
    const CountRecord record = sample::counted(Method::stv_ers97, election);
    BOOST_TEST(sample::letters(round(record, 2).excluded) == "ED");
}

BOOST_AUTO_TEST_CASE(later_surplus_uses_the_last_batch_only) {
    // Quota 120/3 = 40.00. B reaches 45 with 10 papers of D, of which 4 name C: 5 / 4 > 1, each
    // keeps its value 1.
    const auto election =
        sample::election(4, 2, {{35, "B>A"}, {38, "A"}, {37, "C"}, {4, "D>B>C"}, {6, "D>B"}});
    const CountRecord record = sample::counted(Method::stv_ers97, election);
    BOOST_TEST(quota(record, 1) == "40.00");
    BOOST_TEST(votes(record, 2, 2) == "45.00");
    BOOST_TEST((round(record, 3).action == TransferAction::surplus));
    BOOST_TEST(decimal_text(*round(record, 3).transfer_value, 2) == "1.00");
    BOOST_TEST(votes(record, 3, 1) == "38.00"); // the first papers of B name A, but stay
    BOOST_TEST(votes(record, 3, 3) == "41.00");
    BOOST_TEST(decimal_text(round(record, 3).exhausted, 2) == "1.00");
    BOOST_TEST(sample::elected(record) == "BC");
}

BOOST_AUTO_TEST_CASE(quota_falls_while_nobody_is_elected) {
    // 12 of 100 papers become non-transferable before anyone is elected: 100/3 -> 33.34, 88/3
    // -> 29.34.
    const auto election = sample::election(4, 2, {{30, "A"}, {29, "B"}, {29, "C"}, {12, "D"}});
    const CountRecord record = sample::counted(Method::stv_ers97, election, "01");
    BOOST_TEST(quota(record, 1) == "33.34");
    BOOST_TEST(quota(record, 2) == "29.34");
    BOOST_TEST(sample::letters(round(record, 2).elected) == "A");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(irv)

BOOST_AUTO_TEST_CASE(tennessee) {
    const CountRecord record =
        sample::counted(Method::irv, sample::election(4, 1, sample::tennessee()));
    BOOST_TEST(sample::elected(record) == "D");
    BOOST_TEST(transfer(record).rounds.size() == 3U);
    BOOST_TEST(votes(record, 2, 4) == "32"); // Chattanooga's 15 went to Knoxville
    BOOST_TEST(votes(record, 3, 4) == "58");
    BOOST_TEST(votes(record, 3, 1) == "42");
}

BOOST_AUTO_TEST_CASE(majority_of_what_is_left) {
    const CountRecord record =
        sample::counted(Method::irv, sample::election(3, 1, {{4, "A"}, {3, "B"}, {2, "C"}}));
    BOOST_TEST(sample::elected(record) == "A");
    BOOST_TEST(quota(record, 2) == "4"); // of 7
    BOOST_TEST(decimal_text(round(record, 2).exhausted, 0) == "2");
}

BOOST_AUTO_TEST_CASE(refuses_more_seats_and_equal_ranks) {
    const auto two = count(Method::irv, sample::election(3, 2, {{1, "A"}}), {});
    BOOST_REQUIRE(!two);
    BOOST_TEST(two.error().id() == "count.seats");
    for (const Method method :
         {Method::irv, Method::stv_scottish, Method::stv_meek, Method::stv_ers97}) {
        const auto equal = count(method, sample::election(3, 1, {{1, "A>B"}, {1, "A>B=C"}}), {});
        BOOST_REQUIRE(!equal);
        BOOST_TEST(equal.error().id() == "count.equal_ranks");
        BOOST_TEST(equal.error().detail().find("ballot row 2") != std::string::npos);
    }
}

BOOST_AUTO_TEST_SUITE_END()
