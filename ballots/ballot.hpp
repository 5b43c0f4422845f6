#pragma once
// A ballot and its codec (PROTOCOL sections 3 and 7).

#include "ballots/codec.hpp"
#include "ballots/secret_election.hpp"

namespace ogniwo::ballots {

/// The answer to one homomorphic question.
template <class G> struct Answer {
    /// The blank flag first, where the question has one.
    std::vector<Ciphertext<G>> choices;
    /// ser(alpha), ser(beta) of each choice: 2 * choices.size() texts.
    std::vector<std::string> texts;
    /// The product of the choices without the blank flag, and its two texts (used without a blank).
    Ciphertext<G> sum;
    std::string sum_alpha;
    std::string sum_beta;
    /// Two for each choice: value 0, value 1.
    std::vector<std::vector<Proof<G>>> individual_proofs;
    std::vector<Proof<G>> overall_proof;
    /// Two, when the question has a blank flag; else none.
    std::vector<Proof<G>> blank_proof;
};

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

/// The product of an answer's choices without the blank flag.
template <Group G>
Ciphertext<G> sum_of_choices(const Question& question, std::span<const Ciphertext<G>> choices);

/// Number of branches of the overall proof: max-min+1, and one more with a blank flag.
std::size_t overall_branches(const Question& question);

/// Reads a ballot of this election: form, election, shapes, hash, membership. Does not look up the
/// credential and verifies no proof. Errors: ballot.size, ballot.encoding, ballot.election,
/// ballot.shape, ballot.hash, ballot.membership.
template <Group G>
Result<Ballot<G>> decode_ballot(const Election& election, std::string_view phi, ByteView raw,
                                Strictness strictness);

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

// Prefixes of the hash preimages of a ballot (PROTOCOL section 2).
/// S0 = phi "|" ser(credential).
std::string statement_of_ballot(std::string_view phi, std::string_view credential);
/// S = S0 "|" then the texts of all choices, joined by commas.
std::string statement_of_answer(std::string_view s0, std::span<const std::string> texts);
std::string individual_prefix(std::string_view s0, std::string_view alpha, std::string_view beta);
std::string overall_prefix(std::string_view s, std::string_view alpha, std::string_view beta);
std::string blank_prefix(std::string_view s);
std::string overall_blank_prefix(std::string_view s);
std::string signature_prefix(std::string_view hash);

} // namespace ogniwo::ballots
