#pragma once
// A clock that stands still until the test moves it.

#include "crypto/base/clock.hpp"

#include <atomic>

namespace ogniwo::test {

class ManualClock final : public Clock {
  public:
    explicit ManualClock(UnixMillis start = 1'800'000'000'000) : now_(start) {}
    [[nodiscard]] UnixMillis now() const override { return now_; }
    void advance(UnixMillis ms) { now_ += ms; }

  private:
    std::atomic<UnixMillis> now_;
};

} // namespace ogniwo::test
