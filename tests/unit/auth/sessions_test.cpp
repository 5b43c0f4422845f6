#include "crypto/random.hpp"
#include "server/auth/sessions.hpp"
#include "tests/support/clock.hpp"

#include <boost/test/unit_test.hpp>

using namespace ogniwo;
using namespace ogniwo::auth;

namespace {
struct Fixture {
    test::ManualClock clock;
    crypto::SystemRng rng;
    Sessions sessions{{.idle_ms = 100, .absolute_ms = 250, .max_sessions = 3}, clock, rng};
};
} // namespace

BOOST_FIXTURE_TEST_SUITE(session, Fixture)

BOOST_AUTO_TEST_CASE(ends_by_itself) {
    const std::string token = sessions.start("m-1");
    BOOST_TEST(sessions.use(token)->mandate == "m-1");
    clock.advance(99);
    BOOST_TEST(sessions.use(token).has_value()); // idle clock set back
    clock.advance(99);
    BOOST_TEST(sessions.use(token).has_value());
    clock.advance(51); // 249 of 250
    BOOST_TEST(sessions.use(token).has_value());
    clock.advance(1); // the absolute end does not move
    BOOST_TEST(!sessions.use(token).has_value());
    BOOST_TEST(sessions.size() == 0U);
}

BOOST_AUTO_TEST_CASE(idle_end_at_the_edge) {
    const std::string token = sessions.start("m-1");
    clock.advance(100);
    BOOST_TEST(!sessions.use(token).has_value());
}

BOOST_AUTO_TEST_CASE(are_listed_for_their_owner) {
    const std::string one = sessions.start("m-1");
    clock.advance(10);
    const std::string two = sessions.start("m-1");
    const std::string other = sessions.start("m-2");
    const auto listed = sessions.of("m-1");
    BOOST_REQUIRE(listed.size() == 2U);
    BOOST_TEST(listed[0].id == Sessions::listed_id(two)); // the last used first
    BOOST_TEST(listed[1].id == Sessions::listed_id(one));
    BOOST_TEST(listed[1].last_used + 10 == listed[0].last_used);
    BOOST_TEST(!sessions.end_listed("m-2", listed[0].id));
    BOOST_TEST(!sessions.end_listed("m-1", ""));
    BOOST_TEST(!sessions.end_listed("m-1", listed[0].id.substr(0, 15)));
    BOOST_TEST(sessions.end_listed("m-1", listed[0].id));
    BOOST_TEST(!sessions.use(two).has_value());
    BOOST_TEST(sessions.use(one).has_value());
    BOOST_TEST(sessions.use(other).has_value());
    clock.advance(100);
    BOOST_TEST(sessions.of("m-1").empty());
}

BOOST_AUTO_TEST_CASE(is_gone_after_the_end) {
    const std::string one = sessions.start("m-1");
    const std::string two = sessions.start("m-1");
    const std::string other = sessions.start("m-2");
    BOOST_TEST(one != two);
    sessions.end(one);
    BOOST_TEST(!sessions.use(one).has_value());
    BOOST_TEST(sessions.use(two).has_value());
    sessions.end_all("m-1");
    BOOST_TEST(!sessions.use(two).has_value());
    BOOST_TEST(sessions.use(other).has_value());
}

BOOST_AUTO_TEST_CASE(a_token_is_not_its_hash) {
    const std::string token = sessions.start("m-1");
    BOOST_TEST(!sessions.use(token_hash(token)).has_value());
    BOOST_TEST(!sessions.use("").has_value());
}

BOOST_AUTO_TEST_CASE(the_one_unused_for_longest_gives_way) {
    const std::string first = sessions.start("m-1");
    clock.advance(1);
    const std::string second = sessions.start("m-2");
    clock.advance(1);
    const std::string third = sessions.start("m-3");
    clock.advance(1);
    BOOST_TEST(sessions.use(first).has_value());
    const std::string fourth = sessions.start("m-4");
    BOOST_TEST(sessions.size() == 3U);
    BOOST_TEST(!sessions.use(second).has_value());
    BOOST_TEST(sessions.use(first).has_value());
    BOOST_TEST(sessions.use(third).has_value());
    BOOST_TEST(sessions.use(fourth).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
