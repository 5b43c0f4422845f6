#include "server/demo/activity.hpp"

#include "crypto/base/encoding.hpp"
#include "crypto/random.hpp"
#include "storage/head_guard.hpp"
#include "storage/open_tally.hpp"

#include <algorithm>
#include <numeric>

namespace ogniwo::demo {
namespace {

using governance::State;
using services::Draft;
using storage::CommitContext;
using Drafts = std::vector<Draft>;

constexpr std::string_view chair = "m-przewodniczaca";
constexpr std::string_view statute = "statut-2026";

std::string two_digits(std::size_t n) { return (n < 10 ? "0" : "") + std::to_string(n); }

class Player {
  public:
    Player(services::FederationLog& log, const Handouts& handouts, Rng& rng)
        : log_(log), handouts_(handouts), rng_(rng) {}

    // A new signing key, registered, with its recovery file among the handouts.
    Result<crypto::SigningKey> register_key(const std::string& mandate) {
        auto key = crypto::SigningKey::generate(rng_);
        const std::string public_key = hex_encode(key.public_key());
        const crypto::SecretText file(write_json(json::object{
            {"format", "ogniwo-signing-key"},
            {"version", 1},
            {"public_key", public_key},
            {"seed", hex_encode(key.expose_seed())}}));
        OGNIWO_TRY(storage::write_file_durably(handouts_.signing_key(mandate),
                                               as_bytes(file.expose())));
        const ledger::KeyRegistered body{ledger::KeyHex{public_key}, ledger::Id{mandate}, {}};
        OGNIWO_TRY(act(body, key, true, {}));
        return key;
    }

    using Also = std::function<Result<void>(const State&, CommitContext&)>;
    Result<void> act(const ledger::Body& body, const crypto::SigningKey& key, bool server_signs,
                     const Also& also) {
        const std::string bytes = ledger::encode_act(ledger::make_act(log_.origin(), body, rng_));
        const auto decide = [&](const State& state, CommitContext& context) -> Result<Drafts> {
            if (also) {
                OGNIWO_TRY(also(state, context));
            }
            Drafts drafts;
            drafts.push_back({body, services::PersonalAct{bytes, ledger::sign_act(bytes, key)},
                              server_signs, true});
            return drafts;
        };
        OGNIWO_TRY(log_.commit_and_wait(decide));
        return {};
    }

    Result<void> vote_openly(std::size_t number, ledger::Option option) {
        const std::string organisation = "org-" + two_digits(number);
        const std::string mandate = "m-" + two_digits(number);
        OGNIWO_ASSIGN(const crypto::SigningKey key, register_key(mandate));
        const ledger::OpenVoteCast body{ledger::Id{std::string(statute)}, option,
                                        ledger::Id{organisation}, {ledger::Id{mandate}}};
        const Also record = [&](const State&, CommitContext& context) {
            return storage::record_open_vote(context.transaction(), statute, organisation, option, 1);
        };
        return act(body, key, false, record);
    }

    Result<void> vote_secretly(const ballots::SecretElection& election, const VotingCode& voter,
                               const std::vector<std::uint32_t>& choices) {
        storage::CastRecord record{election.definition().uuid, voter.organisation, {}, {}};
        OGNIWO_ASSIGN(record.ballot, election.make_ballot(voter.code, {choices}, rng_));
        OGNIWO_ASSIGN(record.checked,
                      election.check_ballot(record.ballot, ballots::Strictness::cast));
        const auto decide = [&](const State&, CommitContext& context) -> Result<Drafts> {
            OGNIWO_TRY(log_.ballot_box().record(context, election, record, true));
            Drafts drafts;
            drafts.push_back({ledger::BallotAccepted{ledger::Uuid{record.election},
                                                     ledger::Tracker{record.checked.tracker}},
                              {},
                              true,
                              false});
            return drafts;
        };
        OGNIWO_TRY(log_.commit_and_wait(decide));
        return {};
    }

