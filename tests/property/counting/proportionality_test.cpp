// Proportionality: coalitions in transferable votes, quotas of lists, cohesive groups in equal
// shares.

#include "generate.hpp"

#include <algorithm>
#include <bit>

using namespace ogniwo;
using namespace ogniwo::counting;
using random::Ballots;

namespace {

// Candidates of the ballot's first `size` places, as bits.
std::uint32_t top(const Ballot& ballot, std::size_t size) {
    std::uint32_t mask = 0;
    for (std::size_t i = 0; i < std::min(size, ballot.marks.size()); ++i) {
        mask |= std::uint32_t{1} << ballot.marks[i].candidate;
    }
    return mask;
}

std::uint32_t mask_of(const std::vector<Candidate>& candidates) {
    std::uint32_t mask = 0;
    for (const Candidate c : candidates) {
        mask |= std::uint32_t{1} << c;
    }
    return mask;
}

Election lists() {
    Election election;
    const auto size = *rc::gen::inRange<std::size_t>(2, 6);
    election.names.resize(size);
    election.seats = *rc::gen::inRange<std::uint32_t>(1, 15);
    for (Candidate list = 0; list < size; ++list) {
        election.ballots.push_back({*rc::gen::inRange<std::uint64_t>(1, 60), {{list, 1}}});
    }
    return *prepare_election(std::move(election));
}

const std::vector<std::uint32_t>& seats_of(const CountRecord& record) {
    return std::get<AllocationCount>(record.detail).seats;
}

} // namespace

BOOST_AUTO_TEST_SUITE(proportionality)

// Whoever ranks all of a coalition above everyone else, in whatever order, gets as many of them as
// quotas.
BOOST_AUTO_TEST_CASE(solid_coalitions) {
    for (const Method method : {Method::stv_scottish, Method::stv_meek}) {
        BOOST_TEST(rc::check(std::string(method_name(method)), [method] {
            const Election election = random::election(Ballots::strict, 0);
            const CountRecord record = random::counted(method, election, "00");
            const std::uint32_t elected = mask_of(record.elected);
            for (std::uint32_t coalition = 1; coalition < 1U << election.names.size();
                 ++coalition) {
                const auto size = static_cast<std::size_t>(std::popcount(coalition));
                std::uint64_t voters = 0;
                for (const Ballot& ballot : election.ballots) {
                    voters += ballot.marks.size() >= size && top(ballot, size) == coalition
                                  ? ballot.count
                                  : 0;
                }
                // One vote above the quotas, so that cut-off decimals cannot matter.
                const std::uint64_t quota = record.valid() / (election.seats + 1) + 1;
                const std::uint64_t due =
                    voters == 0 ? 0 : std::min<std::uint64_t>((voters - 1) / quota, size);
                RC_ASSERT(static_cast<std::uint64_t>(std::popcount(coalition & elected)) >= due);
            }
        }));
    }
}

BOOST_AUTO_TEST_CASE(more_seats_never_take_one_away) {
    for (const Method method : {Method::dhondt, Method::sainte_lague}) {
        BOOST_TEST(rc::check(std::string(method_name(method)), [method] {
            Election election = lists();
            const auto before = seats_of(random::counted(method, election, "00"));
            ++election.seats;
            const auto after = seats_of(random::counted(method, election, "00"));
            for (std::size_t list = 0; list < before.size(); ++list) {
                RC_ASSERT(after[list] >= before[list]);
            }
        }));
    }
}

BOOST_AUTO_TEST_CASE(quota_rules) {
    for (const Method method : {Method::dhondt, Method::largest_remainder}) {
        BOOST_TEST(rc::check(std::string(method_name(method)), [method] {
            const Election election = lists();
            const CountRecord record = random::counted(method, election, "00");
            std::uint64_t given = 0;
            for (Candidate list = 0; list < election.names.size(); ++list) {
                const std::uint64_t product = election.ballots[list].count * election.seats;
                const std::uint64_t least = product / record.valid();
                const std::uint64_t seats = seats_of(record)[list];
                RC_ASSERT(seats >= least);
                if (method == Method::largest_remainder) {
                    RC_ASSERT(seats <= least + (product % record.valid() > 0 ? 1 : 0));
                }
                given += seats;
            }
            RC_ASSERT(given == election.seats);
        }));
    }
}

// Extended justified representation: of n voters who could pay for l items that all of them
// approve, one has l.
BOOST_AUTO_TEST_CASE(cohesive_groups) {
    BOOST_TEST(rc::check("equal-shares", [] {
        const Election election =
            random::election(Ballots::strict, 0); // a ranked candidate is an approved one
        const CountRecord record = random::counted(Method::equal_shares, election, "00");
        const std::uint32_t elected = mask_of(record.elected);
        RC_ASSERT(std::get<SharesCount>(record.detail).spent <= election.seats);
        for (std::uint32_t items = 1; items < 1U << election.names.size(); ++items) {
            const auto size = static_cast<std::uint64_t>(std::popcount(items));
            std::uint64_t voters = 0;
            int best = 0;
            for (const Ballot& ballot : election.ballots) {
                const std::uint32_t approved = top(ballot, ballot.marks.size());
                if ((approved & items) == items) {
                    voters += ballot.count;
                    best = std::max(best, std::popcount(approved & elected));
                }
            }
            if (voters * election.seats >= size * record.valid()) {
                RC_ASSERT(static_cast<std::uint64_t>(best) >= size);
            }
        }
    }));
}

// Nobody pays more than their share, and the payments of each step add up to the cost.
BOOST_AUTO_TEST_CASE(payments) {
    BOOST_TEST(rc::check("equal-shares", [] {
        Election election = random::election(Ballots::weak, 0);
        for (std::size_t i = 0; i < election.names.size(); ++i) {
            election.costs.push_back(*rc::gen::inRange<std::uint64_t>(1, 20));
        }
        election.budget = *rc::gen::inRange<std::uint64_t>(1, 60);
        const CountRecord record = random::counted(Method::equal_shares, election, "00");
        const auto& detail = std::get<SharesCount>(record.detail);
        RC_ASSERT(detail.spent <= election.budget);
        Rational left = election.budget;
        for (const auto& step : detail.steps) {
            RC_ASSERT(step.price <= detail.share);
            left -= step.by_completion ? 0 : election.costs[step.item];
            RC_ASSERT(step.left == left);
        }
    }));
}

BOOST_AUTO_TEST_SUITE_END()
