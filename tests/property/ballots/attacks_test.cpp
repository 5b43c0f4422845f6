// The attacks of SECURITY section 4, N1 to N37, on rankings, lists, shuffles and thresholds, as the
// verifier sees them: each as deep as somebody could make it who holds the keys that he would hold.
// README.md says where the tests of the others are.

#include "ballots/groups.hpp"
#include "ballots/verify.hpp"
#include "crypto/base/json.hpp"
#include "mutations.hpp"

#include <boost/test/unit_test.hpp>

using namespace ogniwo;
using namespace ogniwo::ballots;
using namespace ogniwo::ballots::mutation;

namespace {

using G = crypto::Ed25519;
constexpr std::size_t ranking_at = 0;
constexpr std::size_t lists_at = 1;

// A ranking and lists; trustee 1 alone, and any two of the trustees 2 to 4, of whom 4 is away.
sample::Options options() {
    return {.group = "Ed25519",
            .questions = {sample::ranking(3), sample::lists({1, 1})},
            .trustees = 1,
            .ceremonies = {{3, 2}},
            .weights = {1, 1, 1},
            .seed = "attacks"};
}
const std::vector<std::vector<std::vector<std::uint32_t>>> votes = {
    {{1, 2, 3}, {1, 1, 0, 0}}, {{3, 2, 1}, {0, 0, 1, 1}}, {{2, 2, 2}, {1, 1, 0, 0}}};

World<G>& world() {
    static World<G> one(options(), votes, {4});
    return one;
}
// The same keys and credentials, another definition and so another hash of it.
sample::SampleElection& other_election() {
    static sample::SampleElection one = [] {
        sample::Options other = options();
        other.questions[0].text = "Another question";
        return sample::SampleElection(other);
    }();
    return one;
}

VerifyReport report_of(ByteView archive) {
    const MemorySource source(archive);
    return verify_election(source, {});
}
std::string found(ByteView archive) {
    const VerifyReport report = report_of(archive);
    BOOST_TEST(report.ok == !report.failure.has_value());
    return report.failure ? std::string(report.failure->id()) : std::string();
}
std::string found(const std::function<void(sample::Parts&)>& change) {
    return found(world().with_parts(change));
}

const std::string& phi() {
    return world().election().phi();
}
const std::string& credential(std::size_t voter) {
    return world().sample.voters[voter].public_credential;
}
std::string s0(std::size_t voter) {
    return phi() + "|" + credential(voter);
}

// Voter 1's answer to a question, bound to what the attacker likes. The same seed gives the same
// ciphertexts, whatever they are bound to: proofs of one can be put into the other.
template <class Q>
auto answer(std::size_t at, const std::string& bound_to,
            const std::vector<std::uint32_t>& choices) {
    static const auto y = *G::parse_point(world().definition().public_key);
    crypto::SeededRng rng("answer");
    const BallotStatement statement{bound_to, G::point_text(y)};
    const auto key = crypto::prepare_encryption<G>(y);
    const AnswerMaking<G> making{y, key, statement, rng};
    return Kind<Q, G>::make(making, std::get<Q>(world().definition().questions[at].kind), choices);
}
std::string found_with(std::size_t at, const Answer<G>& changed) {
    Ballot<G> ballot = world().decoded(1);
    ballot.answers[at] = changed;
    return found(world().with_ballot(1, world().signed_by(1, std::move(ballot))));
}
ListsAnswer<G> lists_answer(const std::string& bound_to) {
    return answer<ListsQuestion>(lists_at, bound_to, votes[1][lists_at]);
}

// Every proof of the lists in turn comes from an answer that is bound to something else.
void proofs_bound_to(const std::string& wrong) {
    const ListsAnswer<G> good = lists_answer(s0(1));
    const ListsAnswer<G> bad = lists_answer(wrong);
    BOOST_REQUIRE((good.choices == bad.choices));
    BOOST_TEST(found_with(lists_at, good) == "tally.encrypted"); // honest, but not what was tallied
    const auto with = [&](auto member) {
        ListsAnswer<G> mixed = good;
        mixed.*member = bad.*member;
        return found_with(lists_at, mixed);
    };
    BOOST_TEST(with(&ListsAnswer<G>::individual_proofs) == "ballot.individual_proof");
    BOOST_TEST(with(&ListsAnswer<G>::overall_proof) == "ballot.overall_proof");
    BOOST_TEST(with(&ListsAnswer<G>::list_proofs) == "ballot.list_proof");
    BOOST_TEST(with(&ListsAnswer<G>::nonzero_proof) == "ballot.nonzero_proof");
    const auto ranking = [](const std::string& bound_to) {
        return answer<NonHomomorphicQuestion>(ranking_at, bound_to, votes[1][ranking_at]);
    };
    BOOST_TEST(found_with(ranking_at, ranking(s0(1))) == "tally.encrypted");
    BOOST_TEST(found_with(ranking_at, ranking(wrong)) == "ballot.knowledge_proof");
}

// The tally as JSON, changed by `change`, as a mixer would read it.
Bytes changed_tally(const std::function<void(json::array& ranking)>& change) {
    json::value tally = parse_json(as_text(world().good.tally)).value();
    change(tally.as_array()[ranking_at].as_array());
    return to_bytes(write_json(tally));
}
// A mixer who shuffles something else than what is there.
std::string mixer_shuffles(const Bytes& tally) {
    return found([&](sample::Parts& p) {
        p.shuffles[0].second = *world().election().make_shuffle(tally, world().sample.rng);
    });
}

} // namespace

