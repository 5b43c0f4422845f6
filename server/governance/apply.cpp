#include "server/governance/apply.hpp"

namespace ogniwo::governance {
namespace {

Result<void> officers_signed(const State& state, const std::vector<KeyHex>& keys, std::int64_t officers) {
    if (officers != static_cast<std::int64_t>(keys.size())) {
        return Error("govern.signer", "\"officers\" must say how many signed");
    }
    for (const KeyHex& key : keys) {
        const auto mandate = state.mandate_of_key(key);
        if (!mandate || !state.mandate(*mandate)->roles.contains(ledger::Role::officer)) {
            return Error("govern.signer", "not the key of an officer");
        }
    }
    return {};
}

} // namespace

Result<void> State::Applier::by_server() const {
    if (entry.signers.size() != 1 || entry.signers.front() != s.server_key_) {
        return Error("govern.signer", "must be signed by the server's key alone");
    }
    return {};
}

Result<void> State::Applier::by_officers(std::int64_t officers) const {
    return officers_signed(s, entry.signers, officers);
}

Result<void> State::Applier::by_officers_and_server(std::int64_t officers) const {
    std::vector<KeyHex> others = entry.signers;
    if (std::erase(others, s.server_key_) != 1 || others.empty()) {
        return Error("govern.signer", "must be signed by officers and by the server");
    }
    return officers_signed(s, others, officers);
}

Result<void> State::Applier::not_withdrawn(const ledger::Uuid& election) const {
    if (s.withdrawals_.contains(election.value)) {
        return Error("govern.withdrawn", "the election was withdrawn: " + election.value);
    }
    return {};
}

Result<Vote*> State::Applier::find_vote(const Id& id, VoteStatus needed) const {
    const auto found = s.votes_.find(id.value);
    if (found == s.votes_.end()) {
        for (const auto& [uuid, election] : s.announced_) {
            if (election.announced.vote == id) {
                OGNIWO_TRY(not_withdrawn(election.announced.election));
            }
        }
        return reference("vote", id.value);
    }
    if (const SecretVote* secret = found->second.secret()) {
        OGNIWO_TRY(not_withdrawn(secret->prepared.election));
    }
    if (found->second.status != needed) {
        return Error("govern.vote_status",
                     "the vote is not in the state that this act needs: " + id.value);
    }
    return &found->second;
}

Result<Vote*> State::Applier::find_secret(const ledger::Uuid& election, VoteStatus needed) const {
    OGNIWO_TRY(not_withdrawn(election));
    const auto id = s.vote_of_election(election.value);
    if (!id) {
        return reference("election", election.value);
    }
    return find_vote(Id{*id}, needed);
}

Result<void> State::Applier::add_vote(const Id& id, const std::string& title,
                                        std::variant<OpenVote, SecretVote> kind) const {
    const auto* secret = std::get_if<SecretVote>(&kind);
    for (const auto& [uuid, election] : s.announced_) {
        const bool same = secret != nullptr && secret->prepared.election.value == uuid;
        if (election.announced.vote == id && !same) {
            return duplicate("vote", id.value);
        }
    }
    Vote vote;
    vote.title = title;
    vote.prepared_index = entry.index;
    vote.prepared_at = entry.at;
    vote.kind = std::move(kind);
    if (!s.votes_.try_emplace(id.value, std::move(vote)).second) {
        return duplicate("vote", id.value);
    }
    return {};
}

Result<void> State::Applier::check_trustees(const std::vector<Id>& trustees) const {
    for (const Id& trustee : trustees) {
        const Mandate* mandate = s.mandate(trustee.value);
        if (mandate == nullptr || !mandate->roles.contains(ledger::Role::trustee)) {
            return reference("trustee", trustee.value);
        }
    }
    std::vector<Id> sorted = trustees;
    std::ranges::sort(sorted);
    if (!sorted_and_distinct(sorted)) {
        return Error("govern.rule", "each trustee is named once");
    }
    return {};
}

Result<void> State::apply(const SignedBody& entry) {
    if (entry.index != size_) {
        return Error("govern.order", "entries are applied in log order");
    }
    if (size_ == 0 && !std::holds_alternative<ledger::LogCreated>(entry.body)) {
        return Error("govern.order", "the first entry is log.created");
    }
    OGNIWO_TRY(std::visit(Applier{*this, entry}, entry.body));
    ++size_;
    return {};
}

} // namespace ogniwo::governance
