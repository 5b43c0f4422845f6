#include "ballots/counting/lists.hpp"
#include "ballots/counting/methods.hpp"

namespace ogniwo::counting {

Result<CountRecord> count_sainte_lague(const Election& election, const MaybeLot& lot) {
    return highest_averages(Method::sainte_lague, election, lot,
                            [](std::uint32_t seats) { return 2 * std::uint64_t{seats} + 1; });
}

} // namespace ogniwo::counting
