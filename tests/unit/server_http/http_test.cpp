// Targets, headers, cookies, routes, languages, problems, rates: everything without a socket.
#include "crypto/base/json.hpp"
#include "server/http/problem.hpp"
#include "server/http/rate_limit.hpp"
#include "server/http/router.hpp"

#include <boost/test/unit_test.hpp>

using namespace ogniwo;
using namespace ogniwo::http;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

Target target_of(const std::string& raw) {
    auto target = parse_target(raw);
    BOOST_REQUIRE(target.has_value());
    return *target;
}

Route route(Method method, std::string path) {
    Route made;
    made.method = method;
    made.path = std::move(path);
    made.handler = SyncHandler([](RequestContext&) { return Result<Response>(Response()); });
    return made;
}

Router make_router() {
    std::vector<Route> routes;
    routes.push_back(route(Method::get, "/api/votes"));
    routes.push_back(route(Method::get, "/api/votes/{id}"));
    routes.push_back(route(Method::get, "/api/votes/mine"));
    routes.push_back(route(Method::post, "/api/votes/{id}/open"));
    routes.push_back(route(Method::get, "/tlog/tile/{rest...}"));
    routes.push_back(route(Method::get, "/tlog/tile/entries/{rest...}"));
    routes.push_back(route(Method::get, "/"));
    return Router(std::move(routes));
}

std::string matched(const Router& router, Method method, const std::string& path) {
    const Match match = router.match(method, target_of(path));
    return match.route != nullptr ? match.route->path : "";
}

} // namespace

BOOST_AUTO_TEST_SUITE(http_layer)

BOOST_AUTO_TEST_CASE(targets_are_decoded_once) {
    const Target target = target_of("/a%20b/%C5%BC/c%2Bd+e/?q=1+2&q=%26&empty&=x&&z=");
    BOOST_TEST(target.path == "/a b/ż/c+d+e/");
    BOOST_TEST(target.segments.size() == 4U);
    BOOST_TEST(target.segments.back() == "");
    BOOST_REQUIRE(target.query.size() == 5U);
    BOOST_TEST(target.query[0].second == "1 2");
    BOOST_TEST(target.query[1].second == "&");
    BOOST_TEST(target.query[2].first == "empty");
    BOOST_TEST(target_of("/%252e%252e").path == "/%2e%2e");
    BOOST_TEST(target_of("/").segments.size() == 1U);
    for (const char* bad :
         {"",     "a",    "*",     "/a//b", "//",         "/.",    "/..",      "/a/../b", "/%2e%2E",
          "/%2f", "/%5C", "/\\",   "/%",    "/%4",        "/%4g",  "/%00",     "/%7f",    "/%0a",
          "/#",   "/ ",   "/\x80", "/%80",  "/%ed%a0%80", "/?%0d", "http://a/"}) {
        BOOST_TEST_CONTEXT(bad) {
            BOOST_TEST((parse_target(bad).error() == Error("http.target")));
        }
    }
    BOOST_TEST(parse_target("/" + std::string(2047, 'a')).has_value());
    BOOST_TEST((parse_target("/" + std::string(2048, 'a')).error() == Error("http.target_length")));
    std::string parameters = "/?a";
    for (int i = 1; i < 32; ++i) {
        parameters += "&a";
    }
    BOOST_TEST(target_of(parameters).query.size() == 32U);
    BOOST_TEST(!parse_target(parameters + "&a").has_value());
}

BOOST_AUTO_TEST_CASE(headers_ignore_case_and_keep_order) {
    Headers headers;
    headers.add("Set-Cookie", "a=1");
    headers.add("set-cookie", "b=2");
    headers.set_default("SET-COOKIE", "c=3");
    BOOST_TEST(headers.count("Set-Cookie") == 2U);
    BOOST_TEST(*headers.find("sEt-cOokie") == "a=1");
    headers.set("Set-Cookie", "d=4");
    BOOST_TEST(headers.fields().size() == 1U);
    headers.erase("SET-cookie");
    BOOST_TEST(!headers.find("Set-Cookie").has_value());
}

