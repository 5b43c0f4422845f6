#pragma once
// Trustees' key files. Version 1 holds the private key of a trustee who is in no key ceremony:
//   {"format":"ogniwo-trustee-key","version":1,"election","group","owner","public_key","private_key"}
// version 2 the seed behind a ceremony's certificate, all that its trustee keeps:
//   {"format":"ogniwo-trustee-key","version":2,"election","group","owner","seed"}

#include "crypto/base/result.hpp"
#include "crypto/secret.hpp"

#include <filesystem>

namespace ogniwo::cli {

struct KeyFile {
    std::string election;
    std::string group;
    std::uint64_t owner = 0; ///< number in the election, from 1
    bool ceremony = false;
    crypto::SecretText secret; ///< the seed in a ceremony, else the private key
};

/// Errors: file.read, json.*, trustee.key_file; each names the file.
Result<KeyFile> read_key_file(const std::filesystem::path& path);

/// The text of version 2.
crypto::SecretText seed_file(const KeyFile& key);

} // namespace ogniwo::cli
