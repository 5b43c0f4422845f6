#include "ballots/archive_source.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace ogniwo::ballots {
namespace {

Error truncated() {
    return {"archive.truncated", "the archive ends in the middle of a record"};
}

class FileSource final : public ArchiveSource {
  public:
    FileSource(int descriptor, std::uint64_t size) : descriptor_(descriptor), size_(size) {}
    FileSource(const FileSource&) = delete;
    FileSource& operator=(const FileSource&) = delete;
    ~FileSource() override { ::close(descriptor_); }

    [[nodiscard]] std::uint64_t size() const override { return size_; }
    Verdict read_at(std::uint64_t offset, std::span<std::uint8_t> out) const override {
        if (offset > size_ || out.size() > size_ - offset) {
            return truncated();
        }
        while (!out.empty()) {
            const ssize_t got =
                ::pread(descriptor_, out.data(), out.size(), static_cast<off_t>(offset));
            if (got < 0 && errno == EINTR) {
                continue;
            }
            if (got <= 0) {
                return got == 0 ? truncated() : Error("archive.read", std::strerror(errno));
            }
            out = out.subspan(static_cast<std::size_t>(got));
            offset += static_cast<std::uint64_t>(got);
        }
        return pass();
    }

  private:
    int descriptor_;
    std::uint64_t size_;
};

} // namespace

Verdict MemorySource::read_at(std::uint64_t offset, std::span<std::uint8_t> out) const {
    if (offset > bytes_.size() || out.size() > bytes_.size() - offset) {
        return truncated();
    }
    std::ranges::copy(bytes_.subspan(static_cast<std::size_t>(offset), out.size()), out.begin());
    return pass();
}

Result<std::unique_ptr<ArchiveSource>> open_archive_file(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return Error("archive.open", path + ": " + std::strerror(errno));
    }
    struct stat status {};
    if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
        ::close(descriptor);
        return Error("archive.open", path + " is not a regular file");
    }
    return std::unique_ptr<ArchiveSource>(
        std::make_unique<FileSource>(descriptor, static_cast<std::uint64_t>(status.st_size)));
}

} // namespace ogniwo::ballots