BOOST_AUTO_TEST_SUITE(attacks)

BOOST_AUTO_TEST_CASE(the_election_is_good) {
    const VerifyReport report = report_of(sample::write_archive(world().good));
    BOOST_TEST(report.complete, report.to_text());
    BOOST_TEST(report.warnings.empty());
}

BOOST_AUTO_TEST_CASE(n01_proofs_that_do_not_hash_their_statement) {
    proofs_bound_to("");
    // A decryption and a trustee's key whose proofs hash nothing but the commitments.
    const auto key = *G::parse_secret(world().sample.keys[0].private_key);
    BOOST_TEST(found([&](sample::Parts& p) {
                   const Bytes tally = world().sample.shuffled_tally(p);
                   json::value part = parse_json(as_text(p.decryptions[0].second)).value();
                   const json::value ciphertext = parse_json(as_text(tally)).value().at(0).at(0);
                   const auto alpha = *G::parse_point(ciphertext.at("alpha").as_string());
                   std::string proof;
                   append_proof<G>(proof, crypto::prove_chaum_pedersen<G>("decrypt|", alpha, key,
                                                                          world().sample.rng));
                   part.at("decryption_proofs").as_array()[0].as_array()[0] =
                       parse_json(proof).value();
                   p.decryptions[0].second = to_bytes(write_json(part));
               }) == "decryption.proof");
    BOOST_TEST(
        found([&](sample::Parts& p) {
            json::value trustees = parse_json(as_text(p.trustees)).value();
            std::string proof;
            append_proof<G>(proof, crypto::prove_schnorr<G>("pok|", key, world().sample.rng));
            trustees.as_array()[0].as_array()[1].as_object()["pok"] = parse_json(proof).value();
            p.trustees = to_bytes(write_json(trustees));
        }) == "trustee.pok");
}

BOOST_AUTO_TEST_CASE(n02_proofs_of_another_election_or_voter) {
    proofs_bound_to(other_election().election->phi() + "|" + credential(1));
    proofs_bound_to(s0(2));
    const SecretElection& other = *other_election().election;
    BOOST_REQUIRE((other_election().keys[0].private_key == world().sample.keys[0].private_key));
    BOOST_TEST(found([&](sample::Parts& p) {
                   p.decryptions[0].second = *other.make_partial_decryption(
                       1, world().sample.keys[0].private_key, world().sample.shuffled_tally(p),
                       world().sample.rng);
               }) == "decryption.proof");
}

