#pragma once
// What a key ceremony publishes, and every check that anybody can make on it: the item
// ["Pedersen",T] of a list of trustees (PROTOCOL section 10). Used alike by the parties of a
// ceremony (ceremony.hpp) and by whoever reads trustees.json (trustees.hpp). Internal to ballots/.
//
// T = {"threshold","certs","coefexps","signatures"?,"verification_keys"}, in one of the forms of
// trustee_item.hpp.
//
// Every error names the trustee, by its number in the ceremony (from 1), in its detail.

#include "ballots/certificate.hpp"
#include "crypto/threshold.hpp"

namespace ogniwo::ballots {

template <class G> struct TrusteeKey;

/// The commitments A_k of one trustee to the coefficients of its polynomial: {"coefexps":[..]},
/// signed.
template <class G> struct CoefficientCommitments {
    SignedMessage<G> document;
    std::vector<typename G::Point> values;
};

/// Errors: trustee.encoding, trustee.membership, trustee.neutral, trustee.coefexps_length (not
/// `threshold` of them), trustee.coefexps_signature.
template <Group G>
Result<CoefficientCommitments<G>>
parse_commitments(const json::value& value, const CeremonyShape& shape,
                  const Certificate<G>& signer, std::size_t index);

/// A signature of trustee `index` on its own, canonical. Errors: trustee.encoding.
template <Group G> Result<Proof<G>> parse_proof(const json::value& value, std::size_t index);

/// {"coefexps":[..]} without a signature.
template <Group G> std::string coefexps_message(std::span<const typename G::Point> commitments);

/// What a trustee signs so that all share one view of the ceremony: every certificate, and its own
/// commitments: `certs_sig|{"certs":[..],"coefexps":[..]}`.
template <Group G>
std::string certs_message(std::span<const Certificate<G>> certificates,
                          std::span<const typename G::Point> commitments);

/// Whether trustee `index` signed that message. Errors: trustee.certs_signature.
template <Group G>
Verdict check_certs_signature(std::span<const Certificate<G>> certificates,
                              std::span<const typename G::Point> commitments,
                              const Proof<G>& signature, std::size_t index);

/// The public keys S_j of all trustees, from the commitments of all.
template <Group G>
std::vector<typename G::Point>
verification_points_vartime(std::span<const CoefficientCommitments<G>> commitments,
                            const CeremonyShape& shape);

/// Checks the key that trustee `index` published at the end: that it is the one the commitments
/// give, its proof, and its signature (required in the full form). Errors:
/// trustee.verification_key, trustee.pok and others of parse_trustee_key, trustee.key_signature.
template <Group G>
Result<TrusteeKey<G>> parse_verification_key(const json::value& value,
                                             const typename G::Point& expected,
                                             const Certificate<G>& signer, std::size_t index);

/// T, checked.
template <class G> struct PedersenTrustees {
    CeremonyShape shape;
    CeremonyForm form = CeremonyForm::full;
    std::vector<TrusteeKey<G>> keys;
    typename G::Point public_key = G::neutral(); ///< product of the A_i0
};

/// Reads T and makes every check of PROTOCOL section 10. Errors: those above,
/// trustee.certs_signature, trustee.form.
template <Group G> Result<PedersenTrustees<G>> parse_pedersen(const json::value& value);

} // namespace ogniwo::ballots
