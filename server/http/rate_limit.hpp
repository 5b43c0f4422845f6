#pragma once
// Token buckets by key, in bounded memory.

#include <chrono>
#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace ogniwo::http {

/// `burst` requests at once, then `per_minute` a minute.
struct Rate {
    double burst = 0;
    double per_minute = 0;
};

/// Thread-safe. At most `max_keys` buckets: the one unused for longest gives way to a new key, so
/// an attacker with many addresses can forget a bucket early but cannot take memory.
class RateLimiter {
  public:
    using TimePoint = std::chrono::steady_clock::time_point;
    explicit RateLimiter(Rate rate, std::size_t max_keys = 65'536);

    /// Takes one token. Nothing when it was there, else the seconds (at least 1) until there will
    /// be one.
    std::optional<unsigned> take(std::string_view key, TimePoint now);
    [[nodiscard]] std::size_t size() const;

  private:
    struct Bucket {
        std::string key;
        double tokens = 0;
        TimePoint at;
    };
    Rate rate_;
    std::size_t max_keys_;
    mutable std::mutex mutex_;
    std::list<Bucket> buckets_; // most recently used first
    std::unordered_map<std::string_view, std::list<Bucket>::iterator> index_;
};

} // namespace ogniwo::http
