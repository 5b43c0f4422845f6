#pragma once
// Encryption of a text to one receiver, as trustees use it among themselves (PROTOCOL section 10,
// `send`): alpha = g^r, beta = ek^r g^s, and the text under AES-256 with the key SHA-256("key|" +
// ser(g^s)) and the iv SHA-256("iv|" + ser(g^r)). r and s are fresh for each message, so no key and
// no iv is used twice.
//
// This hides the text and notices changes; who sent it is told by the signature inside (ballots/).

#include "crypto/group.hpp"
#include "crypto/secret.hpp"

namespace ogniwo::crypto {

/// aes_gcm: the iv whole (32 bytes), tag of 16 bytes. aes_ccm: what tools 2.0-3.0 made, tag of 8
/// bytes, nonce = the first 13 bytes of the iv (12 from 64 KiB on); only read here.
enum class SealAlgorithm { aes_gcm, aes_ccm };

template <class G> struct SealedMessage {
    SealAlgorithm algorithm = SealAlgorithm::aes_gcm;
    typename G::Point alpha = G::neutral();
    typename G::Point beta = G::neutral();
    Bytes data; ///< ciphertext, then the tag
};

/// The largest text that is sealed or opened, in bytes.
inline constexpr std::size_t max_sealed_text = std::size_t{1} << 20;

/// Seals a text for the holder of the key behind `encryption_key`. Precondition: at most
/// max_sealed_text.
template <Group G>
SealedMessage<G> seal_message(const typename G::Point& encryption_key, std::string_view text,
                              Rng& rng);

/// Errors: channel.size, channel.authentication (sealed for another key, or changed).
template <Group G>
Result<SecretText> open_message(const typename G::SecretScalar& decryption_key,
                                const SealedMessage<G>& sealed);

} // namespace ogniwo::crypto
