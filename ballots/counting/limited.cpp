#include "ballots/counting/crosses.hpp"
#include "ballots/counting/methods.hpp"

#include <algorithm>

namespace ogniwo::counting {

Result<CountRecord> count_limited(const Election& election, const MaybeLot& lot) {
    const std::uint32_t choices = election.choices.value_or(std::max(election.seats, 2U) - 1);
    if (election.seats > 1 && choices >= election.seats) {
        return Error("count.choices", std::to_string(choices) + " choices for " +
                                          std::to_string(election.seats) +
                                          " seats limit nothing; give fewer or count by block");
    }
    return elect_by_votes(Method::limited, election, crosses(election, choices), lot);
}

} // namespace ogniwo::counting
