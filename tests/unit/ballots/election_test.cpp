#include "ballots/credential_roll.hpp"
#include "ballots/uuid.hpp"
#include "crypto/base/encoding.hpp"
#include "sample_election.hpp"
#include "server/files/archive_file.hpp"

#include <boost/test/unit_test.hpp>

#include <set>

using namespace ogniwo;
using namespace ogniwo::ballots;

namespace {

constexpr std::string_view good =
    R"({"version":1,"description":"d","name":"n","group":"Ed25519","public_key":"66","questions":[)"
    R"({"answers":["A","B"],"blank":true,"min":0,"max":2,"question":"Q"}],"uuid":"11111111111111",)"
    R"("administrator":"a","credential_authority":"c"})";

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
    std::string out(text);
    const std::size_t at = out.find(from);
    BOOST_REQUIRE(at != std::string::npos);
    return out.replace(at, from.size(), to);
}

std::string error_of(std::string_view text) {
    const auto election = parse_election(as_bytes(text));
    return election ? std::string() : std::string(election.error().id());
}

std::string open_error(ByteView election, ByteView trustees, ByteView credentials) {
    const auto opened = SecretElection::open(election, trustees, credentials);
    return opened ? std::string() : std::string(opened.error().id());
}

} // namespace

BOOST_AUTO_TEST_SUITE(election)

BOOST_AUTO_TEST_CASE(definition_round_trip) {
    const auto parsed = parse_election(as_bytes(good));
    BOOST_REQUIRE(parsed);
    BOOST_TEST(encode_election(*parsed) == good);
    BOOST_TEST(parsed->questions[0].choices() == 3U);
    BOOST_TEST(parsed->unknown_members.empty());
}

BOOST_AUTO_TEST_CASE(definition_fixtures) {
    const auto folder = sample::fixtures();
    if (!folder) {
        BOOST_TEST_MESSAGE("skipped: ../shared/fixtures is not there");
        return;
    }
    const auto bel = files::open_archive(
        sample::archive_in(*folder / "belenios" / "ed25519-3.3.0-revotes").string());
    const sample::Parts parts = sample::read_archive(**bel);
    // Fingerprint printed by belenios-tool for this election.
    BOOST_TEST(election_hash(parts.election) == "MySTlkGdhEweZTgSK47+YNfK1n8vUhwGLLgaEjm4+0g");
    BOOST_TEST(encode_election(*parse_election(parts.election)) == as_text(parts.election));
}

BOOST_AUTO_TEST_CASE(definition_errors) {
    BOOST_TEST(error_of(replaced(good, R"("version":1)", R"("version":2)")) == "election.version");
    BOOST_TEST(error_of(replaced(good, "11111111111111", "1111111111111")) == "election.uuid");
    BOOST_TEST(error_of(replaced(good, "11111111111111", "1111111111111O")) == "election.uuid");
    BOOST_TEST(error_of(replaced(good, R"("min":0)", R"("min":3)")) == "election.question");
    BOOST_TEST(error_of(replaced(good, R"("min":0)", R"("min":-1)")) == "election.question");
    BOOST_TEST(error_of(replaced(good, R"("max":2)", R"("max":1024)")) == "election.limits");
    BOOST_TEST(error_of(replaced(good, R"("max":2)", R"("max":1023)")) == "");
    BOOST_TEST(error_of(replaced(good, R"(["A","B"])", "[]")) == "election.question");
    BOOST_TEST(error_of(replaced(good, R"("blank":true)", R"("blanc":true)")) == "json.shape");
    BOOST_TEST(error_of(replaced(good, R"("name":"n")", R"("name":"n","name":"m")")) ==
               "json.duplicate_key");
    BOOST_TEST(error_of(std::string(ElectionLimits::max_bytes + 1, ' ')) == "json.size");
    std::string many;
    for (std::size_t i = 0; i <= ElectionLimits::max_questions; ++i) {
        many +=
            (i == 0 ? "" : ",") + std::string(R"({"answers":["A"],"min":0,"max":1,"question":""})");
    }
    const std::size_t start = good.find("[{") + 1;
    const std::size_t stop = good.find("],\"uuid");
    std::string questions(good);
    questions.replace(start, stop - start, many);
    BOOST_TEST(error_of(questions) == "election.limits");
}

BOOST_AUTO_TEST_CASE(unknown_members_are_noted) {
    const auto parsed =
        parse_election(as_bytes(replaced(good, R"("name":"n")", R"("name":"n","later":1)")));
    BOOST_REQUIRE(parsed);
    BOOST_TEST((parsed->unknown_members == std::vector<std::string>{"later"}));
}

