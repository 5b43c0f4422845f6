#include "crypto/random.hpp"

#include "crypto/base/check.hpp"
#include "crypto/sha256.hpp"

#include <sodium.h>

namespace ogniwo::crypto {

SystemRng::SystemRng() { OGNIWO_CHECK(sodium_init() >= 0); }

void SystemRng::fill(std::span<std::uint8_t> out) {
    if (!out.empty()) { // libsodium wants a pointer even for nothing
        randombytes_buf(out.data(), out.size());
    }
}

SeededRng::SeededRng(const ByteArray<32>& seed) { std::ranges::copy(seed, seed_.expose().begin()); }

SeededRng::SeededRng(std::string_view text) : SeededRng(sha256(as_bytes(text))) {}

void SeededRng::fill(std::span<std::uint8_t> out) {
    static constexpr ByteArray<crypto_stream_chacha20_NONCEBYTES> nonce{};
    static constexpr ByteArray<64> zeros{};
    for (std::uint8_t& byte : out) {
        if (used_ == block_.size()) {
            crypto_stream_chacha20_xor_ic(block_.data(), zeros.data(), zeros.size(), nonce.data(),
                                          next_block_++, seed_.expose().data());
            used_ = 0;
        }
        byte = block_[used_++];
    }
}

} // namespace ogniwo::crypto