BOOST_AUTO_TEST_CASE(cookies) {
    Request request;
    request.headers.add("Cookie", "a=1; __Host-ogniwo=token=with=equals;b=2");
    request.headers.add("Cookie", "c=3; twice=1; twice=2");
    BOOST_TEST(*request.cookie("__Host-ogniwo") == "token=with=equals");
    BOOST_TEST(*request.cookie("a") == "1");
    BOOST_TEST(*request.cookie("b") == "2");
    BOOST_TEST(*request.cookie("c") == "3");
    BOOST_TEST(!request.cookie("Host-ogniwo").has_value());
    BOOST_TEST(!request.cookie("twice").has_value());
    BOOST_TEST(!request.cookie("A").has_value());
}

BOOST_AUTO_TEST_CASE(routes_by_specificity) {
    const Router router = make_router();
    BOOST_TEST(matched(router, Method::get, "/api/votes") == "/api/votes");
    BOOST_TEST(matched(router, Method::get, "/api/votes/mine") == "/api/votes/mine");
    BOOST_TEST(matched(router, Method::get, "/api/votes/other") == "/api/votes/{id}");
    BOOST_TEST(matched(router, Method::head, "/api/votes/other") == "/api/votes/{id}");
    BOOST_TEST(matched(router, Method::post, "/api/votes/mine/open") == "/api/votes/{id}/open");
    BOOST_TEST(matched(router, Method::get, "/tlog/tile/entries/x001/000.p/3") ==
               "/tlog/tile/entries/{rest...}");
    BOOST_TEST(matched(router, Method::get, "/tlog/tile/0/x001/000") == "/tlog/tile/{rest...}");
    BOOST_TEST(matched(router, Method::get, "/") == "/");
    for (const char* nowhere : {"/api", "/api/", "/api/votes/", "/api/votes/a/b", "/tlog/tile",
                                "/tlog/tile/", "/API/votes"}) {
        BOOST_TEST(matched(router, Method::get, nowhere) == "");
    }
    const Match match = router.match(Method::get, target_of("/tlog/tile/entries/x001/000.p/3"));
    BOOST_REQUIRE(match.params.size() == 1U);
    BOOST_TEST(match.params[0].first == "rest");
    BOOST_TEST(match.params[0].second == "x001/000.p/3");
}

BOOST_AUTO_TEST_CASE(wrong_methods_name_the_right_ones) {
    const Router router = make_router();
    const Match open = router.match(Method::get, target_of("/api/votes/a/open"));
    BOOST_TEST((open.kind == Match::Kind::wrong_method));
    BOOST_TEST(open.allow == "POST, OPTIONS");
    const Match list = router.match(Method::other, target_of("/api/votes"));
    BOOST_TEST((list.kind == Match::Kind::wrong_method));
    BOOST_TEST(list.allow == "GET, HEAD, OPTIONS");
    BOOST_TEST((router.match(Method::get, target_of("/x")).kind == Match::Kind::no_path));
}

BOOST_AUTO_TEST_CASE(languages) {
    const std::vector<std::string> ours{"pl", "en"};
    const auto language = [&](const std::string& accepted, const std::string& target = "/") {
        Request request;
        request.target = target_of(target);
        if (!accepted.empty()) {
            request.headers.add("Accept-Language", accepted);
        }
        return preferred_language(request, ours);
    };
    BOOST_TEST(language("") == "pl");
    BOOST_TEST(language("en") == "en");
    BOOST_TEST(language("EN-us") == "en");
    BOOST_TEST(language("de;q=1, en ; q=0.3 , pl;q=0.5") == "pl");
    BOOST_TEST(language("pl;q=0, en;q=0.001") == "en");
    BOOST_TEST(language("en;q=0") == "pl");
    BOOST_TEST(language("en;q=x, *") == "pl");
    BOOST_TEST(language("pl", "/?lang=en") == "en");
    BOOST_TEST(language("en", "/?lang=xx") == "en");
}

