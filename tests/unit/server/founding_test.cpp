#include "crypto/random.hpp"
#include "sample_election.hpp"
#include "server/services/founding.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>

using namespace ogniwo;

namespace {

constexpr std::string_view good = R"({"federation":"F","origin":"log.example/f",
 "organisations":[{"id":"one","name":"One","legal_form":"f","seat":"K","weight":1}],
 "people":[{"mandate":"m1","organisation":"one","name":"Anna","email":"Anna@x.example","roles":["representative"]}]})";

Result<services::Founding> parse(std::string text) {
    crypto::SystemRng rng;
    return services::parse_founding(text, "/nowhere", rng);
}

std::string changed(std::string_view from, std::string_view to) {
    std::string text(good);
    text.replace(text.find(from), from.size(), to);
    return text;
}

std::string error_of(std::string text) {
    const auto founding = parse(std::move(text));
    return founding ? "accepted" : founding.error().text();
}

// The error of a founding whose one secret vote is this election, with as many trustee mandates as trustees.
std::string error_of_vote(const ballots::sample::Options& options) {
    const ballots::sample::SampleElection sample(options);
    std::string pattern = (std::filesystem::temp_directory_path() / "ogniwo-founding-XXXXXX").string();
    BOOST_REQUIRE(mkdtemp(pattern.data()) != nullptr);
    const std::filesystem::path folder = pattern;
    const auto write = [&](const char* name, const Bytes& bytes) {
        std::ofstream(folder / name, std::ios::binary) << as_text(bytes);
    };
    write("election.json", sample.setup.election);
    write("trustees.json", sample.setup.trustees);
    write("public_creds.json", sample.setup.credentials);
    json::value document = parse_json(good).value();
    json::array trustees;
    for (std::size_t i = 1; i <= sample.keys.size(); ++i) {
        trustees.emplace_back("m" + std::to_string(i));
    }
    document.as_object()["votes"] = json::array{{{"type", "secret"},
                                                 {"vote", "council"},
                                                 {"title", "Council"},
                                                 {"seats", 1},
                                                 {"quorum", {{"num", 1}, {"den", 2}, {"strict", false}}},
                                                 {"setup", "."},
                                                 {"trustees", trustees}}};
    crypto::SystemRng rng;
    const auto founding = services::parse_founding(write_json(document), folder, rng);
    std::filesystem::remove_all(folder);
    return founding ? "accepted" : founding.error().text();
}

} // namespace

BOOST_AUTO_TEST_SUITE(founding)

BOOST_AUTO_TEST_CASE(names_stay_private) {
    const auto founding = parse(std::string(good)).value();
    BOOST_TEST(founding.bodies.size() == 2U);
    BOOST_TEST(founding.people.size() == 1U);
    BOOST_TEST(founding.people[0].email == "anna@x.example");
    const auto& mandate = std::get<ledger::MandateGranted>(founding.bodies[1]);
    BOOST_TEST(mandate.person.value == auth::commitment(founding.people[0]));
    const std::string entry = write_json(ledger::encode_body(founding.bodies[1]));
    BOOST_TEST(entry.find("nna") == std::string::npos);
    const auto again = parse(std::string(good)).value(); // another salt, another commitment
    BOOST_TEST(std::get<ledger::MandateGranted>(again.bodies[1]).person.value !=
               mandate.person.value);
}

BOOST_AUTO_TEST_CASE(errors_name_the_place) {
    BOOST_TEST(error_of(changed("\"id\":\"one\"", "\"id\":\"ONE\"")).starts_with("entry.body: organisations[0]"));
    BOOST_TEST(error_of(changed("\"weight\":1", "\"weight\":\"1\"")).starts_with("entry.body: organisations[0]"));
    BOOST_TEST(error_of(changed("Anna@x.example", "nobody")).starts_with("person.email: people[0]"));
    BOOST_TEST(error_of(changed("\"representative\"", "\"king\"")).starts_with("entry.body: people[0]"));
    BOOST_TEST(error_of(changed("\"federation\":\"F\",", "")).starts_with("json.shape"));
    BOOST_TEST(error_of(changed("\"federation\":\"F\"", "\"federation\":\"F\",\"x\":1")).starts_with("json.shape"));
    BOOST_TEST(error_of(changed("]}", "],\"texts\":[{\"text\":\"t\",\"title\":\"T\",\"version\":1,"
                                      "\"file\":\"missing.md\"}]}"))
                   .starts_with("accepted") == false);
}

BOOST_AUTO_TEST_CASE(only_elections_that_the_server_runs) {
    using ballots::sample::question;
    for (const char* group : {"Ed25519", "BELENIOS-2048"}) {
        BOOST_TEST(error_of_vote({.group = group, .questions = {question(2, 0, 1)}, .trustees = 2}) ==
                   "accepted");
    }
    BOOST_TEST(error_of_vote({.questions = {question(2, 0, 1)}, .trustees = 1, .ceremonies = {{3, 2}}}) ==
               "accepted");
    BOOST_TEST(error_of_vote({.group = "RFC-3526-2048", .questions = {question(2, 0, 1)}})
                   .starts_with("election.group_unsupported: votes[0]"));
    for (const ballots::Question& other : {ballots::sample::ranking(3), ballots::sample::lists({2, 1})}) {
        BOOST_TEST(error_of_vote({.questions = {question(2, 0, 1), other}})
                       .starts_with("question.unsupported: votes[0]"));
    }
}

BOOST_AUTO_TEST_SUITE_END()
