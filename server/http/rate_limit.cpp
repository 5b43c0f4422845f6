#include "server/http/rate_limit.hpp"

#include "crypto/base/check.hpp"

#include <algorithm>
#include <cmath>

namespace ogniwo::http {

RateLimiter::RateLimiter(Rate rate, std::size_t max_keys) : rate_(rate), max_keys_(max_keys) {
    OGNIWO_CHECK(rate.burst >= 1 && rate.per_minute > 0 && max_keys >= 1);
}

std::optional<unsigned> RateLimiter::take(std::string_view key, TimePoint now) {
    const double per_second = rate_.per_minute / 60.0;
    const std::lock_guard lock(mutex_);
    auto found = index_.find(key);
    if (found == index_.end()) {
        if (buckets_.size() == max_keys_) {
            index_.erase(buckets_.back().key);
            buckets_.pop_back();
        }
        buckets_.push_front(Bucket{std::string(key), rate_.burst, now});
        found = index_.emplace(buckets_.front().key, buckets_.begin()).first;
    } else {
        buckets_.splice(buckets_.begin(), buckets_, found->second);
    }
    Bucket& bucket = *found->second;
    // Threads may bring their times out of order: time never runs back in a bucket.
    const double passed = std::max(0.0, std::chrono::duration<double>(now - bucket.at).count());
    bucket.tokens = std::min(rate_.burst, bucket.tokens + passed * per_second);
    bucket.at = std::max(bucket.at, now);
    if (bucket.tokens >= 1.0) {
        bucket.tokens -= 1.0;
        return std::nullopt;
    }
    const double wait = std::ceil((1.0 - bucket.tokens) / per_second);
    return static_cast<unsigned>(std::clamp(wait, 1.0, 86'400.0));
}

std::size_t RateLimiter::size() const {
    const std::lock_guard lock(mutex_);
    return buckets_.size();
}

} // namespace ogniwo::http
