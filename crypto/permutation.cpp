#include "crypto/permutation.hpp"

#include "crypto/base/check.hpp"

#include <bit>

namespace ogniwo::crypto {
namespace {

// 1 when a > b, without a branch.
std::uint8_t greater(std::uint64_t a, std::uint64_t b) {
    const std::uint64_t borrow = (~b & a) | (~(b ^ a) & (b - a));
    return static_cast<std::uint8_t>(borrow >> 63);
}

void exchange(std::byte* a, std::byte* b, std::size_t width, std::uint8_t whether) {
    const auto mask = static_cast<std::byte>(-static_cast<int>(whether) & 0xff);
    for (std::size_t i = 0; i < width; ++i) {
        const std::byte difference = (a[i] ^ b[i]) & mask;
        a[i] ^= difference;
        b[i] ^= difference;
    }
}

} // namespace

std::vector<SecretPermutation::Pass> SecretPermutation::network(std::size_t size) {
    std::vector<Pass> passes;
    const std::size_t top = size < 2 ? 0 : std::bit_ceil(size) / 2;
    for (std::size_t p = top; p > 0; p /= 2) {
        std::size_t q = top;
        passes.push_back({p, p, 0, 0});
        for (; q != p; q /= 2) {
            passes.push_back({q - p, p, p, 0});
        }
    }
    return passes;
}

template <class F> void SecretPermutation::each_pair(const Pass& pass, F f) const {
    for (std::size_t i = 0; i + pass.distance < size_; ++i) {
        if ((i & pass.mask) == pass.match) {
            f(i, i + pass.distance);
        }
    }
}

SecretPermutation::SecretPermutation(std::size_t size, Rng& rng)
    : size_(size), passes_(network(size)) {
    std::vector<std::uint64_t> keys(size);
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): random bytes, in any order.
    const std::span bytes(reinterpret_cast<std::uint8_t*>(keys.data()), 8 * keys.size());
    bool distinct = false;
    while (!distinct) {
        rng.fill(bytes);
        exchanged_.clear();
        for (Pass& pass : passes_) {
            pass.first = exchanged_.size();
            each_pair(pass, [&](std::size_t low, std::size_t high) {
                const std::uint8_t whether = greater(keys[low], keys[high]);
                const std::uint64_t difference =
                    (keys[low] ^ keys[high]) & (std::uint64_t{0} - whether);
                keys[low] ^= difference;
                keys[high] ^= difference;
                exchanged_.push_back(whether);
            });
        }
        // Equal keys (2^-64 a pair) would favour some permutations.
        distinct = std::ranges::adjacent_find(keys) == keys.end();
    }
    wipe(bytes);
}

void SecretPermutation::run(std::span<std::byte> bytes, std::size_t width, bool backwards) const {
    OGNIWO_CHECK(bytes.size() == size_ * width);
    for (std::size_t i = 0; i < passes_.size(); ++i) {
        const Pass& pass = passes_[backwards ? passes_.size() - 1 - i : i];
        const std::uint8_t* whether = exchanged_.data() + pass.first;
        each_pair(pass, [&](std::size_t low, std::size_t high) {
            exchange(bytes.data() + low * width, bytes.data() + high * width, width, *whether++);
        });
    }
}

} // namespace ogniwo::crypto
