// Rankings and lists: questions, ballots, shuffles, results, and what the verifier demands of them.

#include "ballots/ballot_check.hpp"
#include "ballots/verify.hpp"
#include "crypto/base/json.hpp"
#include "crypto/ed25519.hpp"
#include "sample_election.hpp"

#include <boost/test/unit_test.hpp>

#include <set>

using namespace ogniwo;
using namespace ogniwo::ballots;

namespace {

std::string failed(const auto& result) {
    return result ? std::string() : std::string(result.error().id());
}

Result<Question> parse(std::string_view text) {
    return parse_question(*parse_json(text));
}

VerifyReport verify(const sample::Parts& parts) {
    const Bytes bytes = sample::write_archive(parts);
    const MemorySource source(bytes);
    return verify_election(source, {.threads = 2, .progress = {}});
}

std::string failure(const sample::Parts& parts) {
    const VerifyReport report = verify(parts);
    BOOST_TEST(report.ok == !report.failure.has_value());
    return report.failure ? std::string(report.failure->id()) : std::string();
}

CheckState state(const VerifyReport& report, std::string_view id) {
    const auto found = std::ranges::find(report.checks, id, &CheckLine::id);
    BOOST_REQUIRE_MESSAGE(found != report.checks.end(), id);
    return found->state;
}

// Votes of a shuffled question, in no order.
std::multiset<std::vector<std::uint64_t>> votes(const std::vector<std::uint64_t>& row,
                                                std::size_t answers) {
    std::multiset<std::vector<std::uint64_t>> out;
    for (auto at = row.begin(); at != row.end(); at += static_cast<std::ptrdiff_t>(answers)) {
        out.emplace(at, at + static_cast<std::ptrdiff_t>(answers));
    }
    return out;
}

// Three kinds of questions in one election.
sample::SampleElection& mixed() {
    static sample::SampleElection one(
        {.questions = {sample::question(2, 1, 1, true), sample::ranking(3), sample::lists({2, 1})},
         .trustees = 2,
         .weights = {1, 1, 1}});
    return one;
}

const std::vector<std::vector<std::uint32_t>> first_vote = {{0, 1, 0}, {2, 1, 3}, {1, 0, 1, 0, 0}};

const sample::Parts& good() {
    static const sample::Parts parts = mixed().close(
        {mixed().ballot(0, first_vote), mixed().ballot(1, {{0, 0, 1}, {1, 2, 3}, {0, 0, 0, 1, 1}}),
         mixed().ballot(0, {{1, 0, 0}, {255, 0, 7}, {1, 1, 1, 0, 0}}),
         mixed().ballot(2, {{0, 1, 0}, {1, 2, 3}, {1, 1, 0, 0, 0}})});
    return parts;
}

} // namespace

BOOST_AUTO_TEST_SUITE(kinds)

BOOST_AUTO_TEST_CASE(questions_of_every_kind) {
    const std::string ranking =
        R"({"type":"NonHomomorphic","value":{"answers":["A","B"],"question":"Q"}})";
    const auto ranked = parse(ranking);
    BOOST_REQUIRE(ranked);
    BOOST_TEST(ranked->shuffled());
    BOOST_TEST(ranked->choices() == 2U);
    BOOST_TEST(ranked->ciphertexts() == 1U);
    BOOST_TEST(write_json(question_json(*ranked)) == ranking);
    const std::string lists =
        R"({"type":"Lists","value":{"answers":[["L","a","b"],["M","c"]],"question":"Q"}})";
    const auto listed = parse(lists);
    BOOST_REQUIRE(listed);
    BOOST_TEST(!listed->shuffled());
    BOOST_TEST(listed->choices() == 5U);
    BOOST_TEST(listed->ciphertexts() == 5U);
    BOOST_TEST(write_json(question_json(*listed)) == lists);
    const std::string extra =
        R"({"type":"NonHomomorphic","value":{"answers":["A"],"question":"Q"},"extra":{"k":[1]}})";
    BOOST_TEST(write_json(question_json(*parse(extra))) == extra);

    const std::pair<const char*, const char*> bad[] = {
        {R"({"type":"Homomorphic","value":{"answers":["A"],"question":"Q"}})", "election.question"},
        {R"({"type":"NonHomomorphic","value":{"answers":[],"question":"Q"}})", "election.question"},
        {R"({"type":"NonHomomorphic","value":{"answers":["A"]}})", "json.shape"},
        {R"({"type":"NonHomomorphic","value":{"answers":[1],"question":"Q"}})", "json.shape"},
        {R"({"type":"NonHomomorphic","answers":["A"],"question":"Q"})", "json.shape"},
        {R"({"type":"Lists","value":{"answers":[],"question":"Q"}})", "election.question"},
        {R"({"type":"Lists","value":{"answers":[["L"]],"question":"Q"}})", "election.question"},
        {R"({"type":"Lists","value":{"answers":[[],["L","a"]],"question":"Q"}})",
         "election.question"},
        {R"({"type":"Lists","value":{"answers":["L","a"],"question":"Q"}})", "json.shape"},
    };
    for (const auto& [text, id] : bad) {
        BOOST_TEST(failed(parse(text)) == id, text);
    }
}

