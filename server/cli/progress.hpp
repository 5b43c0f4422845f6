#pragma once
// A progress bar with rate and remaining time, on a terminal only.

#include <chrono>
#include <cstdint>

namespace ogniwo::cli {

/// Draws on stderr when that is a terminal; otherwise does nothing. One thread.
class ProgressBar {
  public:
    /// `unit` is shown behind the rate, which counts `per_unit` of what show() is told: "MB/s" with 10^6.
    ProgressBar(const char* unit, double per_unit);
    ~ProgressBar();
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;
    void show(std::uint64_t done, std::uint64_t total);

  private:
    bool terminal_;
    bool drawn_ = false;
    const char* unit_;
    double per_unit_;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

} // namespace ogniwo::cli
