#pragma once
// What the trustees of an announced election do until it can be prepared (PROTOCOL section 10): whose turn it is,
// whether a text is good, and the setup that all texts give. The server asks before it appends, the verifier
// of an export asks again. A check takes from a millisecond (Ed25519) to a second (15 trustees, 2048 bits).

#include "ballots/election_maker.hpp"
#include "server/governance/state.hpp"

#include <functional>

namespace ogniwo::governance {

/// The steps of a trustee in their order. One who is in no ceremony has the last alone.
enum class KeyStep { certificate, commitment, polynomial, key };

std::string_view key_step_name(KeyStep step);
/// Nothing for another name.
std::optional<KeyStep> parse_key_step(std::string_view name);

/// The run that a trustee belongs to: trustees first .. first + run.size - 1, numbers from 1.
struct TrusteePlace {
    std::int64_t first = 1;
    ledger::TrusteeRun run;
    [[nodiscard]] bool ceremony() const { return run.size > 1; }
};
/// Nothing when there is no trustee of that number.
std::optional<TrusteePlace> place_of(const std::vector<ledger::TrusteeRun>& runs,
                                     std::int64_t owner);

/// What was posted in a step of a ceremony, or (`ceremony` false) by those who are in none.
const PostedTexts& posted_texts(const AnnouncedElection& election, KeyStep step, bool ceremony);
/// Whether everybody of a run is in `posted`.
bool all_posted(const TrusteePlace& place, const PostedTexts& posted);

struct NextStep {
    KeyStep step = KeyStep::key;
    bool ready = false; ///< everybody of the ceremony has finished the step before
};
/// What a trustee has to do next; nothing when they are done. Precondition: there is such a trustee.
std::optional<NextStep> next_step(const AnnouncedElection& election, std::int64_t owner);

/// A posted text by its hash. Its errors end the check.
using Texts = std::function<Result<std::string>(const ledger::DigestHex& name)>;

/// Checks what trustee `owner` posts in a step against everything that was posted before; of a commitment the
/// form. An error that is somebody's fault begins with "trustee <number in the election>: ".
/// Errors: govern.reference (no such trustee or step), govern.order (the step before is not finished),
/// govern.commitment (not the polynomial committed to), trustee.duplicate, trustee.cert_duplicate, those of
/// ceremony.hpp and check_trustee_key, those of `texts`.
Result<void> check_text(const AnnouncedElection& election, std::int64_t owner, KeyStep step,
                        std::string_view text, const Texts& texts);

/// Checks everything that was posted so far, text by text. Errors: those of check_text.
Result<void> check_posted(const AnnouncedElection& election, const Texts& texts);

/// The setup: trustees.json from the posted texts, each of which is checked; election.json from the template; the
/// credentials as announced. The same texts give the same bytes. Precondition: keys_complete(election).
/// Errors: those of check_text and ballots::make_election.
Result<ballots::SetupFiles> make_setup(const AnnouncedElection& election, const Texts& texts);

/// The entry that prepares the election with that setup.
ledger::ElectionPrepared prepare(const ledger::ElectionAnnounced& announced,
                                 const ballots::SetupFiles& setup);

/// The runs of a trustees.json that was or will be checked otherwise. Errors: json.*, trustee.encoding.
Result<std::vector<ledger::TrusteeRun>> runs_in(ByteView trustees_json);

} // namespace ogniwo::governance
