#include "ballots/counting/lists.hpp"
#include "ballots/counting/methods.hpp"

namespace ogniwo::counting {

Result<CountRecord> count_dhondt(const Election& election, const MaybeLot& lot) {
    return highest_averages(Method::dhondt, election, lot,
                            [](std::uint32_t seats) { return std::uint64_t{seats} + 1; });
}

} // namespace ogniwo::counting
