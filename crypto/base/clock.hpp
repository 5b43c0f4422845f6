#pragma once
// Time comes in from outside: the pure layers never read a clock of their own.

#include <chrono>
#include <cstdint>

namespace ogniwo {

/// Milliseconds since the Unix epoch.
using UnixMillis = std::int64_t;

/// Thread-safe in every implementation.
class Clock {
  public:
    Clock() = default;
    Clock(const Clock&) = delete;
    Clock& operator=(const Clock&) = delete;
    virtual ~Clock() = default;
    [[nodiscard]] virtual UnixMillis now() const = 0;
};

class SystemClock final : public Clock {
  public:
    [[nodiscard]] UnixMillis now() const override {
        using namespace std::chrono;
        return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
    }
};

} // namespace ogniwo
