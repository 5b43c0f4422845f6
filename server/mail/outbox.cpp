#include "crypto/base/encoding.hpp"
#include "server/mail/mailer.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace ogniwo::mail {
namespace {

constexpr mode_t folder_mode = 0700;
constexpr mode_t file_mode = 0600;

// Writes and syncs a file that must not exist yet.
bool write_new(const std::filesystem::path& path, std::string_view content) {
    const int descriptor =
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, file_mode);
    if (descriptor < 0) {
        return false;
    }
    bool done = true;
    while (done && !content.empty()) {
        const ssize_t n = ::write(descriptor, content.data(), content.size());
        if (n < 0 && errno == EINTR) {
            continue;
        }
        done = n > 0;
        content.remove_prefix(done ? static_cast<std::size_t>(n) : 0);
    }
    done = done && ::fsync(descriptor) == 0;
    return ::close(descriptor) == 0 && done;
}

} // namespace

OutboxMailer::OutboxMailer(std::filesystem::path folder, Sender sender, const Clock& clock,
                           Rng& rng)
    : folder_(std::move(folder)), sender_(std::move(sender)), clock_(clock), rng_(rng) {}

Result<std::unique_ptr<OutboxMailer>>
OutboxMailer::make(std::filesystem::path folder, Sender sender, const Clock& clock, Rng& rng) {
    if (!is_address(sender.address)) {
        return Error("mail.address", "the sender");
    }
    struct stat info {};
    const bool made = ::mkdir(folder.c_str(), folder_mode) == 0;
    if (!made &&
        (errno != EEXIST || ::stat(folder.c_str(), &info) != 0 || !S_ISDIR(info.st_mode))) {
        return Error("mail.outbox", "cannot make " + folder.string());
    }
    return std::unique_ptr<OutboxMailer>(
        new OutboxMailer(std::move(folder), std::move(sender), clock, rng));
}

Result<void> OutboxMailer::send(const Message& message) {
    const UnixMillis now = clock_.now();
    OGNIWO_ASSIGN(const std::string letter, compose(message, sender_, now, rng_));
    ByteArray<8> random{};
    rng_.fill(random);
    const std::string name = std::to_string(now) + "-" + hex_encode(random);
    const std::filesystem::path temporary = folder_ / ("." + name + ".tmp");
    const bool written = write_new(temporary, letter);
    if (!written || ::rename(temporary.c_str(), (folder_ / (name + ".eml")).c_str()) != 0) {
        ::unlink(temporary.c_str());
        return Error("mail.outbox", "cannot write into the folder");
    }
    return {};
}

} // namespace ogniwo::mail