  private:
    services::FederationLog& log_;
    const Handouts& handouts_;
    Rng& rng_;
};

// A sample of tastes: some candidates are known better than others, now and then somebody votes blank.
std::vector<std::uint32_t> sample_choices(const ballots::HomomorphicQuestion& question, Rng& tastes) {
    const std::size_t candidates = question.answers.size();
    std::vector<std::uint32_t> choices(candidates + 1, 0);
    ByteArray<32> dice{};
    tastes.fill(dice);
    if (dice[0] < 16) {
        choices[0] = 1; // blank
        return choices;
    }
    std::vector<std::size_t> order(candidates);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, std::greater<>{}, [&](std::size_t i) {
        return static_cast<int>(dice[1 + i]) + 20 * static_cast<int>(i * 5 % candidates);
    });
    const std::size_t wanted = 3 + dice[20] % 3;
    for (std::size_t i = 0; i < std::min<std::size_t>(wanted, question.max); ++i) {
        choices[order[i] + 1] = 1;
    }
    return choices;
}

// Some put all in order, some their first three; a few leave the ballot blank.
std::vector<std::uint32_t> sample_ranks(std::size_t answers, Rng& tastes) {
    std::vector<std::uint32_t> ranks(answers, 0);
    ByteArray<16> dice{};
    tastes.fill(dice);
    if (dice[0] < 8) {
        return ranks;
    }
    std::vector<std::size_t> order(answers);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, std::greater<>{}, [&](std::size_t i) {
        return static_cast<int>(dice[1 + i]) + 40 * static_cast<int>(i * 3 % answers);
    });
    const std::size_t ranked = dice[15] % 3 == 0 ? 3 : answers;
    for (std::size_t place = 0; place < ranked; ++place) {
        ranks[order[place]] = static_cast<std::uint32_t>(place + 1);
    }
    return ranks;
}

// In no order that says who cast which ballot.
std::vector<std::size_t> shuffled_voters(std::size_t all, Rng& rng) {
    std::vector<std::size_t> voters(all - first_secret_voter + 1);
    std::iota(voters.begin(), voters.end(), first_secret_voter - 1);
    for (std::size_t i = voters.size(); i > 1; --i) {
        ByteArray<8> dice{};
        rng.fill(dice);
        std::swap(voters[i - 1], voters[read_be<std::uint64_t>(dice) % i]);
    }
    return voters;
}

Result<void> vote_in(Player& player, const services::FederationLog& log, std::string_view vote,
                     const std::vector<VotingCode>& codes, Rng& rng) {
    const std::string uuid = log.with_state(
        [&](const State& state) { return state.vote(vote)->secret()->prepared.election.value; });
    const auto election = log.election(uuid);
    const ballots::Question& question = election->definition().questions.front();
    crypto::SeededRng tastes("ogniwo sample tastes of " + std::string(vote));
    for (const std::size_t voter : shuffled_voters(codes.size(), rng)) {
        const auto choices = question.homomorphic() != nullptr ? sample_choices(*question.homomorphic(), tastes)
                                                               : sample_ranks(question.choices(), tastes);
        OGNIWO_TRY(player.vote_secretly(*election, codes[voter], choices));
    }
    return {};
}

} // namespace

Result<void> play(services::FederationLog& log, const Handouts& handouts,
                  const std::vector<std::vector<VotingCode>>& codes, Rng& rng) {
    Player player(log, handouts, rng);
    OGNIWO_ASSIGN(const crypto::SigningKey key, player.register_key(std::string(chair)));
    for (const std::string_view vote : {council_vote, priorities_vote, statute}) {
        OGNIWO_TRY(player.act(ledger::VoteOpened{ledger::Id{std::string(vote)}, 1}, key, false, {}));
    }
    for (std::size_t number = first_open_voter; number <= codes.front().size(); ++number) {
        const auto option = number % 7 == 3   ? ledger::Option::no
                            : number % 7 == 5 ? ledger::Option::abstain
                                              : ledger::Option::yes;
        OGNIWO_TRY(player.vote_openly(number, option));
    }
    const auto elections = prepared_elections();
    for (std::size_t i = 0; i < elections.size(); ++i) {
        OGNIWO_TRY(vote_in(player, log, elections[i].vote, codes[i], rng));
    }
    return {};
}

} // namespace ogniwo::demo
