#include "ballots/private_channel.hpp"

#include "ballots/groups.hpp"
#include "crypto/base/check.hpp"
#include "crypto/base/encoding.hpp"
#include "crypto/sealed_message.hpp"

namespace ogniwo::ballots {
namespace {

using crypto::SecretText;

constexpr DecodeIds ids{"channel.encoding", "channel.encoding", "channel.membership"};

Error malformed() {
    return {"channel.encoding", "not the message that it should be"};
}

// A JSON string of a text without control characters, in a buffer that does not move.
SecretText quote(std::string_view text) {
    std::string out;
    out.reserve(2 * text.size() + 2);
    out.push_back('"');
    for (const char c : text) {
        OGNIWO_CHECK(c >= 0x20 && c < 0x7f);
        if (c == '"' || c == '\\') {
            out.push_back('\\');
        }
        out.push_back(c);
    }
    out.push_back('"');
    return SecretText(std::move(out));
}

SecretText concatenate(std::initializer_list<std::string_view> parts) {
    std::size_t size = 0;
    for (const std::string_view part : parts) {
        size += part.size();
    }
    std::string out;
    out.reserve(size);
    for (const std::string_view part : parts) {
        out.append(part);
    }
    return SecretText(std::move(out));
}

// Reads canonical JSON from left to right; once something does not fit, nothing fits any more.
class Scanner {
  public:
    explicit Scanner(std::string_view text) : rest_(text) {}

    void literal(std::string_view expected) {
        good_ = good_ && rest_.starts_with(expected);
        rest_.remove_prefix(good_ ? expected.size() : 0);
    }
    /// The characters up to the next quote.
    std::string_view plain() {
        const std::size_t end = rest_.find('"');
        good_ = good_ && end != std::string_view::npos;
        const std::string_view found = rest_.substr(0, good_ ? end : 0);
        rest_.remove_prefix(found.size());
        return found;
    }
    /// A JSON string with the escapes that quote() makes.
    SecretText quoted() {
        literal("\"");
        std::string out;
        out.reserve(rest_.size());
        while (good_ && !rest_.starts_with('"')) {
            const bool escaped = rest_.starts_with('\\');
            const std::string_view next = rest_.substr(escaped ? 1 : 0, 1);
            good_ = !next.empty() && (!escaped || next == "\"" || next == "\\");
            out.append(next);
            rest_.remove_prefix(good_ ? (escaped ? 2 : 1) : 0);
        }
        literal("\"");
        return SecretText(std::move(out));
    }
    [[nodiscard]] bool at(std::string_view next) const { return good_ && rest_.starts_with(next); }
    [[nodiscard]] bool done() const { return good_ && rest_.empty(); }

  private:
    std::string_view rest_;
    bool good_ = true;
};

template <Group G> std::string encode(const crypto::SealedMessage<G>& sealed) {
    std::string out(sealed.algorithm == crypto::SealAlgorithm::aes_gcm
                        ? R"({"algorithm":"AES-GCM","alpha":")"
                        : R"({"alpha":")");
    out += G::point_text(sealed.alpha) + R"(","beta":")" + G::point_text(sealed.beta);
    return out + R"(","data":")" + hex_encode(sealed.data) + R"("})";
}

template <Group G> Result<crypto::SealedMessage<G>> decode(std::string_view text) {
    const auto document = parse_json(text, {.max_bytes = 3 * crypto::max_sealed_text});
    const json::object* object = document ? document->if_object() : nullptr;
    if (object == nullptr || !object->contains("data") || !object->at("data").is_string()) {
        return malformed();
    }
    crypto::SealedMessage<G> sealed;
    sealed.algorithm = object->contains("algorithm") ? crypto::SealAlgorithm::aes_gcm
                                                     : crypto::SealAlgorithm::aes_ccm;
    Decoder<G> decoder(ids);
    for (const char* member : {"alpha", "beta"}) {
        if (!object->contains(member)) {
            return malformed();
        }
    }
    OGNIWO_ASSIGN(sealed.alpha, decoder.point(object->at("alpha")));
    OGNIWO_ASSIGN(sealed.beta, decoder.point(object->at("beta")));
    auto data = hex_decode(std::string_view(object->at("data").get_string()));
    if (!data) {
        return malformed();
    }
    sealed.data = std::move(*data);
    if (encode<G>(sealed) != text) {
        return malformed();
    }
    return sealed;
}

} // namespace