BOOST_AUTO_TEST_CASE(votes_that_a_question_allows) {
    const Question ranking = sample::ranking(2);
    BOOST_TEST(failed(check_choices(ranking, {0, 255})) == "");
    BOOST_TEST(failed(check_choices(ranking, {0, 256})) == "choice.value");
    BOOST_TEST(failed(check_choices(ranking, {1})) == "choice.length");
    const Question lists = sample::lists({2, 1});
    const std::pair<std::vector<std::uint32_t>, const char*> cases[] = {
        {{1, 1, 0, 0, 0}, ""},
        {{1, 1, 1, 0, 0}, ""},
        {{0, 0, 0, 1, 1}, ""},
        {{1, 0, 0, 0, 0}, "choice.list"},
        {{0, 0, 0, 0, 0}, "choice.list"},
        {{1, 1, 0, 1, 1}, "choice.list"},
        {{0, 1, 0, 0, 0}, "choice.list"},
        {{1, 1, 0, 0, 1}, "choice.list"},
        {{1, 2, 0, 0, 0}, "choice.value"},
        {{1, 1, 0, 0}, "choice.length"},
    };
    for (const auto& [choices, id] : cases) {
        BOOST_TEST(failed(check_choices(lists, choices)) == id);
    }
}

BOOST_AUTO_TEST_CASE(elections_that_the_group_cannot_hold) {
    const auto open = [](const std::string& group, const Question& question,
                         const std::vector<std::uint64_t>& weights) {
        crypto::SeededRng rng("limits");
        const std::string uuid = "Samp1eAAAAAAAA";
        std::vector<PublicCredential> list;
        const auto credentials = *make_credentials(group, uuid, weights, rng);
        for (const VoterCredential& voter : credentials) {
            list.push_back({voter.public_credential, voter.weight});
        }
        ElectionTemplate definition;
        definition.questions = {question};
        return failed(make_election(group, uuid, definition,
                                    {make_trustee_key(group, "", rng)->public_key_json},
                                    *make_credential_list(group, list)));
    };
    BOOST_TEST(open("Ed25519", sample::ranking(30), {1}) == "");
    BOOST_TEST(open("Ed25519", sample::ranking(31), {1}) == "election.question");
    BOOST_TEST(open("RFC-3526-2048", sample::ranking(254), {1}) == "");
    BOOST_TEST(open("RFC-3526-2048", sample::ranking(255), {1}) == "election.question");
    BOOST_TEST(open("BELENIOS-2048", sample::ranking(1), {1}) == "election.question");
    BOOST_TEST(open("Ed25519", sample::ranking(2), {1, 2}) == "credential.weight");
    BOOST_TEST(open("Ed25519", sample::lists({1}), {1, 2}) == "");
}

BOOST_AUTO_TEST_CASE(ballots_are_canonical_and_within_their_limit) {
    using G = crypto::Ed25519;
    const SecretElection& election = *mixed().election;
    const Bytes ballot = mixed().ballot(0, first_vote);
    BOOST_TEST(ballot.size() <= election.max_ballot_bytes(Strictness::cast));
    BOOST_TEST(ballot.size() * 10 > election.max_ballot_bytes(Strictness::cast) * 9);
    const auto checked = election.check_ballot(ballot, Strictness::cast);
    BOOST_REQUIRE_MESSAGE(checked, checked.error().text());
    BOOST_TEST(checked->randomness.size() == 3U + 1 + 5);
    const auto decoded =
        decode_ballot<G>(election.definition(), election.phi(), ballot, Strictness::cast);
    BOOST_REQUIRE(decoded);
    BOOST_TEST(encode_ballot<G>(election.definition(), election.phi(), *decoded) ==
               as_text(ballot));
    BOOST_TEST(failed(election.make_ballot(mixed().voters[0].private_credential,
                                           {{0, 1, 0}, {2, 1, 256}, {1, 0, 1, 0, 0}},
                                           mixed().rng)) == "choice.value");
}

