// From the numbers of an election to its seats: what each kind of question says to each method, what ballots made
// without the booth do to a count, and a lot that nobody chose.

#include "crypto/base/encoding.hpp"
#include "crypto/base/json.hpp"
#include "crypto/sha256.hpp"
#include "sample_election.hpp"
#include "server/governance/outcome.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace ogniwo;
using namespace ogniwo::governance;
using ballots::Counts;
namespace sample = ballots::sample;

ballots::Question graded(std::size_t answers, std::string_view extra) {
    ballots::Question question = sample::ranking(answers);
    question.extra = parse_json(extra).value();
    return question;
}

struct Case {
    ballots::Election definition;
    SecretVote vote;
    Counts counts;
    std::uint64_t weight = 0;
    std::string constraints;
    Digest lot{};

    Case(ballots::Question question, const char* method, std::int64_t seats, std::vector<std::uint64_t> row)
        : counts{std::move(row)} {
        definition.name = "n";
        definition.questions = {std::move(question)};
        vote.prepared.seats = seats;
        vote.prepared.quorum = {0, 1, false};
        vote.prepared.count = ledger::CountRule{{method}, {}, commit_to_lot(lot)};
        vote.participation = ledger::ParticipationPublished{{"v"}, {{"one"}, {"two"}}};
        vote.tally = ledger::ElectionTallied{{"u"}, {std::string(64, 'a')}, {std::string(64, 'b')}};
    }
    Result<Outcome> decide() const {
        return decide_outcome({vote, definition, counts, 3, weight, constraints, lot});
    }
    std::vector<std::int64_t> elected() const { return decide().value().elected.answers; }
    json::object record() const { return parse_json(*decide().value().record).value().as_object(); }
    std::int64_t ballots(const char* which) const { return record().at("ballots").at(which).as_int64(); }
    std::string fits() const {
        const auto checked =
            check_count_rule(definition, vote.prepared.seats, *vote.prepared.count, constraints);
        return checked ? "" : std::string(checked.error().id());
    }
};

using Seats = std::vector<std::int64_t>;

} // namespace

BOOST_AUTO_TEST_SUITE(outcome)

BOOST_AUTO_TEST_CASE(every_method_goes_with_its_questions_and_no_others) {
    const std::vector<std::string> all{
        "plurality", "block", "limited", "approval", "stv-scottish", "stv-meek", "stv-ers97", "irv", "borda",
        "borda-nauru", "schulze", "ranked-pairs", "copeland", "majority-judgment", "dhondt", "sainte-lague",
        "largest-remainder", "equal-shares"};
    const auto fitting = [&](const ballots::Question& question) {
        std::string out;
        for (const std::string& method : all) {
            const std::string verdict = Case(question, method.c_str(), 1, {}).fits();
            BOOST_TEST((verdict.empty() || verdict == "govern.count"), verdict);
            out += verdict.empty() ? method + " " : "";
        }
        return out;
    };
    BOOST_TEST(fitting(sample::ranking(3)) ==
               "stv-scottish stv-meek stv-ers97 irv borda borda-nauru schulze ranked-pairs copeland ");
    BOOST_TEST(fitting(graded(3, R"({"grades":["a","b"]})")) == "majority-judgment ");
    BOOST_TEST(fitting(sample::lists({2, 2})) == "dhondt sainte-lague largest-remainder ");
    BOOST_TEST(fitting(sample::question(3, 0, 1)) == "plurality dhondt sainte-lague largest-remainder ");
    BOOST_TEST(fitting(sample::question(3, 0, 2)) == ""); // marks without their ballots
    BOOST_TEST(Case(sample::ranking(3), "no-such", 1, {}).fits() == "govern.count");
    BOOST_TEST(Case(sample::ranking(3), "borda", 0, {}).fits() == "govern.count");
    BOOST_TEST(Case(sample::ranking(3), "borda", 3, {}).fits() == "");
    BOOST_TEST(Case(sample::ranking(3), "borda", 1001, {}).fits() == "govern.count");
}

