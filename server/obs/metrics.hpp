#pragma once
// Numbers for operators, in the Prometheus text format. Names carry their unit ("_seconds",
// "_bytes").

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ogniwo::obs {

/// Label pairs of one series, in the order they are printed.
using Labels = std::vector<std::pair<std::string, std::string>>;

/// Only grows. Thread-safe.
class Counter {
  public:
    void add(std::uint64_t n = 1) { value_.fetch_add(n, std::memory_order_relaxed); }
    [[nodiscard]] std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

  private:
    std::atomic<std::uint64_t> value_{0};
};

/// Goes up and down. Thread-safe.
class Gauge {
  public:
    void set(std::int64_t n) { value_.store(n, std::memory_order_relaxed); }
    void add(std::int64_t n) { value_.fetch_add(n, std::memory_order_relaxed); }
    [[nodiscard]] std::int64_t value() const { return value_.load(std::memory_order_relaxed); }

  private:
    std::atomic<std::int64_t> value_{0};
};

/// Durations in fixed buckets, 0.5 ms to 30 s. Thread-safe.
class Histogram {
  public:
    static constexpr std::size_t bucket_count = 15;
    /// Upper bounds in seconds, ascending; the last bucket of the output is +Inf.
    static const double bounds[bucket_count];
    void observe(std::chrono::steady_clock::duration elapsed);
    [[nodiscard]] std::uint64_t count() const;

  private:
    friend class Metrics;
    std::atomic<std::uint64_t> buckets_[bucket_count + 1] = {};
    std::atomic<std::uint64_t> sum_us_{0};
};

/// A registry. References stay valid as long as it. Thread-safe; keep the references rather than
/// looking a series up for each event. At most 5,000 series: one more is counted in a series
/// without labels.
class Metrics {
  public:
    Metrics() = default;
    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;
    ~Metrics() = default;
    /// The series of that name and labels, made on first use. Precondition: the name is a
    /// Prometheus name, and one name has one kind.
    Counter& counter(std::string_view name, std::string_view help, const Labels& labels = {});
    Gauge& gauge(std::string_view name, std::string_view help, const Labels& labels = {});
    Histogram& histogram(std::string_view name, std::string_view help, const Labels& labels = {});
    /// A gauge that is computed when the text is made.
    void gauge_function(std::string_view name, std::string_view help,
                        std::function<double()> value);
    /// Prometheus text format 0.0.4, families by name.
    [[nodiscard]] std::string text() const;

  private:
    enum class Kind : std::uint8_t { counter, gauge, histogram, function };
    struct Family {
        Kind kind = Kind::counter;
        std::string help;
        std::map<std::string, std::unique_ptr<Counter>> counters;
        std::map<std::string, std::unique_ptr<Gauge>> gauges;
        std::map<std::string, std::unique_ptr<Histogram>> histograms;
        std::function<double()> function;
    };
    Family& family(std::string_view name, std::string_view help, Kind kind);
    std::string series_key(const Labels& labels);

    mutable std::mutex mutex_;
    std::map<std::string, Family, std::less<>> families_;
    std::size_t series_ = 0;
};

} // namespace ogniwo::obs
