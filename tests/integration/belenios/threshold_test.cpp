// Trustees of whom a threshold is enough: our ceremonies judged by the tool, and the tool's by us.

#include "workshop.hpp"

#include <boost/test/unit_test.hpp>

using namespace ogniwo;
using namespace ogniwo::judge;

namespace {

constexpr const char* group = "BELENIOS-2048";

// Six steps of the tool with three trustees, two of whom decrypt; leaves threshold.json behind.
std::vector<std::string> hold_the_tools_ceremony(const Workshop& shop) {
    const std::string step =
        std::string("setup generate-trustee-key-threshold --group ") + group + " --step ";
    std::vector<std::string> names;
    std::string certificates;
    for (int i = 0; i < 3; ++i) {
        shop.must(step + "1");
        std::string name = shop.only(".cert");
        name.resize(name.size() - 5);
        certificates += shop.line(name + ".cert") + "\n";
        fs::remove(shop.folder() / (name + ".cert"));
        names.push_back(name);
    }
    shop.write("certs.jsons", certificates);
    shop.must(step + "2 --certs certs.jsons");
    std::string polynomials;
    for (const std::string& name : names) {
        shop.must(step + "3 --certs certs.jsons --threshold 2 --key " + name + ".key");
        polynomials += shop.line("out") + "\n";
    }
    shop.write("polynomials.jsons", polynomials);
    shop.must(step + "4 --certs certs.jsons --polynomials polynomials.jsons");
    std::string outputs;
    for (const std::string& name : names) {
        shop.must(step + "5 --certs certs.jsons --key " + name + ".key", "out", name + ".vinput");
        outputs += shop.line("out") + "\n";
    }
    shop.write("outputs", outputs);
    shop.must(step + "6 --certs certs.jsons --polynomials polynomials.jsons", "threshold.json",
              "outputs");
    return names;
}

} // namespace

BOOST_AUTO_TEST_SUITE(belenios_threshold)

