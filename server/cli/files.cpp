#include "server/cli/files.hpp"

#include "ballots/printable.hpp"

#include <cerrno>
#include <fstream>
#include <iostream>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace ogniwo::cli {

namespace {

// Durable when it returns true; errno says why not.
bool write_all(int file, std::string_view text) {
    while (!text.empty()) {
        const ssize_t n = ::write(file, text.data(), text.size());
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return false;
        }
        text.remove_prefix(static_cast<std::size_t>(n));
    }
    return ::fsync(file) == 0;
}

} // namespace

int misuse(const Error& error) {
    std::cerr << "ogniwo: " << ballots::printable(error.text()) << "\n";
    return 2;
}

int invalid(const Error& error) {
    std::cout << "INVALID: " << ballots::printable(error.text()) << "\n";
    return 1;
}

Error in_file(const std::filesystem::path& path, const Error& error) {
    return {error.id().data(), path.string() + (error.detail().empty() ? "" : ": ") + error.detail()};
}

Result<Bytes> read_input(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in || std::filesystem::is_directory(path)) {
        return Error("file.read", "cannot read " + path.string());
    }
    Bytes bytes;
    std::array<char, 65536> buffer{};
    while (in.read(buffer.data(), buffer.size()) || in.gcount() > 0) {
        append(bytes, std::string_view(buffer.data(), static_cast<std::size_t>(in.gcount())));
        if (bytes.size() > max_input_bytes) {
            return Error("file.size", path.string() + " is larger than 64 MiB");
        }
    }
    return bytes;
}

Result<crypto::SecretText> read_secret_line(const std::string& path) {
    std::string line;
    if (path == "-") {
        std::getline(std::cin, line);
    } else {
        std::ifstream in(path, std::ios::binary);
        if (!std::getline(in, line)) {
            return Error("file.read", "cannot read " + path);
        }
    }
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) {
        line.pop_back();
    }
    return crypto::SecretText(std::move(line));
}

Result<void> write_output(const std::filesystem::path& path, std::string_view text, bool secret) {
    if (path.has_parent_path()) {
        std::error_code ec;
        std::filesystem::create_directories(path.parent_path(), ec);
    }
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, secret ? 0600 : 0644);
    if (file < 0) {
        return errno == EEXIST ? Error("file.exists", path.string() + " is there already; move it away "
                                                                      "or choose another name")
                               : Error("file.write", path.string() + ": " + std::generic_category().message(errno));
    }
    const bool written = write_all(file, text);
    const int cause = errno;
    if (::close(file) != 0 || !written) {
        ::unlink(path.c_str());
        return Error("file.write", path.string() + ": " + std::generic_category().message(cause));
    }
    return {};
}

Result<void> write_outputs(std::initializer_list<Output> outputs) {
    std::vector<std::filesystem::path> written;
    for (const Output& output : outputs) {
        if (const auto done = write_output(output.path, output.text, output.secret); !done) {
            for (const std::filesystem::path& path : written) {
                ::unlink(path.c_str());
            }
            return done.error();
        }
        written.push_back(output.path);
    }
    return {};
}

Result<void> append_output(const std::filesystem::path& path, std::uint64_t size,
                           std::string_view text) {
    const int file = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
    if (file < 0) {
        return Error("file.write", path.string() + ": " + std::generic_category().message(errno));
    }
    struct stat status {};
    Result<void> done;
    if (::flock(file, LOCK_EX | LOCK_NB) != 0 || ::fstat(file, &status) != 0 ||
        static_cast<std::uint64_t>(status.st_size) != size) {
        done = Error("file.changed", path.string() + " was changed by another command; run this one again");
    } else if (!write_all(file, text)) {
        done = Error("file.write", path.string() + ": " + std::generic_category().message(errno) + "; nothing was added");
        if (::ftruncate(file, status.st_size) != 0) {
            done = Error("file.write", path.string() + " is damaged from byte " +
                                           std::to_string(size) + " on: cut it there");
        }
    }
    ::close(file);
    return done;
}

} // namespace ogniwo::cli
