#pragma once
// Passkeys: WebAuthn Level 2 without attestation. What a browser hands over is checked here, by libfido2; nothing is
// stored here.

#include "crypto/base/clock.hpp"
#include "crypto/base/json.hpp"

#include <cstdint>
#include <string>

namespace ogniwo::auth {

/// Who we are to an authenticator: the host name, and the origin that the browser must have been on.
struct RelyingParty {
    std::string id;     ///< "vote.example"
    std::string origin; ///< "https://vote.example:8443"
};

/// Of "https://host[:port]". Errors: passkey.origin.
Result<RelyingParty> relying_party(std::string_view public_origin);

/// COSE numbers (RFC 9053): what we ask authenticators for, the best first.
enum class PasskeyAlgorithm : std::int16_t { eddsa = -8, es256 = -7, rs256 = -257 };

inline constexpr std::size_t max_credential_id_bytes = 1023; // WebAuthn section 4
inline constexpr std::size_t max_client_data_bytes = 2048;
inline constexpr std::size_t max_authenticator_data_bytes = 4096;
inline constexpr std::size_t max_passkey_signature_bytes = 512;

/// A registered passkey of one mandate.
struct Passkey {
    std::string mandate;
    std::string name; ///< by its owner: "Phone"
    Bytes credential_id;
    PasskeyAlgorithm algorithm = PasskeyAlgorithm::es256;
    /// As libfido2 has it: x || y (64 bytes), 32 bytes, or n || e (256 and 3 bytes).
    Bytes public_key;
    std::uint32_t count = 0; ///< signatures that the authenticator says it has made; 0 when it does not count
    UnixMillis created = 0;
    UnixMillis last_used = 0;
};

json::object encode_passkey(const Passkey& passkey);
/// Errors: json.shape, encoding.*, passkey.algorithm.
Result<Passkey> parse_passkey(const json::value& value);

/// What an authenticator made for us. Only the members that describe the key are filled in.
/// `challenge`: base64url, as it was handed out. Errors: passkey.client_data (its form or type), passkey.challenge,
/// passkey.origin (of another site, or in a frame of one), passkey.rp, passkey.presence (nobody was there),
/// passkey.attestation (no readable key), passkey.algorithm.
Result<Passkey> check_registration(const RelyingParty& rp, std::string_view challenge,
                                   ByteView client_data, ByteView authenticator_data);

struct Assertion {
    std::uint32_t count = 0;
    /// The authenticator has checked who is there, by a PIN, a finger or a face.
    bool user_verified = false;
};

/// Errors: those of check_registration but the last two; passkey.signature, passkey.counter (not above the last:
/// somebody has a copy of the passkey).
Result<Assertion> check_assertion(const RelyingParty& rp, std::string_view challenge,
                                  const Passkey& passkey, ByteView client_data,
                                  ByteView authenticator_data, ByteView signature);

} // namespace ogniwo::auth