BOOST_AUTO_TEST_CASE(the_tool_accepts_our_thresholds) {
    if (tool_is_missing()) {
        return;
    }
    struct Case {
        std::size_t singles;
        std::vector<CeremonyShape> ceremonies;
        std::set<std::uint64_t> absent;
    };
    const std::vector<Case> cases = {
        {1, {{3, 2}}, {}}, {1, {{3, 2}}, {2}}, {0, {{1, 1}}, {}}, {0, {{4, 4}, {2, 1}}, {6}}};
    for (const Case& c : cases) {
        sample::SampleElection s({.group = group,
                                  .questions = {sample::question(3, 0, 2, true)},
                                  .trustees = c.singles,
                                  .ceremonies = c.ceremonies,
                                  .weights = {1, 5}});
        s.absent = c.absent;
        sample::Parts parts =
            s.close({s.ballot(0, s.random_choices()), s.ballot(1, s.random_choices())});
        const std::string& uuid = s.election->definition().uuid;
        BOOST_TEST(tool_accepts(uuid, sample::write_archive(parts)));
        BOOST_TEST(verify(sample::write_archive(parts)).complete);
        // The judge is awake: one decryption less than needed is refused by both.
        parts.decryptions.erase(parts.decryptions.end() - 1);
        if (c.ceremonies.front().threshold + c.singles > parts.decryptions.size() ||
            c.ceremonies.size() > 1) {
            BOOST_TEST(!tool_accepts(uuid, sample::write_archive(parts)));
            BOOST_TEST(!verify(sample::write_archive(parts)).ok);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_threshold_election_of_the_tool) {
    if (tool_is_missing()) {
        return;
    }
    const Workshop shop;
    shop.must("setup generate-token", "uuid");
    const std::string uuid = shop.line("uuid");
    shop.write("voters.txt", "a@example.org,a,1\nb@example.org,b,5\n");
    shop.must("setup generate-credentials --uuid " + uuid + " --group " + group +
              " --file voters.txt");
    fs::rename(shop.folder() / shop.only(".pubcreds"), shop.folder() / "public_creds.json");
    const std::vector<std::string> names = hold_the_tools_ceremony(shop);
    shop.must(std::string("setup generate-trustee-key --group ") + group);
    shop.write("public_keys.jsons", shop.line(shop.only(".pubkey")) + "\n");
    shop.must("setup make-trustees");
    shop.write("template.json",
               R"({"description":"d","name":"n","questions":[{"answers":["A","B"],)"
               R"("min":0,"max":1,"question":"Q"}]})");
    shop.must("setup make-election --uuid " + uuid + " --group " + group +
              " --template template.json");
    shop.must("archive init");
    const Bytes initial = shop.read(uuid + ".bel");
    const MemorySource initial_source(initial);
    const sample::Parts setup = sample::read_archive(initial_source);
    const auto election = SecretElection::open(setup.election, setup.trustees, setup.credentials);
    BOOST_REQUIRE_MESSAGE(election, election.error().text());
    crypto::SeededRng rng("a threshold election of the tool");
    std::istringstream lines{std::string(as_text(shop.read(shop.only(".privcreds"))))};
    for (std::string id, text; lines >> id >> text;) {
        // The second voter's first ballot is ours.
        if (const auto ours = (*election)->make_ballot(text, {{1, 0}}, rng); id[0] == 'b') {
            BOOST_REQUIRE_MESSAGE(ours, ours.error().text());
            shop.write("ballot", as_text(*ours));
            shop.must("archive add-event --dir . --type Ballot", "out", "ballot");
        }
        shop.write("credential", text);
        shop.write("choices", "[[0,1]]");
        shop.must("election generate-ballot --dir . --privcred credential --ballot choices",
                  "ballot");
        shop.must("archive add-event --dir . --type Ballot", "out", "ballot");
    }
    shop.must("archive add-event --dir . --type EndBallots");
    shop.must("election compute-encrypted-tally --dir .", "tally");
    shop.must("archive add-event --dir . --type EncryptedTally", "out", "tally");
    // The Single trustee is number 1; of 2, 3 and 4 the first and the last decrypt, the last with
    // us.
    shop.must("election decrypt --dir . --trustee-id 1 --privkey " + shop.only(".privkey"), "part");
    shop.must("archive add-event --dir . --type PartialDecryption", "out", "part");
    for (const int index : {0, 2}) {
        const std::string& name = names[static_cast<std::size_t>(index)];
        shop.must("election decrypt-threshold --dir . --trustee-id " + std::to_string(index + 2) +
                      " --key " + name + ".key --decryption-key " + name + ".dkey",
                  "part");
        shop.must("archive add-event --dir . --type PartialDecryption", "out", "part");
    }
    shop.must("election compute-result --dir .", "result");
    shop.must("archive add-event --dir . --type Result", "out", "result");
    shop.must("election verify --dir .");

    const Bytes archive = shop.read(uuid + ".bel");
    const VerifyReport report = verify(archive);
    BOOST_TEST(report.ok, report.to_text());
    BOOST_REQUIRE(report.counts.has_value());
    BOOST_TEST((*report.counts == Counts{{0, 6}}));
    BOOST_TEST(report.trustees == 4U);
    BOOST_TEST(report.ballots == 3U);
    BOOST_REQUIRE(report.warnings.size() == 1U); // made in the old form, and said so
    BOOST_TEST(report.warnings[0].id == "trustee.old_form");
    // Both refuse it with another threshold.
    const MemorySource source(archive);
    sample::Parts parts = sample::read_archive(source);
    std::string trustees(as_text(parts.trustees));
    const std::size_t at = trustees.find(R"("threshold":2)");
    BOOST_REQUIRE(at != std::string::npos);
    parts.trustees = to_bytes(trustees.replace(at, 13, R"("threshold":3)"));
    BOOST_TEST(!tool_accepts(uuid, sample::write_archive(parts)));
    BOOST_TEST((verify(sample::write_archive(parts)).failure == Error("trustee.coefexps_length")));
}

BOOST_AUTO_TEST_SUITE_END()