BOOST_AUTO_TEST_CASE(n03_a_proof_under_another_label) {
    ListsAnswer<G> lists = lists_answer(s0(1));
    lists.list_proofs[0] = lists.individual_proofs[0];
    BOOST_TEST(found_with(lists_at, lists) == "ballot.list_proof");
    auto ranking = answer<NonHomomorphicQuestion>(ranking_at, s0(1), votes[1][ranking_at]);
    ranking.proof = world().decoded(1).signature;
    BOOST_TEST(found_with(ranking_at, ranking) == "ballot.knowledge_proof");
}

BOOST_AUTO_TEST_CASE(n12_n13_copied_and_moved_ciphertexts) {
    const Ballot<G> theirs = world().decoded(0);
    BOOST_TEST(found_with(ranking_at, theirs.answers[ranking_at]) == "ballot.knowledge_proof");
    auto again = std::get<NonHomomorphicAnswer<G>>(theirs.answers[ranking_at]);
    const auto y = *G::parse_point(world().definition().public_key);
    again.choices[0] = crypto::multiply<G>(
        again.choices[0],
        crypto::encrypt<G>(y, G::random_secret(world().sample.rng), std::uint64_t{0}));
    BOOST_TEST(found_with(ranking_at, again) == "ballot.knowledge_proof");
    BOOST_TEST(found_with(lists_at, theirs.answers[lists_at]) == "ballot.individual_proof");
}

// What lists must be, with everything computed by a voter who does not keep to it.
BOOST_AUTO_TEST_CASE(n16_votes_against_the_rules_of_lists) {
    const auto vote = [](const std::vector<std::uint32_t>& choices) {
        return found_with(lists_at, answer<ListsQuestion>(lists_at, s0(1), choices));
    };
    BOOST_TEST(vote({1, 1, 0, 0}) == "tally.encrypted");
    BOOST_TEST(vote({1, 1, 1, 1}) == "ballot.overall_proof");
    BOOST_TEST(vote({0, 0, 0, 0}) == "ballot.overall_proof");
    BOOST_TEST(vote({1, 1, 0, 1}) == "ballot.list_proof");
    BOOST_TEST(vote({1, 0, 0, 1}) == "ballot.list_proof");
    BOOST_TEST(vote({1, 0, 0, 0}) == "ballot.nonzero_proof");
}

BOOST_AUTO_TEST_CASE(n25_n26_a_mixer_who_changes_the_votes) {
    BOOST_TEST(mixer_shuffles(world().good.tally) == "shuffle.proof"); // fits, but not the second
    BOOST_TEST(mixer_shuffles(changed_tally([](auto& e) { e[0] = e[1]; })) == "shuffle.proof");
    BOOST_TEST(mixer_shuffles(changed_tally([](auto& e) { e.pop_back(); })) == "shuffle.shape");
    BOOST_TEST(mixer_shuffles(changed_tally([](auto& e) { e.push_back(e[0]); })) ==
               "shuffle.shape");
    const auto own = answer<NonHomomorphicQuestion>(ranking_at, s0(1), {9, 9, 9});
    BOOST_TEST(mixer_shuffles(changed_tally([&](auto& e) {
                   e[2].as_object()["alpha"] = json::string(own.texts[0]);
                   e[2].as_object()["beta"] = json::string(own.texts[1]);
               })) == "shuffle.proof");
    // All later steps fit the changed votes, so that nothing but the proof can give it away.
    BOOST_TEST(found([&](sample::Parts& p) {
                   const Bytes honest = p.tally;
                   p.tally = changed_tally([](auto& e) { e[0] = e[1]; });
                   p.shuffles.clear();
                   p.decryptions.clear();
                   world().sample.shuffle(p, {1, 2});
                   world().sample.decide(p);
                   p.tally = honest;
               }) == "shuffle.proof");
}

