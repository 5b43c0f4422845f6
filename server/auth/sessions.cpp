#include "server/auth/sessions.hpp"

#include <algorithm>

namespace ogniwo::auth {
namespace {

constexpr std::size_t listed_id_digits = 16;

} // namespace

bool Sessions::over(const Session& session, UnixMillis now) const {
    return now >= session.last_used + limits_.idle_ms || now >= session.created + limits_.absolute_ms;
}

void Sessions::make_room(UnixMillis now) {
    if (by_hash_.size() < limits_.max_sessions) {
        return;
    }
    std::erase_if(by_hash_, [&](const auto& entry) { return over(entry.second, now); });
    if (by_hash_.size() >= limits_.max_sessions) {
        by_hash_.erase(std::ranges::min_element(
            by_hash_, {}, [](const auto& entry) { return entry.second.last_used; }));
    }
}

std::string Sessions::start(const std::string& mandate) {
    std::string token = make_token(rng_);
    const UnixMillis now = clock_.now();
    const std::lock_guard lock(mutex_);
    make_room(now);
    by_hash_[token_hash(token)] = {mandate, make_token(rng_), now, now,
                                   now + std::min(limits_.idle_ms, limits_.absolute_ms)};
    return token;
}

std::optional<Session> Sessions::use(std::string_view token) {
    const std::string hash = token_hash(token);
    const UnixMillis now = clock_.now();
    const std::lock_guard lock(mutex_);
    const auto found = by_hash_.find(hash);
    if (found == by_hash_.end()) {
        return std::nullopt;
    }
    Session& session = found->second;
    if (over(session, now)) {
        by_hash_.erase(found);
        return std::nullopt;
    }
    session.last_used = std::max(session.last_used, now);
    session.expires = std::min(session.last_used + limits_.idle_ms,
                               session.created + limits_.absolute_ms);
    return session;
}

void Sessions::end(std::string_view token) {
    const std::lock_guard lock(mutex_);
    by_hash_.erase(token_hash(token));
}

std::string Sessions::listed_id(std::string_view token) {
    return token_hash(token).substr(0, listed_id_digits);
}

std::vector<ListedSession> Sessions::of(std::string_view mandate) const {
    std::vector<ListedSession> out;
    const UnixMillis now = clock_.now();
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [hash, session] : by_hash_) {
            if (session.mandate == mandate && !over(session, now)) {
                out.push_back({hash.substr(0, listed_id_digits), session.created, session.last_used});
            }
        }
    }
    std::ranges::sort(out, std::ranges::greater(), &ListedSession::last_used);
    return out;
}

bool Sessions::end_listed(std::string_view mandate, std::string_view id) {
    const std::lock_guard lock(mutex_);
    return std::erase_if(by_hash_, [&](const auto& entry) {
               return entry.second.mandate == mandate && id.size() == listed_id_digits &&
                      entry.first.starts_with(id);
           }) > 0;
}

void Sessions::end_all(std::string_view mandate) {
    const std::lock_guard lock(mutex_);
    std::erase_if(by_hash_, [&](const auto& entry) { return entry.second.mandate == mandate; });
}

std::size_t Sessions::size() const {
    const std::lock_guard lock(mutex_);
    return by_hash_.size();
}

} // namespace ogniwo::auth
