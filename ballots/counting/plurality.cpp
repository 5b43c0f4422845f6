#include "ballots/counting/crosses.hpp"
#include "ballots/counting/methods.hpp"

namespace ogniwo::counting {

Result<CountRecord> count_plurality(const Election& election, const MaybeLot& lot) {
    return elect_by_votes(Method::plurality, election, first_preferences(election), lot);
}

} // namespace ogniwo::counting
