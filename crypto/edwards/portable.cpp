// The reference path: one lane of plain 64-bit arithmetic.

#include "crypto/edwards/loops.hpp"

namespace ogniwo::edwards {
namespace {

struct OneLane {
    using F = Fe;
    static constexpr std::size_t width = 1;
    static const Fe& load(const Fe* const* source) { return *source[0]; }
    static Fe load_signed(const Fe* const* source, const std::size_t* negate) {
        return select(*source[0], sub(fe_zero, *source[0]), negate[0]);
    }
    static void store(const Fe& a, Fe* const* target) { *target[0] = a; }
};

} // namespace

const Path& portable_path() {
    using Own = Loops<OneLane>;
    static constexpr Path path{"portable", Own::root_candidates, Own::make_tables, Own::products};
    return path;
}

} // namespace ogniwo::edwards
