#include "crypto/base/json.hpp"

#include <boost/test/unit_test.hpp>

using namespace ogniwo;

namespace {
std::string error_of(std::string_view text, const JsonLimits& limits = {}) {
    const auto parsed = parse_json(text, limits);
    return parsed ? "accepted" : std::string(parsed.error().id());
}
} // namespace

BOOST_AUTO_TEST_SUITE(json_text)

BOOST_AUTO_TEST_CASE(refuses_what_hashed_data_must_not_hold) {
    BOOST_TEST(error_of(R"({"a":1,"a":2})") == "json.duplicate_key");
    BOOST_TEST(error_of(R"({"a":1,"\u0061":2})") == "json.duplicate_key");
    BOOST_TEST(error_of("[18446744073709551616]") == "json.number");
    BOOST_TEST(error_of("[9223372036854775808]") == "json.number");
    BOOST_TEST(error_of("[9007199254740992]") == "json.number");
    BOOST_TEST(error_of("[9007199254740991]") == "accepted");
    BOOST_TEST(error_of("[-0]") == "json.number");
    BOOST_TEST(error_of("[1.0]") == "json.number");
    BOOST_TEST(error_of("[1e3]") == "json.number");
    BOOST_TEST(error_of("[1e400]") == "json.number");
    BOOST_TEST(error_of("[01]") == "json.syntax");
    BOOST_TEST(error_of("{} x") == "json.syntax");
    BOOST_TEST(error_of("\xef\xbb\xbf{}") == "json.syntax");
    BOOST_TEST(error_of("[\"\xff\"]") == "json.syntax");
    BOOST_TEST(error_of(R"(["\ud800"])") == "json.syntax");
    BOOST_TEST(error_of("") == "json.syntax");
    BOOST_TEST(error_of("[") == "json.syntax");
    BOOST_TEST(error_of("[1,]") == "json.syntax");
    BOOST_TEST(error_of("/*x*/1") == "json.syntax");
}

BOOST_AUTO_TEST_CASE(limits_at_the_edge) {
    BOOST_TEST(error_of("[[1]]", {.max_depth = 2}) == "accepted");
    BOOST_TEST(error_of("[[[1]]]", {.max_depth = 2}) == "json.depth");
    BOOST_TEST(error_of("[1,2]", {.max_bytes = 5}) == "accepted");
    BOOST_TEST(error_of("[1,2] ", {.max_bytes = 5}) == "json.size");
    BOOST_TEST(error_of("[1,2]", {.max_values = 3}) == "accepted");
    BOOST_TEST(error_of("[1,2,3]", {.max_values = 3}) == "json.values");
}

BOOST_AUTO_TEST_CASE(compact_form_keeps_the_order) {
    const auto value = parse_json(" { \"b\" : [ 1 , -2 ] , \"a\" : \"x\\/\\u007f\\n\\u0001ż\" } ");
    BOOST_TEST(write_json(value.value()) == "{\"b\":[1,-2],\"a\":\"x/\\u007f\\n\\u0001ż\"}");
    BOOST_TEST(write_json(parse_json("[{},[],null,true,false,\"\"]").value()) ==
               "[{},[],null,true,false,\"\"]");
}

// The example of RFC 8785 section 3.2.3: order by UTF-16 code units.
BOOST_AUTO_TEST_CASE(canonical_order) {
    const auto value = parse_json("{\"\\u20ac\":1,\"\\r\":2,\"\\ufb33\":3,\"1\":4,"
                                  "\"\\ud83d\\ude00\":5,\"\\u0080\":6,\"\\u00f6\":7}");
    BOOST_TEST(write_canonical_json(value.value()) ==
               "{\"\\r\":2,\"1\":4,\"\u0080\":6,\"\u00f6\":7,\"\u20ac\":1,\"\U0001F600\":5,"
               "\"\ufb33\":3}");
    BOOST_TEST(write_canonical_json(parse_json("[\"\\u007f\"]").value()) == "[\"\x7f\"]");
    BOOST_TEST(write_canonical_json(parse_json(R"({"aa":1,"a":2})").value()) == R"({"a":2,"aa":1})");
}

BOOST_AUTO_TEST_CASE(shapes) {
    const auto value = parse_json(R"({"a":1,"b":"x"})").value();
    BOOST_TEST(expect_object(value, {{"a", "b"}}).has_value());
    BOOST_TEST(expect_object(value, {{"a"}, {"b"}}).has_value());
    BOOST_TEST(expect_object(value, {{"a"}}).error().id() == "json.shape");
    BOOST_TEST(expect_object(value, {{"a", "b", "c"}}).error().id() == "json.shape");
    const auto& object = *expect_object(value, {{"a", "b"}}).value();
    BOOST_TEST(get_int(object, "a").value() == 1);
    BOOST_TEST(get_string(object, "b").value() == "x");
    BOOST_TEST(get_string(object, "a").error().id() == "json.shape");
    BOOST_TEST(get_int(object, "c").error().id() == "json.shape");
}

BOOST_AUTO_TEST_SUITE_END()
