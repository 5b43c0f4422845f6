#include "crypto/secret.hpp"

#include <sodium.h>

namespace ogniwo::crypto {

void wipe(std::span<std::uint8_t> bytes) noexcept { sodium_memzero(bytes.data(), bytes.size()); }

void wipe(std::string& text) noexcept {
    sodium_memzero(text.data(), text.capacity());
    text.clear();
}

} // namespace ogniwo::crypto
