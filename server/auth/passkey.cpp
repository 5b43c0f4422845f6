#include "server/auth/passkey.hpp"

#include "crypto/base/encoding.hpp"

#include <algorithm>
#include <array>

namespace ogniwo::auth {
namespace {

constexpr std::array algorithms{PasskeyAlgorithm::eddsa, PasskeyAlgorithm::es256,
                                PasskeyAlgorithm::rs256};

} // namespace

Result<RelyingParty> relying_party(std::string_view public_origin) {
    constexpr std::string_view scheme = "https://";
    if (!public_origin.starts_with(scheme)) {
        return Error("passkey.origin", "passkeys need an origin that begins with https://");
    }
    const std::string_view authority = public_origin.substr(scheme.size());
    const std::string_view host = authority.substr(0, authority.find(':'));
    if (host.empty() || authority.find('/') != std::string_view::npos) {
        return Error("passkey.origin", "not an origin: " + std::string(public_origin));
    }
    return RelyingParty{std::string(host), std::string(public_origin)};
}

json::object encode_passkey(const Passkey& passkey) {
    return {{"mandate", passkey.mandate},
            {"name", passkey.name},
            {"credential_id", hex_encode(passkey.credential_id)},
            {"algorithm", static_cast<std::int64_t>(passkey.algorithm)},
            {"public_key", hex_encode(passkey.public_key)},
            {"count", static_cast<std::int64_t>(passkey.count)},
            {"created", passkey.created},
            {"last_used", passkey.last_used}};
}

Result<Passkey> parse_passkey(const json::value& value) {
    OGNIWO_ASSIGN(const json::object* object,
                  expect_object(value, {{"mandate", "name", "credential_id", "algorithm",
                                         "public_key", "count", "created", "last_used"}}));
    Passkey out;
    OGNIWO_ASSIGN(out.mandate, get_string(*object, "mandate"));
    OGNIWO_ASSIGN(out.name, get_string(*object, "name"));
    OGNIWO_ASSIGN(const std::string id, get_string(*object, "credential_id"));
    OGNIWO_ASSIGN(out.credential_id, hex_decode(id));
    OGNIWO_ASSIGN(const std::int64_t algorithm, get_int(*object, "algorithm"));
    const auto known = std::ranges::find(algorithms, algorithm, [](PasskeyAlgorithm one) {
        return static_cast<std::int64_t>(one);
    });
    if (known == algorithms.end()) {
        return Error("passkey.algorithm", std::to_string(algorithm));
    }
    out.algorithm = *known;
    OGNIWO_ASSIGN(const std::string key, get_string(*object, "public_key"));
    OGNIWO_ASSIGN(out.public_key, hex_decode(key));
    OGNIWO_ASSIGN(const std::int64_t count, get_int(*object, "count"));
    out.count = static_cast<std::uint32_t>(count);
    OGNIWO_ASSIGN(out.created, get_int(*object, "created"));
    OGNIWO_ASSIGN(out.last_used, get_int(*object, "last_used"));
    return out;
}

} // namespace ogniwo::auth