BOOST_AUTO_TEST_CASE(uuids) {
    crypto::SeededRng rng("uuids");
    std::set<std::string> seen;
    std::set<char> letters;
    for (int i = 0; i < 1000; ++i) {
        const std::string uuid = make_uuid(rng);
        BOOST_REQUIRE(check_uuid(uuid).has_value());
        letters.insert(uuid.begin(), uuid.end());
        seen.insert(uuid);
    }
    BOOST_TEST(seen.size() == 1000U);
    BOOST_TEST(letters.size() == 58U);
    BOOST_TEST(check_uuid(std::string(64, '1')).has_value());
    BOOST_TEST(!check_uuid(std::string(65, '1')));
}

BOOST_AUTO_TEST_CASE(choices) {
    const Question plain = sample::question(3, 1, 2);
    const auto id = [](const Question& q, const std::vector<std::uint32_t>& c) {
        const Verdict verdict = check_choices(q, c);
        return verdict ? std::string() : std::string(verdict.error().id());
    };
    BOOST_TEST(id(plain, {1, 0, 1}) == "");
    BOOST_TEST(id(plain, {0, 0, 0}) == "choice.range");
    BOOST_TEST(id(plain, {1, 1, 1}) == "choice.range");
    BOOST_TEST(id(plain, {2, 0, 0}) == "choice.value");
    BOOST_TEST(id(plain, {1, 0}) == "choice.length");
    const Question blank = sample::question(3, 1, 2, true);
    BOOST_TEST(id(blank, {1, 0, 0, 0}) == "");
    BOOST_TEST(id(blank, {1, 1, 0, 0}) == "choice.blank");
    BOOST_TEST(id(blank, {0, 0, 0, 0}) == "choice.range");
    BOOST_TEST(id(blank, {0, 1, 1, 0}) == "");
}

BOOST_AUTO_TEST_CASE(credential_lists) {
    const auto id = [](std::string_view text) {
        const auto lines = parse_credential_list(as_bytes(text));
        if (!lines) {
            return std::string(lines.error().id());
        }
        const auto roll = CredentialRoll::make(*lines);
        return roll ? std::string() : std::string(roll.error().id());
    };
    BOOST_TEST(id(R"(["a","b,2","c,9007199254740988"])") == "");
    BOOST_TEST(id(R"(["a","b,2","c,9007199254740989"])") == "credential.weight");
    BOOST_TEST(id(R"(["a,0","b,5"])") == ""); // the published tools make such lists; our maker does not
    BOOST_TEST(id(R"(["a,-1"])") == "credential.weight");
    BOOST_TEST(id(R"(["a,01"])") == "credential.weight");
    BOOST_TEST(id(R"(["a,1,x"])") == "credential.weight");
    BOOST_TEST(id(R"(["a,"])") == "credential.weight");
    BOOST_TEST(id(R"(["a","b","a,5"])") == "credential.duplicate");
    BOOST_TEST(id("[]") == "election.limits");
    BOOST_TEST(id("{}") == "credential.encoding");
    BOOST_TEST(id("[1]") == "credential.encoding");
    const auto roll = CredentialRoll::make({{"a", 1}, {"b", 2}});
    BOOST_TEST(roll->total_weight() == 3U);
    BOOST_TEST(roll->weight(*roll->find("b")) == 2U);
    BOOST_TEST(!roll->find("c").has_value());
    BOOST_TEST(encode_credential_list({{"a", 1}, {"b", 1}}) == R"(["a","b"])");
    BOOST_TEST(encode_credential_list({{"a", 1}, {"b", 2}}) == R"(["a,1","b,2"])");
}

