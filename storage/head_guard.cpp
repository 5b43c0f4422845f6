#include "storage/head_guard.hpp"

#include <cerrno>
#include <fstream>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace ogniwo::storage {
namespace {

Error write_error(const std::filesystem::path& path) {
    return {"file.write", path.string() + ": " + std::generic_category().message(errno)};
}

class Descriptor {
  public:
    explicit Descriptor(int fd) : fd_(fd) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (fd_ >= 0) {
            ::close(fd_);
        }
    }
    [[nodiscard]] int get() const { return fd_; }
    [[nodiscard]] bool valid() const { return fd_ >= 0; }

  private:
    int fd_;
};

bool write_all(int fd, ByteView bytes) {
    while (!bytes.empty()) {
        const ssize_t n = ::write(fd, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return false;
        }
        bytes = bytes.subspan(static_cast<std::size_t>(n));
    }
    return true;
}

} // namespace

Result<void> write_file_durably(const std::filesystem::path& path, ByteView bytes) {
    const std::filesystem::path temporary = path.string() + ".new";
    {
        const Descriptor file(
            ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
        if (!file.valid() || !write_all(file.get(), bytes) || ::fsync(file.get()) != 0) {
            return write_error(temporary);
        }
    }
    if (::rename(temporary.c_str(), path.c_str()) != 0) {
        return write_error(path);
    }
    const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
    const Descriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!directory.valid() || ::fsync(directory.get()) != 0) {
        return write_error(folder);
    }
    return {};
}

Result<std::optional<std::string>> HeadGuard::load() const {
    std::error_code ec;
    if (!std::filesystem::exists(file_, ec)) {
        return std::optional<std::string>();
    }
    std::ifstream in(file_, std::ios::binary);
    std::string note(std::istreambuf_iterator<char>(in), {});
    if (!in) {
        return Error("head.read", "cannot read " + file_.string());
    }
    OGNIWO_TRY(crypto::open_checkpoint(note, log_));
    return std::optional(std::move(note));
}

Result<void> HeadGuard::store(std::string_view note) const {
    return write_file_durably(file_, as_bytes(note));
}

std::string describe_heads(const Reader& reader, const HeadGuard& guard) {
    const auto note = guard.load();
    const auto head = read_head(reader);
    std::string text = "the signed head ";
    if (!note) {
        text += "is damaged (" + note.error().text() + ")";
    } else if (!*note) {
        text += "is missing";
    } else {
        text += "has " + std::to_string(crypto::open_checkpoint(**note, guard.log())->size) + " entries";
    }
    text += ", the database ";
    return text + (head ? "has " + std::to_string(head->size)
                        : "cannot be read (" + head.error().text() + ")");
}

std::optional<Error> compare_with_head(const Reader& reader, const HeadGuard& guard) {
    const auto because = [&](const char* cause) { return Error(cause, describe_heads(reader, guard)); };
    const auto note = guard.load();
    if (!note) {
        return because("head.damaged");
    }
    const auto head = read_head(reader);
    if (!head) {
        return because("head.unreadable");
    }
    if (!*note) {
        return because("head.missing");
    }
    const auto signed_head = crypto::open_checkpoint(**note, guard.log());
    if (head->size == 0 && signed_head->size > 0) {
        return because("head.no_data");
    }
    if (head->size < signed_head->size) {
        return because("head.behind");
    }
    const auto root = merkle::root_at(signed_head->size, node_getter(reader));
    const auto own = merkle::root_at(head->size, node_getter(reader));
    if (!root || !own || *root != signed_head->root || *own != head->root) {
        return because("head.inconsistent");
    }
    return std::nullopt;
}

} // namespace ogniwo::storage
