#include "crypto/random.hpp"
#include "server/auth/sign_in.hpp"
#include "server/auth/token.hpp"
#include "tests/support/clock.hpp"

#include <boost/test/unit_test.hpp>

using namespace ogniwo;
using namespace ogniwo::auth;

namespace {
struct Fixture {
    test::ManualClock clock;
    crypto::SystemRng rng;
    SignInRequests requests{{.lifetime_ms = 600'000, .code_tries = 3, .max_requests = 2}, clock, rng};
};
std::string wrong(std::string code) {
    code[0] = code[0] == '2' ? '3' : '2';
    return code;
}
} // namespace

BOOST_FIXTURE_TEST_SUITE(sign_in, Fixture)

BOOST_AUTO_TEST_CASE(a_link_opens_once_in_the_browser_that_asked) {
    const auto request = requests.open("m-1");
    const auto other = requests.open("m-2");
    BOOST_TEST(requests.confirm_token(request.token, other.browser).error().id() ==
               "link.other_browser");
    BOOST_TEST(requests.confirm_token(request.token, "").error().id() == "link.other_browser");
    BOOST_TEST(requests.confirm_token(request.token, request.browser).value() == "m-1");
    BOOST_TEST(requests.confirm_token(request.token, request.browser).error().id() ==
               "link.unknown");
    BOOST_TEST(requests.confirm_code(request.code, request.browser).error().id() == "link.unknown");
}

BOOST_AUTO_TEST_CASE(a_link_is_over_at_the_end_of_its_time) {
    const auto request = requests.open("m-1");
    clock.advance(599'999);
    const auto second = requests.open("m-1");
    clock.advance(1);
    BOOST_TEST(requests.confirm_token(request.token, request.browser).error().id() ==
               "link.unknown");
    BOOST_TEST(requests.confirm_token(second.token, second.browser).value() == "m-1");
}

BOOST_AUTO_TEST_CASE(a_code_is_typed_as_people_type) {
    const auto request = requests.open("m-1");
    std::string typed = request.code.substr(0, 4) + "-" + request.code.substr(4) + " ";
    for (char& c : typed) {
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    BOOST_TEST(requests.confirm_code(typed, request.browser).value() == "m-1");
}

BOOST_AUTO_TEST_CASE(codes_cannot_be_guessed) {
    const auto request = requests.open("m-1");
    BOOST_TEST(requests.confirm_code(wrong(request.code), request.browser).error().id() == "link.code");
    BOOST_TEST(requests.confirm_code(wrong(request.code), request.browser).error().id() == "link.code");
    BOOST_TEST(requests.confirm_code(wrong(request.code), request.browser).error().id() == "link.code");
    BOOST_TEST(requests.confirm_code(request.code, request.browser).error().id() == "link.unknown");
    BOOST_TEST(requests.confirm_token(request.token, request.browser).error().id() == "link.unknown");
}

BOOST_AUTO_TEST_CASE(an_unknown_address_looks_the_same_and_opens_nothing) {
    const auto request = requests.open("");
    BOOST_TEST(request.token.size() == 22U);
    BOOST_TEST(requests.confirm_token(request.token, request.browser).error().id() == "link.unknown");
    const auto again = requests.open("");
    BOOST_TEST(requests.confirm_code(again.code, again.browser).error().id() == "link.code");
}

BOOST_AUTO_TEST_CASE(the_request_nearest_its_end_gives_way) {
    const auto first = requests.open("m-1");
    clock.advance(1);
    const auto second = requests.open("m-2");
    const auto third = requests.open("m-3");
    BOOST_TEST(requests.size() == 2U);
    BOOST_TEST(requests.confirm_token(first.token, first.browser).error().id() == "link.unknown");
    BOOST_TEST(requests.confirm_token(second.token, second.browser).value() == "m-2");
    BOOST_TEST(requests.confirm_token(third.token, third.browser).value() == "m-3");
}

BOOST_AUTO_TEST_SUITE_END()
