#include "server/governance/apply.hpp"

namespace ogniwo::governance {
namespace {

constexpr std::size_t max_trustees = 64;

using Posted = std::map<std::int64_t, ledger::DigestHex>;

// Trustees first .. first + run.size - 1, numbers from 1.
struct Place {
    std::int64_t first = 1;
    ledger::TrusteeRun run;

    [[nodiscard]] bool ceremony() const { return run.size > 1; }
    [[nodiscard]] bool all_in(const Posted& posted) const {
        for (std::int64_t owner = first; owner < first + run.size; ++owner) {
            if (!posted.contains(owner)) {
                return false;
            }
        }
        return true;
    }
};

std::optional<Place> place_of(const std::vector<ledger::TrusteeRun>& runs, std::int64_t owner) {
    std::int64_t first = 1;
    for (const ledger::TrusteeRun& run : runs) {
        if (owner >= first && owner < first + run.size) {
            return Place{first, run};
        }
        first += run.size;
    }
    return std::nullopt;
}

// A step of one trustee: `before` must be there from everybody of the ceremony, `posted` not yet from this one.
Result<void> check_step(const AnnouncedElection& election, std::int64_t owner, bool ceremony,
                        const Posted* before, const Posted& posted) {
    const auto place = place_of(election.announced.runs, owner);
    if (!place || place->ceremony() != ceremony) {
        return reference(ceremony ? "trustee in a ceremony" : "trustee with a key of their own",
                         std::to_string(owner));
    }
    if (before != nullptr && !place->all_in(*before)) {
        return Error("govern.order", "the step before is not finished by every trustee");
    }
    if (posted.contains(owner)) {
        return duplicate("step of trustee", std::to_string(owner));
    }
    return {};
}

} // namespace

Result<void> check_runs(const std::vector<ledger::TrusteeRun>& runs, std::size_t trustees) {
    std::size_t sum = 0;
    for (const ledger::TrusteeRun& run : runs) {
        if (run.size < 1 || run.size > max_ceremony || run.threshold < 1 || run.threshold > run.size) {
            return Error("govern.rule", "a ceremony has 2 to 15 trustees and a threshold from 1 to their number");
        }
        sum += static_cast<std::size_t>(run.size);
    }
    if (sum != trustees || trustees > max_trustees) {
        return Error("govern.rule", "\"runs\" must cover the trustees, at most 64");
    }
    return {};
}

std::vector<ledger::TrusteeRun> runs_of(const ledger::ElectionPrepared& prepared) {
    return prepared.runs ? *prepared.runs
                         : std::vector<ledger::TrusteeRun>(prepared.trustees.size());
}

bool keys_complete(const AnnouncedElection& election) {
    std::int64_t owner = 1;
    for (const ledger::TrusteeRun& run : election.announced.runs) {
        const Place place{owner, run};
        if (!place.all_in(place.ceremony() ? election.voutputs : election.keys)) {
            return false;
        }
        owner += run.size;
    }
    return true;
}

bool enough_decryptions(const SecretVote& vote) {
    std::int64_t owner = 1;
    for (const ledger::TrusteeRun& run : runs_of(vote.prepared)) {
        std::int64_t present = 0;
        for (const std::int64_t end = owner + run.size; owner < end; ++owner) {
            present += vote.decryptions.contains(owner) ? 1 : 0;
        }
        if (present < run.threshold) {
            return false;
        }
    }
    return true;
}

Result<AnnouncedElection*> State::Applier::find_announced(const ledger::Uuid& election) const {
    const auto found = s.announced_.find(election.value);
    if (found == s.announced_.end()) {
        return reference("announced election", election.value);
    }
    if (s.vote_of_election_.contains(election.value)) {
        return Error("govern.vote_status", "the election is prepared: " + election.value);
    }
    return &found->second;
}

Result<void> State::Applier::operator()(const ledger::ElectionAnnounced& b) const {
    OGNIWO_TRY(by_server());
    OGNIWO_TRY(ballots::check_rule(b.quorum));
    if (b.seats < 1 || b.trustees.empty()) {
        return Error("govern.rule", "an election has seats and trustees");
    }
    OGNIWO_TRY(check_trustees(b.trustees));
    OGNIWO_TRY(check_runs(b.runs, b.trustees.size()));
    std::vector<Id> sorted = b.trustees;
    std::ranges::sort(sorted);
    if (!sorted_and_distinct(sorted)) {
        return Error("govern.rule", "each trustee is named once");
    }
    const auto same_vote = [&](const auto& other) { return other.second.announced.vote == b.vote; };
    if (s.votes_.contains(b.vote.value) || std::ranges::any_of(s.announced_, same_vote)) {
        return duplicate("vote", b.vote.value);
    }
    if (s.vote_of_election_.contains(b.election.value)) {
        return duplicate("election", b.election.value);
    }
    AnnouncedElection election;
    election.announced = b;
    if (!s.announced_.try_emplace(b.election.value, std::move(election)).second) {
        return duplicate("election", b.election.value);
    }
    return {};
}

Result<void> State::Applier::operator()(const ledger::TrusteeKeyPosted& b) const {
    OGNIWO_TRY(by_server());
    OGNIWO_ASSIGN(AnnouncedElection * election, find_announced(b.election));
    OGNIWO_TRY(check_step(*election, b.owner, false, nullptr, election->keys));
    election->keys.emplace(b.owner, b.key);
    return {};
}

Result<void> State::Applier::operator()(const ledger::CeremonyCertificatePosted& b) const {
    OGNIWO_TRY(by_server());
    OGNIWO_ASSIGN(AnnouncedElection * election, find_announced(b.election));
    OGNIWO_TRY(check_step(*election, b.owner, true, nullptr, election->certificates));
    election->certificates.emplace(b.owner, b.certificate);
    return {};
}

Result<void> State::Applier::operator()(const ledger::CeremonyCommitmentPosted& b) const {
    OGNIWO_TRY(by_server());
    OGNIWO_ASSIGN(AnnouncedElection * election, find_announced(b.election));
    OGNIWO_TRY(check_step(*election, b.owner, true, &election->certificates, election->commitments));
    election->commitments.emplace(b.owner, b.commitment);
    return {};
}

Result<void> State::Applier::operator()(const ledger::CeremonyPolynomialPosted& b) const {
    OGNIWO_TRY(by_server());
    OGNIWO_ASSIGN(AnnouncedElection * election, find_announced(b.election));
    OGNIWO_TRY(check_step(*election, b.owner, true, &election->commitments, election->polynomials));
    if (election->commitments.at(b.owner) != b.polynomial) {
        return Error("govern.commitment", "not the polynomial that trustee " +
                                              std::to_string(b.owner) + " committed to");
    }
    election->polynomials.emplace(b.owner, b.polynomial);
    return {};
}

Result<void> State::Applier::operator()(const ledger::CeremonyKeyPosted& b) const {
    OGNIWO_TRY(by_server());
    OGNIWO_ASSIGN(AnnouncedElection * election, find_announced(b.election));
    OGNIWO_TRY(check_step(*election, b.owner, true, &election->polynomials, election->voutputs));
    election->voutputs.emplace(b.owner, b.voutput);
    return {};
}

} // namespace ogniwo::governance
