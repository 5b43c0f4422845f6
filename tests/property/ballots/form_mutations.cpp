// Ballots of the wrong form, signatures that are wrong, and credentials that do not belong.

#include "ballots/groups.hpp"
#include "crypto/base/check.hpp"
#include "mutations.hpp"

namespace ogniwo::ballots::mutation {

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const std::size_t at = text.find(from);
    OGNIWO_CHECK(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

namespace {

template <class G> std::vector<Mutation> shapes(World<G>& world) {
    std::vector<Mutation> out;
    const auto add = [&](const char* name, const typename World<G>::Change& change) {
        out.push_back({name, "ballot.shape", world.with_change(change)});
    };
    add("an answer is missing", [](Ballot<G>& b) { b.answers.pop_back(); });
    add("an answer too many", [](Ballot<G>& b) { b.answers.push_back(b.answers[0]); });
    add("answers exchanged", [](Ballot<G>& b) { std::swap(b.answers[0], b.answers[1]); });
    add("a choice is missing", [](Ballot<G>& b) {
        own<G>(b, 0).choices.pop_back();
        own<G>(b, 0).individual_proofs.pop_back();
    });
    add("a choice too many", [](Ballot<G>& b) {
        own<G>(b, 0).choices.push_back(own<G>(b, 0).choices[0]);
        own<G>(b, 0).individual_proofs.push_back(own<G>(b, 0).individual_proofs[0]);
    });
    add("an individual proof is missing",
        [](Ballot<G>& b) { own<G>(b, 0).individual_proofs.pop_back(); });
    add("an individual proof of one branch",
        [](Ballot<G>& b) { own<G>(b, 0).individual_proofs[0].pop_back(); });
    add("an individual proof of three branches", [](Ballot<G>& b) {
        auto& proofs = own<G>(b, 0).individual_proofs[0];
        proofs.push_back(proofs[0]);
    });
    add("the overall proof is empty", [](Ballot<G>& b) { own<G>(b, 0).overall_proof.clear(); });
    add("the overall proof lacks a branch",
        [](Ballot<G>& b) { own<G>(b, 0).overall_proof.pop_back(); });
    add("the overall proof has a branch too many",
        [](Ballot<G>& b) { own<G>(b, 0).overall_proof.push_back(own<G>(b, 0).overall_proof[0]); });
    add("the blank proof is missing", [](Ballot<G>& b) { own<G>(b, 1).blank_proof.clear(); });
    add("the blank proof has one branch",
        [](Ballot<G>& b) { own<G>(b, 1).blank_proof.pop_back(); });
    add("a blank proof where there is no blank vote",
        [](Ballot<G>& b) { own<G>(b, 0).blank_proof = own<G>(b, 1).blank_proof; });
    return out;
}

template <class G> std::vector<Mutation> signatures(World<G>& world) {
    std::vector<Mutation> out;
    const auto raw = [&](const char* name, const char* id, auto change) {
        Ballot<G> ballot = world.decoded(1);
        change(ballot);
        out.push_back(
            {name, id,
             world.with_ballot(1, to_bytes(encode_ballot<G>(world.definition(),
                                                            world.election().phi(), ballot)))});
    };
    raw("signature challenge + 1", "ballot.signature",
        [](Ballot<G>& b) { b.signature.challenge = World<G>::plus_one(b.signature.challenge); });
    raw("signature response + 1", "ballot.signature",
        [](Ballot<G>& b) { b.signature.response = World<G>::plus_one(b.signature.response); });
    raw("signature of another ballot", "ballot.signature",
        [&](Ballot<G>& b) { b.signature = world.decoded(0).signature; });
    raw("signature and hash of another ballot", "ballot.hash", [&](Ballot<G>& b) {
        b.signature = world.decoded(0).signature;
        b.hash = world.decoded(0).hash;
    });
    raw("signature without its label", "ballot.signature", [&](Ballot<G>& b) {
        b.signature = crypto::prove_schnorr<G>(b.hash + "|", world.secret(1), world.sample.rng);
    });
    raw("signature of zeros", "ballot.signature", [](Ballot<G>& b) {
        b.signature = {G::scalar(0), G::scalar(0)};
    });
    raw("credential of another voter, hash left", "ballot.hash",
        [&](Ballot<G>& b) { b.credential = world.sample.voters[2].public_credential; });
    out.push_back({"signed by another voter", "ballot.signature",
                   world.with_ballot(1, world.signed_by(2, world.decoded(1)))});
    Ballot<G> taken = world.decoded(0);
    taken.credential = world.sample.voters[1].public_credential;
    out.push_back({"another voter's ballot under one's own name", "ballot.individual_proof",
                   world.with_ballot(1, world.signed_by(1, std::move(taken)))});
    Ballot<G> stranger = world.decoded(1);
    const auto key = G::random_secret(world.sample.rng);
    stranger.credential = G::point_text(G::exp_generator(key));
    out.push_back({"a credential that is not on the list", "ballot.credential",
                   world.with_ballot(1, world.signed_by(1, stranger))});
    stranger.credential = G::point_text(G::neutral());
    out.push_back({"the neutral credential", "ballot.credential",
                   world.with_ballot(1, world.signed_by(1, stranger))});
    return out;
}

template <class G> std::vector<Mutation> texts(World<G>& world) {
    std::vector<Mutation> out;
    const std::string good(as_text(world.good.ballots[1]));
    const auto add = [&](const char* name, const char* id, const std::string& text) {
        out.push_back({name, id, world.with_ballot(1, to_bytes(text))});
    };
    const std::string& phi = world.election().phi();
    const std::string& uuid = world.definition().uuid;
    add("uuid of another election", "ballot.election", replaced(good, uuid, "Another1234567"));
    add("hash of another definition", "ballot.election",
        replaced(good, phi, std::string(phi.size(), 'A')));
    add("a space after a colon", "ballot.encoding",
        replaced(good, R"("answers":)", R"("answers": )"));
    add("a newline at the end", "ballot.encoding", good + "\n");
    add("a member that nobody knows", "ballot.encoding",
        replaced(good, R"("answers":)", R"("extra":1,"answers":)"));
    add("members in another order", "ballot.encoding",
        replaced(replaced(good, R"("election_uuid":")" + uuid + R"(",)", ""), R"("answers":)",
                 R"("election_uuid":")" + uuid + R"(","answers":)"));
    add("answers twice", "ballot.encoding",
        replaced(good, R"("answers":)", R"("answers":[],"answers":)"));
    add("an empty object", "ballot.encoding", "{}");
    add("null answers", "ballot.hash",
        good.substr(0, good.find(R"("answers":)") + 10) + "null" +
            good.substr(good.find(R"(,"signature":)")));
    add("no signature", "ballot.encoding", good.substr(0, good.find(R"(,"signature":)")) + "}");
    add("a leading zero in the signature", "ballot.encoding",
        replaced(good, R"("proof":{"challenge":")", R"("proof":{"challenge":"0)"));
    add("half of a ballot", "ballot.encoding", good.substr(0, good.size() / 2));
    return out;
}

} // namespace

template <class G> std::vector<Mutation> ballot_form_mutations(World<G>& world) {
    std::vector<Mutation> out = shapes<G>(world);
    for (auto& list : {signatures<G>(world), texts<G>(world)}) {
        out.insert(out.end(), list.begin(), list.end());
    }
    const auto parts = [&](const char* name, const char* id, auto change) {
        out.push_back({name, id, world.with_parts(change)});
    };
    parts("the same ballot twice", "ballot.duplicate",
          [](sample::Parts& p) { p.ballots.insert(p.ballots.begin() + 2, p.ballots[1]); });
    parts("an earlier ballot again after a revote", "ballot.duplicate",
          [](sample::Parts& p) { p.ballots.push_back(p.ballots[0]); });
    parts("a ballot removed", "tally.encrypted",
          [](sample::Parts& p) { p.ballots.erase(p.ballots.begin() + 1); });
    parts("the revote removed", "tally.encrypted", [](sample::Parts& p) { p.ballots.pop_back(); });
    parts("revote and first vote exchanged", "tally.encrypted",
          [](sample::Parts& p) { std::swap(p.ballots[0], p.ballots[3]); });
    parts("a ballot that is not one", "ballot.encoding",
          [](sample::Parts& p) { p.ballots[2] = to_bytes(std::string_view("hello")); });
    parts("a ballot that is too large", "ballot.size",
          [](sample::Parts& p) { p.ballots[2].resize(1'000'000, ' '); });
    return out;
}

#define OGNIWO_INSTANTIATE(G) template std::vector<Mutation> ballot_form_mutations<G>(World<G>&);
OGNIWO_FOR_EACH_GROUP(OGNIWO_INSTANTIATE)
#undef OGNIWO_INSTANTIATE

} // namespace ogniwo::ballots::mutation
