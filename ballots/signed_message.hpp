#pragma once
// Messages that a trustee signs during a key ceremony: {"message":string,"signature":proof}
// (PROTOCOL section 10). What is signed is the message's exact text: H("sigmsg|" message "|" A).
// Internal to ballots/.

#include "ballots/codec.hpp"

namespace ogniwo::ballots {

template <class G> struct SignedMessage {
    std::string message;
    Proof<G> signature;
};

template <Group G>
Proof<G> sign_text(std::string_view text, const typename G::SecretScalar& key, Rng& rng);

template <Group G>
bool text_signature_holds_vartime(std::string_view text, const typename G::PublicBase& key,
                                  const Proof<G>& signature);

template <Group G> std::string encode_signed_message(const SignedMessage<G>& document);

/// Reads the document without checking the signature. Errors: those of the decoder.
template <Group G>
Result<SignedMessage<G>> parse_signed_message(Decoder<G>& decoder, const json::value& value);

} // namespace ogniwo::ballots
