#pragma once
// Generators that nobody knows a logarithm of (PROTOCOL section 1): the bases of shuffle proofs.

#include "crypto/group.hpp"

#include <memory>

namespace ogniwo::crypto {

template <class G> struct Generators {
    typename G::PublicBase h;                 ///< gen(-1)
    std::vector<typename G::PublicBase> each; ///< gen(0), gen(1), ..
};

/// At least `count` of them, made once and kept for the life of the process. Thread-safe.
template <Group G> std::shared_ptr<const Generators<G>> shuffle_generators(std::size_t count);

} // namespace ogniwo::crypto
