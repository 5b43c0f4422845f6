#include "tests/unit/server_http/smtp_server.hpp"

#include <array>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace ogniwo::test {
namespace {

bool readable(int descriptor, int millis) {
    pollfd one{};
    one.fd = descriptor;
    one.events = POLLIN;
    return ::poll(&one, 1, millis) > 0;
}

void say(int client, const std::string& line) {
    const std::string bytes = line + "\r\n";
    static_cast<void>(::send(client, bytes.data(), bytes.size(), MSG_NOSIGNAL));
}

} // namespace

SmtpServer::SmtpServer() : listening_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the sockets interface
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listening_, generic, length) != 0 || ::listen(listening_, 4) != 0 ||
        ::getsockname(listening_, generic, &length) != 0) {
        throw std::runtime_error("no mail server");
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
}

SmtpServer::~SmtpServer() {
    stop_ = true;
    thread_.join();
    ::close(listening_);
}

std::vector<SmtpServer::Letter> SmtpServer::letters() const {
    const std::lock_guard lock(mutex_);
    return letters_;
}

void SmtpServer::answer_recipients(std::deque<std::string> answers) {
    const std::lock_guard lock(mutex_);
    answers_ = std::move(answers);
}

std::string SmtpServer::recipient_answer() {
    const std::lock_guard lock(mutex_);
    if (answers_.empty()) {
        return "250 ok";
    }
    std::string answer = answers_.front();
    answers_.pop_front();
    return answer;
}

void SmtpServer::serve() {
    while (!stop_) {
        if (!held_ && readable(listening_, 20)) {
            const int client = ::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC);
            talk(client);
            ::close(client);
        } else if (held_) {
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
    }
}

bool SmtpServer::read_line(int client, std::string& buffer, std::string& line) const {
    std::size_t end = 0;
    while ((end = buffer.find("\r\n")) == std::string::npos) {
        if (stop_) {
            return false;
        }
        if (!readable(client, 20)) {
            continue;
        }
        std::array<char, 4096> chunk{};
        const ssize_t n = ::recv(client, chunk.data(), chunk.size(), 0);
        if (n <= 0) {
            return false;
        }
        buffer.append(chunk.data(), static_cast<std::size_t>(n));
    }
    line = buffer.substr(0, end);
    buffer.erase(0, end + 2);
    return true;
}

void SmtpServer::talk(int client) {
    say(client, "220 test");
    std::string buffer;
    std::string line;
    Letter letter;
    while (read_line(client, buffer, line)) {
        if (line.starts_with("EHLO") || line.starts_with("HELO")) {
            say(client, "250-test\r\n250 8BITMIME");
        } else if (line.starts_with("MAIL FROM:")) {
            letter = Letter{};
            letter.from = line.substr(10, line.find('>') - 9);
            say(client, "250 ok");
        } else if (line.starts_with("RCPT TO:")) {
            letter.to = line.substr(8);
            say(client, recipient_answer());
        } else if (line == "DATA") {
            say(client, "354 go on");
            while (read_line(client, buffer, line) && line != ".") {
                letter.bytes += (line.starts_with('.') ? line.substr(1) : line) + "\r\n";
            }
            const std::lock_guard lock(mutex_);
            letters_.push_back(letter);
            say(client, "250 taken");
        } else if (line == "QUIT") {
            say(client, "221 bye");
            return;
        } else {
            say(client, line == "RSET" ? "250 ok" : "502 unknown");
        }
    }
}

} // namespace ogniwo::test
