#pragma once
// Trustees' certificates: the first step of a key ceremony (PROTOCOL section 10). Internal to
// ballots/.

#include "ballots/signed_message.hpp"
#include "ballots/trustee_item.hpp"

namespace ogniwo::ballots {

/// How the texts of a ceremony are decoded.
inline constexpr DecodeIds ceremony_ids{"trustee.encoding", "trustee.encoding",
                                        "trustee.membership"};

/// An error with "trustee <index>: " before its detail.
Error of_trustee(std::size_t index, const Error& error);
/// The error of a ceremony whose first trustee is trustee `first` of the election: whom it names gets the election's
/// number, and where it names nobody it is of trustee `otherwise`, which is such a number.
Error of_election(const Error& error, std::size_t first, std::size_t otherwise);

/// A signed document with canonical numbers, and its message as a JSON object.
template <class G> struct OpenedDocument {
    SignedMessage<G> document;
    json::value message;
};
/// Does not check the signature. Errors: trustee.encoding.
template <Group G> Result<OpenedDocument<G>> open_document(const json::value& value);

/// A trustee's keys for the ceremony, signed with the first of them:
/// {"context":{"group","size","threshold","index"}?,"verification","encryption"}.
template <class G> struct Certificate {
    SignedMessage<G> document;
    typename G::PublicBase verification;
    typename G::Point encryption;
    bool has_context = false;
};

/// The text that certificate `index` signs.
template <Group G>
std::string certificate_message(const Certificate<G>& certificate, const CeremonyShape& shape,
                                std::size_t index);

/// Reads certificate `index` (from 1) and checks its form, signature and context. Errors:
/// trustee.encoding, trustee.membership, trustee.neutral, trustee.cert_context,
/// trustee.cert_signature.
template <Group G>
Result<Certificate<G>> parse_certificate(const json::value& value, const CeremonyShape& shape,
                                         std::size_t index);

/// The certificates of all trustees, in order: all with a context or none, no key twice. Errors:
/// those of parse_certificate, trustee.size (not one for each), trustee.form,
/// trustee.cert_duplicate.
template <Group G>
Result<std::vector<Certificate<G>>> parse_certificates(std::span<const json::value> values,
                                                       const CeremonyShape& shape);

} // namespace ogniwo::ballots