template <Group G>
std::string send(const crypto::PkiKeys<G>& sender, const typename G::Point& recipient,
                 std::string_view message, Rng& rng) {
    const SecretText quoted = quote(message);
    const SecretText inner = concatenate(
        {R"({"recipient":")", G::point_text(recipient), R"(","message":)", quoted.expose(), "}"});
    std::string signature;
    append_proof<G>(signature, sign_text<G>(inner.expose(), sender.signing, rng));
    const SecretText quoted_inner = quote(inner.expose());
    const SecretText document =
        concatenate({R"({"message":)", quoted_inner.expose(), R"(,"signature":)", signature, "}"});
    return encode<G>(crypto::seal_message<G>(recipient, document.expose(), rng));
}

template <Group G>
Result<SecretText> receive(const crypto::PkiKeys<G>& receiver, const typename G::PublicBase& sender,
                           std::string_view text) {
    OGNIWO_ASSIGN(const crypto::SealedMessage<G> sealed, decode<G>(text));
    OGNIWO_ASSIGN(const SecretText document, crypto::open_message<G>(receiver.decryption, sealed));
    Scanner outer(document.expose());
    outer.literal(R"({"message":)");
    const SecretText inner = outer.quoted();
    outer.literal(R"(,"signature":{"challenge":")");
    const auto challenge = G::parse_scalar(outer.plain());
    outer.literal(R"(","response":")");
    const auto response = G::parse_scalar(outer.plain());
    outer.literal(R"("}})");
    if (!outer.done() || !challenge || !response) {
        return malformed();
    }
    if (!text_signature_holds_vartime<G>(inner.expose(), sender, {*challenge, *response})) {
        return Error("channel.signature", "the signature of the sender fails");
    }
    Scanner scanner(inner.expose());
    scanner.literal(R"({"recipient":")");
    const std::string_view recipient = scanner.plain();
    scanner.literal(R"(","message":)");
    SecretText message = scanner.quoted();
    scanner.literal("}");
    if (!scanner.done()) {
        return malformed();
    }
    if (recipient != G::point_text(G::exp_generator(receiver.decryption))) {
        return Error("channel.recipient", "the message was for another trustee");
    }
    return message;
}

Result<SecretText> read_secret_member(std::string_view text, std::string_view member) {
    Scanner scanner(text);
    scanner.literal("{\"");
    scanner.literal(member);
    scanner.literal("\":");
    SecretText value = scanner.quoted();
    scanner.literal("}");
    if (!scanner.done()) {
        return malformed();
    }
    return value;
}

Result<std::vector<SecretText>> read_secret_list(std::string_view text, std::string_view member) {
    Scanner scanner(text);
    scanner.literal("{\"");
    scanner.literal(member);
    scanner.literal("\":[");
    std::vector<SecretText> values;
    do {
        values.push_back(scanner.quoted());
        if (!scanner.at(",")) {
            break;
        }
        scanner.literal(",");
    } while (values.size() <= crypto::max_threshold_trustees);
    scanner.literal("]}");
    if (!scanner.done()) {
        return malformed();
    }
    return values;
}

#define OGNIWO_INSTANTIATE(G)                                                                      \
    template std::string send<G>(const crypto::PkiKeys<G>&, const G::Point&, std::string_view,     \
                                 Rng&);                                                            \
    template Result<SecretText> receive<G>(const crypto::PkiKeys<G>&, const G::PublicBase&,        \
                                           std::string_view);
OGNIWO_FOR_EACH_GROUP(OGNIWO_INSTANTIATE)
#undef OGNIWO_INSTANTIATE

} // namespace ogniwo::ballots
