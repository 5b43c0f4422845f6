#include "crypto/big_number.hpp"

namespace ogniwo::crypto {

BN_CTX* context() {
    struct Free {
        void operator()(BN_CTX* context) const { BN_CTX_free(context); }
    };
    thread_local const std::unique_ptr<BN_CTX, Free> own(BN_CTX_new());
    return own.get();
}

} // namespace ogniwo::crypto
