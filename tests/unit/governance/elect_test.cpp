#include "server/governance/state.hpp"

#include <boost/test/unit_test.hpp>

using namespace ogniwo;
using governance::elect;

namespace {
using Answers = std::vector<std::int64_t>;
}

BOOST_AUTO_TEST_SUITE(election_of_the_most_voted)

BOOST_AUTO_TEST_CASE(the_most_votes_win_in_their_order) {
    const auto elected = elect({3, 9, 1, 7}, 2);
    BOOST_TEST(elected.answers == (Answers{1, 3}));
    BOOST_TEST(!elected.tie);
}

BOOST_AUTO_TEST_CASE(a_tie_within_the_seats_is_no_tie) {
    const auto elected = elect({5, 5, 1}, 2);
    BOOST_TEST(elected.answers == (Answers{0, 1}));
    BOOST_TEST(!elected.tie);
}

BOOST_AUTO_TEST_CASE(a_tie_over_the_last_seat_leaves_it_empty) {
    const auto elected = elect({9, 4, 4, 1}, 2);
    BOOST_TEST(elected.answers == Answers{0});
    BOOST_TEST(elected.tie);
    const auto all_tied = elect({4, 4, 4}, 2);
    BOOST_TEST(all_tied.answers.empty());
    BOOST_TEST(all_tied.tie);
}

BOOST_AUTO_TEST_CASE(nobody_is_elected_without_a_vote) {
    BOOST_TEST(elect({0, 0, 0}, 2).answers.empty());
    BOOST_TEST(!elect({0, 0, 0}, 2).tie);
    BOOST_TEST(elect({0, 2, 0}, 2).answers == Answers{1});
    BOOST_TEST(!elect({0, 2, 0}, 2).tie);
}

BOOST_AUTO_TEST_CASE(edges) {
    BOOST_TEST(elect({}, 5).answers.empty());
    BOOST_TEST(elect({1, 2}, 5).answers == (Answers{1, 0}));
    BOOST_TEST(elect({1, 2}, 0).answers.empty());
    BOOST_TEST(!elect({1, 2}, 0).tie);
}

BOOST_AUTO_TEST_CASE(the_blank_flag_is_no_candidate) {
    ballots::Election election;
    ballots::HomomorphicQuestion question{.answers = {"a", "b"}};
    election.questions.push_back({"", question, {}});
    BOOST_TEST(governance::candidate_counts(election, {{5, 6}}) == (std::vector<std::uint64_t>{5, 6}));
    question.blank = true;
    election.questions[0].kind = question;
    BOOST_TEST(governance::candidate_counts(election, {{9, 5, 6}}) ==
               (std::vector<std::uint64_t>{5, 6}));
    BOOST_TEST(governance::candidate_counts(election, {}).empty());
    // Ranks are no counts.
    election.questions[0].kind = ballots::NonHomomorphicQuestion{{"a", "b"}};
    BOOST_TEST(governance::candidate_counts(election, {{1, 2, 2, 1}}).empty());
}

BOOST_AUTO_TEST_SUITE_END()