BOOST_AUTO_TEST_CASE(a_running_tally_holds_no_votes_to_be_shuffled) {
    sample::SampleElection& s = mixed();
    RunningTally tally = s.election->empty_tally();
    std::size_t size = 0;
    std::vector<Bytes> ballots;
    for (std::size_t i = 0; i < 3; ++i) {
        ballots.push_back(s.ballot(i, s.random_choices()));
        BOOST_REQUIRE(tally.add(ballots.back(), 1).has_value());
        const std::string stored = tally.encrypted_tally_json();
        BOOST_TEST((i == 0 || stored.size() == size));
        size = stored.size();
        const auto again = s.election->tally_from_json(as_bytes(stored), i + 1, i + 1);
        BOOST_REQUIRE_MESSAGE(again, again.error().text());
        BOOST_TEST(again->encrypted_tally_json() == stored);
    }
    const auto close = [&](std::size_t count) {
        std::size_t next = 0;
        return s.election->close_tally(tally, [&, count]() -> Result<std::optional<Bytes>> {
            return next == count ? std::optional<Bytes>() : std::optional(ballots[next++ % 3]);
        });
    };
    const auto closed = close(3);
    BOOST_REQUIRE(closed);
    // Not a running tally any more, and one ballot more or less is noticed.
    BOOST_TEST(failed(s.election->tally_from_json(closed->encrypted_tally, 3, 3)) == "tally.shape");
    BOOST_TEST(failed(close(2)) == "tally.ballots");
    BOOST_TEST(failed(close(4)) == "tally.ballots");
    // The order in which ballots come does not show.
    std::swap(ballots[0], ballots[2]);
    BOOST_TEST((close(3)->encrypted_tally == closed->encrypted_tally));
    const auto failing = s.election->close_tally(
        tally, []() -> Result<std::optional<Bytes>> { return Error("archive.read"); });
    BOOST_TEST(failed(failing) == "archive.read");
}

