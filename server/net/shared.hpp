#pragma once
// What all connections of a server share: bounds that hold for them together, and their metrics.

#include "crypto/base/rng.hpp"
#include "server/http/service.hpp"
#include "server/net/limits.hpp"
#include "server/obs/log.hpp"
#include "server/obs/metrics.hpp"

#include <atomic>
#include <map>
#include <mutex>

namespace ogniwo::net {

/// A number of units that many may take from. Thread-safe.
class Budget {
  public:
    explicit Budget(std::size_t total) : total_(total) {}
    /// Takes n units, or none.
    [[nodiscard]] bool take(std::size_t n) {
        std::size_t used = used_.load();
        while (n <= total_ && used <= total_ - n) {
            if (used_.compare_exchange_weak(used, used + n)) {
                return true;
            }
        }
        return false;
    }
    void give_back(std::size_t n) { used_.fetch_sub(n); }
    [[nodiscard]] std::size_t used() const { return used_.load(); }

  private:
    const std::size_t total_;
    std::atomic<std::size_t> used_{0};
};

/// Units that are given back when this goes.
class BudgetShare {
  public:
    BudgetShare() = default;
    BudgetShare(Budget& budget, std::size_t n)
        : budget_(budget.take(n) ? &budget : nullptr), n_(n) {}
    BudgetShare(BudgetShare&& other) noexcept
        : budget_(std::exchange(other.budget_, nullptr)), n_(other.n_) {}
    BudgetShare& operator=(BudgetShare&& other) noexcept {
        std::swap(budget_, other.budget_);
        std::swap(n_, other.n_);
        return *this;
    }
    BudgetShare(const BudgetShare&) = delete;
    BudgetShare& operator=(const BudgetShare&) = delete;
    ~BudgetShare() {
        if (budget_ != nullptr) {
            budget_->give_back(n_);
        }
    }
    /// False when the budget had not enough.
    [[nodiscard]] bool granted() const { return budget_ != nullptr; }

  private:
    Budget* budget_ = nullptr;
    std::size_t n_ = 0;
};

/// Connections by peer network. Thread-safe.
class NetworkCounts {
  public:
    explicit NetworkCounts(std::size_t limit) : limit_(limit) {}
    bool enter(const std::string& network) {
        const std::lock_guard lock(mutex_);
        std::size_t& n = counts_[network];
        if (n >= limit_) {
            return false;
        }
        ++n;
        return true;
    }
    void leave(const std::string& network) {
        const std::lock_guard lock(mutex_);
        if (const auto it = counts_.find(network); it != counts_.end() && --it->second == 0) {
            counts_.erase(it);
        }
    }

  private:
    const std::size_t limit_;
    std::mutex mutex_;
    std::map<std::string, std::size_t> counts_; // at most one entry for each connection
};

/// Series of one server, labelled with its name.
struct NetMetrics {
    NetMetrics(obs::Metrics& metrics, const std::string& server);
    /// The phase in which a deadline passed: "handshake", "idle", "header", "body", "write".
    obs::Counter& timeout(std::string_view phase);

    obs::Gauge& connections;
    obs::Counter& accepted;
    obs::Counter& over_network_limit;
    obs::Counter& no_descriptor;
    obs::Counter& tls_failures;
    obs::Counter& body_budget_refusals;

  private:
    obs::Metrics& metrics_;
    std::string server_;
};

/// Outlives every connection.
struct Shared {
    Shared(http::Service& s, Rng& r, obs::Log& l, obs::Metrics& m, Limits limits_,
           const std::string& name)
        : service(s), rng(r), log(l), limits(limits_), metrics(m, name),
          connections(limits.connections), bodies(limits.in_flight_body_bytes),
          networks(limits.connections_per_network) {}

    http::Service& service;
    Rng& rng;
    obs::Log& log;
    const Limits limits;
    NetMetrics metrics;
    Budget connections;
    Budget bodies;
    NetworkCounts networks;
};

} // namespace ogniwo::net
