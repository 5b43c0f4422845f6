#pragma once
// Challenges for passkeys: random, for one use, for five minutes.

#include "crypto/base/clock.hpp"
#include "crypto/base/rng.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace ogniwo::auth {

struct ChallengeLimits {
    UnixMillis lifetime_ms = 5 * 60 * 1000;
    /// The challenge nearest to its end gives way.
    std::size_t max_challenges = 20'000;
};

/// Thread-safe; in memory only.
class Challenges {
  public:
    Challenges(ChallengeLimits limits, const Clock& clock, Rng& rng)
        : limits_(limits), clock_(clock), rng_(rng) {}

    /// 22 characters of base64url. `owner`: the mandate that registers a passkey, or empty for somebody who signs in.
    std::string open(const std::string& owner);
    /// Uses a challenge up, whoever asks. True when it is good and was opened for this owner.
    bool take(std::string_view challenge, std::string_view owner);

  private:
    struct Entry {
        std::string owner;
        UnixMillis expires = 0;
    };
    void make_room(UnixMillis now);

    ChallengeLimits limits_;
    const Clock& clock_;
    Rng& rng_;
    mutable std::mutex mutex_;
    std::map<std::string, Entry, std::less<>> entries_;
};

} // namespace ogniwo::auth
