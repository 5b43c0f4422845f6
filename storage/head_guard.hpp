#pragma once
// The last signed checkpoint, kept outside the database (LEDGER "Head guard"): what makes a lost tail visible.

#include "crypto/note.hpp"
#include "storage/ledger.hpp"

#include <filesystem>

namespace ogniwo::storage {

/// Writes a whole file durably: temporary file beside it, fsync, rename, fsync of the folder; mode 0600.
/// Errors: file.write.
Result<void> write_file_durably(const std::filesystem::path& path, ByteView bytes);

/// One writer; the file always holds a whole signed note.
class HeadGuard {
  public:
    HeadGuard(std::filesystem::path file, crypto::NoteVerifier log)
        : file_(std::move(file)), log_(std::move(log)) {}

    /// The note as stored, checked; nothing when there is no file. Errors: head.read, and those of
    /// open_checkpoint (a damaged file).
    [[nodiscard]] Result<std::optional<std::string>> load() const;
    /// Errors: file.write.
    [[nodiscard]] Result<void> store(std::string_view note) const;
    [[nodiscard]] const crypto::NoteVerifier& log() const { return log_; }

  private:
    std::filesystem::path file_;
    crypto::NoteVerifier log_;
};

/// Both sizes, or what is wrong with them, in words.
std::string describe_heads(const Reader& reader, const HeadGuard& guard);

/// Why nothing may be appended, with both sizes named; nothing when the database reaches the signed head.
/// A database beyond it is what a crash between commit and signature leaves, and fine.
/// Causes: head.missing, head.damaged, head.no_data, head.behind, head.inconsistent, head.unreadable.
std::optional<Error> compare_with_head(const Reader& reader, const HeadGuard& guard);

} // namespace ogniwo::storage
