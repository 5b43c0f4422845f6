#pragma once
// A secret random permutation that leaves no trace in time or in memory accesses.
//
// Random keys are sorted by a network of comparators (Batcher's merge exchange: Knuth, The Art of
// Computer Programming, volume 3, algorithm 5.2.2M). Which pairs are compared depends on the length
// alone; whether a pair is exchanged is the secret. Replaying the exchanges permutes anything else
// in the same way, and backwards by the inverse.

#include "crypto/base/rng.hpp"
#include "crypto/secret.hpp"

#include <type_traits>

namespace ogniwo::crypto {

class SecretPermutation {
  public:
    /// Uniform over all permutations of `size` elements. Takes about size * log2(size)^2 / 4 bytes.
    SecretPermutation(std::size_t size, Rng& rng);
    SecretPermutation(const SecretPermutation&) = delete;
    SecretPermutation& operator=(const SecretPermutation&) = delete;
    ~SecretPermutation() { wipe(exchanged_); }

    [[nodiscard]] std::size_t size() const { return size_; }

    /// Moves elements: afterwards number i is what was number psi(i). Precondition: size()
    /// elements.
    template <class T> void apply(std::span<T> elements) const {
        static_assert(std::is_trivially_copyable_v<T>);
        run(std::as_writable_bytes(elements), sizeof(T), false);
    }
    /// The inverse: afterwards number psi(i) is what was number i.
    template <class T> void apply_inverse(std::span<T> elements) const {
        static_assert(std::is_trivially_copyable_v<T>);
        run(std::as_writable_bytes(elements), sizeof(T), true);
    }

  private:
    /// Comparators of disjoint pairs: (i, i + distance) for every i with (i & mask) == match.
    struct Pass {
        std::size_t distance;
        std::size_t mask;
        std::size_t match;
        std::size_t first; ///< where its exchanges start
    };
    static std::vector<Pass> network(std::size_t size);
    template <class F> void each_pair(const Pass& pass, F f) const;
    void run(std::span<std::byte> bytes, std::size_t width, bool backwards) const;

    std::size_t size_;
    std::vector<Pass> passes_;
    Bytes exchanged_; ///< 0 or 1 for each comparator of the network, in order
};

} // namespace ogniwo::crypto
