#include "server/governance/state.hpp"

#include <algorithm>
#include <numeric>

namespace ogniwo::governance {
namespace {

constexpr std::int64_t max_organisation_weight = 1'000'000;

Error reference(const char* what, const std::string& id) {
    return {"govern.reference", std::string("no such ") + what + ": " + id};
}
Error duplicate(const char* what, const std::string& id) {
    return {"govern.duplicate", std::string(what) + " exists already: " + id};
}
Error wrong_status(const std::string& vote) {
    return {"govern.vote_status", "the vote is not in the state that this act needs: " + vote};
}

template <class T> bool sorted_and_distinct(const std::vector<T>& list) {
    return std::adjacent_find(list.begin(), list.end(), std::greater_equal<>{}) == list.end();
}

} // namespace

// One check-then-change function for each kind; each changes nothing before its last check has passed.
struct State::Applier {
    State& s;
    const SignedBody& entry;

    [[nodiscard]] Result<void> by_server() const {
        if (entry.signers.size() != 1 || entry.signers.front() != s.server_key_) {
            return Error("govern.signer", "must be signed by the server's key alone");
        }
        return {};
    }

    [[nodiscard]] Result<void> by_officers(std::int64_t officers) const {
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

    [[nodiscard]] Result<Vote*> find_vote(const Id& id, VoteStatus needed) const {
        const auto found = s.votes_.find(id.value);
        if (found == s.votes_.end()) {
            return reference("vote", id.value);
        }
        if (found->second.status != needed) {
            return wrong_status(id.value);
        }
        return &found->second;
    }

    [[nodiscard]] Result<Vote*> find_secret(const ledger::Uuid& election, VoteStatus needed) const {
        const auto id = s.vote_of_election(election.value);
        if (!id) {
            return reference("election", election.value);
        }
        return find_vote(Id{*id}, needed);
    }

    Result<void> operator()(const ledger::LogCreated& b) const {
        if (entry.index != 0 || b.version != 1) {
            return Error("govern.order", "log.created is entry 0, version 1");
        }
        if (entry.signers.size() != 1 || entry.signers.front() != b.server_key) {
            return Error("govern.signer", "must be signed by the server key that it names");
        }
        s.federation_ = b.federation.value;
        s.server_key_ = b.server_key;
        return {};
    }

    Result<void> operator()(const ledger::OrganisationAdmitted& b) const {
        OGNIWO_TRY(by_server());
        if (b.weight < 1 || b.weight > max_organisation_weight) {
            return Error("govern.rule", "weight out of range");
        }
        if (!s.organisations_.try_emplace(b.organisation.value, b).second) {
            return duplicate("organisation", b.organisation.value);
        }
        s.entitled_weight_ += static_cast<std::uint64_t>(b.weight);
        return {};
    }

    Result<void> operator()(const ledger::MandateGranted& b) const {
        OGNIWO_TRY(by_server());
        if (!s.organisations_.contains(b.organisation.value)) {
            return reference("organisation", b.organisation.value);
        }
        if (b.roles.empty() || !sorted_and_distinct(b.roles)) {
            return Error("govern.rule", "roles must be given once each, in order");
        }
        Mandate mandate{b.organisation, {b.roles.begin(), b.roles.end()}, {}};
        if (!s.mandates_.try_emplace(b.mandate.value, std::move(mandate)).second) {
            return duplicate("mandate", b.mandate.value);
        }
        return {};
    }

    Result<void> operator()(const ledger::KeyRegistered& b) const {
        const auto& signers = entry.signers;
        if (signers.size() != 2 || b.key == s.server_key_ ||
            std::ranges::find(signers, b.key) == signers.end() ||
            std::ranges::find(signers, s.server_key_) == signers.end()) {
            return Error("govern.signer", "must be signed by the new key and by the server");
        }
        const auto mandate = s.mandates_.find(b.mandate.value);
        if (mandate == s.mandates_.end()) {
            return reference("mandate", b.mandate.value);
        }
        if (s.mandate_of_key_.contains(b.key.value) || s.retired_keys_.contains(b.key.value)) {
            return duplicate("key", b.key.value);
        }
        if (mandate->second.key != b.replaces) {
            return Error("govern.reference", "\"replaces\" must name the mandate's present key");
        }
        if (b.replaces) {
            s.mandate_of_key_.erase(b.replaces->value);
            s.retired_keys_.insert(b.replaces->value);
        }
        s.mandate_of_key_.emplace(b.key.value, b.mandate.value);
        mandate->second.key = b.key;
        return {};
    }

    Result<void> operator()(const ledger::TextPublished& b) const {
        OGNIWO_TRY(by_server());
        const auto found = s.texts_.find(b.text.value);
        if (b.version < 1 || (found != s.texts_.end() && found->second.version >= b.version)) {
            return Error("govern.order", "versions of a text only grow");
        }
        s.texts_[b.text.value] = {b.title.value, b.version, b.blob.value};
        return {};
    }

    Result<void> operator()(const ledger::OpenVotePrepared& b) const {
        OGNIWO_TRY(by_server());
        OGNIWO_TRY(ballots::check_rule(b.rule));
        OGNIWO_TRY(ballots::check_rule(b.quorum));
        if (b.text && !s.texts_.contains(b.text->value)) {
            return reference("text", b.text->value);
        }
        return add_vote(b.vote, b.title.value, OpenVote{b, {}, {}});
    }

    Result<void> operator()(const ledger::ElectionPrepared& b) const {
        OGNIWO_TRY(by_server());
        OGNIWO_TRY(ballots::check_rule(b.quorum));
        if (b.seats < 1 || b.trustees.empty() || !entry.at) {
            return Error("govern.rule", "an election has seats, trustees and a time");
        }
        for (const Id& trustee : b.trustees) {
            const Mandate* mandate = s.mandate(trustee.value);
            if (mandate == nullptr || !mandate->roles.contains(ledger::Role::trustee)) {
                return reference("trustee", trustee.value);
            }
        }
        if (s.vote_of_election_.contains(b.election.value)) {
            return duplicate("election", b.election.value);
        }
        OGNIWO_TRY(add_vote(b.vote, b.title.value, SecretVote{b, 0, {}, {}, {}, {}}));
        s.vote_of_election_.emplace(b.election.value, b.vote.value);
        return {};
    }

    Result<void> add_vote(const Id& id, const std::string& title,
                          std::variant<OpenVote, SecretVote> kind) const {
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

    Result<void> operator()(const ledger::VoteOpened& b) const {
        OGNIWO_TRY(by_officers(b.officers));
        OGNIWO_ASSIGN(Vote * vote, find_vote(b.vote, VoteStatus::prepared));
        vote->status = VoteStatus::open;
        vote->opened_index = entry.index;
        vote->opened_at = entry.at;
        vote->opened_by = b.officers;
        return {};
    }

    Result<void> operator()(const ledger::VoteClosed& b) const {
        OGNIWO_TRY(by_officers(b.officers));
        OGNIWO_ASSIGN(Vote * vote, find_vote(b.vote, VoteStatus::open));
        vote->status = VoteStatus::closed;
        vote->closed_index = entry.index;
        vote->closed_at = entry.at;
        vote->closed_by = b.officers;
        return {};
    }

    Result<void> operator()(const ledger::OpenVoteCast& b) const {
        OGNIWO_ASSIGN(Vote * vote, find_vote(b.vote, VoteStatus::open));
        auto* open = std::get_if<OpenVote>(&vote->kind);
        if (open == nullptr) {
            return Error("govern.reference", "not an open vote: " + b.vote.value);
        }
        if (!s.organisations_.contains(b.organisation.value)) {
            return reference("organisation", b.organisation.value);
        }
        if (b.mandates.size() != 1 || entry.signers.size() != 1) {
            return Error("govern.signer", "one mandate and one signature");
        }
        const Mandate* mandate = s.mandate(b.mandates.front().value);
        if (mandate == nullptr || mandate->organisation != b.organisation ||
            !mandate->roles.contains(ledger::Role::representative)) {
            return Error("govern.signer", "not a representative of the organisation");
        }
        if (mandate->key != entry.signers.front()) {
            return Error("govern.signer", "not the registered key of the mandate");
        }
        open->cast[b.organisation.value] = {b.option, entry.index};
        return {};
    }

    Result<void> operator()(const ledger::BallotAccepted& b) const {
        OGNIWO_TRY(by_server());
        if (entry.at) {
            return Error("govern.rule", "a ballot entry carries no time");
        }
        OGNIWO_ASSIGN(Vote * vote, find_secret(b.election, VoteStatus::open));
        ++std::get<SecretVote>(vote->kind).ballots;
        return {};
    }

    Result<void> operator()(const ledger::ParticipationPublished& b) const {
        OGNIWO_TRY(by_server());
        OGNIWO_ASSIGN(Vote * vote, find_vote(b.vote, VoteStatus::closed));
        auto* secret = std::get_if<SecretVote>(&vote->kind);
        if (secret == nullptr || secret->participation) {
            return Error("govern.duplicate", "the participation list is published once");
        }
        if (!sorted_and_distinct(b.organisations)) {
            return Error("govern.rule", "the participation list must be sorted");
        }
        for (const Id& organisation : b.organisations) {
            if (!s.organisations_.contains(organisation.value)) {
                return reference("organisation", organisation.value);
            }
        }
        secret->participation = b;
        return {};
    }

    Result<void> operator()(const ledger::ElectionTallied& b) const {
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

    Result<void> operator()(const ledger::DecryptionPosted& b) const {
        OGNIWO_TRY(by_server());
        OGNIWO_ASSIGN(Vote * vote, find_secret(b.election, VoteStatus::tallied));
        auto& secret = std::get<SecretVote>(vote->kind);
        if (b.owner < 1 ||
            static_cast<std::size_t>(b.owner) > secret.prepared.trustees.size()) {
            return reference("trustee number", std::to_string(b.owner));
        }
        if (!secret.decryptions.try_emplace(b.owner, b).second) {
            return duplicate("decryption of trustee", std::to_string(b.owner));
        }
        return {};
    }

    Result<void> operator()(const ledger::ElectionDecided& b) const {
        OGNIWO_TRY(by_server());
        OGNIWO_ASSIGN(Vote * vote, find_secret(b.election, VoteStatus::tallied));
        auto& secret = std::get<SecretVote>(vote->kind);
        if (secret.decryptions.size() != secret.prepared.trustees.size()) {
            return Error("govern.order", "not every trustee has decrypted");
        }
        if (static_cast<std::int64_t>(b.elected.size()) > secret.prepared.seats) {
            return Error("govern.decision", "more elected than seats");
        }
        secret.decision = b;
        vote->status = VoteStatus::decided;
        vote->decided_at = entry.at;
        return {};
    }

    Result<void> operator()(const ledger::OpenVoteDecided& b) const {
        OGNIWO_TRY(by_server());
        OGNIWO_ASSIGN(Vote * vote, find_vote(b.vote, VoteStatus::closed));
        OGNIWO_ASSIGN(const ledger::OpenVoteDecided expected, decide_open_vote(s, b.vote.value));
        const bool same = b.yes == expected.yes && b.no == expected.no &&
                          b.abstain == expected.abstain && b.entitled == expected.entitled &&
                          b.quorum == expected.quorum && b.adopted == expected.adopted;
        if (!same) {
            return Error("govern.decision", "the decision is not what the votes and the rule give");
        }
        std::get<OpenVote>(vote->kind).decision = b;
        vote->status = VoteStatus::decided;
        vote->decided_at = entry.at;
        return {};
    }
};

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

ballots::VoteNumbers open_numbers(const State& state, const OpenVote& vote) {
    ballots::VoteNumbers numbers;
    for (const auto& [organisation, cast] : vote.cast) {
        const auto weight =
            static_cast<std::uint64_t>(state.organisations().at(organisation).weight);
        (cast.option == ledger::Option::yes  ? numbers.yes
         : cast.option == ledger::Option::no ? numbers.no
                                             : numbers.abstain) += weight;
    }
    numbers.present = numbers.yes + numbers.no + numbers.abstain;
    numbers.entitled = state.entitled_weight();
    return numbers;
}

Result<ledger::OpenVoteDecided> decide_open_vote(const State& state, std::string_view id) {
    const Vote* vote = state.vote(id);
    if (vote == nullptr || vote->open() == nullptr) {
        return reference("open vote", std::string(id));
    }
    const OpenVote& open = *vote->open();
    const ballots::VoteNumbers n = open_numbers(state, open);
    OGNIWO_ASSIGN(const ballots::MajorityVerdict verdict,
                  ballots::decide(open.prepared.rule, open.prepared.quorum, n));
    return ledger::OpenVoteDecided{.vote = open.prepared.vote,
                                   .yes = static_cast<std::int64_t>(n.yes),
                                   .no = static_cast<std::int64_t>(n.no),
                                   .abstain = static_cast<std::int64_t>(n.abstain),
                                   .entitled = static_cast<std::int64_t>(n.entitled),
                                   .quorum = verdict.quorum.holds,
                                   .adopted = verdict.adopted};
}

std::vector<std::uint64_t> candidate_counts(const ballots::Election& election,
                                            const ballots::Counts& counts) {
    const ballots::HomomorphicQuestion* question =
        counts.empty() || election.questions.empty() ? nullptr
                                                     : election.questions.front().homomorphic();
    if (question == nullptr) {
        return {};
    }
    const std::size_t blank = question->blank ? 1 : 0;
    const std::span<const std::uint64_t> first(counts.front());
    const auto answers = first.subspan(std::min(blank, first.size()));
    return {answers.begin(), answers.end()};
}

Elected elect(const std::vector<std::uint64_t>& counts, std::int64_t seats) {
    std::vector<std::size_t> order(counts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [&](auto a, auto b) { return counts[a] > counts[b]; });
    std::erase_if(order, [&](std::size_t answer) { return counts[answer] == 0; });

    Elected result;
    const auto available = static_cast<std::size_t>(std::max<std::int64_t>(seats, 0));
    std::size_t filled = std::min(available, order.size());
    if (filled > 0 && filled < order.size() &&
        counts[order[filled - 1]] == counts[order[filled]]) {
        result.tie = true;
        const std::uint64_t tied = counts[order[filled]];
        while (filled > 0 && counts[order[filled - 1]] == tied) {
            --filled;
        }
    }
    for (std::size_t i = 0; i < filled; ++i) {
        result.answers.push_back(static_cast<std::int64_t>(order[i]));
    }
    return result;
}

Result<Elected> decide_election(const SecretVote& vote, const ballots::Election& definition,
                                const ballots::Counts& counts, std::uint64_t entitled) {
    if (!vote.participation) {
        return Error("govern.order", "the participation list is not published");
    }
    OGNIWO_ASSIGN(const ballots::Comparison quorum,
                  ballots::check_quorum(vote.prepared.quorum,
                                        vote.participation->organisations.size(), entitled));
    return quorum.holds ? elect(candidate_counts(definition, counts), vote.prepared.seats)
                        : Elected{};
}

} // namespace ogniwo::governance
