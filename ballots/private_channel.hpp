#pragma once
// The private channel between trustees of a key ceremony: send and receive of PROTOCOL section 10.
// A signed inner message that names its receiver, sealed for that receiver; nobody else, no
// verifier either, reads it. Secrets never enter a JSON tree: they are written and read in the one
// canonical text. Internal to ballots/.

#include "ballots/signed_message.hpp"
#include "crypto/threshold.hpp"

namespace ogniwo::ballots {

/// {"algorithm":"AES-GCM","alpha","beta","data"}: a JSON text of ASCII characters. Precondition:
/// `message` is printable ASCII, at most 256 KiB.
template <Group G>
std::string send(const crypto::PkiKeys<G>& sender, const typename G::Point& recipient,
                 std::string_view message, Rng& rng);

/// The message, when it is from `sender` and for the owner of `receiver`. Reads AES-CCM of
/// tools 2.0-3.0 (no "algorithm") too. Errors: channel.encoding, channel.membership, channel.size,
/// channel.authentication, channel.signature, channel.recipient.
template <Group G>
Result<crypto::SecretText> receive(const crypto::PkiKeys<G>& receiver,
                                   const typename G::PublicBase& sender, std::string_view text);

/// The value of {"<member>":"<value>"}, canonical. Errors: channel.encoding.
Result<crypto::SecretText> read_secret_member(std::string_view text, std::string_view member);

/// The values of {"<member>":["<value>",..]}. Errors: channel.encoding.
Result<std::vector<crypto::SecretText>> read_secret_list(std::string_view text,
                                                         std::string_view member);

} // namespace ogniwo::ballots
