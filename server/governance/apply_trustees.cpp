#include "server/governance/apply.hpp"
#include "server/governance/key_ceremony.hpp"

namespace ogniwo::governance {
namespace {

// A step of one trustee: the one before must be there from everybody of the ceremony, this one not yet.
Result<void> check_step(const AnnouncedElection& election, std::int64_t owner, KeyStep step,
                        bool ceremony) {
    const auto place = place_of(election.announced.runs, owner);
    if (!place || place->ceremony() != ceremony) {
        return reference(ceremony ? "trustee in a ceremony" : "trustee with a key of their own",
                         std::to_string(owner));
    }
    if (posted_texts(election, step, ceremony).contains(owner)) {
        return duplicate("step of trustee", std::to_string(owner));
    }
    const auto next = next_step(election, owner);
    if (!next || next->step != step || !next->ready) {
        return Error("govern.order", "the step before is not finished by every trustee");
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
    if (sum != trustees || trustees > ballots::ElectionLimits::max_trustees) {
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
        const TrusteePlace place{owner, run};
        if (!all_posted(place, posted_texts(election, KeyStep::key, place.ceremony()))) {
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
    OGNIWO_TRY(not_withdrawn(election));
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
    OGNIWO_TRY(b.replaces ? check_replacement(b) : by_server());
    OGNIWO_TRY(ballots::check_rule(b.quorum));
    if (b.seats < 1 || b.trustees.empty()) {
        return Error("govern.rule", "an election has seats and trustees");
    }
    OGNIWO_TRY(check_trustees(b.trustees));
    OGNIWO_TRY(check_runs(b.runs, b.trustees.size()));
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
    OGNIWO_TRY(check_step(*election, b.owner, KeyStep::key, false));
    election->keys.emplace(b.owner, PostedText{b.key, entry.index});
    return {};
}

Result<void> State::Applier::operator()(const ledger::CeremonyCertificatePosted& b) const {
    OGNIWO_TRY(by_server());
    OGNIWO_ASSIGN(AnnouncedElection * election, find_announced(b.election));
    OGNIWO_TRY(check_step(*election, b.owner, KeyStep::certificate, true));
    election->certificates.emplace(b.owner, PostedText{b.certificate, entry.index});
    return {};
}

Result<void> State::Applier::operator()(const ledger::CeremonyCommitmentPosted& b) const {
    OGNIWO_TRY(by_server());
    OGNIWO_ASSIGN(AnnouncedElection * election, find_announced(b.election));
    OGNIWO_TRY(check_step(*election, b.owner, KeyStep::commitment, true));
    election->commitments.emplace(b.owner, PostedText{b.commitment, entry.index});
    return {};
}

Result<void> State::Applier::operator()(const ledger::CeremonyPolynomialPosted& b) const {
    OGNIWO_TRY(by_server());
    OGNIWO_ASSIGN(AnnouncedElection * election, find_announced(b.election));
    OGNIWO_TRY(check_step(*election, b.owner, KeyStep::polynomial, true));
    if (election->commitments.at(b.owner).text != b.polynomial) {
        return Error("govern.commitment", "not the polynomial that trustee " +
                                              std::to_string(b.owner) + " committed to");
    }
    election->polynomials.emplace(b.owner, PostedText{b.polynomial, entry.index});
    return {};
}

Result<void> State::Applier::operator()(const ledger::CeremonyKeyPosted& b) const {
    OGNIWO_TRY(by_server());
    OGNIWO_ASSIGN(AnnouncedElection * election, find_announced(b.election));
    OGNIWO_TRY(check_step(*election, b.owner, KeyStep::key, true));
    election->voutputs.emplace(b.owner, PostedText{b.voutput, entry.index});
    return {};
}

} // namespace ogniwo::governance
