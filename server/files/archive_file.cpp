#include "server/files/archive_file.hpp"

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace ogniwo::files {
namespace {

using ballots::ArchiveSource;
using ballots::ScratchArchive;

Verdict read_file(int descriptor, std::uint64_t size, std::uint64_t offset,
                  std::span<std::uint8_t> out) {
    if (offset > size || out.size() > size - offset) {
        return ArchiveSource::truncated();
    }
    while (!out.empty()) {
        const ssize_t got = ::pread(descriptor, out.data(), out.size(), static_cast<off_t>(offset));
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return got == 0 ? ArchiveSource::truncated() : Error("archive.read", std::generic_category().message(errno));
        }
        out = out.subspan(static_cast<std::size_t>(got));
        offset += static_cast<std::uint64_t>(got);
    }
    return pass();
}

class FileSource final : public ArchiveSource {
  public:
    FileSource(int descriptor, std::uint64_t size) : descriptor_(descriptor), size_(size) {}
    FileSource(const FileSource&) = delete;
    FileSource& operator=(const FileSource&) = delete;
    ~FileSource() override { ::close(descriptor_); }

    [[nodiscard]] std::uint64_t size() const override { return size_; }
    Verdict read_at(std::uint64_t offset, std::span<std::uint8_t> out) const override {
        return read_file(descriptor_, size_, offset, out);
    }

  private:
    int descriptor_;
    std::uint64_t size_;
};

// Appends through a buffer: a ballot is many small pieces.
class ScratchFile final : public ScratchArchive {
  public:
    explicit ScratchFile(int descriptor) : descriptor_(descriptor) {}
    ScratchFile(const ScratchFile&) = delete;
    ScratchFile& operator=(const ScratchFile&) = delete;
    ~ScratchFile() override { ::close(descriptor_); }

    [[nodiscard]] std::uint64_t size() const override { return written_ + buffer_.size(); }

    Verdict append(ByteView bytes) override {
        ogniwo::append(buffer_, bytes);
        return buffer_.size() < buffered_bytes ? pass() : write_all();
    }

    Verdict read_at(std::uint64_t offset, std::span<std::uint8_t> out) const override {
        if (offset > size() || out.size() > size() - offset) {
            return ArchiveSource::truncated();
        }
        const auto in_file = static_cast<std::size_t>(
            offset < written_ ? std::min<std::uint64_t>(written_ - offset, out.size()) : 0);
        OGNIWO_TRY(read_file(descriptor_, written_, std::min(offset, written_),
                             out.first(in_file)));
        const auto from = static_cast<std::size_t>(std::max(offset, written_) - written_);
        std::ranges::copy(ByteView(buffer_).subspan(from, out.size() - in_file),
                          out.subspan(in_file).begin());
        return pass();
    }

  private:
    static constexpr std::size_t buffered_bytes = std::size_t{1} << 20;

    Verdict write_all() {
        ByteView rest(buffer_);
        while (!rest.empty()) {
            const ssize_t put = ::write(descriptor_, rest.data(), rest.size());
            if (put < 0 && errno == EINTR) {
                continue;
            }
            if (put <= 0) {
                return Error("archive.scratch", std::generic_category().message(errno));
            }
            rest = rest.subspan(static_cast<std::size_t>(put));
            written_ += static_cast<std::uint64_t>(put);
        }
        buffer_.clear();
        return pass();
    }

    int descriptor_;
    std::uint64_t written_ = 0;
    Bytes buffer_;
};

} // namespace

Result<std::unique_ptr<ArchiveSource>> open_archive(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return Error("archive.open", path + ": " + std::generic_category().message(errno));
    }
    struct stat status {};
    if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
        ::close(descriptor);
        return Error("archive.open", path + " is not a regular file");
    }
    return std::unique_ptr<ArchiveSource>(
        std::make_unique<FileSource>(descriptor, static_cast<std::uint64_t>(status.st_size)));
}

Result<std::unique_ptr<ScratchArchive>> make_scratch_archive(const std::string& folder) {
    std::string path = folder + "/ogniwo-XXXXXX";
    const int descriptor = ::mkostemp(path.data(), O_CLOEXEC);
    if (descriptor < 0) {
        return Error("archive.scratch", path + ": " + std::generic_category().message(errno));
    }
    ::unlink(path.c_str());
    return std::unique_ptr<ScratchArchive>(std::make_unique<ScratchFile>(descriptor));
}

} // namespace ogniwo::files
