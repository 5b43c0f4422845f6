// Criteria from the theory of voting, each for the methods that satisfy it.

#include "generate.hpp"

#include <algorithm>

using namespace ogniwo;
using namespace ogniwo::counting;
using random::Ballots;

namespace {

std::uint64_t total(const Election& election) {
    std::uint64_t all = 0;
    for (const Ballot& ballot : election.ballots) {
        all += ballot.marks.empty() ? 0 : ballot.count;
    }
    return all;
}

// Ballots that prefer a to b, from the ballots alone.
std::uint64_t prefer(const Election& election, Candidate a, Candidate b) {
    const auto rank = [](const Ballot& ballot, Candidate c) {
        const auto mark = std::ranges::find(ballot.marks, c, &Mark::candidate);
        return mark == ballot.marks.end() ? max_rank + 1 : mark->rank;
    };
    std::uint64_t votes = 0;
    for (const Ballot& ballot : election.ballots) {
        votes += rank(ballot, a) < rank(ballot, b) ? ballot.count : 0;
    }
    return votes;
}

std::optional<Candidate> condorcet_winner(const Election& election) {
    for (Candidate a = 0; a < election.names.size(); ++a) {
        bool wins = true;
        for (Candidate b = 0; b < election.names.size(); ++b) {
            wins = wins && (a == b || prefer(election, a, b) > prefer(election, b, a));
        }
        if (wins) {
            return a;
        }
    }
    return std::nullopt;
}

template <class Property> void hold(const std::vector<Method>& methods, const Property& property) {
    for (const Method method : methods) {
        BOOST_TEST(rc::check(std::string(method_name(method)), [&] { property(method); }),
                   method_name(method));
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(criteria)

BOOST_AUTO_TEST_CASE(majority) {
    hold({Method::plurality, Method::irv, Method::stv_scottish, Method::stv_meek, Method::stv_ers97,
          Method::schulze, Method::ranked_pairs, Method::copeland},
         [](Method method) {
             Election election = random::election(Ballots::strict);
             const Candidate favourite =
                 *rc::gen::inRange<Candidate>(0, static_cast<Candidate>(election.names.size()));
             election.ballots.push_back({total(election) + 1, {{favourite, 1}}});
             const CountRecord record = random::counted(method, election);
             RC_ASSERT(record.elected == std::vector<Candidate>{favourite});
         });
}

BOOST_AUTO_TEST_CASE(condorcet) {
    hold({Method::schulze, Method::ranked_pairs, Method::copeland}, [](Method method) {
        const Election election = random::election(Ballots::weak);
        const auto winner = condorcet_winner(election);
        RC_PRE(winner.has_value());
        const CountRecord record = random::counted(method, election, "00");
        RC_ASSERT(record.elected == std::vector<Candidate>{*winner});
    });
}

// The winner of a complete count still wins when one row of ballots ranks them alone at the top.
BOOST_AUTO_TEST_CASE(monotonicity) {
    hold({Method::plurality, Method::approval, Method::borda, Method::borda_nauru, Method::schulze,
          Method::ranked_pairs, Method::copeland, Method::majority_judgment},
         [](Method method) {
             Election election = random::election(Ballots::strict);
             const CountRecord before = random::counted(method, election);
             RC_PRE(before.complete());
             const Candidate winner = before.elected.front();
             auto& row =
                 election.ballots[*rc::gen::inRange<std::size_t>(0, election.ballots.size())];
             std::erase_if(row.marks, [&](const Mark& mark) { return mark.candidate == winner; });
             for (Mark& mark : row.marks) {
                 ++mark.rank;
             }
             row.marks.insert(row.marks.begin(), {winner, 1});
             const CountRecord after = random::counted(method, election);
             if (after.complete()) {
                 RC_ASSERT(after.elected.front() == winner);
             } else {
                 const auto& tied = after.ties.back().tied;
                 RC_ASSERT(std::ranges::find(tied, winner) != tied.end());
             }
         });
}

// A candidate whom every ballot ranks below another never wins a single seat.
BOOST_AUTO_TEST_CASE(unanimity) {
    hold({Method::irv, Method::stv_scottish, Method::stv_meek, Method::stv_ers97, Method::borda,
          Method::schulze, Method::ranked_pairs, Method::copeland},
         [](Method method) {
             Election election = random::election(Ballots::strict);
             for (Ballot& row :
                  election.ballots) { // candidate 0 directly above candidate 1, wherever that is
                 std::erase_if(row.marks, [](const Mark& mark) { return mark.candidate == 0; });
                 auto below = std::ranges::find(row.marks, Candidate{1}, &Mark::candidate);
                 row.marks.insert(below, Mark{0, 1});
                 for (std::size_t i = 0; i < row.marks.size(); ++i) {
                     row.marks[i].rank = static_cast<std::uint32_t>(i + 1);
                 }
             }
             const CountRecord record = random::counted(method, election, "0a");
             RC_ASSERT(record.elected.front() != 1U);
         });
}

BOOST_AUTO_TEST_SUITE_END()
