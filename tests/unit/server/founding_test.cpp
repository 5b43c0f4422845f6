#include "ballots/credential_roll.hpp"
#include "crypto/random.hpp"
#include "sample_election.hpp"
#include "server/services/founding.hpp"
#include "server/services/mixing.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <list>

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

// The error of a founding with these secret votes, each with as many trustee mandates as trustees.
std::string error_of_votes(const std::list<ballots::sample::SampleElection>& elections) {
    std::string pattern = (std::filesystem::temp_directory_path() / "ogniwo-founding-XXXXXX").string();
    BOOST_REQUIRE(mkdtemp(pattern.data()) != nullptr);
    const std::filesystem::path folder = pattern;
    json::value document = parse_json(good).value();
    json::array& votes = document.as_object()["votes"].emplace_array();
    for (const auto& sample : elections) {
        const std::string name = "council-" + std::to_string(votes.size() + 1);
        std::filesystem::create_directory(folder / name);
        const auto write = [&](const char* file, const Bytes& bytes) {
            std::ofstream(folder / name / file, std::ios::binary) << as_text(bytes);
        };
        write("election.json", sample.setup.election);
        write("trustees.json", sample.setup.trustees);
        write("public_creds.json", sample.setup.credentials);
        json::array trustees;
        for (std::size_t i = 1; i <= sample.keys.size(); ++i) {
            trustees.emplace_back("m" + std::to_string(i));
        }
        votes.push_back({{"type", "secret"},
                         {"vote", name},
                         {"title", "Council"},
                         {"seats", 1},
                         {"quorum", {{"num", 1}, {"den", 2}, {"strict", false}}},
                         {"setup", name},
                         {"trustees", trustees}});
    }
    crypto::SystemRng rng;
    const auto founding = services::parse_founding(write_json(document), folder, rng);
    std::filesystem::remove_all(folder);
    return founding ? "accepted" : founding.error().text();
}

std::string error_of_vote(const ballots::sample::Options& options) {
    std::list<ballots::sample::SampleElection> one;
    one.emplace_back(options);
    return error_of_votes(one);
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

BOOST_AUTO_TEST_CASE(two_people_with_one_address) {
    for (const char* same : {"Anna@x.example", "anna@X.EXAMPLE", " anna@x.example\\t"}) {
        const std::string second = R"({"mandate":"m2","organisation":"one","name":"A","email":")" + std::string(same) +
                                   R"(","roles":["representative"]})";
        BOOST_TEST(error_of(changed("}]}", "}," + second + "]}")) ==
                   "person.duplicate: people[1]: m1 has the address anna@x.example already");
    }
}

BOOST_AUTO_TEST_CASE(only_elections_that_the_server_runs) {
    using ballots::sample::question;
    for (const char* group : {"Ed25519", "BELENIOS-2048"}) {
        BOOST_TEST(error_of_vote({.group = group, .questions = {question(2, 0, 1)}, .trustees = 2}) ==
                   "accepted");
    }
    BOOST_TEST(error_of_vote({.questions = {question(2, 0, 1)}, .trustees = 1, .ceremonies = {{3, 2}}}) ==
               "accepted");
    BOOST_TEST(error_of_vote({.group = "RFC-3526-2048", .questions = {question(2, 0, 1)}}) == "accepted");
    for (const ballots::Question& other : {ballots::sample::ranking(3), ballots::sample::lists({2, 1})}) {
        BOOST_TEST(error_of_vote({.questions = {question(2, 0, 1), other}})
                       .starts_with("founding.count: votes[0]"));
    }
}

BOOST_AUTO_TEST_CASE(elections_with_credentials_of_their_own) {
    const auto two = [](const std::string& second, auto edit) {
        std::list<ballots::sample::SampleElection> elections;
        elections.emplace_back(ballots::sample::Options{.questions = {ballots::sample::question(2, 0, 1)}});
        elections.emplace_back(ballots::sample::Options{
            .questions = {ballots::sample::question(2, 0, 1)}, .seed = second, .uuid = second});
        edit(elections.front().setup.credentials, elections.back().setup.credentials);
        return error_of_votes(elections);
    };
    const auto none = [](const Bytes&, const Bytes&) {};
    BOOST_TEST(two("AnotherAAAAAAA", none) == "accepted");
    BOOST_TEST(two("Samp1eAAAAAAAA", none).starts_with("govern.duplicate: votes[1]"));
    BOOST_TEST(two("AnotherAAAAAAA", [](const Bytes& first, Bytes& second) { second = first; }).starts_with("credential.reused"));
    BOOST_TEST(two("AnotherAAAAAAA", [](const Bytes& first, Bytes& second) {
                   auto lines = ballots::parse_credential_list(second).value();
                   lines.back() = ballots::parse_credential_list(first).value().front();
                   second = to_bytes(ballots::encode_credential_list(lines));
               }).starts_with("credential.reused"));
}

BOOST_AUTO_TEST_CASE(as_many_votes_as_the_server_can_mix) {
    using ballots::sample::ranking;
    const auto most = [](const char* group, std::vector<ballots::Question> questions, std::size_t voters) {
        ballots::Election election;
        election.group = group;
        election.questions = std::move(questions);
        return services::check_mixing_size(election, voters).has_value() &&
               services::check_mixing_size(election, voters + 1).error() == Error("founding.limit");
    };
    BOOST_TEST(most("Ed25519", {ranking(3)}, 10'000));
    BOOST_TEST(most("Ed25519", {ranking(3), ballots::sample::question(2, 0, 1), ranking(2)}, 5'000));
    BOOST_TEST(most("RFC-3526-2048", {ranking(3)}, 1'000));
    ballots::Election sums;
    sums.questions = {ballots::sample::question(2, 0, 1)};
    BOOST_TEST(services::check_mixing_size(sums, 1'000'000).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
