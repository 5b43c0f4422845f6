#include "server/keys.hpp"

#include "crypto/base/encoding.hpp"
#include "storage/head_guard.hpp"

#include <fstream>

namespace ogniwo::server {
namespace {

Result<crypto::SecretText> read_text(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    if (!in || text.empty() || text.size() > 1024) {
        return Error("keys.read", "cannot read " + path.string());
    }
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) {
        text.pop_back();
    }
    return crypto::SecretText(std::move(text));
}

Result<crypto::SigningKey> read_key(const std::filesystem::path& path) {
    OGNIWO_ASSIGN(const crypto::SecretText text, read_text(path));
    auto seed = hex_decode_array<32>(text.expose());
    if (!seed) {
        return Error("keys.read", path.string() + " does not hold 64 hexadecimal digits");
    }
    auto key = crypto::SigningKey::from_seed(*seed);
    crypto::wipe(*seed);
    return key;
}

Result<void> write_key(const std::filesystem::path& path, const crypto::SigningKey& key) {
    const crypto::SecretText text(hex_encode(key.expose_seed()) + "\n");
    return storage::write_file_durably(path, as_bytes(text.expose()));
}

} // namespace

std::filesystem::path head_file(const std::filesystem::path& keys_dir) {
    return keys_dir / "signed-head";
}

Result<LogKeys> make_keys(const std::filesystem::path& keys_dir, const std::string& origin,
                          Rng& rng) {
    std::error_code ec;
    if (std::filesystem::exists(keys_dir / "log.key", ec)) {
        return Error("keys.exists", "there are keys already in " + keys_dir.string());
    }
    std::filesystem::create_directories(keys_dir, ec);
    std::filesystem::permissions(keys_dir, std::filesystem::perms::owner_all, ec);
    LogKeys keys{crypto::SigningKey::generate(rng), crypto::SigningKey::generate(rng), {}};
    keys.verifier = {origin, keys.log.public_key()};
    OGNIWO_TRY(write_key(keys_dir / "log.key", keys.log));
    OGNIWO_TRY(write_key(keys_dir / "server.key", keys.server));
    OGNIWO_TRY(storage::write_file_durably(
        keys_dir / "log.vkey", as_bytes(crypto::encode_note_verifier(keys.verifier) + "\n")));
    return keys;
}

Result<LogKeys> load_keys(const std::filesystem::path& keys_dir) {
    OGNIWO_ASSIGN(crypto::SigningKey log, read_key(keys_dir / "log.key"));
    OGNIWO_ASSIGN(crypto::SigningKey server, read_key(keys_dir / "server.key"));
    OGNIWO_ASSIGN(const crypto::SecretText vkey, read_text(keys_dir / "log.vkey"));
    OGNIWO_ASSIGN(crypto::NoteVerifier verifier, crypto::parse_note_verifier(vkey.expose()));
    if (verifier.key != log.public_key()) {
        return Error("keys.mismatch", "log.vkey does not belong to log.key");
    }
    return LogKeys{std::move(log), std::move(server), std::move(verifier)};
}

} // namespace ogniwo::server
