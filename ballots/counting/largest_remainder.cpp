#include "ballots/counting/lists.hpp"
#include "ballots/counting/methods.hpp"

#include <algorithm>

namespace ogniwo::counting {
namespace {

struct Claim {
    std::uint32_t whole = 0;
    std::uint64_t remainder =
        0; ///< of votes * seats / all votes, times all votes: compared as whole numbers
};

std::vector<Claim> claims_of(const AllocationCount& detail, std::uint32_t seats,
                             std::uint64_t all) {
    std::vector<Claim> claims(detail.votes.size());
    for (std::size_t list = 0; list < claims.size(); ++list) {
        if (detail.takes_part[list]) {
            const std::uint64_t product = detail.votes[list] * seats; // at most 10^15
            claims[list] = {static_cast<std::uint32_t>(product / all), product % all};
        }
    }
    return claims;
}

std::vector<Rational> remainders(const std::vector<Claim>& claims, std::uint32_t seats) {
    std::vector<Rational> out;
    for (const Claim& claim : claims) {
        out.emplace_back(claim.remainder, seats); // in votes
    }
    return out;
}

// The lists with room that were not served in this round and have the largest remainder.
std::vector<Candidate> largest_of(const std::vector<Claim>& claims, const std::vector<bool>& served,
                                  const AllocationCount& detail, const Election& election) {
    std::vector<Candidate> largest;
    for (Candidate list = 0; list < claims.size(); ++list) {
        if (served[list] || !has_room(detail, election, list)) {
            continue;
        }
        if (!largest.empty() && claims[list].remainder > claims[largest.front()].remainder) {
            largest.clear();
        }
        if (largest.empty() || claims[list].remainder == claims[largest.front()].remainder) {
            largest.push_back(list);
        }
    }
    return largest;
}

} // namespace

Result<CountRecord> count_largest_remainder(const Election& election, const MaybeLot& lot) {
    OGNIWO_ASSIGN(CountRecord record, begin_lists(Method::largest_remainder, election));
    auto& detail = std::get<AllocationCount>(record.detail);
    std::uint64_t all = 0;
    for (std::size_t list = 0; list < detail.votes.size(); ++list) {
        all += detail.takes_part[list] ? detail.votes[list] : 0;
    }
    record.quota = Rational(all, record.seats);
    const std::vector<Claim> claims = claims_of(detail, record.seats, all);
    const std::vector<Rational> values = remainders(claims, record.seats);
    for (Candidate list = 0; list < claims.size(); ++list) {
        const std::uint32_t whole =
            election.people.empty()
                ? claims[list].whole
                : std::min(claims[list].whole, static_cast<std::uint32_t>(election.people[list].size()));
        if (whole > 0) {
            detail.awards.push_back({false, whole, list, values});
            detail.seats[list] = whole;
            record.elected.insert(record.elected.end(), whole, list);
        }
    }
    std::vector<bool> served(claims.size(), false);
    while (record.elected.size() < record.seats) {
        std::vector<Candidate> equals = largest_of(claims, served, detail, election);
        if (equals.empty() && std::ranges::find(served, true) == served.end()) {
            break; // every list is full
        }
        if (equals.empty()) { // all were served: those with room begin again
            served.assign(claims.size(), false);
            continue;
        }
        const auto chosen =
            next_of_equals(record, equals, record.seats - record.elected.size(), lot);
        if (!chosen) {
            break;
        }
        served[*chosen] = true;
        ++detail.seats[*chosen];
        detail.awards.push_back({true, 1, *chosen, values});
        record.elected.push_back(*chosen);
    }
    seat_people(record, election, lot);
    return record;
}

} // namespace ogniwo::counting
