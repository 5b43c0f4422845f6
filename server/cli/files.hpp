#pragma once
// Files of the command line: read whole with a limit, written whole and never over another.

#include "crypto/secret.hpp"
#include "server/cli/commands.hpp"

#include <filesystem>
#include <initializer_list>

namespace ogniwo::cli {

inline constexpr std::size_t max_input_bytes = std::size_t{64} << 20;

/// The same error with the name of the file that it is about.
[[nodiscard]] Error in_file(const std::filesystem::path& path, const Error& error);

/// Errors: file.read, file.size.
Result<Bytes> read_input(const std::filesystem::path& path);
/// One line from a file, or from standard input for "-", without its end. Errors: file.read.
Result<crypto::SecretText> read_secret_line(const std::string& path);
/// Refuses an existing file. Mode 0644, or 0600 for a secret. After an error there is no file.
/// Errors: file.exists, file.write.
Result<void> write_output(const std::filesystem::path& path, std::string_view text, bool secret);
struct Output {
    std::filesystem::path path;
    std::string_view text;
    bool secret = false;
};
/// Writes each as write_output does. After an error there is none of them. Errors: as write_output.
Result<void> write_outputs(std::initializer_list<Output> outputs);
/// Appends durably to a file that still has `size` bytes. After an error the file is as it was.
/// Errors: file.write, file.changed (it has another size, or somebody is changing it).
Result<void> append_output(const std::filesystem::path& path, std::uint64_t size,
                           std::string_view text);

} // namespace ogniwo::cli
