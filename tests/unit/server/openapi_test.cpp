#include "server/api/problems.hpp"
#include "server/api/routes.hpp"

#include <boost/test/unit_test.hpp>

using namespace ogniwo;

BOOST_AUTO_TEST_SUITE(api_description)

BOOST_AUTO_TEST_CASE(every_route_is_described) {
    std::vector<http::Route> table;
    table.push_back({.method = http::Method::get, .path = "/a/{id}/b", .summary = "S"});
    table.push_back({.method = http::Method::post,
                     .path = "/a/{id}/b",
                     .auth = http::AuthPolicy::officer,
                     .body_limit = 7,
                     .accepts = "application/json",
                     .summary = "T"});
    table.push_back({.method = http::Method::get, .path = "/t/{rest...}", .summary = "R"});
    const auto document = parse_json(api::openapi(table)).value();
    const auto& paths = document.at("paths");
    BOOST_TEST(paths.at("/a/{id}/b").at("get").at("summary").as_string() == "S");
    const auto& post = paths.at("/a/{id}/b").at("post");
    BOOST_TEST(post.at("x-auth").as_string() == "officer");
    BOOST_TEST(post.at("requestBody").at("x-max-bytes").as_int64() == 7);
    BOOST_TEST(post.at("parameters").at(0).at("name").as_string() == "id");
    BOOST_TEST(paths.at("/t/{rest}").at("get").at("parameters").at(0).at("name").as_string() ==
               "rest");
}

BOOST_AUTO_TEST_CASE(problems_fall_back_to_their_family) {
    const auto proof = api::find_problem("ballot.overall_proof", "en");
    BOOST_TEST(proof->status == 422U);
    BOOST_TEST(proof->vote_recorded.value() == false);
    BOOST_TEST(api::find_problem("ballot.closed", "en")->status == 409U);
    BOOST_TEST(api::find_problem("ballot.closed", "pl")->title !=
               api::find_problem("ballot.closed", "en")->title);
    BOOST_TEST(api::find_problem("rate.voter", "en")->retry_after_s.value() == 60U);
    for (const char* busy : {"storage.no_space", "storage.queue_full", "storage.stopped",
                             "storage.frozen", "storage.failed", "storage.unknown"}) {
        BOOST_TEST(api::find_problem(busy, "pl")->status == 503U, busy);
        BOOST_TEST(api::find_problem(busy, "pl")->retry_after_s.has_value(), busy);
    }
    BOOST_TEST(!api::find_problem("storage.corrupt", "en").has_value()); // not for readers
    BOOST_TEST(!api::find_problem("", "en").has_value());
    BOOST_TEST(!api::find_problem("nonsense", "en").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
