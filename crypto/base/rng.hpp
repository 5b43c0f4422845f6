#pragma once
// Randomness comes in from outside, so that vectors and simulations can be replayed.

#include "crypto/base/bytes.hpp"

namespace ogniwo {

/// A source of random bytes. Implementations: crypto/random.hpp (the system's, and a seeded one for tests).
class Rng {
  public:
    Rng() = default;
    Rng(const Rng&) = delete;
    Rng& operator=(const Rng&) = delete;
    virtual ~Rng() = default;
    /// Fills all of `out`. The system's implementation is thread-safe, a seeded one is not.
    virtual void fill(std::span<std::uint8_t> out) = 0;
};

} // namespace ogniwo
