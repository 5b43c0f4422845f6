#pragma once
// A ballot and its codec (PROTOCOL sections 3 and 7).

#include "ballots/answer.hpp"
#include "ballots/secret_election.hpp"

namespace ogniwo::ballots {

template <class G> struct Ballot {
    /// ser() of the public credential.
    std::string credential;
    typename G::Point credential_point = G::neutral();
    std::vector<Answer<G>> answers;
    /// h: base64 without padding of the SHA-256 of the ballot without its signature.
    std::string hash;
    Proof<G> signature;
    /// False when something inside `answers` was not in canonical form (Strictness::audit only).
    bool canonical = true;
};

/// Reads a ballot of this election: form, election, shapes, hash, membership. Does not look up the
/// credential and verifies no proof. Errors: ballot.size, ballot.encoding, ballot.election,
/// ballot.shape, ballot.hash, ballot.membership.
template <Group G>
Result<Ballot<G>> decode_ballot(const Election& election, std::string_view phi, ByteView raw,
                                Strictness strictness);
/// The same; a fresh `reader` keeps what serves to verify the proofs.
template <Group G>
Result<Ballot<G>> decode_ballot(const Election& election, std::string_view phi, ByteView raw,
                                Strictness strictness, typename G::Reader& reader);

/// What a ballot gives to the tally: the ciphertexts of its choices, per question, in one row. Reads nothing else
/// and checks no membership: only for bytes that decode_ballot accepted. Errors: ballot.encoding, ballot.shape,
/// ballot.membership.
template <Group G>
Result<std::vector<std::vector<Ciphertext<G>>>> accepted_choices(const Election& election,
                                                                 ByteView raw);

/// The one canonical text of a ballot.
template <Group G>
std::string encode_ballot(const Election& election, std::string_view phi, const Ballot<G>& ballot);

/// The same without `signature`: what `hash` is taken of.
template <Group G>
std::string encode_unsigned_ballot(const Election& election, std::string_view phi,
                                   const Ballot<G>& ballot);

/// Bytes that no canonical ballot exceeds; with Strictness::audit four times as many, for numbers
/// with leading zeros.
template <Group G> std::size_t ballot_size_limit(const Election& election, Strictness strictness);

// Hash preimages of a ballot (PROTOCOL section 2); those of its answers are in answer.hpp.
/// S0 = phi "|" ser(credential), and the key of the election.
BallotStatement statement_of_ballot(const Election& election, std::string_view phi,
                                    std::string_view credential);
ProofPrefix signature_prefix(std::string_view hash);

} // namespace ogniwo::ballots
