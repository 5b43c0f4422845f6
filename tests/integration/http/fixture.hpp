#pragma once
// A real server on a free port, with a few routes of each kind.

#include "server/http/dispatcher.hpp"
#include "server/net/cpu_pool.hpp"
#include "server/net/server.hpp"
#include "tests/integration/http/client.hpp"

#include <atomic>
#include <filesystem>

namespace ogniwo::test {

/// Randomness of the system, thread-safe.
class SystemRng final : public Rng {
  public:
    void fill(std::span<std::uint8_t> out) override;
};

/// A folder that is removed with this.
class TemporaryFolder {
  public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    void write(const std::string& name, std::string_view content) const;

  private:
    std::filesystem::path path_;
};

struct FixtureOptions {
    FixtureOptions() { dispatcher.rates.fill(http::Rate{1e9, 1e9}); }
    net::Limits limits;
    http::DispatcherOptions dispatcher;
    unsigned io_threads = 2;
    unsigned cpu_threads = 1;
    std::size_t cpu_jobs = 2;
    bool tls = true;
};

/// Routes:
///   GET  /hello                    "hello"
///   GET  /items/{id}               the id
///   GET  /tail/{rest...}           the rest
///   GET  /slow?ms=N                waits N ms on a timer, then "slow"
///   GET  /cpu?ms=N                 computes N ms on the pool, then "cpu"
///   GET  /gate                     waits on the pool until open_gate(), then "open"
///   GET  /throw, /throw-async      throws
///   GET  /large                    8 MiB of 'x'
///   GET  /file                     a file of 300,000 bytes
///   POST /echo                     octet-stream, at most 4,096 bytes, echoed
///   POST /big                      octet-stream, at most 1 MiB; answers its length
///   POST /json                     application/json, at most 1,024 bytes
///   POST /guarded                  like /echo, but needs the header X-Test-User; answers in multiples of 2,048 bytes
///   POST /empty                    takes no body
/// Static files: /, /app.js, /crypto.worker.js, pages /votes/{id}.
class Fixture {
  public:
    explicit Fixture(FixtureOptions options = {});
    ~Fixture();
    [[nodiscard]] std::uint16_t port() const { return server->port(); }
    [[nodiscard]] Client client() const { return Client(port()); }
    /// The value of a metric's line, 0 when it is not there.
    [[nodiscard]] double metric(const std::string& series) const;

    void open_gate() {
        gate.store(true);
        gate.notify_all();
    }

    SystemRng rng;
    std::unique_ptr<obs::Log> log = obs::Log::to_memory();
    obs::Metrics metrics;
    TemporaryFolder folder;
    std::atomic<unsigned> handled{0}; ///< calls of handlers
    std::atomic<bool> gate{false};
    net::Certificate certificate;
    std::unique_ptr<net::IoRuntime> io;
    std::unique_ptr<net::CpuPool> pool;
    std::unique_ptr<http::Dispatcher> dispatcher;
    std::unique_ptr<net::Server> server;

  private:
    std::vector<http::Route> routes();
};

/// Waits at most 5 s for what other threads bring about.
bool eventually(const std::function<bool()>& condition);

} // namespace ogniwo::test
