#include "crypto/digest/sha384.hpp"

#include "crypto/base/check.hpp"

#include <openssl/evp.h>

namespace ogniwo::crypto {

ByteArray<48> sha384(ByteView bytes) {
    ByteArray<48> digest{};
    unsigned length = 0;
    const int done =
        EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha384(), nullptr);
    OGNIWO_CHECK(done == 1 && length == digest.size());
    return digest;
}

} // namespace ogniwo::crypto