BOOST_AUTO_TEST_CASE(constraints_are_checked_before_anybody_votes) {
    Case c(sample::ranking(3), "borda", 2, {1, 2, 3, 1, 2, 3});
    c.constraints = R"({"groups":[{"name":"g","candidates":[3],"min":1}]})";
    BOOST_TEST(c.fits() == "");
    BOOST_TEST(c.elected() == (Seats{0, 2}), boost::test_tools::per_element());
    c.constraints = R"({"groups":[{"name":"g","candidates":[3],"min":2}]})";
    BOOST_TEST(c.fits() == "govern.count"); // more than it has members
    for (const char* wrong : {"[]", "{", R"({"costs":[1,2,3],"budget":5})", R"({"groups":[{"name":"g"}]})",
                              R"({"groups":[{"name":"g","candidates":[4]}]})"}) {
        c.constraints = wrong;
        BOOST_TEST(c.fits() == "govern.count", wrong);
    }
}

BOOST_AUTO_TEST_CASE(a_ranking_counts_down_to_the_first_place_that_two_share) {
    // 3 > 1 then two seconds; two firsts; gaps; nothing.
    const Case c(sample::ranking(3), "irv", 1, {2, 2, 1, 1, 1, 2, 9, 0, 7, 0, 0, 0});
    BOOST_TEST(c.ballots("all") == 4);
    BOOST_TEST(c.ballots("blank") == 2); // the two firsts leave nothing
    BOOST_TEST(c.elected() == Seats{2}, boost::test_tools::per_element());
    // Points and pairs know equal places.
    BOOST_TEST(Case(sample::ranking(3), "borda", 1, {1, 1, 2, 0, 0, 0}).ballots("blank") == 1);
}

BOOST_AUTO_TEST_CASE(a_grade_that_the_question_does_not_have_is_not_given) {
    const auto elected = [](std::vector<std::uint64_t> votes) {
        return Case(graded(2, R"({"grades":["good","fair","poor"]})"), "majority-judgment", 1, std::move(votes))
            .elected();
    };
    BOOST_TEST(elected({2, 3, 2, 3, 3, 2}) == Seats{0}, boost::test_tools::per_element());
    BOOST_TEST(elected({255, 3, 255, 3, 255, 3}) == Seats{1}, boost::test_tools::per_element());
    const Case c(graded(2, R"({"grades":["good","fair","poor"]})"), "majority-judgment", 1, {255, 3, 200, 3});
    const Case without(graded(2, R"({"grades":["good","fair","poor"]})"), "majority-judgment", 1, {0, 3, 0, 3});
    BOOST_TEST(*c.decide().value().record == *without.decide().value().record);
}

