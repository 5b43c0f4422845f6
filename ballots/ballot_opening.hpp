#pragma once
// Opening a ballot (Benaloh challenge): with the randomness of its ciphertexts anybody can encrypt the choices once
// more and see whether the device that made it encrypted what it showed. An opened ballot is no secret and must never
// be cast.

#include "crypto/base/bytes.hpp"
#include "crypto/base/result.hpp"

#include <string>
#include <vector>

namespace ogniwo::ballots {

/// What a ballot says, as the device that made it tells it.
struct BallotOpening {
    /// One list for each question, as SecretElection::make_ballot takes it.
    std::vector<std::vector<std::uint32_t>> choices;
    /// For each question the number r, in decimal, of each of its ciphertexts in the order of the ballot: one for a
    /// ranking, one for each choice of the other kinds (the blank flag first; lists one after the other).
    std::vector<std::vector<std::string>> randomness;
};

/// Checks the setup of the election, the ballot on its own, and that every one of its ciphertexts is (g^r, y^r g^m), or
/// (g^r, y^r encode(numbers)) for a ranking. Some milliseconds a ballot, beside the setup (see SecretElection::open).
/// Errors: those of SecretElection::open and of SecretElection::check_ballot; choice.*; audit.randomness (not one
/// number below q for each ciphertext), audit.ciphertext (the ballot says something else than the opening).
Verdict check_opening(ByteView election_json, ByteView trustees_json, ByteView credentials_json,
                      ByteView ballot, const BallotOpening& opening);

} // namespace ogniwo::ballots
