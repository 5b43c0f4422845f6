#pragma once
// The trustees of an election (PROTOCOL section 10): a list of items, each a Single trustee or the
// n trustees of one key ceremony, any t of whom decrypt. Every item is needed. Trustee numbers
// (owners) run through the whole list, from 1.

#include "ballots/election.hpp"
#include "ballots/pedersen.hpp"

namespace ogniwo::ballots {

using crypto::Group;
using crypto::Proof;

/// K of PROTOCOL section 10: {"pok","public_key","signature"?,"name"?}.
template <class G> struct TrusteeKey {
    typename G::Point public_key = G::neutral();
    std::string text; ///< ser(public_key)
    std::optional<std::string> name;
    Proof<G> pok;
    /// By the trustee's key of the ceremony, over `text`; only in verification keys.
    std::optional<Proof<G>> signature;
};

/// Makes a key with its proof of possession. The secret stays with the caller.
template <Group G>
TrusteeKey<G> make_trustee_key(const typename G::SecretScalar& secret, std::string_view name,
                               Rng& rng);

template <Group G> std::string encode_trustee_key(const TrusteeKey<G>& key);

/// Reads a key and checks it: canonical element, not neutral, proof of possession; not the
/// signature. Errors: trustee.encoding, trustee.membership, trustee.neutral, trustee.pok.
template <Group G> Result<TrusteeKey<G>> parse_trustee_key(const json::value& value);

template <class G> struct Trustees {
    std::vector<TrusteeKey<G>> keys; ///< by owner - 1
    std::vector<TrusteeItem> items;
    /// The election key y: the product of the items' keys.
    typename G::Point public_key = G::neutral();
};

/// Reads the list and makes every check on it. Errors: json.*, trustee.encoding, election.limits,
/// trustee.duplicate, those of parse_trustee_key and of parse_pedersen.
template <Group G> Result<Trustees<G>> parse_trustees(ByteView bytes);

/// [["Single",K],["Pedersen",T],..] of items as their publishers wrote them, in this order: a text
/// with "verification_keys" is a T. Not checked: parse_trustees does. Errors: json.*,
/// trustee.encoding.
Result<std::string> encode_trustees(std::span<const std::string> items);

} // namespace ogniwo::ballots
