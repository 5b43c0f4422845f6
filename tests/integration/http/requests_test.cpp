// What the table and the middleware decide: methods, media types, sessions, files, headers, errors.
#include "crypto/base/json.hpp"
#include "server/http/security_headers.hpp"
#include "tests/integration/http/fixture.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <thread>

using namespace ogniwo;
using namespace ogniwo::test;

namespace {

const std::string octets = "Content-Type: application/octet-stream\r\n";

Fixture& shared_fixture() {
    static Fixture fixture;
    return fixture;
}

Reply exchange(const std::string& bytes, bool head = false) {
    Client client(shared_fixture().port());
    client.send(bytes);
    return client.receive_reply(head).value_or(Reply{});
}

} // namespace

BOOST_AUTO_TEST_SUITE(requests)

BOOST_AUTO_TEST_CASE(head_is_get_without_the_body) {
    Client client(shared_fixture().port());
    client.send("HEAD /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const auto head = client.receive_reply(true);
    BOOST_REQUIRE(head.has_value());
    BOOST_TEST(head->status == 200U);
    BOOST_TEST(head->header("content-length") == "5");
    // No stray body: the next answer begins where it should.
    BOOST_TEST(client.get("/hello").body == "hello");
}

BOOST_AUTO_TEST_CASE(options_and_wrong_methods_name_what_is_allowed) {
    const Reply options = exchange("OPTIONS /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
    BOOST_TEST(options.status == 204U);
    BOOST_TEST(options.header("allow") == "GET, HEAD, OPTIONS");
    BOOST_TEST(options.headers.count("content-length") == 0U);
    const Reply posts = exchange("OPTIONS /echo HTTP/1.1\r\nHost: localhost\r\n\r\n");
    BOOST_TEST(posts.header("allow") == "POST, OPTIONS");
    for (const char* method : {"DELETE", "PUT", "PATCH", "TRACE", "get", "FOO"}) {
        const Reply wrong =
            exchange(std::string(method) + " /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
        BOOST_TEST(wrong.status == 405U);
        BOOST_TEST(wrong.header("allow") == "GET, HEAD, OPTIONS");
    }
    BOOST_TEST(exchange("DELETE /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n").status == 404U);
    BOOST_TEST(exchange("POST /app.js HTTP/1.1\r\nHost: localhost\r\n\r\n").status == 405U);
}

BOOST_AUTO_TEST_CASE(media_types_and_lengths) {
    const auto post = [](const std::string& type, const std::string& body) {
        return exchange(request("POST", "/json",
                                type.empty() ? "" : "Content-Type: " + type + "\r\n", body))
            .status;
    };
    BOOST_TEST(post("application/json", "{}") == 200U);
    BOOST_TEST(post("Application/JSON; charset=UTF-8", "{}") == 200U);
    BOOST_TEST(post("application/json; charset=latin-2", "{}") == 415U);
    BOOST_TEST(post("text/plain", "{}") == 415U);
    BOOST_TEST(post("application/jsonx", "{}") == 415U);
    BOOST_TEST(post("", "{}") == 415U);
    BOOST_TEST(exchange("POST /json HTTP/1.1\r\nHost: localhost\r\n"
                        "Content-Type: application/json\r\n\r\n")
                   .status == 411U);
    BOOST_TEST(exchange(request("POST", "/empty", "", "")).status == 204U);
    BOOST_TEST(exchange("POST /empty HTTP/1.1\r\nHost: localhost\r\n\r\n").status == 204U);
    BOOST_TEST(exchange(request("POST", "/empty", "", "x")).status == 413U);
    BOOST_TEST(exchange(request("GET", "/hello", "", "x")).status == 413U);
    BOOST_TEST(exchange(request("GET", "/app.js", "", "x")).status == 413U);
}

BOOST_AUTO_TEST_CASE(no_request_is_decompressed) {
    // A bomb has nowhere to go off: the bytes reach the handler as they came.
    const Reply reply =
        exchange(request("POST", "/echo", octets + "Content-Encoding: gzip\r\n", "\x1f\x8bxxxx"));
    BOOST_TEST(reply.status == 200U);
    BOOST_TEST(reply.body == "\x1f\x8bxxxx");
}

BOOST_AUTO_TEST_CASE(expect_continue_is_answered_after_the_session) {
    Client refused(shared_fixture().port());
    const std::string head = "POST /guarded HTTP/1.1\r\nHost: localhost\r\n" + octets +
                             "Content-Length: 3\r\nExpect: 100-continue\r\n";
    refused.send(head + "\r\n");
    const auto refusal = refused.receive_reply();
    BOOST_REQUIRE(refusal.has_value());
    BOOST_TEST(refusal->status == 401U); // and no 100 before it
    BOOST_TEST(refusal->header("connection") == "close");

    Client allowed(shared_fixture().port());
    allowed.send(head + "X-Test-User: a\r\n\r\n");
    const auto interim = allowed.receive_reply();
    BOOST_REQUIRE(interim.has_value());
    BOOST_TEST(interim->status == 100U);
    allowed.send("abc");
    BOOST_TEST(allowed.receive_reply().value_or(Reply{}).body == "abc");

    BOOST_TEST(exchange(request("POST", "/echo", octets + "Expect: 200-ok\r\n", "a")).status ==
               417U);
    // Over the limit: refused instead of invited.
    BOOST_TEST(exchange("POST /echo HTTP/1.1\r\nHost: localhost\r\n" + octets +
                        "Content-Length: 5000\r\nExpect: 100-continue\r\n\r\n")
                   .status == 413U);
}

BOOST_AUTO_TEST_CASE(session_comes_before_the_body) {
    const unsigned before = shared_fixture().handled.load();
    Client client(shared_fixture().port());
    client.send("POST /guarded HTTP/1.1\r\nHost: localhost\r\n" + octets +
                "Content-Length: 4096\r\n\r\n"); // the body never comes
    const auto reply = client.receive_reply();
    BOOST_REQUIRE(reply.has_value());
    BOOST_TEST(reply->status == 401U);
    BOOST_TEST(shared_fixture().handled.load() == before);
}

const char* const hostile_paths[] = {"/../etc/passwd",
                                     "/static/../../etc/passwd",
                                     "/..%2f..%2fetc/passwd",
                                     "/%2e%2e/etc/passwd",
                                     "/%2E%2E/etc/passwd",
                                     "/.%2e/etc/passwd",
                                     "/%2e/app.js",
                                     "/./app.js",
                                     "/x/..",
                                     "//etc/passwd",
                                     "/a//b",
                                     "/app.js%00.html",
                                     "/app.js%0d%0aX-A:%20b",
                                     "/..\\..\\etc\\passwd",
                                     "/%5c..%5cetc",
                                     "/%c0%ae%c0%ae/etc",
                                     "/%ff",
                                     "/%zz",
                                     "/%2",
                                     "/app.js#x",
                                     "/tail/a/../b",
                                     "/\xC5\xBC",
                                     "/?a=%00",
                                     "/?a=%zz"};

BOOST_DATA_TEST_CASE(hostile_paths_are_malformed, boost::unit_test::data::make(hostile_paths),
                     path) {
    const Reply reply = exchange(get_request(path));
    BOOST_TEST(reply.status == 400U);
    BOOST_TEST(reply.body.find("root:") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(only_the_manifest_is_served) {
    for (const char* path : {"/secret.txt", "/index.html", "/file.bin", "/etc/passwd", "/app.js/",
                             "/APP.JS", "/app.js.gz", "/%252e%252e/etc/passwd", "/votes", "/votes/",
                             "/votes/a/b", "/~root", "/.git/config"}) {
        BOOST_TEST(exchange(get_request(path)).status == 404U);
    }
    const Reply page = exchange(get_request("/"));
    BOOST_TEST(page.status == 200U);
    BOOST_TEST(page.header("content-type") == "text/html; charset=utf-8");
    BOOST_TEST(page.header("cache-control") == "no-cache");
    BOOST_TEST(exchange(get_request("/votes/statut-2026")).body == page.body);
    const Reply script = exchange(get_request("/app.js", "Accept-Encoding: gzip;q=1.0, br\r\n"));
    BOOST_TEST(script.header("cache-control") == "public, max-age=31536000, immutable");
    BOOST_TEST(script.header("content-encoding") == "gzip");
    BOOST_TEST(script.header("vary") == "Accept-Encoding");
    BOOST_TEST(script.body.size() < 200U);
    const Reply plain = exchange(get_request("/app.js", "Accept-Encoding: gzip;q=0\r\n"));
    BOOST_TEST(plain.header("content-encoding") == "");
    BOOST_TEST(plain.body.starts_with("export const text"));
    BOOST_TEST(plain.header("etag") != script.header("etag"));
}

BOOST_AUTO_TEST_CASE(etags_save_the_body) {
    Client client(shared_fixture().port());
    const Reply first = client.get("/app.js");
    const std::string tag = first.header("etag");
    BOOST_TEST(tag.size() == 34U);
    const Reply second = client.get("/app.js", "If-None-Match: \"other\", W/" + tag + "\r\n");
    BOOST_TEST(second.status == 304U);
    BOOST_TEST(second.body.empty());
    BOOST_TEST(client.get("/app.js", "If-None-Match: \"other\"\r\n").status == 200U);
    // Ranges are not offered: abuse of them gets the whole file once.
    const Reply ranged = client.get("/app.js", "Range: bytes=0-0,1-1,2-2,-5\r\n");
    BOOST_TEST(ranged.status == 200U);
    BOOST_TEST(ranged.body == first.body);
}

BOOST_AUTO_TEST_CASE(security_headers_on_every_kind_of_answer) {
    const std::vector<std::pair<std::string, unsigned>> answers{
        {get_request("/hello"), 200},
        {get_request("/"), 200},
        {get_request("/nothing"), 404},
        {get_request("/throw"), 500},
        {request("POST", "/guarded", octets, "a"), 401},
        {"OPTIONS /hello HTTP/1.1\r\nHost: localhost\r\n\r\n", 204},
        {"GET /hello HTTP/1.1\r\n\r\n", 400}};
    for (const auto& [bytes, status] : answers) {
        const Reply reply = exchange(bytes);
        BOOST_TEST(reply.status == status);
        BOOST_TEST(
            reply.header("content-security-policy") ==
            "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; "
            "img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; "
            "form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
            "trusted-types ogniwo-worker");
        BOOST_TEST(reply.header("x-content-type-options") == "nosniff");
        BOOST_TEST(reply.header("referrer-policy") == "no-referrer");
        BOOST_TEST(reply.header("cross-origin-opener-policy") == "same-origin");
        BOOST_TEST(reply.header("strict-transport-security").starts_with("max-age="));
        BOOST_TEST(!reply.header("cache-control").empty());
        BOOST_TEST(reply.headers.count("server") == 0U);
        BOOST_TEST(reply.header("x-request-id").size() >= 18U);
    }
    BOOST_TEST(exchange(get_request("/hello")).header("cache-control") == "no-store");
}

BOOST_AUTO_TEST_CASE(only_the_worker_may_compile_webassembly) {
    const Reply worker = exchange(get_request("/crypto.worker.js"));
    BOOST_TEST(worker.header("content-security-policy").find("'self' 'wasm-unsafe-eval';") !=
               std::string::npos);
    BOOST_TEST(worker.headers.count("content-security-policy") == 1U);
    for (const char* path : {"/", "/app.js", "/votes/1"}) {
        BOOST_TEST(exchange(get_request(path)).header("content-security-policy").find("wasm") ==
                   std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(answers_of_a_padded_route_have_one_length) {
    const std::string user = "X-Test-User: a\r\n";
    const std::vector<std::pair<std::string, unsigned>> answers{
        {request("POST", "/guarded", user + octets, "yes"), 200},
        {request("POST", "/guarded", user + octets, std::string(700, 'n')), 200},
        {request("POST", "/guarded", octets, "a"), 401},
        {request("POST", "/guarded", user, "a"), 415},
        {request("POST", "/guarded", user + octets, std::string(4097, 'a')), 413},
        {"GET /guarded HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\na", 405}};
    for (const auto& [bytes, status] : answers) {
        Client client = shared_fixture().client();
        const std::size_t line = bytes.find("\r\n") + 2;
        client.send(bytes.substr(0, line) + "Connection: close\r\n" + bytes.substr(line));
        const std::string answer = client.receive_all();
        BOOST_TEST(answer.starts_with("HTTP/1.1 " + std::to_string(status)));
        BOOST_TEST((answer.size() == 2048) == (status != 405)); // 405 belongs to no route
    }
    Client client = shared_fixture().client();
    client.send(request("POST", "/guarded", user + octets + "Connection: close\r\n", std::string(2000, 'n')));
    BOOST_TEST(client.receive_all().size() == 4096U);
}

BOOST_AUTO_TEST_CASE(problems_have_a_stable_id_and_a_readers_title) {
    const Reply polish = exchange(request("POST", "/guarded", octets, "a"));
    const auto body = parse_json(polish.body);
    BOOST_REQUIRE(body.has_value());
    const json::object& object = body->as_object();
    BOOST_TEST(object.at("type").as_string() == "/problems/session.required");
    BOOST_TEST(object.at("status").as_int64() == 401);
    BOOST_TEST(object.at("title").as_string() == "Zaloguj się");
    BOOST_TEST(std::string(object.at("instance").as_string()) == polish.header("x-request-id"));
    const auto title = [](const std::string& more, const std::string& target = "/nothing") {
        const auto parsed = parse_json(exchange(get_request(target, more)).body);
        return std::string(parsed->as_object().at("title").as_string());
    };
    BOOST_TEST(title("Accept-Language: en-GB,en;q=0.9\r\n") == "There is nothing here. Check the address, or start at the first page");
    BOOST_TEST(title("Accept-Language: de, en;q=0.2, pl;q=0.7\r\n") == "Nic tu nie ma. Sprawdź adres albo zacznij od strony głównej");
    BOOST_TEST(title("Accept-Language: de\r\n") == "Nic tu nie ma. Sprawdź adres albo zacznij od strony głównej");
    BOOST_TEST(title("Accept-Language: pl\r\n", "/nothing?lang=en") == "There is nothing here. Check the address, or start at the first page");
}

BOOST_AUTO_TEST_CASE(exceptions_are_logged_and_not_told) {
    Fixture fixture;
    for (const char* path : {"/throw", "/throw-async"}) {
        Client client = fixture.client();
        const auto started = std::chrono::steady_clock::now();
        const Reply reply = client.get(path);
        // An exception must end the race with the deadline at once.
        BOOST_TEST((std::chrono::steady_clock::now() - started < std::chrono::seconds(5)));
        BOOST_TEST(reply.status == 500U);
        BOOST_TEST(reply.body.find("secret") == std::string::npos);
        BOOST_TEST(reply.body.find("/problems/server.internal") != std::string::npos);
        // The connection goes on: nothing of it is broken.
        BOOST_TEST(client.get("/hello").body == "hello");
    }
    fixture.log->flush();
    int logged = 0;
    for (const std::string& line : fixture.log->lines()) {
        logged += line.find("\"http.exception\"") != std::string::npos ? 1 : 0;
    }
    BOOST_TEST(logged == 2);
}

BOOST_AUTO_TEST_CASE(large_and_file_bodies_arrive_whole) {
    Client client(shared_fixture().port());
    const Reply large = client.get("/large");
    BOOST_TEST(large.body.size() == (8U << 20U));
    BOOST_TEST((large.body == std::string(8U << 20U, 'x')));
    const Reply file = client.get("/file");
    BOOST_TEST((file.body == std::string(300'000, 'f')));
    client.send("HEAD /file HTTP/1.1\r\nHost: localhost\r\n\r\n");
    BOOST_TEST(client.receive_reply(true).value_or(Reply{}).header("content-length") == "300000");
    const std::string body(1U << 20U, 'u');
    client.send(request("POST", "/big", octets, body));
    BOOST_TEST(client.receive_reply().value_or(Reply{}).body == "1048576");
}

BOOST_AUTO_TEST_CASE(rates_are_limited_by_the_sockets_address) {
    FixtureOptions options;
    options.dispatcher.rates[static_cast<std::size_t>(http::RateClass::api)] = {3, 60};
    Fixture fixture(options);
    Client client = fixture.client();
    for (int i = 0; i < 3; ++i) {
        BOOST_TEST(client.get("/hello").status == 200U);
    }
    for (int i = 0; i < 3; ++i) {
        const std::string spoof = "X-Forwarded-For: 192.0.2." + std::to_string(i) + "\r\n";
        const Reply limited = client.get("/hello", spoof);
        BOOST_TEST(limited.status == 429U);
        BOOST_TEST(limited.header("retry-after") == "1");
    }
    BOOST_TEST(client.get("/").status == 200U); // another class
}

BOOST_AUTO_TEST_CASE(metrics_name_routes_not_paths) {
    Fixture fixture;
    Client client = fixture.client();
    client.get("/items/tracker-of-a-ballot");
    client.get("/items/another");
    client.get("/unknown-" + std::string(40, 'u'));
    client.get("/app.js");
    client.get("/votes/x");
    // Counted after the response is written, so the client may be a little ahead.
    const auto counts = [&fixture](const std::string& labels, double n) {
        const std::string series = "http_requests_total{" + labels + "}";
        return eventually([&] { return fixture.metric(series) == n; });
    };
    BOOST_TEST(counts(R"(route="/items/{id}",method="GET",status="200")", 2.0));
    BOOST_TEST(counts(R"(route="none",method="GET",status="404")", 1.0));
    BOOST_TEST(counts(R"(route="static",method="GET",status="200")", 1.0));
    BOOST_TEST(counts(R"(route="page",method="GET",status="200")", 1.0));
    fixture.log->flush();
    const std::string text = fixture.metrics.text();
    BOOST_TEST(text.find("tracker-of-a-ballot") == std::string::npos);
    for (const std::string& line : fixture.log->lines()) {
        BOOST_TEST(line.find("tracker-of-a-ballot") == std::string::npos);
        BOOST_TEST(line.find("127.0.0.1") == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(request_ids_are_unique) {
    Client first(shared_fixture().port());
    Client second(shared_fixture().port());
    const std::string a = first.get("/hello").header("x-request-id");
    const std::string b = first.get("/hello").header("x-request-id");
    const std::string c = second.get("/hello").header("x-request-id");
    BOOST_TEST(a != b);
    BOOST_TEST(a != c);
    BOOST_TEST(a.substr(0, 16) == b.substr(0, 16));
    BOOST_TEST(a.substr(0, 16) != c.substr(0, 16));
}

BOOST_AUTO_TEST_SUITE_END()
