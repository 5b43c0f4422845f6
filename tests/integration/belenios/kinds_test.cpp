// Rankings through shuffles: our elections judged by the tool, and one in which both take turns.

#include "workshop.hpp"

#include <boost/test/unit_test.hpp>

#include <set>

using namespace ogniwo;
using namespace ogniwo::judge;

namespace {

constexpr const char* group = "RFC-3526-2048";

struct ToolsElection {
    Workshop shop;
    std::string uuid;
    std::vector<std::string> credentials;
    std::vector<std::string> key_files; ///< of two trustees
};

// The tool sets up an election of one ranking and one question that is added up, for three voters.
void set_up(ToolsElection& e) {
    const Workshop& shop = e.shop;
    shop.must("setup generate-token", "uuid");
    e.uuid = shop.line("uuid");
    const std::string common = " --uuid " + e.uuid + " --group " + group;
    shop.write("voters.txt", "a@example.org\nb@example.org\nc@example.org\n");
    shop.must("setup generate-credentials --file voters.txt" + common);
    fs::rename(shop.folder() / shop.only(".pubcreds"), shop.folder() / "public_creds.json");
    std::string public_keys;
    for (const char* name : {"first", "second"}) {
        shop.must(std::string("setup generate-trustee-key --group ") + group);
        public_keys += shop.line(shop.only(".pubkey")) + "\n";
        fs::remove(shop.folder() / shop.only(".pubkey"));
        fs::rename(shop.folder() / shop.only(".privkey"), shop.folder() / name);
        e.key_files.emplace_back(name);
    }
    shop.write("public_keys.jsons", public_keys);
    shop.must("setup make-trustees");
    shop.write("template.json",
               R"({"description":"d","name":"n","questions":[{"type":"NonHomomorphic","value":)"
               R"({"answers":["A","B","C"],"question":"Q"}},{"answers":["A","B"],"min":0,)"
               R"("max":1,"question":"Q"}]})");
    shop.must("setup make-election --template template.json" + common);
    shop.must("archive init");
    std::istringstream lines{std::string(as_text(shop.read(shop.only(".privcreds"))))};
    for (std::string id, text; lines >> id >> text;) {
        e.credentials.push_back(text);
    }
}

void add(const Workshop& shop, const std::string& type, const std::string& command) {
    shop.must(command, "object");
    shop.must("archive add-event --dir . --type " + type, "out", "object");
}

sample::Parts parts_of(const ToolsElection& e) {
    const Bytes archive = e.shop.read(e.uuid + ".bel");
    const MemorySource source(archive);
    return sample::read_archive(source);
}

} // namespace

BOOST_AUTO_TEST_SUITE(belenios_kinds)

