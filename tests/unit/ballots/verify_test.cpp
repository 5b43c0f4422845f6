#include "ballots/verify.hpp"
#include "crypto/base/json.hpp"
#include "sample_election.hpp"
#include "server/files/archive_file.hpp"

#include <boost/test/unit_test.hpp>

#include <map>
#include <set>

using namespace ogniwo;
using namespace ogniwo::ballots;
namespace fs = std::filesystem;

namespace {

VerifyReport verify(ByteView bytes, unsigned threads = 2) {
    const MemorySource source(bytes);
    return verify_election(source, {.threads = threads, .progress = {}});
}

VerifyReport verify_file(const fs::path& path) {
    const auto file = files::open_archive(path.string());
    BOOST_REQUIRE(file);
    return verify_election(**file);
}

std::string failed(const VerifyReport& report) {
    BOOST_TEST(report.ok == !report.failure.has_value());
    return report.failure ? std::string(report.failure->id()) : std::string();
}

const CheckLine& line(const VerifyReport& report, std::string_view id) {
    const auto found = std::ranges::find(report.checks, id, &CheckLine::id);
    BOOST_REQUIRE(found != report.checks.end());
    return *found;
}

} // namespace

BOOST_AUTO_TEST_SUITE(verify_whole_elections)

BOOST_AUTO_TEST_CASE(fixtures_are_valid) {
    const auto folder = sample::fixtures();
    if (!folder) {
        BOOST_TEST_MESSAGE("skipped: ../shared/fixtures is not there");
        return;
    }
    const std::pair<const char*, Counts> expected[] = {
        {"ed25519-3.3.0-homomorphic-threshold", {{3, 3, 2}, {2, 3, 1}}},
        {"ff-3.3.0-homomorphic-threshold", {{3, 3, 2}, {2, 3, 1}}},
        {"ed25519-3.3.0-revotes", {{0, 0, 3, 0, 1}}},
        {"ed25519-3.3.0-weighted", {{0, 6, 3'000'000'251, 251}}},
        {"ff-3.3.0-weighted", {{0, 6, 3'000'000'251, 251}}},
        {"v20-revotes", {{0, 0, 3, 0, 1}}},
        {"v20-weighted", {{0, 6, 3'000'000'251, 251}}},
        {"ed25519-3.3.0-lists", {{2, 2, 1, 2, 1, 2, 1}}},
        {"ed25519-3.3.0-ranking-shuffles",
         {{5, 2}, {2, 1, 3, 4, 1, 2, 4, 3, 1, 1, 2, 2, 0, 0, 0, 0,
                   3, 1, 2, 4, 255, 0, 1, 128, 1, 2, 3, 4, 1, 2, 3, 4}}},
        {"ff-3.3.0-ranking-shuffles",
         {{5, 2}, {1, 1, 2, 2, 0, 0, 0, 0, 255, 0, 1, 128, 1, 2, 4, 3,
                   1, 2, 3, 4, 1, 2, 3, 4, 2, 1, 3, 4, 3, 1, 2, 4}}},
    };
    for (const auto& [name, counts] : expected) {
        BOOST_TEST_CONTEXT(name) {
            const VerifyReport report =
                verify_file(sample::archive_in(*folder / "belenios" / name));
            BOOST_TEST(failed(report) == "");
            BOOST_TEST(report.complete);
            BOOST_REQUIRE(report.counts.has_value());
            BOOST_TEST((*report.counts == counts));
            BOOST_TEST(report.warnings.empty());
            for (const CheckLine& check : report.checks) {
                BOOST_TEST((check.state == CheckState::passed), check.id);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(prefix_fixtures) {
    const auto folder = sample::fixtures();
    if (!folder) {
        BOOST_TEST_MESSAGE("skipped: ../shared/fixtures is not there");
        return;
    }
    const std::pair<const char*, const char*> prefixes[] = {
        {"ed25519-3.3.0-revotes", "prefix"},
        {"v20-revotes", "prefix"},
        {"ed25519-3.3.0-homomorphic-threshold", "before-close"},
        {"ff-3.3.0-homomorphic-threshold", "before-close"},
    };
    for (const auto& [name, prefix] : prefixes) {
        const fs::path whole = sample::archive_in(*folder / "belenios" / name);
        const fs::path part = sample::archive_in(*folder / "belenios" / name / prefix);
        const VerifyReport report = verify_file(part);
        BOOST_TEST(failed(report) == "");
        BOOST_TEST(!report.complete);
        BOOST_TEST((line(report, "result.counts").state == CheckState::not_present));
        const auto older = files::open_archive(part.string());
        const auto newer = files::open_archive(whole.string());
        BOOST_TEST(check_prefix(**older, **newer).has_value());
        BOOST_TEST(!check_prefix(**newer, **older));
    }
}

// What the cases above and below say about some, for every archive that is there.
BOOST_AUTO_TEST_CASE(every_archive_of_the_fixtures) {
    const auto folder = sample::fixtures();
    if (!folder) {
        BOOST_TEST_MESSAGE("skipped: ../shared/fixtures is not there");
        return;
    }
    const std::set<std::string> accepted_by_all = {"truncated-at-event-boundary",
                                                   "ballot-leading-zero-number", "ed-hex-uppercase"};
    std::size_t sound = 0;
    std::size_t tampered = 0;
    for (const auto& entry : fs::recursive_directory_iterator(*folder / "belenios")) {
        if (entry.path().extension() != ".bel") {
            continue;
        }
        const fs::path change = entry.path().parent_path();
        const bool changed = change.parent_path().parent_path().filename() == "tampered";
        const std::string variant = change.filename().string();
        (changed ? tampered : sound) += 1;
        BOOST_TEST_CONTEXT(entry.path()) {
            const VerifyReport report = verify_file(entry.path());
            BOOST_TEST(report.ok == (!changed || accepted_by_all.contains(variant)));
            if (!changed) {
                BOOST_TEST(report.complete == (variant != "prefix" && variant != "before-close"));
            }
            const bool canonical = std::ranges::find(report.warnings, "ballot.not_canonical",
                                                     &VerifyWarning::id) == report.warnings.end();
            BOOST_TEST((canonical || accepted_by_all.contains(variant)));
        }
    }
    BOOST_TEST(sound >= 14U);
    BOOST_TEST(tampered >= 55U);
}

BOOST_AUTO_TEST_CASE(tampered_fixtures_are_refused) {
    const auto folder = sample::fixtures();
    if (!folder) {
        BOOST_TEST_MESSAGE("skipped: ../shared/fixtures is not there");
        return;
    }
    const std::map<std::string, std::string> expected = {
        {"chain-ballot-after-endballots", "archive.order"},
        {"chain-ballot-removed-rebuilt", "tally.encrypted"},
        {"chain-ballots-reordered-rebuilt", "tally.encrypted"},
        {"encrypted-tally-altered", "tally.encrypted"},
        {"encrypted-tally-event-removed", "archive.order"},
        {"encrypted-tally-num-tallied-altered", "tally.num_tallied"},
        {"encrypted-tally-total-weight-altered", "tally.total_weight"},
        {"result-changed", "result.value"},
        {"setup-weight-changed", "tally.encrypted"},
    };
    const fs::path revotes = *folder / "belenios/tampered/ed25519-3.3.0-revotes";
    std::size_t seen = 0;
    for (const auto& entry : fs::directory_iterator(revotes)) {
        const std::string name = entry.path().filename().string();
        BOOST_TEST_CONTEXT(name) {
            BOOST_REQUIRE(expected.contains(name));
            BOOST_TEST(failed(verify_file(sample::archive_in(entry.path()))) == expected.at(name));
            ++seen;
        }
    }
    BOOST_TEST(seen == expected.size());
}

BOOST_AUTO_TEST_CASE(tampered_threshold_fixtures_are_refused) {
    const auto folder = sample::fixtures();
    if (!folder) {
        BOOST_TEST_MESSAGE("skipped: ../shared/fixtures is not there");
        return;
    }
    // What is about trustees, decryptions and results; "" for what every tool accepts.
    const std::map<std::string, std::string> expected = {
        {"setup-coefexps-swapped", "trustee.coefexps_signature"},
        {"setup-trustee-pok-changed", "trustee.pok"},
        {"pd-factor-changed", "decryption.proof"},
        {"pd-owner-changed", "decryption.proof"},
        {"pd-proof-changed", "decryption.proof"},
        {"pd-removed", "decryption.missing"},
        {"ed-pd-factor-plus-torsion", "decryption.membership"},
        {"result-changed", "result.value"},
        {"truncated-at-event-boundary", ""},
        {"ballot-leading-zero-number", ""},
        {"ed-hex-uppercase", ""},
    };
    std::size_t seen = 0;
    for (const auto& entry : fs::directory_iterator(
             *folder / "belenios/tampered/ed25519-3.3.0-homomorphic-threshold")) {
        const std::string name = entry.path().filename().string();
        BOOST_TEST_CONTEXT(name) {
            const std::string id = failed(verify_file(sample::archive_in(entry.path())));
            if (expected.contains(name)) {
                BOOST_TEST(id == expected.at(name));
                ++seen;
            } else {
                BOOST_TEST(id != "");
            }
        }
    }
    BOOST_TEST(seen == expected.size());
}

BOOST_AUTO_TEST_CASE(our_own_elections) {
    struct Case {
        std::string group;
        std::vector<Question> questions;
        std::size_t trustees;
        std::vector<std::uint64_t> weights;
        std::size_t ballots;
        std::vector<CeremonyShape> ceremonies{};
        std::set<std::uint64_t> absent{};
    };
    const std::vector<Case> cases = {
        {"Ed25519", {sample::question(2, 0, 2)}, 0, {1, 2, 3}, 4, {{3, 2}}},
        {"Ed25519", {sample::question(2, 0, 2)}, 1, {1, 2, 3}, 4, {{3, 2}}, {3}},
        {"Ed25519", {sample::question(2, 0, 1, true)}, 1, {1, 2}, 3, {{4, 2}, {1, 1}}, {2, 5}},
        {"BELENIOS-2048", {sample::question(2, 1, 2)}, 1, {1, 2}, 2, {{3, 3}}},
        {"BELENIOS-2048", {sample::question(2, 1, 2)}, 2, {1, 2}, 2, {{5, 3}}, {3, 6}},
        {"Ed25519", {sample::question(5, 1, 1)}, 1, {1, 1, 1}, 3},
        {"Ed25519", {sample::question(3, 0, 3, true)}, 2, {1, 5, 1000}, 7},
        {"Ed25519", {sample::question(2, 2, 2), sample::question(1, 0, 1, true)}, 3, {2, 3}, 5},
        {"Ed25519", {sample::question(1, 0, 1)}, 1, {1}, 0},
        {"BELENIOS-2048", {sample::question(2, 0, 1, true)}, 1, {1, 7}, 3},
        {"BELENIOS-2048", {sample::question(3, 1, 2)}, 2, {1, 1}, 0},
    };
    for (const Case& c : cases) {
        sample::SampleElection s({.group = c.group,
                                  .questions = c.questions,
                                  .trustees = c.trustees,
                                  .ceremonies = c.ceremonies,
                                  .weights = c.weights});
        s.absent = c.absent;
        std::vector<Bytes> ballots;
        std::vector<std::vector<std::vector<std::uint32_t>>> last(c.weights.size());
        for (std::size_t i = 0; i < c.ballots; ++i) {
            const std::size_t voter = (i * 2) % c.weights.size();
            last[voter] = s.random_choices();
            ballots.push_back(s.ballot(voter, last[voter]));
        }
        const VerifyReport report = verify(sample::write_archive(s.close(ballots)));
        BOOST_TEST(failed(report) == "");
        // The plain count, without any cryptography.
        Counts plain;
        std::uint64_t voted = 0;
        for (std::size_t q = 0; q < c.questions.size(); ++q) {
            plain.emplace_back(c.questions[q].choices());
            for (std::size_t v = 0; v < last.size(); ++v) {
                voted += q == 0 && !last[v].empty() ? 1U : 0U;
                for (std::size_t k = 0; !last[v].empty() && k < last[v][q].size(); ++k) {
                    plain[q][k] += last[v][q][k] * c.weights[v];
                }
            }
        }
        BOOST_REQUIRE(report.counts.has_value());
        BOOST_TEST((*report.counts == plain));
        BOOST_TEST(report.ballots == c.ballots);
        BOOST_TEST(report.counted == voted);
    }
}

BOOST_AUTO_TEST_CASE(threads_and_order_do_not_change_the_report) {
    sample::SampleElection s({.questions = {sample::question(2, 0, 1)}});
    std::vector<Bytes> ballots;
    for (std::size_t i = 0; i < 300; ++i) {
        ballots.push_back(s.ballot(i % 5, s.random_choices()));
    }
    sample::Parts parts = s.close(ballots);
    const std::string expected = verify(sample::write_archive(parts), 1).to_json();
    BOOST_TEST(verify(sample::write_archive(parts), 3).to_json() == expected);
    // The first of several invalid ballots is named, and a broken archive after it is not.
    parts.ballots[250][100] ^= 1;
    parts.ballots[131] = parts.ballots[7];
    Bytes bad = sample::write_archive(parts);
    bad.resize(bad.size() - 100);
    for (const unsigned threads : {1U, 2U, 5U}) {
        const VerifyReport report = verify(bad, threads);
        BOOST_TEST(failed(report) == "ballot.duplicate");
        BOOST_TEST(report.failure->detail().starts_with("ballot 132 "));
        BOOST_TEST((line(report, "ballots.distinct").state == CheckState::failed));
        BOOST_TEST((line(report, "tally.encrypted").state == CheckState::not_reached));
        BOOST_TEST((line(report, "setup.credentials").state == CheckState::passed));
    }
}

BOOST_AUTO_TEST_CASE(replay_of_an_older_ballot) {
    sample::SampleElection s({.questions = {sample::question(2, 0, 1)}});
    const Bytes a = s.ballot(0, {{1, 0}});
    const Bytes b = s.ballot(0, {{0, 1}});
    BOOST_TEST(failed(verify(sample::write_archive(s.close({a, b, a})))) == "ballot.duplicate");
    BOOST_TEST(failed(verify(sample::write_archive(s.close({a, b})))) == "");
}

BOOST_AUTO_TEST_CASE(one_ballot_warns_about_secrecy) {
    sample::SampleElection s({.questions = {sample::question(2, 0, 1)}});
    const VerifyReport report = verify(sample::write_archive(s.close({s.ballot(0, {{1, 0}})})));
    BOOST_TEST(failed(report) == "");
    BOOST_REQUIRE(report.warnings.size() == 1U);
    BOOST_TEST(report.warnings[0].id == "tally.one_ballot");
}

BOOST_AUTO_TEST_CASE(a_device_that_repeats_its_randomness) {
    sample::SampleElection s({.questions = {sample::question(2, 0, 1)}});
    const auto vote = [&](std::size_t voter, std::string_view seed) {
        crypto::SeededRng rng(seed);
        return *s.election->make_ballot(s.voters[voter].private_credential, {{1, 0}}, rng);
    };
    const auto warnings = [&](const std::vector<Bytes>& ballots) {
        const VerifyReport report = verify(sample::write_archive(s.close(ballots)));
        BOOST_TEST(failed(report) == "");
        return report.warnings;
    };
    BOOST_TEST(warnings({vote(0, "a"), vote(1, "b")}).empty());
    const auto found = warnings({vote(0, "a"), vote(1, "a")});
    BOOST_REQUIRE(found.size() == 1U);
    BOOST_TEST(found[0].id == "ballot.repeated_randomness");
    BOOST_TEST(found[0].detail.starts_with("2 "));
}

BOOST_AUTO_TEST_CASE(every_prefix_is_valid_and_incomplete) {
    sample::SampleElection s({.questions = {sample::question(2, 0, 1)}, .trustees = 2});
    const Bytes whole = sample::write_archive(s.close({s.ballot(0, {{1, 0}})}));
    std::size_t valid = 0;
    for (std::size_t size = 512; size <= whole.size(); size += 512) {
        const VerifyReport report = verify(ByteView(whole).first(size));
        valid += report.ok ? 1U : 0U;
        BOOST_TEST(report.complete == (size == whole.size()));
    }
    // Setup, ballot, end, tally, two decryptions, result.
    BOOST_TEST(valid == 7U);
}

BOOST_AUTO_TEST_CASE(what_follows_a_result_takes_it_back) {
    sample::SampleElection s({.questions = {sample::question(2, 0, 1)}});
    Bytes bytes = sample::write_archive(s.close({s.ballot(0, {{1, 0}})}));
    bytes.resize(bytes.size() + 512);
    const VerifyReport report = verify(bytes);
    BOOST_TEST(failed(report) == "archive.record");
    BOOST_TEST(!report.complete);
    BOOST_TEST(!report.counts.has_value());
}

BOOST_AUTO_TEST_CASE(nonsense_is_refused) {
    BOOST_TEST(failed(verify({})) == "archive.truncated");
    BOOST_TEST(failed(verify(Bytes(5000, 0))) == "archive.record");
    BOOST_TEST(failed(verify(to_bytes(std::string_view("hello")))) == "archive.truncated");
}

BOOST_AUTO_TEST_CASE(progress_and_forms_of_the_report) {
    sample::SampleElection s({.questions = {sample::question(2, 0, 1)}});
    const Bytes bytes =
        sample::write_archive(s.close({s.ballot(0, {{1, 0}}), s.ballot(1, {{1, 0}})}));
    const MemorySource source(bytes);
    std::vector<std::uint64_t> steps;
    const VerifyReport report = verify_election(
        source, {.threads = 1, .progress = [&](std::uint64_t done, std::uint64_t total) {
                     BOOST_TEST(total == bytes.size());
                     steps.push_back(done);
                 }});
    BOOST_TEST(std::ranges::is_sorted(steps));
    BOOST_REQUIRE(!steps.empty());
    BOOST_TEST(steps.back() == bytes.size());
    const auto json = parse_json(report.to_json());
    BOOST_REQUIRE(json);
    BOOST_TEST(json->at("ok").as_bool());
    BOOST_TEST(json->at("result").at(0).at(0).as_int64() == 2);
    BOOST_TEST(json->at("checks").as_array().size() == report.checks.size());
    BOOST_TEST(report.to_text().ends_with("\nVALID\n"));

    const std::string text = verify(ByteView(bytes).first(1024)).to_text();
    BOOST_TEST(text.ends_with("\nINVALID archive.order: there is no Setup event\n"));
}

BOOST_AUTO_TEST_CASE(no_control_characters_reach_a_terminal) {
    Question q = sample::question(1, 0, 1);
    q.text = "\x1b[2Jgone\xc2\x9b";
    sample::SampleElection s({.questions = {q}});
    const std::string text = verify(sample::write_archive(s.close({}))).to_text();
    BOOST_TEST(text.find('\x1b') == std::string::npos);
    BOOST_TEST(text.find('\x9b') == std::string::npos);
    BOOST_TEST(text.find("?[2Jgone?") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
