#pragma once
// The trustees of an election: one key each, all of them needed (PROTOCOL section 10, Single).

#include "ballots/election.hpp"
#include "crypto/proof.hpp"

namespace ogniwo::ballots {

using crypto::Group;
using crypto::Proof;

/// K of PROTOCOL section 10: {"pok","public_key","name"?}.
template <class G> struct TrusteeKey {
    typename G::Point public_key = G::neutral();
    std::string text; ///< ser(public_key)
    std::optional<std::string> name;
    Proof<G> pok;
};

/// Makes a key with its proof of possession. The secret stays with the caller.
template <Group G>
TrusteeKey<G> make_trustee_key(const typename G::SecretScalar& secret, std::string_view name,
                               Rng& rng);

template <Group G> std::string encode_trustee_key(const TrusteeKey<G>& key);

/// Reads a key and checks it: canonical element, not neutral, proof of possession. Errors:
/// trustee.encoding, trustee.membership, trustee.neutral, trustee.pok.
template <Group G> Result<TrusteeKey<G>> parse_trustee_key(const json::value& value);

/// Reads the list and checks every key. Errors: json.*, trustee.encoding, election.limits,
/// trustee.duplicate, trustee.pedersen_unsupported, those of parse_trustee_key.
template <Group G> Result<std::vector<TrusteeKey<G>>> parse_trustees(ByteView bytes);

/// [["Single",K],...]
template <Group G> std::string encode_trustees(const std::vector<TrusteeKey<G>>& keys);

/// The election key y: the product of all keys.
template <Group G> typename G::Point combine_trustees(const std::vector<TrusteeKey<G>>& keys);

} // namespace ogniwo::ballots
