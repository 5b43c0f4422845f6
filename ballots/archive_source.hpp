#pragma once
// Where the bytes of an archive come from: memory, or a file that may be larger than memory.

#include "crypto/base/bytes.hpp"
#include "crypto/base/result.hpp"

namespace ogniwo::ballots {

/// Random access to bytes that do not change. Thread-safe.
class ArchiveSource {
  public:
    ArchiveSource() = default;
    ArchiveSource(const ArchiveSource&) = delete;
    ArchiveSource& operator=(const ArchiveSource&) = delete;
    virtual ~ArchiveSource() = default;

    /// Bytes in all.
    [[nodiscard]] virtual std::uint64_t size() const = 0;
    /// Fills all of `out` with the bytes from `offset` on. Errors: archive.truncated (not so many
    /// bytes), archive.read.
    virtual Verdict read_at(std::uint64_t offset, std::span<std::uint8_t> out) const = 0;
    /// What read_at answers past the end.
    static Error truncated();
};

/// Bytes in memory, which must outlive the source.
class MemorySource final : public ArchiveSource {
  public:
    explicit MemorySource(ByteView bytes) : bytes_(bytes) {}
    [[nodiscard]] std::uint64_t size() const override { return bytes_.size(); }
    Verdict read_at(std::uint64_t offset, std::span<std::uint8_t> out) const override;

  private:
    ByteView bytes_;
};

/// Bytes that are appended first and read afterwards. append() and read_at() must not overlap in
/// time.
class ScratchArchive : public ArchiveSource {
  public:
    /// Errors: archive.scratch (the disk is full, for one).
    virtual Verdict append(ByteView bytes) = 0;
};

} // namespace ogniwo::ballots