BOOST_AUTO_TEST_CASE(setup_checks) {
    sample::SampleElection one({.questions = {sample::question(2, 0, 1)}, .trustees = 2});
    sample::SampleElection other({.questions = {sample::question(2, 0, 1)}, .seed = "other"});
    const SetupFiles& s = one.setup;
    BOOST_TEST(open_error(s.election, s.trustees, s.credentials) == "");
    BOOST_TEST(open_error(s.election, other.setup.trustees, s.credentials) ==
               "election.public_key");
    const std::string trustees(as_text(s.trustees));
    const std::string_view key = one.keys[0].public_key_json;
    // Twice the same trustee; the first alone; a rogue key that would cancel the others out.
    BOOST_TEST(open_error(s.election,
                          as_bytes(replaced(trustees, one.keys[1].public_key_json, key)),
                          s.credentials) == "trustee.duplicate");
    BOOST_TEST(open_error(s.election, as_bytes("[[\"Single\"," + std::string(key) + "]]"),
                          s.credentials) == "election.public_key");
    BOOST_TEST(
        open_error(s.election,
                   as_bytes(replaced(trustees, one.keys[1].public_key, other.keys[0].public_key)),
                   s.credentials) == "trustee.pok");
    const std::string neutral = std::string(63, '0') + "1";
    BOOST_TEST(open_error(s.election, as_bytes(replaced(trustees, one.keys[1].public_key, neutral)),
                          s.credentials) == "trustee.neutral");
    BOOST_TEST(open_error(s.election, as_bytes("[]"), s.credentials) == "election.limits");
    BOOST_TEST(open_error(s.election, as_bytes("[[\"Double\",{}]]"), s.credentials) ==
               "trustee.encoding");
    const std::string credentials(as_text(s.credentials));
    const std::string& voter = one.voters[0].public_credential;
    BOOST_TEST(
        open_error(s.election, s.trustees,
                   as_bytes(replaced(credentials, voter, one.voters[1].public_credential))) ==
        "credential.duplicate");
    BOOST_TEST(open_error(s.election, s.trustees,
                          as_bytes(replaced(credentials, voter, neutral))) == "credential.neutral");
    BOOST_TEST(open_error(s.election, s.trustees,
                          as_bytes(replaced(credentials, voter, std::string(64, '0')))) ==
               "credential.membership");
    BOOST_TEST(open_error(s.election, s.trustees, s.credentials) == "");
    BOOST_TEST(one.election->total_weight() == 5U);
    BOOST_TEST(one.election->voters() == 5U);
    BOOST_TEST(*one.election->weight_of(voter) == 1U);
    BOOST_TEST(!one.election->weight_of(neutral).has_value());
    BOOST_TEST(one.election->trustee_public_key(2) == one.keys[1].public_key);
}

BOOST_AUTO_TEST_CASE(maker_refuses) {
    crypto::SeededRng rng("maker");
    BOOST_TEST((make_trustee_key("P-256", "", rng).error().id() == "election.group_unsupported"));
    BOOST_TEST(
        (make_trustee_key("Ed25519", std::string(201, 'x'), rng).error().id() == "trustee.name"));
    BOOST_TEST((make_trustee_key("Ed25519", "\xff", rng).error().id() == "trustee.name"));
    BOOST_TEST((make_credentials("Ed25519", "short", {1}, rng).error().id() == "election.uuid"));
    BOOST_TEST((make_credentials("Ed25519", "11111111111111", {0}, rng).error().id() ==
                "credential.weight"));
    BOOST_TEST(is_supported_group("BELENIOS-2048"));
    BOOST_TEST(is_supported_group("RFC-3526-2048"));
    BOOST_TEST(!is_supported_group("RFC-3526-1536"));
    const auto key = make_trustee_key("Ed25519", "Zoë", rng);
    BOOST_TEST(*check_trustee_key("Ed25519", as_bytes(key->public_key_json)) == key->public_key);
    BOOST_TEST((check_trustee_key("BELENIOS-2048", as_bytes(key->public_key_json)).error().id() ==
                "trustee.membership"));
    ElectionTemplate definition;
    definition.questions = {sample::question(2, 0, 3)};
    BOOST_TEST((make_election("Ed25519", "11111111111111", definition, {key->public_key_json},
                              as_bytes("[]"))
                    .error()
                    .id() == "election.template"));
}

BOOST_AUTO_TEST_CASE(template_file) {
    const auto parsed = parse_election_template(as_bytes(
        R"({"description":"d","name":"n","questions":[{"answers":["A"],"min":1,"max":1,"question":"Q"}]})"));
    BOOST_REQUIRE(parsed);
    BOOST_TEST(parsed->questions[0].homomorphic()->answers[0] == "A");
    BOOST_TEST(!parse_election_template(as_bytes(R"({"description":"d","name":"n"})")));
    const auto texts = parse_election_template(as_bytes(
        R"({"description":"d","name":"n","questions":[{"answers":["A"],"min":1,"max":1,"question":"Q"}],)"
        R"("administrator":"a","credential_authority":"c","language":"pl"})"));
    BOOST_REQUIRE(texts);
    BOOST_TEST((texts->administrator == "a" && texts->credential_authority == "c"));
    BOOST_TEST((texts->language == "pl"));
}

BOOST_AUTO_TEST_SUITE_END()
