#include "ballots/ceremony_roster.hpp"

#include "ballots/groups.hpp"
#include "crypto/base/json.hpp"
#include "crypto/threshold.hpp"

namespace ogniwo::ballots {
namespace {

Error malformed() { return {"trustee.encoding", "not a certificate"}; }

Result<json::value> message_of(std::string_view certificate) {
    OGNIWO_ASSIGN(const json::value document, parse_json(certificate));
    const json::object* object = document.if_object();
    const json::value* message = object == nullptr ? nullptr : object->if_contains("message");
    if (message == nullptr || !message->is_string()) {
        return malformed();
    }
    OGNIWO_ASSIGN(json::value inner, parse_json(std::string_view(message->get_string())));
    return inner.is_object() ? Result<json::value>(std::move(inner)) : malformed();
}

} // namespace

Result<Ceremony> ceremony_of(std::string_view certificate) {
    OGNIWO_ASSIGN(const json::value message, message_of(certificate));
    const json::value* value = message.get_object().if_contains("context");
    const json::object* context = value == nullptr ? nullptr : value->if_object();
    if (context == nullptr) {
        return Error("trustee.cert_context", "the certificate does not say which ceremony it is for");
    }
    OGNIWO_ASSIGN(std::string group, get_string(*context, "group"));
    OGNIWO_ASSIGN(const std::int64_t size, get_int(*context, "size"));
    OGNIWO_ASSIGN(const std::int64_t threshold, get_int(*context, "threshold"));
    if (size < 0 || threshold < 0) {
        return malformed();
    }
    const CeremonyShape shape{static_cast<std::size_t>(size), static_cast<std::size_t>(threshold)};
    OGNIWO_TRY(check_shape(shape));
    return Ceremony{std::move(group), shape};
}

Result<std::size_t> index_of_seed(const Ceremony& ceremony, CeremonyTexts certificates,
                                  std::string_view seed) {
    return with_group<std::size_t>(ceremony.group, [&]<crypto::Group G>() -> Result<std::size_t> {
        OGNIWO_ASSIGN(const auto keys, crypto::derive_pki_keys<G>(seed));
        const std::string own = G::point_text(G::exp_generator(keys.signing));
        for (std::size_t i = 0; i < certificates.size(); ++i) {
            OGNIWO_ASSIGN(const json::value message, message_of(certificates[i]));
            OGNIWO_ASSIGN(const std::string verification,
                          get_string(message.get_object(), "verification"));
            if (verification == own) {
                return i + 1;
            }
        }
        return Error("ceremony.seed", "none of the certificates is of this key");
    });
}

} // namespace ogniwo::ballots