BOOST_AUTO_TEST_CASE(problems) {
    const ProblemLookup lookup = [](std::string_view id,
                                    std::string_view) -> std::optional<ProblemInfo> {
        if (id != "ballot.closed") {
            return std::nullopt;
        }
        ProblemInfo info;
        info.status = 409;
        info.title = "Voting \"is\" over";
        info.vote_recorded = false;
        return info;
    };
    const Response known =
        problem_response(Error("ballot.closed", "since noon"), lookup, "en", "id-1");
    BOOST_TEST(known.status == 409U);
    BOOST_TEST(std::get<std::string>(known.body) ==
               R"({"type":"/problems/ballot.closed","title":"Voting \"is\" over","status":409,)"
               R"("detail":"since noon","instance":"id-1","vote_recorded":false})");
    const Response unknown =
        problem_response(Error("storage.secret", "/var/lib/key"), lookup, "en", "id-2");
    BOOST_TEST(unknown.status == 500U);
    BOOST_TEST(unknown.problem_id == "server.internal");
    BOOST_TEST(std::get<std::string>(unknown.body).find("key") == std::string::npos);
    const Response busy = problem_response(Error("server.busy"), lookup, "pl", "id-3");
    BOOST_TEST(busy.status == 503U);
    BOOST_TEST(*busy.headers.find("Retry-After") == "2");
    BOOST_TEST(std::get<std::string>(busy.body).find("Serwer jest zajęty") != std::string::npos);
    // After which of our own errors a vote may be there all the same.
    for (const char* id : {"server.busy", "rate.limited", "http.malformed", "request.timeout"}) {
        BOOST_TEST(builtin_problem(id, "en")->vote_recorded.value() == false, id);
    }
    for (const char* id : {"server.internal", "request.deadline", "server.stopping"}) {
        BOOST_TEST(!builtin_problem(id, "en")->vote_recorded.has_value(), id);
    }
}

BOOST_AUTO_TEST_CASE(token_buckets) {
    RateLimiter limiter(Rate{2, 60}, 100);
    const RateLimiter::TimePoint start{};
    BOOST_TEST(!limiter.take("a", start).has_value());
    BOOST_TEST(!limiter.take("a", start).has_value());
    BOOST_TEST(*limiter.take("a", start) == 1U);
    BOOST_TEST(!limiter.take("b", start).has_value()); // another key
    BOOST_TEST(limiter.take("a", start + milliseconds(990)).has_value());
    BOOST_TEST(!limiter.take("a", start + seconds(1)).has_value());
    BOOST_TEST(limiter.take("a", start + seconds(1)).has_value());
    // Time that comes out of order gives nothing and takes nothing.
    BOOST_TEST(limiter.take("a", start).has_value());
    // The bucket never holds more than its burst.
    int taken = 0;
    while (!limiter.take("a", start + std::chrono::hours(5))) {
        ++taken;
    }
    BOOST_TEST(taken == 2);
    RateLimiter slow(Rate{1, 0.5}, 100);
    BOOST_TEST(!slow.take("a", start).has_value());
    BOOST_TEST(*slow.take("a", start) == 120U);
}

BOOST_AUTO_TEST_CASE(buckets_are_bounded) {
    RateLimiter limiter(Rate{1, 1}, 10);
    const RateLimiter::TimePoint start{};
    for (int i = 0; i < 1'000; ++i) {
        BOOST_TEST(!limiter.take("key" + std::to_string(i), start).has_value());
        BOOST_TEST(limiter.take("key" + std::to_string(i), start).has_value());
    }
    BOOST_TEST(limiter.size() == 10U);
    BOOST_TEST(limiter.take("key999", start).has_value()); // kept
    BOOST_TEST(limiter.take("key990", start).has_value()); // the last that is kept
    BOOST_TEST(!limiter.take("key0", start).has_value());  // forgotten
}

BOOST_AUTO_TEST_SUITE_END()
