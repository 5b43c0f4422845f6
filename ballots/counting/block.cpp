#include "ballots/counting/crosses.hpp"
#include "ballots/counting/methods.hpp"

namespace ogniwo::counting {

Result<CountRecord> count_block(const Election& election, const MaybeLot& lot) {
    return elect_by_votes(Method::block, election, crosses(election, election.seats), lot);
}

} // namespace ogniwo::counting
