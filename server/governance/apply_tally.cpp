#include "crypto/base/encoding.hpp"
#include "server/governance/apply.hpp"
#include "server/governance/outcome.hpp"

namespace ogniwo::governance {

Result<void> State::Applier::operator()(const ledger::ElectionTallied& b) const {
    OGNIWO_TRY(by_server());
    OGNIWO_ASSIGN(Vote * vote, find_secret(b.election, VoteStatus::closed));
    auto& secret = std::get<SecretVote>(vote->kind);
    if (!secret.participation) {
        return Error("govern.order", "the participation list comes before the tally");
    }
    secret.tally = b;
    vote->status = VoteStatus::tallied;
    return {};
}

Result<void> State::Applier::operator()(const ledger::ShufflePosted& b) const {
    OGNIWO_TRY(by_server());
    OGNIWO_ASSIGN(Vote * vote, find_secret(b.election, VoteStatus::tallied));
    auto& secret = std::get<SecretVote>(vote->kind);
    if (secret.shuffles_ended || !secret.decryptions.empty()) {
        return Error("govern.order", "the shuffles have ended");
    }
    if (static_cast<std::size_t>(b.owner) > secret.prepared.trustees.size()) {
        return reference("trustee number", std::to_string(b.owner));
    }
    const auto same_mixer = [&](const auto& posted) { return posted.entry.owner == b.owner; };
    if (std::ranges::any_of(secret.shuffles, same_mixer)) {
        return duplicate("shuffle of mixer", std::to_string(b.owner));
    }
    secret.shuffles.push_back({b, entry.index});
    return {};
}

Result<void> State::Applier::operator()(const ledger::ShufflesEnded& b) const {
    OGNIWO_ASSIGN(Vote * vote, find_secret(b.election, VoteStatus::tallied));
    auto& secret = std::get<SecretVote>(vote->kind);
    if (secret.shuffles_ended) {
        return duplicate("end of the shuffles of", b.election.value);
    }
    if (secret.shuffles.size() < min_shuffles) {
        return Error("govern.order", "at least two shuffle before the trustees decrypt");
    }
    if (b.officers > 0) {
        OGNIWO_TRY(by_officers(b.officers));
    } else {
        OGNIWO_TRY(by_server());
        const auto by_trustee = [](const auto& posted) { return posted.entry.owner > 0; };
        if (static_cast<std::size_t>(std::ranges::count_if(secret.shuffles, by_trustee)) !=
            secret.prepared.trustees.size()) {
            return Error("govern.signer", "before every trustee has shuffled, officers end the shuffles");
        }
    }
    secret.shuffles_ended = true;
    return {};
}

Result<void> State::Applier::operator()(const ledger::DecryptionPosted& b) const {
    OGNIWO_TRY(by_server());
    OGNIWO_ASSIGN(Vote * vote, find_secret(b.election, VoteStatus::tallied));
    auto& secret = std::get<SecretVote>(vote->kind);
    if (!secret.shuffles.empty() && !secret.shuffles_ended) {
        return Error("govern.order", "the shuffles have not ended");
    }
    if (b.owner < 1 ||
        static_cast<std::size_t>(b.owner) > secret.prepared.trustees.size()) {
        return reference("trustee number", std::to_string(b.owner));
    }
    if (!secret.decryptions.try_emplace(b.owner, OnLedger<ledger::DecryptionPosted>{b, entry.index}).second) {
        return duplicate("decryption of trustee", std::to_string(b.owner));
    }
    return {};
}

Result<void> State::Applier::operator()(const ledger::ElectionDecided& b) const {
    OGNIWO_TRY(by_server());
    OGNIWO_ASSIGN(Vote * vote, find_secret(b.election, VoteStatus::tallied));
    auto& secret = std::get<SecretVote>(vote->kind);
    if (!enough_decryptions(secret)) {
        return Error("govern.order", "not enough trustees have decrypted");
    }
    if (b.count.has_value() != secret.prepared.count.has_value()) {
        return Error("govern.decision", "a count goes with a rule for it");
    }
    if (b.count) {
        const auto lot = hex_decode_array<32>(b.count->seed.value);
        if (!lot || commit_to_lot(*lot) != secret.prepared.count->lot) {
            return Error("govern.lot", "not the lot that was committed to");
        }
    }
    if (static_cast<std::int64_t>(b.elected.size()) > secret.prepared.seats) {
        return Error("govern.decision", "more elected than seats");
    }
    secret.decision = b;
    vote->status = VoteStatus::decided;
    vote->decided_at = entry.at;
    return {};
}

} // namespace ogniwo::governance
