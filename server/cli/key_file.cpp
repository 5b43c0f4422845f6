#include "server/cli/key_file.hpp"

#include "crypto/base/json.hpp"
#include "server/cli/files.hpp"

namespace ogniwo::cli {
namespace {

constexpr std::string_view format_name = "ogniwo-trustee-key";

Result<KeyFile> parse_key_file(const crypto::SecretText& text) {
    OGNIWO_ASSIGN(const json::value value, parse_json(text.expose(), {.max_bytes = 64 * 1024}));
    KeyFile key;
    key.ceremony = value.is_object() && value.get_object().contains("seed");
    OGNIWO_ASSIGN(const json::object* object,
                  key.ceremony
                      ? expect_object(value, {{"format", "version", "election", "group", "owner",
                                               "seed"}})
                      : expect_object(value, {{"format", "version", "election", "group", "owner",
                                               "public_key", "private_key"}}));
    OGNIWO_ASSIGN(const std::string format, get_string(*object, "format"));
    OGNIWO_ASSIGN(const std::int64_t version, get_int(*object, "version"));
    OGNIWO_ASSIGN(const std::int64_t owner, get_int(*object, "owner"));
    if (format != format_name || version != (key.ceremony ? 2 : 1) || owner < 1) {
        return Error("trustee.key_file", "not a trustee's key file");
    }
    key.owner = static_cast<std::uint64_t>(owner);
    OGNIWO_ASSIGN(key.election, get_string(*object, "election"));
    OGNIWO_ASSIGN(key.group, get_string(*object, "group"));
    OGNIWO_ASSIGN(std::string secret, get_string(*object, key.ceremony ? "seed" : "private_key"));
    key.secret = crypto::SecretText(std::move(secret));
    return key;
}

} // namespace

Result<KeyFile> read_key_file(const std::filesystem::path& path) {
    OGNIWO_ASSIGN(Bytes bytes, read_input(path));
    const crypto::SecretText text{std::string(as_text(bytes))};
    crypto::wipe(bytes);
    auto key = parse_key_file(text);
    return key ? std::move(key) : in_file(path, key.error());
}

crypto::SecretText seed_file(const KeyFile& key) {
    return crypto::SecretText(write_json(json::object{{"format", format_name},
                                                          {"version", 2},
                                                          {"election", key.election},
                                                          {"group", key.group},
                                                          {"owner", key.owner},
                                                          {"seed", key.secret.expose()}}));
}

} // namespace ogniwo::cli
