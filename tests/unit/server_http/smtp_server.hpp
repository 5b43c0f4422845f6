#pragma once
// A mail server of a few lines on loopback (RFC 5321), to have a real conversation with.

#include <atomic>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace ogniwo::test {

/// Speaks with one client at a time, until destroyed.
class SmtpServer {
  public:
    struct Letter {
        std::string from;
        std::string to;
        std::string bytes; ///< with dots unstuffed
    };
    SmtpServer();
    ~SmtpServer();
    SmtpServer(const SmtpServer&) = delete;
    SmtpServer& operator=(const SmtpServer&) = delete;

    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] std::vector<Letter> letters() const;
    /// What the next RCPT commands are answered with; then "250 ok" again.
    void answer_recipients(std::deque<std::string> answers);
    /// Greets nobody until release().
    void hold() { held_ = true; }
    void release() { held_ = false; }

  private:
    void serve();
    void talk(int client);
    bool read_line(int client, std::string& buffer, std::string& line) const;
    std::string recipient_answer();

    int listening_ = -1;
    std::uint16_t port_ = 0;
    std::atomic<bool> stop_{false};
    std::atomic<bool> held_{false};
    mutable std::mutex mutex_;
    std::vector<Letter> letters_;
    std::deque<std::string> answers_;
    std::thread thread_;
};

} // namespace ogniwo::test
