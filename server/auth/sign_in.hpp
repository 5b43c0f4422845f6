#pragma once
// Sign-in links (UX section 5): asked for by the person, bound to the browser that asked, ten minutes, once.
// The answer to a request is the same for every address, known or not.

#include "crypto/base/clock.hpp"
#include "crypto/base/result.hpp"
#include "crypto/base/rng.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace ogniwo::auth {

struct SignInLimits {
    UnixMillis lifetime_ms = 10 * 60 * 1000;
    int code_tries = 5;
    /// The request nearest to its end gives way.
    std::size_t max_requests = 20'000;
};

/// What a request yields: the mark for the browser's cookie and what the letter says.
struct SignInRequest {
    std::string browser; ///< cookie value
    std::string token;   ///< in the link
    std::string code;    ///< typed instead of the link
};

/// Thread-safe; in memory only.
class SignInRequests {
  public:
    SignInRequests(SignInLimits limits, const Clock& clock, Rng& rng)
        : limits_(limits), clock_(clock), rng_(rng) {}

    /// Opens a request. `mandate` is empty for an unknown address: such a request never succeeds, and takes
    /// the same time. A new request of the same browser mark is another request.
    SignInRequest open(const std::string& mandate);

    /// The mandate that a link opens, consumed. Errors: link.unknown (never there, used, or over),
    /// link.other_browser (the link stays good).
    Result<std::string> confirm_token(std::string_view token, std::string_view browser);
    /// The mandate that a typed code opens, consumed. Errors: link.unknown, link.code (wrong; after
    /// code_tries of them the request is gone).
    Result<std::string> confirm_code(std::string_view code, std::string_view browser);

    [[nodiscard]] std::size_t size() const;

  private:
    struct Request {
        std::string mandate;
        std::string token_hash;
        std::string code_hash;
        int tries_left = 0;
        UnixMillis expires = 0;
    };
    void drop_expired(UnixMillis now);

    SignInLimits limits_;
    const Clock& clock_;
    Rng& rng_;
    mutable std::mutex mutex_;
    std::map<std::string, Request> by_browser_; ///< by hash of the mark
    std::map<std::string, std::string> browser_by_token_; ///< hash to hash
};

} // namespace ogniwo::auth