BOOST_AUTO_TEST_CASE(n27_mixers) {
    const auto owners = [](std::uint64_t first, std::uint64_t second) {
        return found([=](sample::Parts& p) {
            p.shuffles[0].first = first;
            p.shuffles[1].first = second;
        });
    };
    BOOST_TEST(owners(4, 3) == ""); // whoever; trustees of a ceremony too
    BOOST_TEST(owners(0, 1) == ""); // the server is mixer 0
    BOOST_TEST(owners(2, 2) == "shuffle.duplicate");
    BOOST_TEST(owners(0, 0) == "shuffle.duplicate");
    BOOST_TEST(owners(1, 5) == "shuffle.owner");
    BOOST_TEST(found([](sample::Parts& p) { std::swap(p.shuffles[0], p.shuffles[1]); }) ==
               "shuffle.proof");
    BOOST_TEST(found([](sample::Parts& p) { p.shuffles.erase(p.shuffles.begin()); }) ==
               "shuffle.proof");
    BOOST_TEST(found([](sample::Parts& p) { p.shuffles.pop_back(); }) == "decryption.proof");
    // The published tools accept a single mixer; whoever reads the report is told.
    sample::Parts one = world().sample.tally(world().good.ballots);
    world().sample.shuffle(one, {1});
    world().sample.decide(one);
    const VerifyReport report = report_of(sample::write_archive(one));
    BOOST_TEST(report.complete);
    BOOST_REQUIRE(report.warnings.size() == 1U);
    BOOST_TEST(report.warnings[0].id == "shuffle.one_mixer");
}

BOOST_AUTO_TEST_CASE(n28_a_shuffle_bound_to_something_else) {
    BOOST_TEST(found([](sample::Parts& p) {
                   p.shuffles[0].second =
                       *other_election().election->make_shuffle(p.tally, world().sample.rng);
               }) == "shuffle.proof");
    sample::Options keys = options();
    keys.seed = "other keys";
    const sample::SampleElection other(keys);
    BOOST_TEST(found([&](sample::Parts& p) {
                   p.shuffles[0].second =
                       *other.election->make_shuffle(p.tally, world().sample.rng);
               }) == "shuffle.proof");
}

BOOST_AUTO_TEST_CASE(n29_to_n32_trustees_of_a_ceremony) {
    const auto with = [](const char* from, const char* to) {
        return found([=](sample::Parts& p) {
            p.trustees = to_bytes(replaced(std::string(as_text(p.trustees)), from, to));
        });
    };
    BOOST_TEST(with(R"("threshold":2)", R"("threshold":0)") == "trustee.threshold");
    BOOST_TEST(with(R"("threshold":2)", R"("threshold":1)") == "trustee.cert_context");
    BOOST_TEST(with(R"("threshold":2)", R"("threshold":3)") == "trustee.cert_context");
    BOOST_TEST(with(R"("threshold":2)", R"("threshold":4)") == "trustee.threshold");
    BOOST_TEST(with(R"("verification_keys":[{"pok":)", R"("verification_keys":[{"nok":)") ==
               "trustee.encoding");
    // Another ceremony's trustees, who hold other keys.
    crypto::SeededRng rng("another ceremony");
    const auto ceremony = sample::hold_ceremony("Ed25519", {3, 2}, rng);
    BOOST_TEST(found([&](sample::Parts& p) {
                   json::value list = parse_json(as_text(p.trustees)).value();
                   list.as_array()[1].as_array()[1] = parse_json(ceremony.trustees_json).value();
                   p.trustees = to_bytes(write_json(list));
               }) == "election.public_key");
    // And only its verification keys: the shares do not follow from the commitments.
    BOOST_TEST(found([&](sample::Parts& p) {
                   json::value list = parse_json(as_text(p.trustees)).value();
                   list.as_array()[1].as_array()[1].as_object()["verification_keys"] =
                       parse_json(ceremony.trustees_json).value().at("verification_keys");
                   p.trustees = to_bytes(write_json(list));
               }) == "trustee.verification_key");
}