BOOST_AUTO_TEST_CASE(a_whole_election_of_three_kinds) {
    const VerifyReport report = verify(good());
    BOOST_TEST(report.ok, report.to_text());
    BOOST_TEST(report.complete);
    BOOST_TEST(report.warnings.empty());
    BOOST_TEST(report.shuffles == 2U);
    BOOST_REQUIRE(report.counts.has_value());
    BOOST_TEST(((*report.counts)[0] == std::vector<std::uint64_t>{1, 1, 1}));
    BOOST_TEST((votes((*report.counts)[1], 3) ==
                std::multiset<std::vector<std::uint64_t>>{{1, 2, 3}, {1, 2, 3}, {255, 0, 7}}));
    BOOST_TEST(((*report.counts)[2] == std::vector<std::uint64_t>{2, 2, 1, 1, 1}));
    for (const char* id : {"shuffle.mixers", "shuffle.proofs", "decryption.partial"}) {
        BOOST_TEST((state(report, id) == CheckState::passed));
    }
    const auto json = parse_json(report.to_json());
    BOOST_REQUIRE(json);
    BOOST_TEST(write_json(json->at("result")) ==
               std::string(as_text(good().result)).substr(10, good().result.size() - 11));
    BOOST_TEST(report.to_text().find("  255  0  7\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(rankings_in_the_finite_field) {
    sample::SampleElection s(
        {.group = "RFC-3526-2048", .questions = {sample::ranking(40)}, .weights = {1, 1}});
    std::vector<std::uint32_t> ranks(40);
    for (std::uint32_t i = 0; i < 40; ++i) {
        ranks[i] = 255 - i;
    }
    const sample::Parts parts = s.close({s.ballot(0, {ranks}), s.ballot(1, {ranks})});
    const VerifyReport report = verify(parts);
    BOOST_TEST(report.ok, report.to_text());
    BOOST_REQUIRE(report.counts.has_value());
    BOOST_TEST(((*report.counts)[0][39] == 216U && (*report.counts)[0][40] == 255U));
    BOOST_REQUIRE(report.warnings.size() == 1U);
    BOOST_TEST(report.warnings[0].id == "shuffle.one_mixer");
}

BOOST_AUTO_TEST_CASE(nobody_voted) {
    sample::SampleElection s({.questions = {sample::ranking(2), sample::lists({1, 1})}});
    const sample::Parts parts = s.close({});
    BOOST_TEST(failure(parts) == "");
    BOOST_TEST(as_text(parts.result) == R"({"result":[[],[[0,0],[0,0]]]})");
}

// SECURITY N27: the policy of the verifier about who shuffled.
BOOST_AUTO_TEST_CASE(mixers) {
    sample::SampleElection& s = mixed();
    const auto with = [&](const std::vector<std::uint64_t>& owners) {
        sample::Parts parts = s.tally(good().ballots);
        s.shuffle(parts, owners);
        s.decide(parts);
        return parts;
    };
    BOOST_TEST(failure(with({2, 1})) == "");
    BOOST_TEST(failure(with({})) == "shuffle.missing");
    BOOST_TEST(failure(with({1, 1})) == "shuffle.duplicate");
    BOOST_TEST(failure(with({0, 1})) == ""); // the server is mixer 0
    BOOST_TEST(failure(with({0, 0})) == "shuffle.duplicate");
    BOOST_TEST(failure(with({3})) == "shuffle.owner");
    sample::Parts parts = with({1, 2});
    std::swap(parts.shuffles[0], parts.shuffles[1]);
    BOOST_TEST(failure(parts) == "shuffle.proof");
    parts = with({1, 2});
    parts.shuffles.erase(parts.shuffles.begin());
    BOOST_TEST(failure(parts) == "shuffle.proof");
    // Decryptions of the tally before the last shuffle.
    parts = with({1});
    s.shuffle(parts, {2});
    BOOST_TEST(failure(parts) == "decryption.proof");
    const VerifyReport report = verify(with({1, 1}));
    BOOST_TEST((state(report, "shuffle.mixers") == CheckState::failed));
    BOOST_TEST((state(report, "decryption.partial") == CheckState::not_reached));
}

BOOST_AUTO_TEST_CASE(shuffles_that_no_question_needs) {
    sample::SampleElection s({.questions = {sample::question(2, 0, 1)}});
    sample::Parts parts = s.close({s.ballot(0, {{1, 0}})});
    parts.shuffles = good().shuffles;
    const VerifyReport report = verify(parts);
    BOOST_TEST(failure(parts) == "archive.order");
    BOOST_TEST((std::ranges::find(report.checks, "shuffle.proofs", &CheckLine::id) ==
                report.checks.end()));
    BOOST_TEST(failed(s.election->make_shuffle(parts.tally, s.rng)) == "shuffle.unexpected");
    BOOST_TEST(failed(s.election->apply_shuffle(parts.tally, good().shuffles[0].second)) ==
               "shuffle.unexpected");
}

// A shuffle is read in its one form: every change of the text is one of four errors.
BOOST_AUTO_TEST_CASE(forms_of_a_shuffle) {
    const SecretElection& election = *mixed().election;
    const std::string text(as_text(good().shuffles[0].second));
    const auto apply = [&](const std::string& changed) {
        return failed(election.apply_shuffle(good().tally, as_bytes(changed)));
    };
    const auto replaced = [&](std::string_view from, std::string_view to) {
        std::string changed = text;
        const std::size_t at = changed.find(from);
        BOOST_REQUIRE(at != std::string::npos);
        return changed.replace(at, from.size(), to);
    };
    BOOST_TEST(apply(text) == "");
    BOOST_TEST(apply("") == "shuffle.encoding");
    BOOST_TEST(apply("{}") == "shuffle.encoding");
    BOOST_TEST(apply(text + " ") == "shuffle.encoding");
    BOOST_TEST(apply(replaced(",", ", ")) == "shuffle.encoding");
    BOOST_TEST(apply(replaced(R"({"ciphertexts":[)", R"({"ciphertexts":[[],)")) == "shuffle.shape");
    BOOST_TEST(apply(replaced(R"("proofs":[)", R"("proofs":[[],)")) == "shuffle.encoding");
    BOOST_TEST(apply(replaced(R"("alpha":")", R"("alpha":"8)")) == "shuffle.membership");
    BOOST_TEST(apply(replaced(R"("alpha":")", R"("alpha":)")) == "shuffle.encoding");
    const std::string first = R"({"ciphertexts":[[)";
    const std::string one = text.substr(first.size(), 150);
    BOOST_TEST(one.ends_with("\"}"));
    BOOST_TEST(apply(replaced(one + ",", "")) == "shuffle.shape");
    BOOST_TEST(apply(replaced(one, one + "," + one)) == "shuffle.shape");
    BOOST_TEST(apply(replaced(first, first + one + ",")) == "shuffle.shape");
    for (std::size_t size = 0; size < text.size(); size += 37) {
        BOOST_TEST(apply(text.substr(0, size)) != "");
    }
    // A number with a leading zero: the first response after the t.
    const std::size_t responses = text.find("]],[\"", text.find("\"proofs\"")) + 5;
    BOOST_REQUIRE(responses > 5U);
    std::string zero = text;
    BOOST_TEST(apply(zero.insert(responses, "0")) == "shuffle.encoding");
    BOOST_TEST(failed(election.apply_shuffle(as_bytes("[]"), good().shuffles[0].second)) ==
               "tally.shape");
}

BOOST_AUTO_TEST_SUITE_END()