BOOST_AUTO_TEST_CASE(the_tool_accepts_our_rankings) {
    if (tool_is_missing()) {
        return;
    }
    struct Case {
        std::vector<Question> questions;
        std::size_t singles;
        std::vector<CeremonyShape> ceremonies;
        std::size_t ballots;
    };
    const std::vector<Case> cases = {
        {{sample::ranking(4), sample::question(2, 0, 1, true), sample::ranking(1)}, 2, {}, 4},
        {{sample::ranking(3)}, 1, {{2, 1}}, 3},
        {{sample::ranking(3)}, 2, {}, 1},
        {{sample::question(3, 0, 2)}, 1, {{3, 2}}, 3},
        {{sample::question(2, 1, 1, true)}, 1, {}, 4},
    };
    for (const Case& c : cases) {
        sample::SampleElection s({.group = group,
                                  .questions = c.questions,
                                  .trustees = c.singles,
                                  .ceremonies = c.ceremonies,
                                  .weights = {1, 1, 1}});
        std::vector<Bytes> ballots;
        for (std::size_t i = 0; i < c.ballots; ++i) {
            ballots.push_back(s.ballot(i % 3, s.random_choices()));
        }
        sample::Parts parts = s.close(ballots);
        const std::string& uuid = s.election->definition().uuid;
        BOOST_TEST(tool_accepts(uuid, sample::write_archive(parts)));
        BOOST_TEST(verify(sample::write_archive(parts)).complete);
        // The judge is awake: shuffles in another order are refused by both.
        if (parts.shuffles.size() == 2) {
            std::swap(parts.shuffles[0].second, parts.shuffles[1].second);
            BOOST_TEST(!tool_accepts(uuid, sample::write_archive(parts)));
            BOOST_TEST((verify(sample::write_archive(parts)).failure == Error("shuffle.proof")));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_ranking_of_the_tool) {
    if (tool_is_missing()) {
        return;
    }
    ToolsElection e;
    set_up(e);
    const Workshop& shop = e.shop;
    BOOST_REQUIRE(e.credentials.size() == 3U);
    const sample::Parts setup = parts_of(e);
    const auto opened = SecretElection::open(setup.election, setup.trustees, setup.credentials);
    BOOST_REQUIRE_MESSAGE(opened, opened.error().text());
    const SecretElection& election = **opened;
    crypto::SeededRng rng("a ranking of the tool");

    // The first vote is ours.
    const auto ours = election.make_ballot(e.credentials[0], {{3, 2, 1}, {1, 0}}, rng);
    BOOST_REQUIRE_MESSAGE(ours, ours.error().text());
    shop.write("object", as_text(*ours));
    shop.must("archive add-event --dir . --type Ballot", "out", "object");
    const char* const votes[] = {"[[0,0,255],[0,1]]", "[[1,1,2],[0,1]]"};
    for (std::size_t i = 0; i < 2; ++i) {
        shop.write("credential", e.credentials[i + 1]);
        shop.write("choices", votes[i]);
        add(shop, "Ballot",
            "election generate-ballot --dir . --privcred credential --ballot choices");
        BOOST_TEST(
            election.check_ballot(as_bytes(shop.line("object")), Strictness::cast).has_value());
    }
    shop.must("archive add-event --dir . --type EndBallots");
    add(shop, "EncryptedTally", "election compute-encrypted-tally --dir .");
    add(shop, "Shuffle", "election shuffle --dir . --trustee-id 1");
    // The second shuffle is ours; our writer ends them.
    sample::Parts parts = parts_of(e);
    BOOST_REQUIRE(parts.shuffles.size() == 1U);
    const auto first = election.apply_shuffle(parts.tally, parts.shuffles[0].second);
    BOOST_REQUIRE_MESSAGE(first, first.error().text());
    const auto second = election.make_shuffle(*first, rng);
    BOOST_REQUIRE_MESSAGE(second, second.error().text());
    parts.shuffles.emplace_back(2, *second);
    shop.write(e.uuid + ".bel", as_text(sample::write_archive(parts)));
    for (std::size_t i = 0; i < 2; ++i) {
        add(shop, "PartialDecryption",
            "election decrypt --dir . --trustee-id " + std::to_string(i + 1) + " --privkey " +
                e.key_files[i]);
    }
    add(shop, "Result", "election compute-result --dir .");
    shop.must("election verify --dir .");

    const VerifyReport report = verify(shop.read(e.uuid + ".bel"));
    BOOST_TEST(report.ok, report.to_text());
    BOOST_TEST(report.shuffles == 2U);
    BOOST_REQUIRE(report.counts.has_value());
    const std::vector<std::uint64_t>& row = (*report.counts)[0];
    BOOST_REQUIRE(row.size() == 9U);
    std::multiset<std::vector<std::uint64_t>> ranks;
    for (auto at = row.begin(); at != row.end(); at += 3) {
        ranks.emplace(at, at + 3);
    }
    BOOST_TEST(
        (ranks == std::multiset<std::vector<std::uint64_t>>{{0, 0, 255}, {1, 1, 2}, {3, 2, 1}}));
    BOOST_TEST(((*report.counts)[1] == std::vector<std::uint64_t>{1, 2}));
}

BOOST_AUTO_TEST_SUITE_END()
