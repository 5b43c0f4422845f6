#pragma once
// Random small elections for properties.

#include "ballots/counting/methods.hpp"

#include <boost/test/unit_test.hpp>
#include <rapidcheck.h>

namespace ogniwo::counting::random {

enum class Ballots {
    strict, ///< rankings, some short, without equal ranks
    weak,   ///< with equal ranks and blank ballots
};

/// 2 to 6 candidates, at least one ballot that is not blank. `seats`: 0 for a random number they
/// can fill.
Election election(Ballots kind, std::uint32_t seats = 1);

/// The same ballots in a random order, some of them split in two rows.
Election shuffled(const Election& election);

/// A random renaming of the candidates: `to[c]` is the new number of c.
struct Renaming {
    std::vector<Candidate> to;
    Election election;
};
Renaming renamed(const Election& election);

/// Counts; the property fails on an error.
CountRecord counted(Method method, const Election& election, const std::string& seed = "");

extern const std::vector<Method> every_method;
[[nodiscard]] bool fits(Method method, Ballots kind);

} // namespace ogniwo::counting::random
