#pragma once
// One check-then-change function for each kind of entry; each changes nothing before its last check has
// passed. Not for use outside governance: State::apply() is the door.

#include "server/governance/state.hpp"

#include <algorithm>

namespace ogniwo::governance {

inline Error reference(const char* what, const std::string& id) {
    return {"govern.reference", std::string("no such ") + what + ": " + id};
}
inline Error duplicate(const char* what, const std::string& id) {
    return {"govern.duplicate", std::string(what) + " exists already: " + id};
}

template <class T> bool sorted_and_distinct(const std::vector<T>& list) {
    return std::adjacent_find(list.begin(), list.end(), std::greater_equal<>{}) == list.end();
}

struct State::Applier {
    State& s;
    const SignedBody& entry;

    // apply_register.cpp
    Result<void> operator()(const ledger::LogCreated& b) const;
    Result<void> operator()(const ledger::OrganisationAdmitted& b) const;
    Result<void> operator()(const ledger::MandateGranted& b) const;
    Result<void> operator()(const ledger::KeyRegistered& b) const;
    Result<void> operator()(const ledger::TextPublished& b) const;
    // apply_vote.cpp
    Result<void> operator()(const ledger::OpenVotePrepared& b) const;
    Result<void> operator()(const ledger::VoteOpened& b) const;
    Result<void> operator()(const ledger::VoteClosed& b) const;
    Result<void> operator()(const ledger::OpenVoteCast& b) const;
    Result<void> operator()(const ledger::OpenVoteDecided& b) const;
    // apply_trustees.cpp
    Result<void> operator()(const ledger::ElectionAnnounced& b) const;
    Result<void> operator()(const ledger::TrusteeKeyPosted& b) const;
    Result<void> operator()(const ledger::CeremonyCertificatePosted& b) const;
    Result<void> operator()(const ledger::CeremonyCommitmentPosted& b) const;
    Result<void> operator()(const ledger::CeremonyPolynomialPosted& b) const;
    Result<void> operator()(const ledger::CeremonyKeyPosted& b) const;
    // apply_withdrawal.cpp
    Result<void> operator()(const ledger::ElectionWithdrawn& b) const;
    // apply_election.cpp
    Result<void> operator()(const ledger::ElectionPrepared& b) const;
    Result<void> operator()(const ledger::BallotAccepted& b) const;
    Result<void> operator()(const ledger::BallotSpoiled& b) const;
    Result<void> operator()(const ledger::ParticipationPublished& b) const;
    // apply_tally.cpp
    Result<void> operator()(const ledger::ElectionTallied& b) const;
    Result<void> operator()(const ledger::ShufflePosted& b) const;
    Result<void> operator()(const ledger::ShufflesEnded& b) const;
    Result<void> operator()(const ledger::DecryptionPosted& b) const;
    Result<void> operator()(const ledger::ElectionDecided& b) const;

    [[nodiscard]] Result<void> by_server() const;
    /// `officers` must be the number of signers, each the key of an officer.
    [[nodiscard]] Result<void> by_officers(std::int64_t officers) const;
    /// The same, and the server's key beside them.
    [[nodiscard]] Result<void> by_officers_and_server(std::int64_t officers) const;
    [[nodiscard]] Result<void> not_withdrawn(const ledger::Uuid& election) const;
    /// The vote that was withdrawn, announced again.
    [[nodiscard]] Result<void> check_replacement(const ledger::ElectionAnnounced& b) const;
    [[nodiscard]] Result<Vote*> find_vote(const Id& id, VoteStatus needed) const;
    [[nodiscard]] Result<Vote*> find_secret(const ledger::Uuid& election, VoteStatus needed) const;
    /// One whose trustees still make their keys.
    [[nodiscard]] Result<AnnouncedElection*> find_announced(const ledger::Uuid& election) const;
    Result<void> add_vote(const Id& id, const std::string& title,
                          std::variant<OpenVote, SecretVote> kind) const;
    /// Every one has the role of a trustee, and none is named twice.
    [[nodiscard]] Result<void> check_trustees(const std::vector<Id>& trustees) const;
};

} // namespace ogniwo::governance
