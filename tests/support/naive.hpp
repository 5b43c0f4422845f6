#pragma once
// The plain way to verify, on libsodium alone: one call after the other, nothing shared. Independent of the
// project's own arithmetic; tests compare verdicts with it, benchmarks compare times.

#include "crypto/ed25519.hpp"
#include "crypto/shuffle_proof.hpp"

#include <string>

namespace ogniwo::naive {

/// What a ballot is verified against.
struct Statement {
    std::string phi;
    std::string y; ///< ser() of the election key
    std::uint64_t min;
    std::uint64_t max;
};

/// Whether a ballot of one homomorphic question without a blank vote holds: membership of every element, the
/// signed hash, the signature, all proofs. Not the form of the JSON, and not the list of credentials.
bool ballot_holds(const Statement& statement, ByteView ballot);

/// Whether every equation of a shuffle's proof holds, each computed by itself.
bool shuffle_holds(const Statement& statement,
                   std::span<const crypto::Ciphertext<crypto::Ed25519>> input,
                   const crypto::Shuffle<crypto::Ed25519>& shuffle);

} // namespace ogniwo::naive
