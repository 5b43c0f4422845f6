#include "server/governance/verify_outcome.hpp"

#include "crypto/base/encoding.hpp"
#include "crypto/sha256.hpp"
#include "server/governance/key_ceremony.hpp"

namespace ogniwo::governance {
namespace {

struct Checked {
    const std::string& vote;
    const SecretVote& secret;
    const ballots::VerifyReport& report;
    const ReadBlob& blob;
    ballots::Election definition{}; // as much of it as a count needs

    [[nodiscard]] Error error(const char* check, const std::string& detail) const {
        return {check, vote + ": " + detail};
    }
};

Result<void> check_setup(const Checked& c) {
    const ledger::ElectionPrepared& prepared = c.secret.prepared;
    if (c.report.uuid != prepared.election.value) {
        return c.error("ledger.election", "the setup is of another election");
    }
    if (c.report.trustees != prepared.trustees.size()) {
        return c.error("ledger.trustees", "not as many mandates as trustees");
    }
    OGNIWO_ASSIGN(const Bytes trustees, c.blob(prepared.setup.trustees));
    OGNIWO_ASSIGN(const auto runs, runs_in(trustees));
    if (runs != runs_of(prepared)) {
        return c.error("ledger.trustees", "other thresholds than in the list of trustees");
    }
    return {};
}

Result<void> check_elected(const Checked& c, const std::string& constraints) {
    if (!c.report.counts) {
        return c.error("ledger.elected", "a decision without counts");
    }
    OutcomeInput input{c.secret, c.definition, *c.report.counts, c.report.voters, c.report.counted_weight,
                       constraints};
    const ledger::ElectionDecided& decision = *c.secret.decision;
    if (decision.count) {
        OGNIWO_ASSIGN(input.lot, hex_decode_array<32>(decision.count->seed.value));
    }
    OGNIWO_ASSIGN(const Outcome expected, decide_outcome(input));
    if (expected.record && crypto::sha256_hex(as_bytes(*expected.record)) != decision.count->record.value) {
        return c.error("ledger.record", "not the record of the count that the votes, the rule and the lot give");
    }
    if (decision.elected != expected.elected.answers || decision.tie != expected.elected.tie) {
        return c.error("ledger.elected", "not what the votes, the seats and the quorum give");
    }
    return {};
}

} // namespace

Result<void> check_outcome(const std::string& vote, const SecretVote& secret, const ballots::VerifyReport& report,
                           const ReadBlob& blob) {
    Checked c{vote, secret, report, blob};
    OGNIWO_TRY(check_setup(c));
    if (secret.participation && secret.participation->organisations.size() != report.counted) {
        return c.error("ledger.participation", std::to_string(secret.participation->organisations.size()) +
                                                   " took part, " + std::to_string(report.counted) +
                                                   " ballots count");
    }
    c.definition.name = report.name;
    c.definition.questions = report.questions;
    OGNIWO_ASSIGN(const std::string constraints, read_constraints(secret.prepared.count, blob));
    if (secret.prepared.count) {
        const auto fits = check_count_rule(c.definition, secret.prepared.seats, *secret.prepared.count, constraints);
        if (!fits) {
            return c.error("ledger.count", fits.error().detail());
        }
    }
    return secret.decision ? check_elected(c, constraints) : Result<void>();
}

} // namespace ogniwo::governance
