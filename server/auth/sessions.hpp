#pragma once
// Signed-in browsers. In memory only: a restart of the server signs everyone out.

#include "crypto/base/clock.hpp"
#include "crypto/base/rng.hpp"
#include "server/auth/token.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <vector>

namespace ogniwo::auth {

struct SessionLimits {
    UnixMillis idle_ms = 30 * 60 * 1000;
    UnixMillis absolute_ms = 12 * 60 * 60 * 1000;
    /// The session unused for longest gives way.
    std::size_t max_sessions = 50'000;
};

struct Session {
    std::string mandate;
    std::string csrf;
    UnixMillis created = 0;
    UnixMillis last_used = 0;
    UnixMillis expires = 0; ///< unless it is used again
};

/// A session as its owner sees it in a list. `id`: 16 hex digits that open nothing.
struct ListedSession {
    std::string id;
    UnixMillis created = 0;
    UnixMillis last_used = 0;
};

/// Thread-safe.
class Sessions {
  public:
    Sessions(SessionLimits limits, const Clock& clock, Rng& rng)
        : limits_(limits), clock_(clock), rng_(rng) {}

    /// A new session with a new token, which is returned and goes into the cookie.
    std::string start(const std::string& mandate);
    /// The session of a cookie, its idle clock set back; nothing when it is unknown or over.
    std::optional<Session> use(std::string_view token);
    void end(std::string_view token);
    /// The sessions of a mandate that are not over, the last used first.
    [[nodiscard]] std::vector<ListedSession> of(std::string_view mandate) const;
    /// The id under which a token's session is listed.
    [[nodiscard]] static std::string listed_id(std::string_view token);
    /// Ends one session of a mandate by its listed id; false when there is none.
    bool end_listed(std::string_view mandate, std::string_view id);
    /// Ends every session of a mandate: after a change of role, say.
    void end_all(std::string_view mandate);
    [[nodiscard]] std::size_t size() const;

  private:
    [[nodiscard]] bool over(const Session& session, UnixMillis now) const;
    void make_room(UnixMillis now);

    SessionLimits limits_;
    const Clock& clock_;
    Rng& rng_;
    mutable std::mutex mutex_;
    std::map<std::string, Session> by_hash_;
};

} // namespace ogniwo::auth
