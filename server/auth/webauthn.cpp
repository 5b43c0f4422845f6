// The checks of WebAuthn Level 2, sections 7.1 and 7.2, for relying parties that ask for no attestation.

#include "crypto/sha256.hpp"
#include "server/auth/authenticator_data.hpp"
#include "server/auth/passkey.hpp"

#include <array>
#include <memory>

#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>

namespace ogniwo::auth {
namespace {

struct Free {
    void operator()(fido_cred_t* one) const { fido_cred_free(&one); }
    void operator()(fido_assert_t* one) const { fido_assert_free(&one); }
    void operator()(es256_pk_t* one) const { es256_pk_free(&one); }
    void operator()(eddsa_pk_t* one) const { eddsa_pk_free(&one); }
    void operator()(rs256_pk_t* one) const { rs256_pk_free(&one); }
};
template <class T> using Owned = std::unique_ptr<T, Free>;

Result<void> check_client_data(const RelyingParty& rp, std::string_view type,
                               std::string_view challenge, ByteView client_data) {
    if (client_data.size() > max_client_data_bytes) {
        return Error("passkey.client_data", "longer than 2048 bytes");
    }
    const auto value = parse_json(as_text(client_data));
    const json::object* object = value ? value->if_object() : nullptr;
    const auto text = [&](std::string_view key) {
        const auto found = object == nullptr ? Result<std::string>(Error("passkey.client_data"))
                                             : get_string(*object, key);
        return found ? *found : std::string();
    };
    if (text("type") != type) {
        return Error("passkey.client_data", "not made for this step");
    }
    if (challenge.empty() || text("challenge") != challenge) {
        return Error("passkey.challenge", "the answer to another challenge");
    }
    const json::value* crossed = object->if_contains("crossOrigin");
    if (text("origin") != rp.origin || (crossed != nullptr && *crossed != json::value(false))) {
        return Error("passkey.origin", "made on another site");
    }
    return {};
}

// Which site the authenticator made this for, and whether somebody was there.
Result<void> check_head(const RelyingParty& rp, ByteView authenticator_data) {
    if (authenticator_data.size() > max_authenticator_data_bytes || !is_whole_authenticator_data(authenticator_data)) {
        return Error("passkey.authenticator_data", "too long, or not whole");
    }
    const auto expected = crypto::sha256(as_bytes(rp.id));
    if (!std::ranges::equal(authenticator_data.first(rp_hash_bytes), expected)) {
        return Error("passkey.rp", "made for another site");
    }
    if ((authenticator_data[flags_at] & flag_user_present) == 0) {
        return Error("passkey.presence", "nobody touched the authenticator");
    }
    return {};
}

template <class Key> using FromBytes = int (*)(Key*, const void*, std::size_t);

template <class Key>
bool verify_with(const fido_assert_t* assertion, int algorithm, const Bytes& bytes, Owned<Key> key,
                 FromBytes<Key> from_bytes) {
    return key && from_bytes(key.get(), bytes.data(), bytes.size()) == FIDO_OK &&
           fido_assert_verify(assertion, 0, algorithm, key.get()) == FIDO_OK;
}

bool verify(const fido_assert_t* assertion, const Passkey& passkey) {
    const Bytes& key = passkey.public_key;
    switch (passkey.algorithm) {
    case PasskeyAlgorithm::es256:
        return verify_with<es256_pk_t>(assertion, COSE_ES256, key, Owned<es256_pk_t>(es256_pk_new()),
                                       es256_pk_from_ptr);
    case PasskeyAlgorithm::eddsa:
        return verify_with<eddsa_pk_t>(assertion, COSE_EDDSA, key, Owned<eddsa_pk_t>(eddsa_pk_new()),
                                       eddsa_pk_from_ptr);
    case PasskeyAlgorithm::rs256:
        return verify_with<rs256_pk_t>(assertion, COSE_RS256, key, Owned<rs256_pk_t>(rs256_pk_new()),
                                       rs256_pk_from_ptr);
    }
    return false;
}

// libfido2 reads a key of the type that it is told to expect.
Owned<fido_cred_t> read_credential(ByteView authenticator_data, PasskeyAlgorithm algorithm) {
    Owned<fido_cred_t> credential(fido_cred_new());
    const bool read = credential != nullptr &&
                      fido_cred_set_type(credential.get(), static_cast<int>(algorithm)) == FIDO_OK &&
                      fido_cred_set_authdata_raw(credential.get(), authenticator_data.data(),
                                                 authenticator_data.size()) == FIDO_OK &&
                      fido_cred_pubkey_len(credential.get()) > 0 &&
                      fido_cred_id_len(credential.get()) > 0;
    return read ? std::move(credential) : nullptr;
}

} // namespace

Result<Passkey> check_registration(const RelyingParty& rp, std::string_view challenge,
                                   ByteView client_data, ByteView authenticator_data) {
    OGNIWO_TRY(check_client_data(rp, "webauthn.create", challenge, client_data));
    OGNIWO_TRY(check_head(rp, authenticator_data));
    for (const PasskeyAlgorithm algorithm :
         {PasskeyAlgorithm::eddsa, PasskeyAlgorithm::es256, PasskeyAlgorithm::rs256}) {
        const auto credential = read_credential(authenticator_data, algorithm);
        if (!credential) {
            continue;
        }
        Passkey out;
        const ByteView id(fido_cred_id_ptr(credential.get()), fido_cred_id_len(credential.get()));
        const ByteView key(fido_cred_pubkey_ptr(credential.get()), fido_cred_pubkey_len(credential.get()));
        if (id.size() > max_credential_id_bytes) {
            return Error("passkey.attestation", "the id of the key is longer than 1023 bytes");
        }
        out.credential_id.assign(id.begin(), id.end());
        out.public_key.assign(key.begin(), key.end());
        out.algorithm = algorithm;
        out.count = fido_cred_sigcount(credential.get());
        return out;
    }
    return Error("passkey.attestation", "no key of a kind that we know");
}

Result<Assertion> check_assertion(const RelyingParty& rp, std::string_view challenge,
                                  const Passkey& passkey, ByteView client_data,
                                  ByteView authenticator_data, ByteView signature) {
    OGNIWO_TRY(check_client_data(rp, "webauthn.get", challenge, client_data));
    OGNIWO_TRY(check_head(rp, authenticator_data));
    const Error refused("passkey.signature", "not signed by this passkey");
    if (signature.empty() || signature.size() > max_passkey_signature_bytes) {
        return refused;
    }
    const Owned<fido_assert_t> assertion(fido_assert_new());
    const auto hash = crypto::sha256(client_data);
    fido_assert_t* const one = assertion.get();
    const bool read =
        one != nullptr && fido_assert_set_clientdata_hash(one, hash.data(), hash.size()) == FIDO_OK &&
        fido_assert_set_rp(one, rp.id.c_str()) == FIDO_OK && fido_assert_set_count(one, 1) == FIDO_OK &&
        fido_assert_set_authdata_raw(one, 0, authenticator_data.data(), authenticator_data.size()) == FIDO_OK &&
        fido_assert_set_sig(one, 0, signature.data(), signature.size()) == FIDO_OK &&
        fido_assert_set_up(one, FIDO_OPT_TRUE) == FIDO_OK;
    if (!read || !verify(one, passkey)) {
        return refused;
    }
    const Assertion out{fido_assert_sigcount(one, 0),
                        (fido_assert_flags(one, 0) & flag_user_verified) != 0};
    if ((out.count != 0 || passkey.count != 0) && out.count <= passkey.count) {
        return Error("passkey.counter", "the passkey counts backwards");
    }
    return out;
}

} // namespace ogniwo::auth
