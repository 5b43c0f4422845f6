#include "ballots/signed_message.hpp"

#include "ballots/groups.hpp"

namespace ogniwo::ballots {
namespace {

crypto::ProofPrefix prefix_of(std::string_view text) {
    return crypto::ProofPrefix("sigmsg|", text, "|");
}

} // namespace

// The text may hold a share: it is hashed where it lies.
template <Group G>
Proof<G> sign_text(std::string_view text, const typename G::SecretScalar& key, Rng& rng) {
    return crypto::prove_schnorr<G>(prefix_of(text), key, rng);
}

template <Group G>
bool text_signature_holds_vartime(std::string_view text, const typename G::PublicBase& key,
                                  const Proof<G>& signature) {
    crypto::ProofBatch<G> batch(nullptr);
    batch.add_schnorr(prefix_of(text), key.point(), signature);
    return !batch.first_failure_vartime();
}

template <Group G> std::string encode_signed_message(const SignedMessage<G>& document) {
    std::string out = R"({"message":)" + write_json(json::value(document.message));
    out += R"(,"signature":)";
    append_proof<G>(out, document.signature);
    return out + "}";
}

template <Group G>
Result<SignedMessage<G>> parse_signed_message(Decoder<G>& decoder, const json::value& value) {
    OGNIWO_ASSIGN(const json::object* object, decoder.object(value, {"message", "signature"}));
    const json::string* text = object->at("message").if_string();
    if (text == nullptr) {
        return decoder.shape_error("a message is not a string");
    }
    SignedMessage<G> document{std::string(*text), {}};
    OGNIWO_ASSIGN(document.signature, decoder.proof(object->at("signature")));
    return document;
}

#define OGNIWO_INSTANTIATE(G)                                                                      \
    template Proof<G> sign_text<G>(std::string_view, const G::SecretScalar&, Rng&);                \
    template bool text_signature_holds_vartime<G>(std::string_view, const G::PublicBase&,          \
                                                  const Proof<G>&);                                \
    template std::string encode_signed_message<G>(const SignedMessage<G>&);                        \
    template Result<SignedMessage<G>> parse_signed_message<G>(Decoder<G>&, const json::value&);
OGNIWO_FOR_EACH_GROUP(OGNIWO_INSTANTIATE)
#undef OGNIWO_INSTANTIATE

} // namespace ogniwo::ballots
