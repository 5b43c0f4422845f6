#pragma once
// Who holds the key of an election, without a group: a Single trustee, or the trustees of one key
// ceremony.

#include "crypto/base/result.hpp"

#include <cstddef>

namespace ogniwo::ballots {

/// n trustees, any t of whom decrypt.
struct CeremonyShape {
    std::size_t size = 0;
    std::size_t threshold = 0;
    friend bool operator==(const CeremonyShape&, const CeremonyShape&) = default;
};

/// 1 <= t <= n <= 15. Errors: trustee.size, trustee.threshold.
Verdict check_shape(const CeremonyShape& shape);

/// The forms of ["Pedersen",T], by the version of the tool that made it; their members are never
/// mixed.
enum class CeremonyForm {
    loose, ///< 2.0-2.5.0: no context in the certificates, nobody signs all certificates together
    signed_certs, ///< 2.5.1: context in the certificates, and `signatures`
    full,         ///< 3.0 and later: also a `signature` in every verification key; the one we make
};

/// One item of a list of trustees: who must take part in a decryption.
struct TrusteeItem {
    std::size_t first = 0; ///< number of its first trustee, from 0
    CeremonyShape shape;   ///< 1 of 1 for a Single trustee
    bool pedersen = false;
    CeremonyForm form = CeremonyForm::full; ///< of a ceremony
    friend bool operator==(const TrusteeItem&, const TrusteeItem&) = default;
};

} // namespace ogniwo::ballots
