#include "server/app.hpp"

#include "server/api/authenticate.hpp"
#include "server/api/problems.hpp"
#include "server/api/routes.hpp"
#include "server/descriptors.hpp"
#include "server/mail/smtp_url.hpp"
#include "server/services/founding.hpp"

#include <atomic>
#include <csignal>
#include <thread>

#include <unistd.h>

namespace ogniwo::server {
namespace {

using std::chrono::milliseconds;

// Set by the writer when a write failed: the only way out is to stop.
std::atomic<bool> storage_failed{false};

services::AccountLimits account_limits(const Config& config) {
    services::AccountLimits limits;
    limits.sessions.idle_ms = UnixMillis{config.session_idle_minutes} * 60'000;
    limits.sessions.absolute_ms = UnixMillis{config.session_absolute_hours} * 3'600'000;
    limits.links.lifetime_ms = UnixMillis{config.sign_in_link_minutes} * 60'000;
    limits.invitation_ms = UnixMillis{config.invitation_hours} * 3'600'000;
    limits.sign_ins_per_quarter_hour = config.sign_ins_per_quarter_hour;
    return limits;
}

unsigned cpu_threads(const Config& config) {
    return config.cpu_threads > 0 ? config.cpu_threads
                                  : std::max(1U, std::thread::hardware_concurrency());
}

// Half a minute's worth at once, then evenly.
http::Rate per_minute(std::uint32_t requests) {
    return {std::max(1.0, requests / 2.0), static_cast<double>(requests)};
}

http::DispatcherOptions dispatcher_options(const Config& config) {
    http::DispatcherOptions options;
    const auto rate = [&](http::RateClass kind) -> http::Rate& {
        return options.rates[static_cast<std::size_t>(kind)];
    };
    rate(http::RateClass::api) = per_minute(config.requests_per_minute_per_address);
    rate(http::RateClass::sign_in) = per_minute(config.sign_ins_per_minute_per_address);
    rate(http::RateClass::cast) = per_minute(config.casts_per_minute_per_address);
    rate(http::RateClass::download) = per_minute(config.downloads_per_minute_per_address);
    return options;
}

http::Route metrics_route(obs::Metrics& metrics) {
    http::SyncHandler handler = [&metrics](http::RequestContext&) -> Result<http::Response> {
        return http::body_response(metrics.text(), "text/plain; version=0.0.4");
    };
    return {.method = http::Method::get,
            .path = "/metrics",
            .summary = "Metrics in the Prometheus text format",
            .handler = handler};
}

} // namespace

std::filesystem::path default_keys_dir(const std::filesystem::path& data_dir) {
    std::filesystem::path path = std::filesystem::absolute(data_dir).lexically_normal();
    if (path.filename().empty()) {
        path = path.parent_path();
    }
    return path.parent_path() / (path.filename().string() + "-keys");
}

Application::Application(Config config, obs::Log& events)
    : config_(std::move(config)), events_(events) {}

Application::~Application() { stop(); }

Result<std::unique_ptr<Application>> Application::open(const std::filesystem::path& data_dir,
                                                       Config config, obs::Log& events) {
    if (config.keys_dir.empty()) {
        config.keys_dir = default_keys_dir(data_dir);
    }
    std::unique_ptr<Application> app(new Application(std::move(config), events));
    OGNIWO_TRY(app->open_data(data_dir));
    OGNIWO_TRY(app->open_services());
    OGNIWO_TRY(app->make_servers());
    return app;
}

Result<void> Application::open_data(const std::filesystem::path& data_dir) {
    OGNIWO_ASSIGN(keys_, load_keys(config_.keys_dir));
    OGNIWO_ASSIGN(database_, storage::Database::open({data_dir, head_file(config_.keys_dir)},
                                                     keys_->verifier));
    OGNIWO_ASSIGN(log_, services::FederationLog::open({*database_, keys_->server, clock_, rng_}));
    if (const auto& frozen = log_->frozen()) {
        events_.event(obs::Level::error, "storage.frozen",
                      {{"cause", frozen->id()}, {"detail", frozen->detail()}});
        return {};
    }
    if (log_->with_state([](const governance::State& state) { return state.size(); }) == 0) {
        return Error("storage.unfounded", "the founding was interrupted: remove " + data_dir.string() +
                                              " and " + config_.keys_dir.string() +
                                              ", and run `ogniwo init` again");
    }
    storage::CommitQueue::Options options;
    options.disks = {data_dir, config_.keys_dir};
    return log_->start_writer(keys_->log, std::move(options), [this](const Error& error) {
        events_.event(obs::Level::error, "storage.failed",
                      {{"cause", error.id()}, {"detail", error.detail()}});
        storage_failed = true;
        ::kill(::getpid(), SIGTERM);
    });
}

Result<void> Application::make_mailer() {
    OGNIWO_ASSIGN(const mail::Sender sender, mail::parse_sender(config_.mail_from));
    if (config_.smtp_url.empty()) {
        if (config_.outbox_dir.empty()) {
            return Error("config.range", "set smtp_url, or outbox_dir for a demo or a test");
        }
        OGNIWO_ASSIGN(mailer_, mail::OutboxMailer::make(config_.outbox_dir, sender, clock_, rng_));
        return {};
    }
    OGNIWO_ASSIGN(mail::SmtpOptions options, mail::parse_smtp_url(config_.smtp_url));
    options.user = config_.smtp_user;
    if (!config_.smtp_password_file.empty()) {
        OGNIWO_ASSIGN(const Bytes password, services::read_file(config_.smtp_password_file, 1024));
        options.password = as_text(password);
        while (!options.password.empty() && options.password.back() == '\n') {
            options.password.pop_back();
        }
    }
    OGNIWO_ASSIGN(mailer_, mail::SmtpMailer::make(std::move(options), sender, clock_, rng_, events_,
                                                  metrics_));
    return {};
}

Result<void> Application::open_services() {
    OGNIWO_TRY(make_mailer());
    if (config_.public_origin.empty()) {
        config_.public_origin = "https://localhost:" + std::to_string(config_.listen_port);
    }
    pool_ = std::make_unique<net::CpuPool>(cpu_threads(config_), config_.cpu_queue_jobs, metrics_);
    OGNIWO_ASSIGN(accounts_, services::Accounts::open({*log_, *mailer_, events_, clock_, rng_,
                                                       config_.public_origin},
                                                      account_limits(config_)));
    OGNIWO_ASSIGN(auth::RelyingParty rp, auth::relying_party(config_.public_origin));
    OGNIWO_ASSIGN(passkeys_, services::Passkeys::open({*log_, *accounts_, *mailer_, *pool_, events_, clock_, rng_,
                                                       std::move(rp)}));
    mixing_ = std::make_unique<services::Mixing>(services::Mixing::Parts{*log_, *pool_, events_, rng_});
    voting_ = std::make_unique<services::Voting>(services::Voting::Parts{
        *log_, *pool_, events_, metrics_, *mixing_, rng_, static_cast<double>(config_.casts_per_minute_per_voter),
        config_.challenges_per_voter});
    key_ceremony_ = std::make_unique<services::KeyCeremony>(
        services::KeyCeremony::Parts{*log_, *pool_, events_});
    if (!log_->frozen()) {
        OGNIWO_TRY(key_ceremony_->finish_pending());
        OGNIWO_TRY(voting_->finish_pending());
        mixing_->start();
    }
    spool_.emplace(config_.keys_dir / "spool");
    api_ = std::make_unique<api::App>(api::App{
        *log_, *accounts_, *passkeys_, *voting_, *mixing_, *key_ceremony_, *pool_, config_.public_origin,
        crypto::encode_note_verifier(keys_->verifier), *spool_});
    metrics_.gauge_function("ogniwo_log_entries", "Entries under the signed head",
                            [this] { return static_cast<double>(log_->head().head.size); });
    metrics_.gauge_function("ogniwo_commit_queue_commands", "Commands waiting for the writer",
                            [this] { return static_cast<double>(log_->waiting()); });
    return {};
}

Result<std::shared_ptr<net::TlsContext>> Application::make_tls() const {
    std::filesystem::path chain = config_.tls_certificate_file;
    std::filesystem::path key = config_.tls_key_file;
    if (chain.empty()) {
        chain = config_.keys_dir / "tls-localhost.crt";
        key = config_.keys_dir / "tls-localhost.key";
        std::error_code ec;
        if (!std::filesystem::exists(chain, ec)) {
            OGNIWO_ASSIGN(const net::Certificate made, net::make_self_signed());
            OGNIWO_TRY(storage::write_file_durably(key, as_bytes(made.key_pem)));
            OGNIWO_TRY(storage::write_file_durably(chain, as_bytes(made.chain_pem)));
        }
    }
    constexpr std::size_t max_pem_bytes = 64 * 1024;
    OGNIWO_ASSIGN(const Bytes chain_pem, services::read_file(chain, max_pem_bytes));
    OGNIWO_ASSIGN(const Bytes key_pem, services::read_file(key, max_pem_bytes));
    return net::TlsContext::make({std::string(as_text(chain_pem)), std::string(as_text(key_pem))});
}

Result<void> Application::make_servers() {
    OGNIWO_ASSIGN(const auto tls, make_tls());
    OGNIWO_ASSIGN(const Bytes manifest, services::read_file(config_.web_root / "manifest.json", 1 << 20));
    OGNIWO_ASSIGN(http::StaticFiles files, http::StaticFiles::load(config_.web_root, as_text(manifest),
                                                                   "/", api::page_paths()));
    http::Dispatcher::Parts parts{http::Router(api::routes(*api_)), std::move(files),
                                  api::find_problem, api::authenticate(*api_),
                                  net::cpu_runner(*pool_)};
    dispatcher_ = std::make_unique<http::Dispatcher>(std::move(parts), dispatcher_options(config_),
                                                     events_, metrics_);
    http::Dispatcher::Parts admin_parts{http::Router({metrics_route(metrics_)}), std::nullopt,
                                        api::find_problem, nullptr, nullptr};
    http::DispatcherOptions admin_options;
    admin_options.secure = false;
    admin_dispatcher_ = std::make_unique<http::Dispatcher>(std::move(admin_parts), admin_options,
                                                           events_, metrics_);
    io_ = std::make_unique<net::IoRuntime>(config_.io_threads);
    net::ServerOptions options;
    options.listen = {{config_.listen_address, config_.listen_port}};
    options.limits.connections = make_room_for(config_.max_connections);
    if (options.limits.connections == 0) {
        return Error("config.range", "max_connections: the system grants too few file descriptors; raise `ulimit -Hn`");
    }
    if (options.limits.connections < config_.max_connections) {
        events_.event(obs::Level::warning, "net.fewer_connections",
                      {{"connections", options.limits.connections}, {"wanted", config_.max_connections}});
    }
    options.limits.connections_per_network = config_.max_connections_per_address;
    options.limits.in_flight_body_bytes = config_.max_bodies_in_flight_bytes;
    server_ = std::make_unique<net::Server>(
        io_->executor(), net::Server::Parts{tls, *dispatcher_, rng_, events_, metrics_}, options);
    net::ServerOptions admin;
    admin.listen = {{"127.0.0.1", config_.metrics_port}};
    admin.name = "admin";
    admin_ = std::make_unique<net::Server>(
        io_->executor(), net::Server::Parts{nullptr, *admin_dispatcher_, rng_, events_, metrics_},
        admin);
    return {};
}

Result<void> Application::start() {
    OGNIWO_TRY(server_->start());
    return admin_->start();
}

std::uint16_t Application::port() const { return server_->port(); }
std::uint16_t Application::metrics_port() const { return admin_->port(); }

void Application::stop() {
    if (stopped_) {
        return;
    }
    stopped_ = true;
    if (server_) {
        server_->stop(milliseconds(config_.drain_seconds * 1000));
        admin_->stop(milliseconds(1000));
    }
    if (mixing_) {
        mixing_->stop();
    }
    if (log_) {
        log_->stop_writer();
    }
    if (pool_) {
        pool_->join();
    }
    events_.event(obs::Level::info, "server.stopped", {});
    events_.flush();
}

// What falls due while nobody asks.
void Application::keep_house() {
    if (log_->frozen()) {
        return;
    }
    const UnixMillis appeals = UnixMillis{config_.appeal_days} * 24 * 3'600'000;
    if (const auto erased = voting_->erase_bindings(clock_.now() - appeals); !erased) {
        events_.event(obs::Level::error, "election.bindings_not_erased",
                      {{"cause", erased.error().id()}, {"detail", erased.error().detail()}});
    }
}

int Application::wait_for_signal() {
    sigset_t signals{};
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    constexpr timespec an_hour{3600, 0};
    do {
        keep_house();
    } while (sigtimedwait(&signals, nullptr, &an_hour) < 0); // EAGAIN after the hour
    // From here a second signal has its usual effect.
    pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
    std::signal(SIGTERM, SIG_DFL);
    std::signal(SIGINT, SIG_DFL);
    stop();
    return storage_failed ? 1 : 0;
}

} // namespace ogniwo::server