BOOST_AUTO_TEST_CASE(sums_know_their_blank_ballots) {
    Case c(sample::question(3, 0, 1, true), "dhondt", 3, {1, 4, 2, 0});
    c.weight = 9; // one flagged blank, two that marked nothing
    BOOST_TEST(c.ballots("all") == 9);
    BOOST_TEST(c.ballots("blank") == 3);
    Seats seats = c.elected();
    std::ranges::sort(seats);
    BOOST_TEST(seats == (Seats{0, 0, 1}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(lists_get_seats_by_the_votes_of_the_list_itself) {
    // L1 a b, L2 c: 1 and 2 votes for the lists, whatever their candidates got.
    Case c(sample::lists({2, 1}), "sainte-lague", 2, {1, 1, 1, 2, 2});
    c.weight = 3;
    Seats seats = c.elected();
    std::ranges::sort(seats);
    BOOST_TEST(seats == (Seats{0, 1}), boost::test_tools::per_element());
    BOOST_TEST(c.ballots("all") == 3);
}

BOOST_AUTO_TEST_CASE(who_of_a_list_has_its_seats) {
    // L1 with a b c has 7 votes, L2 with d 3, L3 with e f 2. D'Hondt: 7, 3 1/2, 3, 2 1/3 | 2 -> L1 twice, L2, L1; L2 is full.
    Case c(sample::lists({3, 1, 2}), "dhondt", 5, {7, 2, 5, 3, 3, 3, 2, 1, 2});
    c.weight = 14; // two blank
    BOOST_TEST(c.elected() == (Seats{0, 0, 1, 0, 2}), boost::test_tools::per_element());
    const json::object record = c.record();
    BOOST_TEST(write_json(record.at("seated")) == "[[5,6,4],[7],[9]]");
    BOOST_TEST(record.at("people").as_array()[0].as_array()[1].at("votes").as_int64() == 5);
    BOOST_TEST(record.at("complete").as_bool());
    // Two seats for three equal people: the lot, which anybody draws again from the seed.
    Case equal(sample::lists({3}), "dhondt", 2, {4, 4, 4, 4});
    equal.weight = 4;
    const json::object drawn = equal.record();
    BOOST_TEST(drawn.at("ties").as_array()[0].at("over").as_string() == "people");
    BOOST_TEST(drawn.at("seated").as_array()[0].as_array().size() == 2U);
    BOOST_TEST(!equal.decide().value().elected.tie);
    BOOST_TEST(Case(sample::lists({3}), "dhondt", 3, {}).fits() == "");
    BOOST_TEST(Case(sample::lists({3}), "dhondt", 4, {}).fits() == "govern.count"); // more seats than people
}

BOOST_AUTO_TEST_CASE(without_a_quorum_nobody_is_elected_and_the_record_stays) {
    Case c(sample::ranking(2), "borda", 1, {1, 2, 1, 2});
    BOOST_TEST(c.elected() == Seats{0}, boost::test_tools::per_element());
    c.vote.prepared.quorum = {1, 1, false}; // two of three took part
    const Outcome outcome = c.decide().value();
    BOOST_TEST(outcome.elected.answers.empty());
    BOOST_TEST(!outcome.elected.tie);
    BOOST_TEST(outcome.record.value() == *Case(sample::ranking(2), "borda", 1, {1, 2, 1, 2}).decide().value().record);
    c.vote.participation.reset();
    BOOST_TEST((c.decide().error() == Error("govern.order")));
}

BOOST_AUTO_TEST_CASE(a_method_that_elects_nobody_says_why) {
    const Case c(graded(2, R"({"grades":["a"]})"), "majority-judgment", 1, {0, 0});
    const Outcome outcome = c.decide().value();
    BOOST_TEST(outcome.record.value() == R"({"error":"count.no_votes"})");
    BOOST_TEST(outcome.elected.answers.empty());
}

BOOST_AUTO_TEST_CASE(the_lot_depends_on_what_was_fixed_before_and_on_every_ballot) {
    const Digest lot = crypto::sha256(as_bytes(std::string_view("lot")));
    const Digest tally = crypto::sha256(as_bytes(std::string_view("tally")));
    // printf 'ogniwo/lot/v1\n' | cat - lot tally | sha256sum, with the SHA-256 of "lot" and of "tally"
    BOOST_TEST(hex_encode(draw_seed(lot, tally)) ==
               "11b48e1ce8bd5c7f9b634925c9b7687aa20aa121c4809a46f36ea88ede5de958");
    BOOST_TEST((draw_seed(lot, tally) != draw_seed(lot, lot)));
    BOOST_TEST((draw_seed(lot, tally) != draw_seed(tally, lot)));
    // A dead heat of two: both are possible, by the tally alone.
    std::set<Seats> seen;
    for (char digit : std::string("0123456789")) {
        Case c(sample::ranking(2), "irv", 1, {1, 2, 2, 1});
        c.vote.tally->encrypted_tally.value = std::string(64, digit);
        seen.insert(c.elected());
        BOOST_TEST(!c.decide().value().elected.tie);
    }
    BOOST_TEST(seen.size() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()
