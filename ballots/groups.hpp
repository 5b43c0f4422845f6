#pragma once
// The groups that elections of this version can use. Internal to ballots/.

#include "crypto/ed25519.hpp"
#include "crypto/finite_field.hpp"

/// Applies a macro to every supported group: for explicit instantiations.
#define OGNIWO_FOR_EACH_GROUP(macro)                                                               \
    macro(crypto::Ed25519) macro(crypto::Belenios2048) macro(crypto::Rfc3526)

namespace ogniwo::ballots {

/// Length of the longest canonical ser(): 64 hexadecimal or 617 decimal digits.
template <class G> constexpr std::size_t max_element_text() {
    return G::name == crypto::Ed25519::name ? 64 : 617;
}

/// Calls f with the model of the named group as its template argument. Errors:
/// election.group_unsupported, those of f.
template <class T, class F> Result<T> with_group(std::string_view group, F f) {
#define OGNIWO_CALL(G)                                                                             \
    if (group == G::name) {                                                                        \
        return f.template operator()<G>();                                                         \
    }
    OGNIWO_FOR_EACH_GROUP(OGNIWO_CALL)
#undef OGNIWO_CALL
    return Error("election.group_unsupported", std::string(group));
}

} // namespace ogniwo::ballots
