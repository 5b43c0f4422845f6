// Changes of the setup, the tally, the decryptions and the result.

#include "ballots/groups.hpp"
#include "crypto/base/json.hpp"
#include "mutations.hpp"

#include <boost/json/value_from.hpp>
#include <boost/json/value_to.hpp>

namespace ogniwo::ballots::mutation {
namespace {

using Change = std::function<void(sample::Parts&)>;

void edit(Bytes& part, std::string_view from, std::string_view to) {
    part = to_bytes(replaced(std::string(as_text(part)), from, to));
}

// First element of the named member, as text.
std::string value_of(const Bytes& part, std::string_view member) {
    const std::string_view text = as_text(part);
    const std::string key = '"' + std::string(member) + R"(":")";
    const std::size_t start = text.find(key) + key.size();
    return std::string(text.substr(start, text.find('"', start) - start));
}

template <class G> std::string times_g(const std::string& text) {
    return G::point_text(G::multiply(*G::parse_point(text), World<G>::g()));
}

} // namespace

template <class G> std::vector<Mutation> setup_mutations(World<G>& world) {
    std::vector<Mutation> out;
    const auto add = [&](const char* name, const char* id, const Change& change) {
        out.push_back({name, id, world.with_parts(change)});
    };
    const auto& voters = world.sample.voters;
    const auto& keys = world.sample.keys;
    const std::string neutral = G::point_text(G::neutral());
    const auto& y = world.definition().public_key;
    add("election: another name", "ballot.election",
        [](auto& p) { edit(p.election, R"("name":"Sample")", R"("name":"Simple")"); });
    add("election: two answers exchanged", "ballot.election",
        [](auto& p) { edit(p.election, R"("Answer 1","Answer 2")", R"("Answer 2","Answer 1")"); });
    add("election: max raised", "ballot.election",
        [](auto& p) { edit(p.election, R"("max":2)", R"("max":3)"); });
    add("election: min above max", "election.question",
        [](auto& p) { edit(p.election, R"("min":1,"max":2)", R"("min":3,"max":2)"); });
    add("election: protocol version 2", "election.version",
        [](auto& p) { edit(p.election, R"("version":1)", R"("version":2)"); });
    add("election: another group", "election.group_unsupported",
        [](auto& p) { edit(p.election, std::string(G::name), "RFC-3526-1536"); });
    add("election: the key of one trustee only", "election.public_key",
        [&](auto& p) { edit(p.election, y, keys[0].public_key); });
    add("election: neutral key", "election.public_key",
        [&](auto& p) { edit(p.election, y, neutral); });
    add("election: key times g", "election.public_key",
        [&](auto& p) { edit(p.election, y, times_g<G>(y)); });
    add("election: member twice", "json.duplicate_key",
        [](auto& p) { edit(p.election, R"("name":)", R"("name":"x","name":)"); });
    add("trustees: proof of possession changed", "trustee.pok", [&](auto& p) {
        const std::string c = value_of(p.trustees, "challenge");
        edit(p.trustees, c, G::scalar_text(World<G>::plus_one(*G::parse_scalar(c))));
    });
    add("trustees: proofs of possession exchanged", "trustee.pok", [&](auto& p) {
        edit(p.trustees, keys[0].public_key, "first");
        edit(p.trustees, keys[1].public_key, keys[0].public_key);
        edit(p.trustees, "first", keys[1].public_key);
    });
    add("trustees: one left out", "election.public_key",
        [&](auto& p) { edit(p.trustees, R"(,["Single",)" + keys[1].public_key_json + "]", ""); });
    add("trustees: one twice", "trustee.duplicate",
        [&](auto& p) { edit(p.trustees, keys[1].public_key_json, keys[0].public_key_json); });
    add("trustees: rogue key without a proof", "trustee.pok", [&](auto& p) {
        const auto target = G::exp_generator(G::random_secret(world.sample.rng));
        edit(p.trustees, keys[1].public_key,
             G::point_text(G::divide(target, *G::parse_point(keys[0].public_key))));
    });
    add("trustees: neutral key", "trustee.neutral",
        [&](auto& p) { edit(p.trustees, keys[1].public_key, neutral); });
    add("trustees: none", "election.limits",
        [](auto& p) { p.trustees = to_bytes(std::string_view("[]")); });
    add("trustees: threshold kind", "trustee.encoding",
        [](auto& p) { edit(p.trustees, "Single", "Pedersen"); });
    add("credentials: a voter left out", "ballot.credential", [&](auto& p) {
        p.credentials = *make_credential_list(
            G::name, {{voters[0].public_credential, 1}, {voters[2].public_credential, 3}});
    });
    add("credentials: a voter added", "tally.encrypted", [&](auto& p) {
        // Together with a ballot of the new voter, which the tally does not count.
        const auto extra =
            make_credentials(G::name, world.definition().uuid, {4}, world.sample.rng);
        std::vector<PublicCredential> list{{(*extra)[0].public_credential, 4}};
        for (const VoterCredential& voter : voters) {
            list.push_back({voter.public_credential, voter.weight});
        }
        p.credentials = *make_credential_list(G::name, list);
        const auto election = SecretElection::open(p.election, p.trustees, p.credentials);
        p.ballots.push_back(*(*election)->make_ballot((*extra)[0].private_credential,
                                                      {{1, 0, 0}, {1, 0, 0}}, world.sample.rng));
    });
    add("credentials: a weight raised", "tally.encrypted",
        [](auto& p) { edit(p.credentials, ",2\"", ",4\""); });
    add("credentials: weight 0", "tally.encrypted",
        [](auto& p) { edit(p.credentials, ",2\"", ",0\""); });
    add("credentials: weights that overflow", "credential.weight",
        [](auto& p) { edit(p.credentials, ",2\"", ",9007199254740991\""); });
    add("credentials: one twice", "credential.duplicate", [&](auto& p) {
        edit(p.credentials, voters[1].public_credential, voters[0].public_credential);
    });
    add("credentials: the neutral element", "credential.neutral",
        [&](auto& p) { edit(p.credentials, voters[1].public_credential, neutral); });
    add("credentials: an element outside the group", "credential.membership",
        [&](auto& p) { edit(p.credentials, voters[1].public_credential, std::string(64, '0')); });
    add("credentials: none", "election.limits",
        [](auto& p) { p.credentials = to_bytes(std::string_view("[]")); });
    if constexpr (std::same_as<G, crypto::Ed25519>) {
        const auto mixed = [&](const char* name, const char* id, auto part,
                               const std::string& element) {
            add(name, id, [&, part](auto& p) {
                edit(p.*part, element, sample::plus_order_two(element));
            });
        };
        mixed("election: key of mixed order", "election.public_key", &sample::Parts::election, y);
        mixed("trustees: key of mixed order", "trustee.membership", &sample::Parts::trustees,
              keys[0].public_key);
        mixed("credentials: one of mixed order", "credential.membership",
              &sample::Parts::credentials, voters[0].public_credential);
    }
    return out;
}

template <class G> std::vector<Mutation> tally_mutations(World<G>& world) {
    std::vector<Mutation> out;
    const auto add = [&](const char* name, const char* id, const Change& change) {
        out.push_back({name, id, world.with_parts(change)});
    };
    // A tally that is published with its own sizes and chain, honestly wrapped.
    const auto resized = [&](sample::Parts& p, const std::string& from, const std::string& to) {
        edit(p.tally, from, to);
        p.sized_tally = to_bytes(replaced(std::string(as_text(p.sized_tally)),
                                          value_of(p.sized_tally, "encrypted_tally"),
                                          hex_encode(crypto::sha256(p.tally))));
    };
    const std::string alpha = value_of(world.good.tally, "alpha");
    const std::string beta = value_of(world.good.tally, "beta");
    add("tally: alpha times g", "tally.encrypted",
        [&](auto& p) { resized(p, alpha, times_g<G>(alpha)); });
    add("tally: beta times g, one vote more", "tally.encrypted",
        [&](auto& p) { resized(p, beta, times_g<G>(beta)); });
    add("tally: a space", "tally.encrypted", [&](auto& p) { resized(p, ",", ", "); });
    add("tally: of the first ballots only", "tally.encrypted", [&](auto& p) {
        const sample::Parts fewer = world.sample.close({p.ballots.begin(), p.ballots.begin() + 3});
        const std::vector<Bytes> ballots = p.ballots;
        p = fewer;
        p.ballots = ballots;
    });
    add("tally: num_tallied + 1", "tally.num_tallied",
        [](auto& p) { edit(p.sized_tally, R"("num_tallied":3)", R"("num_tallied":4)"); });
    add("tally: total_weight + 1", "tally.total_weight",
        [](auto& p) { edit(p.sized_tally, R"("total_weight":6)", R"("total_weight":7)"); });
    add("tally: total_weight as a string", "archive.sized_tally",
        [](auto& p) { edit(p.sized_tally, R"("total_weight":6)", R"("total_weight":"6")"); });
    add("tally: wrapper of another tally", "archive.payload", [](auto& p) {
        edit(p.sized_tally, value_of(p.sized_tally, "encrypted_tally"), std::string(64, 'a'));
    });
    add("tally: left out", "archive.order", [](auto& p) { p.tally.clear(); });

    const auto factor = [](const Bytes& part) {
        const std::string_view text = as_text(part);
        const std::size_t start = text.find("[[\"") + 3;
        return std::string(text.substr(start, text.find('"', start) - start));
    };
    add("decryption: a factor times g", "decryption.proof", [&](auto& p) {
        edit(p.decryptions[0].second, factor(p.decryptions[0].second),
             times_g<G>(factor(p.decryptions[0].second)));
    });
    add("decryption: a neutral factor", "decryption.proof", [&](auto& p) {
        edit(p.decryptions[0].second, factor(p.decryptions[0].second), G::point_text(G::neutral()));
    });
    add("decryption: a factor outside the group", "decryption.membership", [&](auto& p) {
        edit(p.decryptions[0].second, factor(p.decryptions[0].second), std::string(64, '0'));
    });
    if constexpr (std::same_as<G, crypto::Ed25519>) {
        add("tally: alpha of mixed order", "tally.encrypted",
            [&](auto& p) { resized(p, alpha, sample::plus_order_two(alpha)); });
        add("decryption: a factor of mixed order", "decryption.membership", [&](auto& p) {
            const std::string one = factor(p.decryptions[0].second);
            edit(p.decryptions[0].second, one, sample::plus_order_two(one));
        });
    }
    for (const char* number : {"challenge", "response"}) {
        out.push_back({std::string("decryption: ") + number + " + 1", "decryption.proof",
                       world.with_parts([&](sample::Parts& p) {
                           Bytes& part = p.decryptions[1].second;
                           const std::string s = value_of(part, number);
                           edit(part, s, G::scalar_text(World<G>::plus_one(*G::parse_scalar(s))));
                       })});
    }
    add("decryption: a leading zero", "decryption.encoding",
        [](auto& p) { edit(p.decryptions[0].second, R"("challenge":")", R"("challenge":"0)"); });
    add("decryption: a space", "decryption.encoding",
        [](auto& p) { edit(p.decryptions[0].second, ",", ", "); });
    add("decryption: owners exchanged", "decryption.proof",
        [](auto& p) { std::swap(p.decryptions[0].first, p.decryptions[1].first); });
    add("decryption: an owner that does not exist", "decryption.owner",
        [](auto& p) { p.decryptions[1].first = 3; });
    add("decryption: owner 0", "decryption.owner", [](auto& p) { p.decryptions[1].first = 0; });
    add("decryption: one trustee twice", "decryption.duplicate",
        [](auto& p) { p.decryptions[1] = p.decryptions[0]; });
    add("decryption: one trustee left out", "decryption.missing",
        [](auto& p) { p.decryptions.pop_back(); });
    add("decryption: none", "archive.order", [](auto& p) { p.decryptions.clear(); });
    add("decryption: of another tally", "decryption.proof", [&](auto& p) {
        const sample::Parts fewer = world.sample.close({p.ballots.begin(), p.ballots.begin() + 3});
        p.decryptions = fewer.decryptions;
    });
    const Counts counts = [&] {
        const auto document = *parse_json(as_text(world.good.result));
        return boost::json::value_to<Counts>(document.at("result"));
    }();
    const auto with_counts = [&](const char* name, const char* id, auto change) {
        Counts changed = counts;
        change(changed);
        add(name, id, [&](auto& p) {
            p.result =
                to_bytes(R"({"result":)" + write_json(boost::json::value_from(changed)) + "}");
        });
    };
    with_counts("result: one vote more", "result.value", [](Counts& c) { c[0][0] += 1; });
    with_counts("result: a vote moved", "result.value", [](Counts& c) {
        c[0][1] -= 1;
        c[0][0] += 1;
    });
    with_counts("result: answers exchanged", "result.value",
                [](Counts& c) { std::swap(c[0][0], c[0][1]); });
    with_counts("result: above the weights", "result.range", [](Counts& c) { c[1][2] = 7; });
    with_counts("result: a count missing", "result.shape", [](Counts& c) { c[1].pop_back(); });
    with_counts("result: a question too many", "result.shape",
                [](Counts& c) { c.push_back(c[0]); });
    add("result: a count as a string", "result.encoding", [&](auto& p) {
        edit(p.result, std::to_string(counts[0][0]), '"' + std::to_string(counts[0][0]) + '"');
    });
    add("result: a negative count", "result.encoding",
        [](auto& p) { edit(p.result, "[[", "[[-"); });
    add("result: a space", "result.encoding", [](auto& p) { edit(p.result, ",", ", "); });
    return out;
}

#define OGNIWO_INSTANTIATE(G)                                                                      \
    template std::vector<Mutation> setup_mutations<G>(World<G>&);                                  \
    template std::vector<Mutation> tally_mutations<G>(World<G>&);
OGNIWO_FOR_EACH_GROUP(OGNIWO_INSTANTIATE)
#undef OGNIWO_INSTANTIATE

} // namespace ogniwo::ballots::mutation
