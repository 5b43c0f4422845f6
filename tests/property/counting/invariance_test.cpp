// What no method may depend on, and what no count may lose.

#include "ballots/counting/blt.hpp"
#include "ballots/counting/record_output.hpp"
#include "crypto/base/json.hpp"
#include "generate.hpp"

#include <algorithm>
#include <numeric>

using namespace ogniwo;
using namespace ogniwo::counting;
using random::Ballots;

namespace {

std::vector<Candidate> sorted(std::vector<Candidate> candidates) {
    std::ranges::sort(candidates);
    return candidates;
}

std::vector<Candidate> translated(const std::vector<Candidate>& candidates,
                                  const std::vector<Candidate>& to) {
    std::vector<Candidate> out;
    for (const Candidate c : candidates) {
        out.push_back(to[c]);
    }
    return sorted(std::move(out));
}

template <class Property> void for_each_method(Ballots kind, const Property& property) {
    for (const Method method : random::every_method) {
        if (random::fits(method, kind)) {
            const bool holds = rc::check(std::string(method_name(method)), [&] {
                const Election election = random::election(kind, method == Method::irv ? 1 : 0);
                property(method, election);
            });
            BOOST_TEST(holds, method_name(method));
        }
    }
}

// Nobody is favoured by a place in the file: renamed candidates give the renamed result, open ties
// included.
void neutral(Method method, const Election& election) {
    const CountRecord record = random::counted(method, election);
    const random::Renaming other = random::renamed(election);
    const CountRecord again = random::counted(method, other.election);
    RC_ASSERT(record.complete() == again.complete());
    RC_ASSERT(translated(record.elected, other.to) == sorted(again.elected));
    if (!record.complete()) {
        RC_ASSERT(translated(record.ties.back().tied, other.to) == again.ties.back().tied);
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(invariance)

BOOST_AUTO_TEST_CASE(order_of_ballots) {
    const auto same = [](Method method, const Election& election) {
        const Election other = random::shuffled(election);
        const json::value a = record_json(random::counted(method, election, "0102"), election);
        const json::value b = record_json(random::counted(method, other, "0102"), other);
        RC_ASSERT(write_json(a) == write_json(b));
    };
    for_each_method(Ballots::strict, same);
    for_each_method(Ballots::weak, same);
}

BOOST_AUTO_TEST_CASE(names_of_candidates) {
    for_each_method(Ballots::strict, neutral);
    for_each_method(Ballots::weak, neutral);
}

BOOST_AUTO_TEST_CASE(a_lot_completes_every_count) {
    for_each_method(Ballots::strict, [](Method method, const Election& election) {
        const CountRecord record = random::counted(method, election, "00ff");
        RC_ASSERT(record.complete());
        if (method != Method::equal_shares) {
            RC_ASSERT(record.elected.size() == std::size_t{election.seats});
        }
    });
}

BOOST_AUTO_TEST_CASE(votes_are_conserved) {
    for (const Method method :
         {Method::stv_scottish, Method::stv_meek, Method::stv_ers97, Method::irv}) {
        const bool holds = rc::check(std::string(method_name(method)), [method] {
            const Election election =
                random::election(Ballots::strict, method == Method::irv ? 1 : 0);
            const CountRecord record = random::counted(method, election, "00");
            const auto& detail = std::get<TransferCount>(record.detail);
            RC_ASSERT(!detail.rounds.empty());
            for (const TransferRound& round : detail.rounds) {
                const Units votes =
                    std::accumulate(round.votes.begin(), round.votes.end(), Units(0));
                RC_ASSERT(votes + round.exhausted + round.loss ==
                          power_of_ten(detail.decimals) * record.valid());
                RC_ASSERT(round.exhausted >= 0);
                RC_ASSERT(round.loss >= 0);
                RC_ASSERT(std::ranges::all_of(round.votes, [](const Units& v) { return v >= 0; }));
            }
        });
        BOOST_TEST(holds, method_name(method));
    }
}

BOOST_AUTO_TEST_CASE(blt_holds_every_ballot) {
    BOOST_TEST(rc::check("blt", [] {
        const Election election = random::election(Ballots::weak, 0);
        const auto again = read_blt(write_blt(election));
        RC_ASSERT(again.has_value());
        RC_ASSERT(again->ballots == election.ballots);
        RC_ASSERT(again->seats == election.seats);
    }));
}

BOOST_AUTO_TEST_SUITE_END()
