#include "server/cli/files.hpp"

#include <cerrno>
#include <fstream>
#include <iostream>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace ogniwo::cli {

int misuse(const Error& error) {
    std::cerr << "ogniwo: " << error.text() << "\n";
    return 2;
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
    bool ok = true;
    while (ok && !text.empty()) {
        const ssize_t n = ::write(file, text.data(), text.size());
        ok = n > 0;
        text.remove_prefix(ok ? static_cast<std::size_t>(n) : 0);
    }
    ok = ::fsync(file) == 0 && ok;
    ok = ::close(file) == 0 && ok;
    if (!ok) {
        return Error("file.write", path.string() + ": " + std::generic_category().message(errno));
    }
    return {};
}

} // namespace ogniwo::cli
