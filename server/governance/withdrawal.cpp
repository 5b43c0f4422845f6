#include "server/governance/withdrawal.hpp"

#include "ballots/credential_roll.hpp"

#include <algorithm>

namespace ogniwo::governance {
namespace {

constexpr std::size_t max_id_bytes = 64;

bool is_taken(const State& state, const std::string& id) {
    const auto same = [&](const auto& other) { return other.second.announced.vote.value == id; };
    return state.vote(id) != nullptr || std::ranges::any_of(state.announced(), same);
}

// "council" gives "council-2", and that, when it is replaced in its turn, "council-3".
Id next_id(const State& state, const ledger::ElectionAnnounced& withdrawn) {
    std::string base = withdrawn.vote.value;
    if (withdrawn.replaces) {
        base.resize(base.find_last_not_of("0123456789") + 1);
        base.resize(base.find_last_not_of('-') + 1);
    }
    for (std::uint64_t n = 2;; ++n) {
        const std::string end = "-" + std::to_string(n);
        std::string id = base.substr(0, max_id_bytes - end.size()) + end;
        if (!is_taken(state, id)) {
            return Id{std::move(id)};
        }
    }
}

std::vector<std::uint64_t> weights_of(const std::vector<ballots::CredentialLine>& lines) {
    std::vector<std::uint64_t> weights;
    for (const ballots::CredentialLine& line : lines) {
        weights.push_back(line.weight);
    }
    std::ranges::sort(weights);
    return weights;
}

} // namespace

Result<ledger::ElectionAnnounced> announce_again(const State& state, std::string_view withdrawn) {
    const AnnouncedElection* election = state.announced(withdrawn);
    if (election == nullptr) {
        return Error("govern.reference", "no such announced election: " + std::string(withdrawn));
    }
    if (state.withdrawal(withdrawn) == nullptr) {
        return Error("govern.order", "the election was not withdrawn: " + std::string(withdrawn));
    }
    if (const auto* other = state.in_place_of(withdrawn)) {
        return Error("govern.duplicate", "announced again already, as " + other->election.value);
    }
    ledger::ElectionAnnounced again = election->announced;
    again.vote = next_id(state, election->announced);
    again.election = {};
    again.credentials = {};
    again.replaces = ledger::ReplacedElection{election->announced.election, 1};
    if (again.count) {
        again.count->lot = {};
    }
    return again;
}

Result<void> check_new_roll(ByteView withdrawn, ByteView roll) {
    OGNIWO_ASSIGN(const auto before, ballots::parse_credential_list(withdrawn));
    OGNIWO_ASSIGN(const auto after, ballots::parse_credential_list(roll));
    if (before.size() != after.size()) {
        return Error("credential.number", "the withdrawn election had " + std::to_string(before.size()) +
                                              " credentials, not " + std::to_string(after.size()));
    }
    if (weights_of(before) != weights_of(after)) {
        return Error("credential.weights", "other weights than in the withdrawn election");
    }
    return {};
}

} // namespace ogniwo::governance
