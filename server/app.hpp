#pragma once
// The composition root: opens the data, puts the services together, serves, and stops in order.

#include "crypto/random.hpp"
#include "server/api/app.hpp"
#include "server/config.hpp"
#include "server/http/dispatcher.hpp"
#include "server/keys.hpp"
#include "server/net/server.hpp"

namespace ogniwo::server {

/// `<data>-keys`, beside the data folder.
std::filesystem::path default_keys_dir(const std::filesystem::path& data_dir);

class Application {
  public:
    /// Opens everything; listens only after start(). Errors: keys.*, storage.*, config.*, static.*, tls.*.
    static Result<std::unique_ptr<Application>> open(const std::filesystem::path& data_dir,
                                                     Config config, obs::Log& events);
    ~Application();
    Application(const Application&) = delete;
    Application& operator=(const Application&) = delete;

    /// Errors: net.listen.
    Result<void> start();
    /// Finishes requests in flight (at most drain_seconds), the commit queue, and the pool. Once.
    void stop();
    /// Blocks until SIGTERM or SIGINT, or until the storage failed. A second signal ends at once.
    /// Returns the exit code.
    int wait_for_signal();

    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] std::uint16_t metrics_port() const;
    [[nodiscard]] const std::string& public_origin() const { return config_.public_origin; }
    [[nodiscard]] services::FederationLog& log() { return *log_; }
    [[nodiscard]] services::Accounts& accounts() { return *accounts_; }
    [[nodiscard]] services::Voting& voting() { return *voting_; }

  private:
    Application(Config config, obs::Log& events);
    Result<void> open_data(const std::filesystem::path& data_dir);
    Result<void> open_services();
    Result<void> make_mailer();
    Result<std::shared_ptr<net::TlsContext>> make_tls() const;
    Result<void> make_servers();
    void keep_house();

    // In the order of dependence: the last is destroyed first.
    Config config_;
    obs::Log& events_;
    obs::Metrics metrics_;
    SystemClock clock_;
    crypto::SystemRng rng_;
    std::optional<LogKeys> keys_;
    std::unique_ptr<storage::Database> database_;
    std::unique_ptr<mail::Mailer> mailer_;
    std::unique_ptr<services::FederationLog> log_;
    std::unique_ptr<net::CpuPool> pool_;
    std::unique_ptr<services::Accounts> accounts_;
    std::unique_ptr<services::Passkeys> passkeys_;
    std::unique_ptr<services::Mixing> mixing_;
    std::unique_ptr<services::Voting> voting_;
    std::unique_ptr<services::KeyCeremony> key_ceremony_;
    std::optional<api::Spool> spool_;
    std::unique_ptr<api::App> api_;
    std::unique_ptr<net::IoRuntime> io_;
    std::unique_ptr<http::Dispatcher> dispatcher_;
    std::unique_ptr<http::Dispatcher> admin_dispatcher_;
    std::unique_ptr<net::Server> server_;
    std::unique_ptr<net::Server> admin_;
    bool stopped_ = false;
};

} // namespace ogniwo::server
