#include "server/auth/challenges.hpp"

#include "server/auth/token.hpp"

#include <algorithm>

namespace ogniwo::auth {

void Challenges::make_room(UnixMillis now) {
    if (entries_.size() < limits_.max_challenges) {
        return;
    }
    std::erase_if(entries_, [&](const auto& entry) { return now >= entry.second.expires; });
    if (entries_.size() >= limits_.max_challenges) {
        entries_.erase(std::ranges::min_element(
            entries_, {}, [](const auto& entry) { return entry.second.expires; }));
    }
}

std::string Challenges::open(const std::string& owner) {
    std::string challenge = make_token(rng_);
    const UnixMillis now = clock_.now();
    const std::lock_guard lock(mutex_);
    make_room(now);
    entries_[challenge] = {owner, now + limits_.lifetime_ms};
    return challenge;
}

bool Challenges::take(std::string_view challenge, std::string_view owner) {
    const UnixMillis now = clock_.now();
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(challenge);
    if (found == entries_.end()) {
        return false;
    }
    const Entry entry = std::move(found->second);
    entries_.erase(found);
    return now < entry.expires && entry.owner == owner;
}

} // namespace ogniwo::auth
