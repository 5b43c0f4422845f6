#include "server/obs/metrics.hpp"

#include "crypto/base/check.hpp"

#include <algorithm>
#include <cstdio>

namespace ogniwo::obs {
namespace {

constexpr std::size_t max_series = 5'000;

bool is_name(std::string_view name) {
    const auto letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    };
    return !name.empty() && letter(name.front()) &&
           std::ranges::all_of(name, [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

std::string escaped(std::string_view text, bool quotes) {
    std::string out;
    for (const char c : text) {
        if (c == '\\') {
            out += "\\\\";
        } else if (c == '\n') {
            out += "\\n";
        } else if (c == '"' && quotes) {
            out += "\\\"";
        } else {
            out += c;
        }
    }
    return out;
}

std::string number(double value) {
    char text[64];
    std::snprintf(text, sizeof text, "%.12g", value); // the bounds as people write them: 0.0005
    return text;
}

// {a="x",le="0.5"}: the labels of the series and one more.
std::string with_label(const std::string& key, const std::string& more) {
    return key.empty() ? "{" + more + "}" : "{" + key + "," + more + "}";
}

std::string in_braces(const std::string& key) {
    return key.empty() ? "" : "{" + key + "}";
}

} // namespace

const double Histogram::bounds[bucket_count] = {
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0};

void Histogram::observe(std::chrono::steady_clock::duration elapsed) {
    using namespace std::chrono;
    const auto micros = std::max<std::int64_t>(0, duration_cast<microseconds>(elapsed).count());
    const double seconds = static_cast<double>(micros) / 1e6;
    const auto* const bound = std::lower_bound(std::begin(bounds), std::end(bounds), seconds);
    buckets_[bound - std::begin(bounds)].fetch_add(1, std::memory_order_relaxed);
    sum_us_.fetch_add(static_cast<std::uint64_t>(micros), std::memory_order_relaxed);
}

std::uint64_t Histogram::count() const {
    std::uint64_t total = 0;
    for (const auto& bucket : buckets_) {
        total += bucket.load(std::memory_order_relaxed);
    }
    return total;
}

Metrics::Family& Metrics::family(std::string_view name, std::string_view help, Kind kind) {
    auto it = families_.find(name);
    if (it == families_.end()) {
        OGNIWO_CHECK(is_name(name));
        it = families_.emplace(std::string(name), Family{}).first;
        it->second.kind = kind;
        it->second.help = help;
    }
    OGNIWO_CHECK(it->second.kind == kind);
    return it->second;
}

std::string Metrics::series_key(const Labels& labels) {
    std::string key;
    for (const auto& [name, value] : labels) {
        OGNIWO_CHECK(is_name(name));
        key += (key.empty() ? "" : ",") + name + "=\"" + escaped(value, true) + "\"";
    }
    return key;
}

namespace {
// The series of that key; over the bound, the one without labels.
template <class Series>
Series& find_or_make(std::map<std::string, std::unique_ptr<Series>>& series, const std::string& key,
                     std::size_t& total) {
    if (const auto it = series.find(key); it != series.end()) {
        return *it->second;
    }
    auto& slot = series[total < max_series ? key : std::string()];
    if (!slot) {
        slot = std::make_unique<Series>();
        ++total;
    }
    return *slot;
}
} // namespace

Counter& Metrics::counter(std::string_view name, std::string_view help, const Labels& labels) {
    const std::lock_guard lock(mutex_);
    return find_or_make(family(name, help, Kind::counter).counters, series_key(labels), series_);
}

Gauge& Metrics::gauge(std::string_view name, std::string_view help, const Labels& labels) {
    const std::lock_guard lock(mutex_);
    return find_or_make(family(name, help, Kind::gauge).gauges, series_key(labels), series_);
}

Histogram& Metrics::histogram(std::string_view name, std::string_view help, const Labels& labels) {
    const std::lock_guard lock(mutex_);
    return find_or_make(family(name, help, Kind::histogram).histograms, series_key(labels),
                        series_);
}

void Metrics::gauge_function(std::string_view name, std::string_view help,
                             std::function<double()> value) {
    const std::lock_guard lock(mutex_);
    family(name, help, Kind::function).function = std::move(value);
}

std::string Metrics::text() const {
    const std::lock_guard lock(mutex_);
    std::string out;
    for (const auto& [name, family] : families_) {
        const char* const type = family.kind == Kind::counter     ? "counter"
                                 : family.kind == Kind::histogram ? "histogram"
                                                                  : "gauge";
        out += "# HELP " + name + " " + escaped(family.help, false) + "\n";
        out += "# TYPE " + name + " " + type + "\n";
        for (const auto& [key, series] : family.counters) {
            out += name + in_braces(key) + " " + std::to_string(series->value()) + "\n";
        }
        for (const auto& [key, series] : family.gauges) {
            out += name + in_braces(key) + " " + std::to_string(series->value()) + "\n";
        }
        if (family.function) {
            out += name + " " + number(family.function()) + "\n";
        }
        for (const auto& [key, series] : family.histograms) {
            std::uint64_t below = 0;
            for (std::size_t i = 0; i <= Histogram::bucket_count; ++i) {
                below += series->buckets_[i].load(std::memory_order_relaxed);
                const std::string bound =
                    i < Histogram::bucket_count ? number(Histogram::bounds[i]) : "+Inf";
                out += name + "_bucket" + with_label(key, "le=\"" + bound + "\"") + " " +
                       std::to_string(below) + "\n";
            }
            const auto sum = static_cast<double>(series->sum_us_.load()) / 1e6;
            out += name + "_sum" + in_braces(key) + " " + number(sum) + "\n";
            out += name + "_count" + in_braces(key) + " " + std::to_string(below) + "\n";
        }
    }
    return out;
}

} // namespace ogniwo::obs
