#pragma once
// Sending plain letters. Two ways: into a folder, or to a mail server.

#include "server/mail/message.hpp"
#include "server/obs/log.hpp"
#include "server/obs/metrics.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace ogniwo::mail {

/// Thread-safe. `send` does not wait for the network.
class Mailer {
  public:
    Mailer() = default;
    Mailer(const Mailer&) = delete;
    Mailer& operator=(const Mailer&) = delete;
    virtual ~Mailer() = default;
    /// Takes the letter over. Errors: mail.address, mail.subject, mail.text (too long, not UTF-8,
    /// control characters: nothing that could add a header), mail.busy (queue full), mail.outbox
    /// (disk).
    virtual Result<void> send(const Message& message) = 0;
};

/// Writes each letter to `<folder>/<milliseconds>-<random>.eml` (temporary file, fsync, rename).
/// The folder is made with mode 0700, files 0600.
class OutboxMailer final : public Mailer {
  public:
    /// `clock` and `rng` must outlive the mailer. Errors: mail.outbox, mail.address (of the
    /// sender).
    static Result<std::unique_ptr<OutboxMailer>> make(std::filesystem::path folder, Sender sender,
                                                      const Clock& clock, Rng& rng);
    Result<void> send(const Message& message) override;

  private:
    OutboxMailer(std::filesystem::path folder, Sender sender, const Clock& clock, Rng& rng);
    std::filesystem::path folder_;
    Sender sender_;
    const Clock& clock_;
    Rng& rng_;
};

struct SmtpOptions {
    enum class Tls { none, start_tls, implicit };
    std::string host;
    std::uint16_t port = 587;
    /// `none` is refused except for loopback hosts.
    Tls tls = Tls::start_tls;
    /// PEM bundle to trust instead of the system's; empty: the system's.
    std::string ca_file;
    /// Empty: no authentication.
    std::string user;
    std::string password;
    std::size_t queue_limit = 1'000;
    unsigned attempts = 5;
    /// Before the second attempt; doubles each time, at most an hour.
    std::chrono::milliseconds first_retry{2'000};
    std::chrono::milliseconds timeout{30'000};
};

/// Sends from a thread of its own. A temporary failure (4xx, no connection) is tried again, a
/// permanent one (5xx) is logged as mail.rejected without the address. The destructor tries what is
/// queued once more for at most `timeout`, then gives up.
class SmtpMailer final : public Mailer {
  public:
    /// Errors: mail.address (of the sender), mail.smtp (TLS none beyond loopback, bad host).
    static Result<std::unique_ptr<SmtpMailer>> make(SmtpOptions options, Sender sender,
                                                    const Clock& clock, Rng& rng, obs::Log& log,
                                                    obs::Metrics& metrics);
    SmtpMailer(const SmtpMailer&) = delete;
    SmtpMailer& operator=(const SmtpMailer&) = delete;
    ~SmtpMailer() override;
    Result<void> send(const Message& message) override;
    /// Letters that wait or are being sent.
    [[nodiscard]] std::size_t queued() const;

  private:
    struct State;
    explicit SmtpMailer(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

} // namespace ogniwo::mail
