#include "server/http/router.hpp"

#include "crypto/base/check.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace ogniwo::http {
std::string_view auth_policy_name(AuthPolicy policy) {
    constexpr std::array<std::string_view, 5> names{"anyone", "session", "representative",
                                                    "officer", "trustee"};
    return names.at(static_cast<std::size_t>(policy));
}

std::string_view rate_class_name(RateClass rate) {
    constexpr std::array<std::string_view, rate_class_count> names{"page", "api", "sign_in", "cast",
                                                                   "download"};
    return names.at(static_cast<std::size_t>(rate));
}

const std::string& RequestContext::param(std::string_view name) const {
    const auto it =
        std::ranges::find_if(params, [&](const auto& one) { return one.first == name; });
    OGNIWO_CHECK(it != params.end());
    return it->second;
}

Router::Router(std::vector<Route> routes) : routes_(std::move(routes)) {
    std::set<std::pair<Method, std::string>> seen;
    for (std::size_t i = 0; i < routes_.size(); ++i) {
        const Route& route = routes_[i];
        PathPattern pattern(route.path);
        OGNIWO_CHECK(seen.emplace(route.method, pattern.shape()).second);
        OGNIWO_CHECK(route.method != Method::other && route.method != Method::head &&
                     route.method != Method::options);
        OGNIWO_CHECK((route.body_limit == 0) == route.accepts.empty());
        entries_.push_back(Entry{std::move(pattern), i});
    }
    std::ranges::stable_sort(entries_, [](const Entry& a, const Entry& b) {
        return a.pattern.more_specific_than(b.pattern);
    });
}

Match Router::match(Method method, const Target& target) const {
    Match found;
    std::set<Method> offered;
    PathParams params;
    const Method wanted = method == Method::head ? Method::get : method;
    for (const Entry& entry : entries_) {
        if (!entry.pattern.matches(target.segments, params)) {
            continue;
        }
        const Route& route = routes_[entry.route];
        offered.insert(route.method);
        if (route.method == wanted && found.kind != Match::Kind::found) {
            found.kind = Match::Kind::found;
            found.route = &route;
            found.params = params;
        }
    }
    if (offered.empty()) {
        return found;
    }
    if (found.kind != Match::Kind::found) {
        found.kind = Match::Kind::wrong_method;
    }
    for (const Method one : offered) {
        found.allow += std::string(method_name(one)) + ", ";
        if (one == Method::get) {
            found.allow += "HEAD, ";
        }
    }
    found.allow += "OPTIONS";
    return found;
}

} // namespace ogniwo::http
