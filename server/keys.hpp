#pragma once
// The signing keys of a federation's log, in a folder of their own outside the data folder: whoever clones the
// data alone cannot fork the log.

#include "crypto/note.hpp"

#include <filesystem>

namespace ogniwo::server {

struct LogKeys {
    /// Signs checkpoints; its text form names the log's origin.
    crypto::SigningKey log;
    /// Signs the entries that the server makes.
    crypto::SigningKey server;
    crypto::NoteVerifier verifier;
};

/// The signed head lies beside the keys.
std::filesystem::path head_file(const std::filesystem::path& keys_dir);

/// Makes both keys: log.key and server.key (seed in hex, mode 0600) and log.vkey (public text).
/// Errors: keys.exists, keys.write.
Result<LogKeys> make_keys(const std::filesystem::path& keys_dir, const std::string& origin, Rng& rng);

/// Errors: keys.read, note.key, keys.mismatch (log.vkey is not of log.key).
Result<LogKeys> load_keys(const std::filesystem::path& keys_dir);

} // namespace ogniwo::server
