#include "server/auth/sign_in.hpp"

#include "server/auth/token.hpp"

#include <algorithm>

namespace ogniwo::auth {
namespace {

Error unknown_link() { return {"link.unknown", "the link was used already or is too old"}; }

} // namespace

void SignInRequests::drop_expired(UnixMillis now) {
    const auto drop = [&](auto it) {
        browser_by_token_.erase(it->second.token_hash);
        return by_browser_.erase(it);
    };
    for (auto it = by_browser_.begin(); it != by_browser_.end();) {
        it = now >= it->second.expires ? drop(it) : std::next(it);
    }
    if (by_browser_.size() >= limits_.max_requests) {
        drop(std::ranges::min_element(by_browser_, {},
                                      [](const auto& entry) { return entry.second.expires; }));
    }
}

SignInRequest SignInRequests::open(const std::string& mandate) {
    SignInRequest made{make_token(rng_), make_token(rng_), make_code(rng_)};
    const UnixMillis now = clock_.now();
    const std::lock_guard lock(mutex_);
    if (by_browser_.size() >= limits_.max_requests) {
        drop_expired(now);
    }
    const std::string browser = token_hash(made.browser);
    const std::string token = token_hash(made.token);
    by_browser_[browser] = {mandate, token, token_hash(made.code), limits_.code_tries,
                            now + limits_.lifetime_ms};
    browser_by_token_[token] = browser;
    return made;
}

Result<std::string> SignInRequests::confirm_token(std::string_view token,
                                                  std::string_view browser) {
    const UnixMillis now = clock_.now();
    const std::lock_guard lock(mutex_);
    const auto link = browser_by_token_.find(token_hash(token));
    if (link == browser_by_token_.end()) {
        return unknown_link();
    }
    const auto request = by_browser_.find(link->second);
    if (request == by_browser_.end() || now >= request->second.expires) {
        return unknown_link();
    }
    if (token_hash(browser) != request->first) {
        return Error("link.other_browser",
                     "open the link in the browser in which you asked for it, or type the code there");
    }
    const std::string mandate = request->second.mandate;
    by_browser_.erase(request);
    browser_by_token_.erase(link);
    if (mandate.empty()) {
        return unknown_link();
    }
    return mandate;
}

Result<std::string> SignInRequests::confirm_code(std::string_view code, std::string_view browser) {
    const UnixMillis now = clock_.now();
    const std::lock_guard lock(mutex_);
    const auto request = by_browser_.find(token_hash(browser));
    if (request == by_browser_.end() || now >= request->second.expires) {
        return unknown_link();
    }
    const bool right = token_hash(normalise_code(code)) == request->second.code_hash &&
                       !request->second.mandate.empty();
    if (!right && --request->second.tries_left > 0) {
        return Error("link.code", "wrong code");
    }
    const std::string mandate = request->second.mandate;
    browser_by_token_.erase(request->second.token_hash);
    by_browser_.erase(request);
    if (!right) {
        return Error("link.code", "wrong code; ask for a new letter");
    }
    return mandate;
}

std::size_t SignInRequests::size() const {
    const std::lock_guard lock(mutex_);
    return by_browser_.size();
}

} // namespace ogniwo::auth
