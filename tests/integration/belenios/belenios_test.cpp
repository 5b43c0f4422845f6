// Elections that two independent programs must agree on: ours, and Debian's belenios-tool (2.0).

#include "ballots/groups.hpp"
#include "crypto/credential.hpp"
#include "workshop.hpp"

#include <boost/test/unit_test.hpp>

using namespace ogniwo;
using namespace ogniwo::ballots;
using namespace ogniwo::judge;
namespace fs = std::filesystem;

namespace {

using G = crypto::Belenios2048;
constexpr const char* group = "BELENIOS-2048";

} // namespace

BOOST_AUTO_TEST_SUITE(belenios)

BOOST_AUTO_TEST_CASE(the_tool_accepts_our_elections) {
    if (tool_is_missing()) {
        return;
    }
    struct Case {
        std::vector<Question> questions;
        std::size_t trustees;
        std::vector<std::uint64_t> weights;
        std::size_t ballots;
    };
    const std::vector<Case> cases = {
        {{sample::question(5, 1, 1)}, 1, {1, 1, 1}, 5},
        {{sample::question(3, 0, 3, true)}, 2, {1, 5, 3'000'000'000}, 4},
        {{sample::question(2, 2, 2), sample::question(1, 0, 1, true)}, 3, {2, 3}, 3},
        {{sample::question(1, 0, 1)}, 1, {1}, 0},
        {{sample::question(4, 1, 3)}, 2, {7, 1}, 2},
    };
    for (const Case& c : cases) {
        sample::SampleElection s({.group = group,
                                  .questions = c.questions,
                                  .trustees = c.trustees,
                                  .weights = c.weights});
        std::vector<Bytes> ballots;
        for (std::size_t i = 0; i < c.ballots; ++i) {
            ballots.push_back(s.ballot(i % c.weights.size(), s.random_choices()));
        }
        sample::Parts parts = s.close(ballots);
        const std::string& uuid = s.election->definition().uuid;
        BOOST_TEST(tool_accepts(uuid, sample::write_archive(parts)));
        BOOST_TEST(verify(sample::write_archive(parts)).complete);
        // The judge is awake: a wrong count is refused.
        parts.result[parts.result.size() - 4] ^= 1;
        BOOST_TEST(!tool_accepts(uuid, sample::write_archive(parts)));
        BOOST_TEST(!verify(sample::write_archive(parts)).ok);
    }
}

// The tool sets everything up; ballots and decryptions come from both sides in turn.
BOOST_AUTO_TEST_CASE(an_election_of_the_tool) {
    if (tool_is_missing()) {
        return;
    }
    const Workshop shop;
    shop.must("setup generate-token", "uuid");
    const std::string uuid = shop.line("uuid");
    shop.write("voters.txt", "a@example.org,a,1\nb@example.org,b,5\nc@example.org,c,20\n");
    shop.must("setup generate-credentials --uuid " + uuid + " --group " + group +
              " --file voters.txt");
    fs::rename(shop.folder() / shop.only(".pubcreds"), shop.folder() / "public_creds.json");
    std::vector<std::string> private_keys;
    std::string public_keys;
    for (int i = 0; i < 2; ++i) {
        shop.must(std::string("setup generate-trustee-key --group ") + group);
        private_keys.push_back(shop.line(shop.only(".privkey")));
        public_keys += shop.line(shop.only(".pubkey")) + "\n";
        fs::remove(shop.folder() / shop.only(".privkey"));
        fs::remove(shop.folder() / shop.only(".pubkey"));
    }
    shop.write("public_keys.jsons", public_keys);
    shop.must("setup make-trustees");
    shop.write("template.json",
               R"({"description":"d","name":"n","questions":[{"answers":["A","B","Łódź"],)"
               R"("blank":true,"min":1,"max":2,"question":"Q"},{"answers":["X"],"min":0,"max":1,)"
               R"("question":"R"}]})");
    shop.must("setup make-election --uuid " + uuid + " --group " + group +
              " --template template.json");
    shop.must("archive init");

    const std::string archive = uuid + ".bel";
    const Bytes initial = shop.read(archive);
    const MemorySource initial_source(initial);
    const sample::Parts setup = sample::read_archive(initial_source);
    const auto opened = SecretElection::open(setup.election, setup.trustees, setup.credentials);
    BOOST_REQUIRE_MESSAGE(opened, opened.error().text());
    const SecretElection& election = **opened;
    BOOST_TEST(election.total_weight() == 26U);

    std::vector<std::string> credentials; // "id XXX-XXX-XXX-XXX-XXX" on each line
    std::istringstream lines{std::string(as_text(shop.read(shop.only(".privcreds"))))};
    for (std::string id, text; lines >> id >> text;) {
        credentials.push_back(text);
    }
    BOOST_REQUIRE(credentials.size() == 3U);

    crypto::SeededRng rng("belenios");
    struct Vote {
        std::size_t voter;
        bool ours;
        std::vector<std::vector<std::uint32_t>> choices;
    };
    const std::vector<Vote> votes = {{0, false, {{0, 1, 0, 1}, {1}}},
                                     {1, true, {{1, 0, 0, 0}, {1}}},
                                     {2, true, {{0, 0, 1, 1}, {0}}},
                                     {1, false, {{0, 1, 1, 0}, {0}}},
                                     {0, true, {{0, 0, 0, 1}, {1}}}};
    for (const Vote& vote : votes) {
        if (vote.ours) {
            const auto ballot = election.make_ballot(credentials[vote.voter], vote.choices, rng);
            BOOST_REQUIRE_MESSAGE(ballot, ballot.error().text());
            shop.write("ballot", as_text(*ballot));
        } else {
            shop.write("credential", credentials[vote.voter]);
            json::array choices;
            for (const auto& row : vote.choices) {
                choices.emplace_back(json::array(row.begin(), row.end()));
            }
            shop.write("choices", write_json(choices));
            shop.must("election generate-ballot --dir . --privcred credential --ballot choices",
                      "ballot");
        }
        const std::string ballot = shop.line("ballot");
        const auto checked = election.check_ballot(as_bytes(ballot), Strictness::cast);
        BOOST_REQUIRE_MESSAGE(checked, checked.error().text());
        shop.must("archive add-event --dir . --type Ballot", "out", "ballot");
    }
    shop.must("archive add-event --dir . --type EndBallots");
    shop.must("election compute-encrypted-tally --dir .", "tally");
    shop.must("archive add-event --dir . --type EncryptedTally", "out", "tally");
    shop.write("key", private_keys[0]);
    shop.must("election decrypt --dir . --privkey key --trustee-id 1", "part");
    shop.must("archive add-event --dir . --type PartialDecryption", "out", "part");
    // The tool wraps a decryption with the owner that it finds in its own output, so that ours goes
    // into the archive through our writer.
    const Bytes before = shop.read(archive);
    const MemorySource before_source(before);
    sample::Parts parts = sample::read_archive(before_source);
    // Key files of the tool hold a JSON string.
    const std::string second = private_keys[1].substr(1, private_keys[1].size() - 2);
    const auto ours = election.make_partial_decryption(2, second, parts.tally, rng);
    BOOST_REQUIRE_MESSAGE(ours, ours.error().text());
    parts.decryptions.emplace_back(2, *ours);
    shop.write(archive, as_text(sample::write_archive(parts)));
    shop.must("election compute-result --dir .", "result");
    shop.must("archive add-event --dir . --type Result", "out", "result");
    shop.must("election verify --dir .");

    const VerifyReport report = verify(shop.read(archive));
    BOOST_TEST(report.ok, report.to_text());
    BOOST_REQUIRE(report.counts.has_value());
    BOOST_TEST((*report.counts == Counts{{0, 5, 25, 21}, {1}}));
    BOOST_TEST(report.counted == 3U);
    BOOST_TEST(report.ballots == 5U);
}

// Ballots of tool 2.0 need credentials of 15 characters.
BOOST_AUTO_TEST_CASE(ballots_of_the_tool_in_our_election) {
    if (tool_is_missing()) {
        return;
    }
    crypto::SeededRng rng("short credentials");
    const std::string uuid = "ShortCreds1234";
    std::vector<std::string> credentials;
    std::vector<PublicCredential> list;
    for (int i = 0; i < 2; ++i) {
        const crypto::SecretText text = crypto::generate_short_credential(rng);
        credentials.emplace_back(text.expose());
        const auto secret = crypto::derive_credential<G>(text.expose(), uuid);
        list.push_back({G::point_text(G::exp_generator(*secret)), 1});
    }
    const auto key = make_trustee_key(group, "", rng);
    ElectionTemplate definition;
    definition.name = "n";
    definition.questions = {sample::question(3, 1, 2, true)};
    const Bytes public_list = *make_credential_list(group, list);
    const auto setup = make_election(group, uuid, definition, {key->public_key_json}, public_list);
    BOOST_REQUIRE_MESSAGE(setup, setup.error().text());
    const auto election =
        SecretElection::open(setup->election, setup->trustees, setup->credentials);

    const Workshop shop;
    sample::Parts parts;
    parts.election = setup->election;
    parts.trustees = setup->trustees;
    parts.credentials = setup->credentials;
    shop.write(uuid + ".bel", as_text(sample::write_archive(parts)));
    RunningTally tally = (*election)->empty_tally();
    for (const std::string& credential : credentials) {
        shop.write("credential", credential);
        shop.write("choices", "[[0,1,0,1]]");
        shop.must("election generate-ballot --dir . --privcred credential --ballot choices",
                  "ballot");
        const std::string ballot = shop.line("ballot");
        const auto checked = (*election)->check_ballot(as_bytes(ballot), Strictness::cast);
        BOOST_REQUIRE_MESSAGE(checked, checked.error().text());
        BOOST_TEST(checked->credential == *(*election)->public_credential(credential));
        parts.ballots.push_back(to_bytes(ballot));
        BOOST_REQUIRE(tally.add(parts.ballots.back(), checked->weight).has_value());
    }
    parts.closed = true;
    parts.tally = to_bytes(tally.encrypted_tally_json());
    parts.sized_tally = to_bytes(tally.sized_tally_json());
    const auto part = (*election)->make_partial_decryption(1, key->private_key, parts.tally, rng);
    parts.decryptions.emplace_back(1, *part);
    const auto result =
        (*election)->compute_result(parts.tally, tally.total_weight(), {{1, *part}});
    BOOST_REQUIRE_MESSAGE(result, result.error().text());
    BOOST_TEST((result->counts == Counts{{0, 2, 0, 2}}));
    parts.result = to_bytes(result->json);
    BOOST_TEST(tool_accepts(uuid, sample::write_archive(parts)));
    BOOST_TEST(verify(sample::write_archive(parts)).complete);
}

BOOST_AUTO_TEST_SUITE_END()
