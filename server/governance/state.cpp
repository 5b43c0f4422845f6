#include "server/governance/state.hpp"

namespace ogniwo::governance {

const Vote* State::vote(std::string_view id) const {
    const auto found = votes_.find(std::string(id));
    return found == votes_.end() ? nullptr : &found->second;
}

const Mandate* State::mandate(std::string_view id) const {
    const auto found = mandates_.find(std::string(id));
    return found == mandates_.end() ? nullptr : &found->second;
}

std::optional<std::string> State::vote_of_election(std::string_view uuid) const {
    const auto found = vote_of_election_.find(uuid);
    return found == vote_of_election_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::string> State::mandate_of_key(const KeyHex& key) const {
    const auto found = mandate_of_key_.find(key.value);
    return found == mandate_of_key_.end() ? std::nullopt : std::optional(found->second);
}

const AnnouncedElection* State::announced(std::string_view uuid) const {
    const auto found = announced_.find(uuid);
    return found == announced_.end() ? nullptr : &found->second;
}

const Withdrawal* State::withdrawal(std::string_view uuid) const {
    const auto found = withdrawals_.find(uuid);
    return found == withdrawals_.end() ? nullptr : &found->second;
}

const ledger::ElectionAnnounced* State::in_place_of(std::string_view uuid) const {
    for (const auto& [other, election] : announced_) {
        const auto& replaces = election.announced.replaces;
        if (replaces && replaces->election.value == uuid) {
            return &election.announced;
        }
    }
    return nullptr;
}

} // namespace ogniwo::governance
