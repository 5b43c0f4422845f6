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
        if (claims[list].whole > 0) {
            detail.awards.push_back({false, claims[list].whole, list, values});
            detail.seats[list] = claims[list].whole;
            record.elected.insert(record.elected.end(), claims[list].whole, list);
        }
    }
    std::vector<bool> served(claims.size(), false);
    while (record.elected.size() < record.seats) {
        std::uint64_t best = 0;
        for (std::size_t list = 0; list < claims.size(); ++list) {
            best = served[list] ? best : std::max(best, claims[list].remainder);
        }
        std::vector<Candidate> equals;
        for (Candidate list = 0; list < claims.size(); ++list) {
            if (!served[list] && claims[list].remainder == best) {
                equals.push_back(list);
            }
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
    return record;
}

} // namespace ogniwo::counting