BOOST_AUTO_TEST_CASE(n33_decryptions) {
    BOOST_TEST(found([](sample::Parts& p) { p.decryptions.pop_back(); }) == "decryption.missing");
    BOOST_TEST(found([](sample::Parts& p) { p.decryptions.erase(p.decryptions.begin()); }) ==
               "decryption.missing");
    BOOST_TEST(found([](sample::Parts& p) { p.decryptions[2] = p.decryptions[1]; }) ==
               "decryption.duplicate");
    BOOST_TEST(found([](sample::Parts& p) { p.decryptions[2].first = 4; }) == "decryption.proof");
    // Of the tally before the shuffles: other ciphertexts of the same votes.
    BOOST_TEST(found([](sample::Parts& p) {
                   p.decryptions[0].second = *world().election().make_partial_decryption(
                       1, world().sample.keys[0].private_key, p.tally, world().sample.rng);
               }) == "decryption.proof");
    BOOST_TEST(found([](sample::Parts& p) {
                   json::value part = parse_json(as_text(p.decryptions[0].second)).value();
                   json::array& row = part.at("decryption_factors").as_array()[0].as_array();
                   std::swap(row[0], row[1]);
                   p.decryptions[0].second = to_bytes(write_json(part));
               }) == "decryption.proof");
    // More than are needed: all are checked, also the one that could be left out.
    sample::Parts all = world().good;
    all.decryptions.emplace_back(4, *world().election().make_partial_decryption(
                                        4, world().sample.keys[3].private_key,
                                        world().sample.shuffled_tally(all), world().sample.rng));
    BOOST_TEST(found(sample::write_archive(all)) == "");
    all.decryptions[3].second = all.decryptions[2].second;
    BOOST_TEST(found(sample::write_archive(all)) == "decryption.proof");
}

// Everything after the tally fits what was tallied, so that nothing but the tally can give it away.
BOOST_AUTO_TEST_CASE(n34_a_tally_of_other_ballots) {
    const auto& ballots = world().good.ballots;
    const Bytes revote = world().sample.ballot(0, {{7, 7, 7}, {0, 0, 1, 1}});
    const auto published = [&](const std::vector<Bytes>& on_the_board,
                               const std::vector<Bytes>& tallied) {
        sample::Parts parts = world().sample.close(tallied);
        parts.ballots = on_the_board;
        return found(sample::write_archive(parts));
    };
    std::vector<Bytes> revoted = ballots;
    revoted.push_back(revote);
    BOOST_TEST(published(revoted, revoted) == "");
    BOOST_TEST(published(revoted, ballots) == "tally.encrypted"); // the replaced ballot counted
    BOOST_TEST(published(ballots, revoted) == "tally.encrypted"); // one that nobody saw
    BOOST_TEST(published(ballots, {ballots[0], ballots[1]}) == "tally.encrypted");
}

BOOST_AUTO_TEST_CASE(n35_results) {
    const auto result = [](const std::function<void(json::array & rankings)>& change) {
        return found([&](sample::Parts& p) {
            json::value all = parse_json(as_text(p.result)).value();
            change(all.at("result").as_array()[ranking_at].as_array());
            p.result = to_bytes(write_json(all));
        });
    };
    BOOST_TEST(result([](auto&) {}) == "");
    // In the order of the last shuffle, whatever is the same when it is counted.
    BOOST_TEST(result([](auto& r) { std::swap(r[0], r[1]); }) == "result.value");
    BOOST_TEST(result([](auto& r) { r[0] = r[1]; }) == "result.value");
    BOOST_TEST(result([](auto& r) { r.pop_back(); }) == "result.shape");
    BOOST_TEST(result([](auto& r) { r.push_back(r[0]); }) == "result.shape");
    BOOST_TEST(result([](auto& r) { r[0].as_array().pop_back(); }) == "result.shape");
    BOOST_TEST(result([](auto& r) { r[0].as_array()[0] = 256; }) == "result.value");
    BOOST_TEST(result([](auto& r) { r[0].as_array()[0] = -1; }) == "result.encoding");
}

BOOST_AUTO_TEST_CASE(n37_votes_that_are_shuffled_have_no_weights) {
    BOOST_TEST(found([](sample::Parts& p) {
                   std::string list(as_text(p.credentials));
                   p.credentials = to_bytes(replaced(list, credential(0), credential(0) + ",2"));
               }) == "credential.weight");
}

BOOST_AUTO_TEST_SUITE_END()
