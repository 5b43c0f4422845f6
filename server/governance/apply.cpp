#include "server/governance/apply.hpp"

namespace ogniwo::governance {

Result<void> State::Applier::by_server() const {
    if (entry.signers.size() != 1 || entry.signers.front() != s.server_key_) {
        return Error("govern.signer", "must be signed by the server's key alone");
    }
    return {};
}

Result<void> State::Applier::by_officers(std::int64_t officers) const {
    if (officers != static_cast<std::int64_t>(entry.signers.size())) {
        return Error("govern.signer", "\"officers\" must say how many signed");
    }
    for (const KeyHex& key : entry.signers) {
        const auto mandate = s.mandate_of_key(key);
        if (!mandate || !s.mandates_.at(*mandate).roles.contains(ledger::Role::officer)) {
            return Error("govern.signer", "not the key of an officer");
        }
    }
    return {};
}

Result<Vote*> State::Applier::find_vote(const Id& id, VoteStatus needed) const {
    const auto found = s.votes_.find(id.value);
    if (found == s.votes_.end()) {
        return reference("vote", id.value);
    }
    if (found->second.status != needed) {
        return Error("govern.vote_status",
                     "the vote is not in the state that this act needs: " + id.value);
    }
    return &found->second;
}

Result<Vote*> State::Applier::find_secret(const ledger::Uuid& election, VoteStatus needed) const {
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
