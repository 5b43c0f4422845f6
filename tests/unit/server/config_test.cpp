#include "server/config.hpp"

#include <boost/test/unit_test.hpp>

using namespace ogniwo;
using server::parse_config;

namespace {
std::string error_of(std::string_view text) {
    const auto config = parse_config(text, "/etc/ogniwo");
    return config ? "accepted" : config.error().text();
}
} // namespace

BOOST_AUTO_TEST_SUITE(config)

BOOST_AUTO_TEST_CASE(an_unknown_key_is_an_error) {
    BOOST_TEST(error_of(R"({"listen_prot":8443})") == "config.unknown_key: listen_prot");
    BOOST_TEST(error_of(R"({"session_idle":30})") == "config.unknown_key: session_idle");
}

BOOST_AUTO_TEST_CASE(types_and_ranges_name_the_key) {
    BOOST_TEST(error_of(R"({"listen_port":"8443"})") ==
               "config.type: listen_port: expected a whole number");
    BOOST_TEST(error_of(R"({"web_root":1})") == "config.type: web_root: expected a path");
    BOOST_TEST(error_of(R"({"listen_port":65536})") ==
               "config.range: listen_port: expected 0 to 65535");
    BOOST_TEST(error_of(R"({"listen_port":-1})") == "config.range: listen_port: expected 0 to 65535");
    BOOST_TEST(error_of(R"({"listen_port":65535})") == "accepted");
    BOOST_TEST(error_of(R"({"io_threads":0})") == "config.range: io_threads: expected 1 to 64");
    BOOST_TEST(error_of("[]") == "config.type: the configuration is one JSON object");
    BOOST_TEST(error_of("{\"io_threads\":1,\"io_threads\":2}") == "json.duplicate_key");
}

BOOST_AUTO_TEST_CASE(what_excludes_or_needs_each_other) {
    BOOST_TEST(error_of(R"({"smtp_url":"smtp://m","outbox_dir":"o"})").starts_with("config.range"));
    BOOST_TEST(error_of(R"({"tls_key_file":"k"})").starts_with("config.range"));
}

BOOST_AUTO_TEST_CASE(the_origin_is_as_browsers_write_it) {
    for (const char* good : {"https://vote.example", "https://vote.example:8443", "https://[::1]:8443"}) {
        BOOST_TEST(error_of(R"({"public_origin":")" + std::string(good) + R"("})") == "accepted", good);
    }
    for (const char* bad : {"http://vote.example", "https://", "https://vote.example/", "https://Vote.example",
                            "https://vote.example:443", "vote.example", "https://a@b"}) {
        BOOST_TEST(error_of(R"({"public_origin":")" + std::string(bad) + R"("})")
                       .starts_with("config.range: public_origin: expected https://host"),
                   bad);
    }
}

BOOST_AUTO_TEST_CASE(paths_are_relative_to_the_file) {
    const auto config = parse_config(R"({"web_root":"www","keys_dir":"/k"})", "/etc/ogniwo").value();
    BOOST_TEST(config.web_root == "/etc/ogniwo/www");
    BOOST_TEST(config.keys_dir == "/k");
    BOOST_TEST(config.listen_port == 8443);
}

BOOST_AUTO_TEST_CASE(what_is_described_can_be_read_again) {
    const auto config = parse_config(R"({"listen_port":1234,"max_connections":7})", "/").value();
    auto described = server::describe(config);
    const auto again = parse_config(write_json(described), "/");
    BOOST_TEST(again.has_value());
    BOOST_TEST(again->listen_port == 1234);
    BOOST_TEST(again->max_connections == 7U);
}

BOOST_AUTO_TEST_SUITE_END()
