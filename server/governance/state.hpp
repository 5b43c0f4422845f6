#pragma once
// The public state of a federation as its ledger tells it: a pure projection. apply() is both the decision
// ("may this entry be appended?") and the evolution; the server asks before it appends, the verifier of an
// export asks again.

#include "ballots/ledger/kinds.hpp"
#include "ballots/secret_election.hpp"
#include "crypto/base/clock.hpp"

#include <map>
#include <set>

namespace ogniwo::governance {

using ledger::Id;
using ledger::KeyHex;

struct Mandate {
    Id organisation;
    std::set<ledger::Role> roles;
    std::optional<KeyHex> key; ///< the one that signs now
};

struct Text {
    std::string title;
    std::int64_t version = 1;
    std::string blob;
};

/// Order of a vote's life. An open vote goes from closed to decided; a secret one passes tallied, or ends withdrawn
/// before it was open.
enum class VoteStatus { prepared, open, closed, tallied, decided, withdrawn };

/// One organisation's vote in an open vote.
struct CastOption {
    ledger::Option option = ledger::Option::abstain;
    std::uint64_t entry_index = 0;
};

struct OpenVote {
    ledger::OpenVotePrepared prepared;
    std::map<std::string, CastOption> cast; ///< by organisation; the last one
    std::optional<ledger::OpenVoteDecided> decision;
};

/// SHA-256 of what a trustee posted; of a commitment, the commitment itself.
struct PostedText {
    ledger::DigestHex text;
    std::uint64_t entry_index = 0;
};
using PostedTexts = std::map<std::int64_t, PostedText>; ///< by owner

/// An election whose trustees make their keys: what each of them has posted.
struct AnnouncedElection {
    ledger::ElectionAnnounced announced;
    PostedTexts keys; ///< of those who are in no ceremony
    PostedTexts certificates;
    PostedTexts commitments;
    PostedTexts polynomials;
    PostedTexts voutputs;
};

/// The end of an election that was given up before its opening.
struct Withdrawal {
    ledger::ElectionWithdrawn entry;
    std::uint64_t index = 0;
    UnixMillis at = 0;
};

/// Most trustees of one key ceremony.
inline constexpr std::int64_t max_ceremony = 15;
/// Fewest shuffles of a ranking's votes before they are decrypted.
inline constexpr std::size_t min_shuffles = 2;

/// An entry that stands in the log, and where.
template <class Entry> struct OnLedger {
    Entry entry;
    std::uint64_t index = 0;
};

struct SecretVote {
    ledger::ElectionPrepared prepared;
    std::uint64_t ballots = 0; ///< accepted, replaced ones included
    /// Ballots that were opened: entry index by tracker.
    std::map<std::string, std::uint64_t, std::less<>> spoiled;
    std::optional<ledger::ParticipationPublished> participation;
    std::optional<ledger::ElectionTallied> tally;
    std::vector<OnLedger<ledger::ShufflePosted>> shuffles; ///< in their order
    bool shuffles_ended = false;
    std::map<std::int64_t, OnLedger<ledger::DecryptionPosted>> decryptions; ///< by owner
    std::optional<ledger::ElectionDecided> decision;
};

struct Vote {
    std::string title;
    VoteStatus status = VoteStatus::prepared;
    std::uint64_t prepared_index = 0;
    std::optional<std::uint64_t> opened_index;
    std::optional<std::uint64_t> closed_index;
    std::optional<UnixMillis> prepared_at;
    std::optional<UnixMillis> opened_at;
    std::optional<UnixMillis> closed_at;
    std::optional<UnixMillis> decided_at;
    std::int64_t opened_by = 0; ///< officers who acted
    std::int64_t closed_by = 0;
    std::variant<OpenVote, SecretVote> kind;

    [[nodiscard]] const OpenVote* open() const { return std::get_if<OpenVote>(&kind); }
    [[nodiscard]] const SecretVote* secret() const { return std::get_if<SecretVote>(&kind); }
};

/// What an entry says, after its bytes and signatures were checked.
struct SignedBody {
    const ledger::Body& body;
    /// The keys whose signatures the entry carries; at least one, no repeats.
    const std::vector<KeyHex>& signers;
    std::uint64_t index = 0;
    std::optional<UnixMillis> at;
};

/// Not thread-safe: the caller guards it.
class State {
  public:
    /// Checks the entry against everything before it and evolves. After an error nothing has changed.
    /// Errors: govern.order, govern.signer, govern.reference, govern.duplicate, govern.vote_status,
    /// govern.rule, govern.decision, govern.lot, govern.spoiled, govern.commitment, govern.withdrawn (the entry
    /// concerns a withdrawn election), govern.opened (it is too late to withdraw).
    Result<void> apply(const SignedBody& entry);

    [[nodiscard]] const std::string& federation() const { return federation_; }
    [[nodiscard]] const KeyHex& server_key() const { return server_key_; }
    [[nodiscard]] const std::map<std::string, ledger::OrganisationAdmitted>&
    organisations() const { return organisations_; }
    [[nodiscard]] const std::map<std::string, Mandate>& mandates() const { return mandates_; }
    [[nodiscard]] const std::map<std::string, Text>& texts() const { return texts_; }
    [[nodiscard]] const std::map<std::string, Vote>& votes() const { return votes_; }
    /// Nothing when there is none.
    [[nodiscard]] const Vote* vote(std::string_view id) const;
    [[nodiscard]] const Mandate* mandate(std::string_view id) const;
    /// By uuid; also those that are prepared by now.
    [[nodiscard]] const std::map<std::string, AnnouncedElection, std::less<>>& announced() const {
        return announced_;
    }
    /// Nothing when there is none.
    [[nodiscard]] const AnnouncedElection* announced(std::string_view uuid) const;
    /// By uuid.
    [[nodiscard]] const std::map<std::string, Withdrawal, std::less<>>& withdrawals() const {
        return withdrawals_;
    }
    /// Nothing when the election was not withdrawn.
    [[nodiscard]] const Withdrawal* withdrawal(std::string_view uuid) const;
    /// What was announced in the place of a withdrawn election; nothing when nothing was.
    [[nodiscard]] const ledger::ElectionAnnounced* in_place_of(std::string_view uuid) const;
    /// Id of the vote that an election belongs to; nothing when there is none.
    [[nodiscard]] std::optional<std::string> vote_of_election(std::string_view uuid) const;
    /// The mandate that a key signs for now; nothing when there is none.
    [[nodiscard]] std::optional<std::string> mandate_of_key(const KeyHex& key) const;
    /// Sum of the weights of all organisations.
    [[nodiscard]] std::uint64_t entitled_weight() const { return entitled_weight_; }
    /// The number of entries applied.
    [[nodiscard]] std::uint64_t size() const { return size_; }

  private:
    struct Applier;

    std::string federation_;
    KeyHex server_key_;
    std::map<std::string, ledger::OrganisationAdmitted> organisations_;
    std::map<std::string, Mandate> mandates_;
    std::map<std::string, std::string> mandate_of_key_; ///< keys that sign now
    std::set<std::string> retired_keys_;
    std::map<std::string, Text> texts_;
    std::map<std::string, Vote> votes_;
    std::map<std::string, AnnouncedElection, std::less<>> announced_;
    std::map<std::string, std::string, std::less<>> vote_of_election_;
    std::map<std::string, Withdrawal, std::less<>> withdrawals_;
    std::uint64_t entitled_weight_ = 0;
    std::uint64_t size_ = 0;
};

/// Sizes 1 to max_ceremony, thresholds within them, all trustees covered. Errors: govern.rule.
[[nodiscard]] Result<void> check_runs(const std::vector<ledger::TrusteeRun>& runs,
                                      std::size_t trustees);
/// Those of an election, also where its entry leaves them out.
[[nodiscard]] std::vector<ledger::TrusteeRun> runs_of(const ledger::ElectionPrepared& prepared);
/// Whether every trustee has finished their key, so that the election can be prepared.
[[nodiscard]] bool keys_complete(const AnnouncedElection& election);
/// Whether as many have decrypted as each run of trustees needs.
[[nodiscard]] bool enough_decryptions(const SecretVote& vote);

/// The weights of an open vote as cast so far; taking part means having cast a vote.
[[nodiscard]] ballots::VoteNumbers open_numbers(const State& state, const OpenVote& vote);
/// The organisations as cast so far, each counted once.
[[nodiscard]] ballots::VoteNumbers organisation_numbers(const State& state, const OpenVote& vote);
/// How the chair with a casting vote has voted; nothing when there is none, or not yet.
[[nodiscard]] std::optional<ledger::Option> chair_option(const State& state, const OpenVote& vote);

/// What the server publishes when an open vote is closed, and what a verifier expects.
[[nodiscard]] Result<ledger::OpenVoteDecided> decide_open_vote(const State& state,
                                                               std::string_view vote);

/// Counts of the answers of the first question, the blank flag left out: what elect() takes.
[[nodiscard]] std::vector<std::uint64_t> candidate_counts(const ballots::Election& election,
                                                          const ballots::Counts& counts);

/// Who is elected: the answers with the most votes, at most `seats` of them, never one without a vote; a
/// tie that reaches over the last seat leaves the tied seats empty. `counts` has no blank flag.
struct Elected {
    std::vector<std::int64_t> answers; ///< most votes first, equal counts by number
    bool tie = false;
};
[[nodiscard]] Elected elect(const std::vector<std::uint64_t>& counts, std::int64_t seats);

/// What the server publishes when a secret vote is decrypted, and what a verifier expects: elect(), or nobody
/// when fewer took part than the quorum asks. `entitled`: credentials on the list.
/// Errors: govern.order (no participation list), those of check_quorum.
[[nodiscard]] Result<Elected> decide_election(const SecretVote& vote,
                                              const ballots::Election& definition,
                                              const ballots::Counts& counts,
                                              std::uint64_t entitled);

} // namespace ogniwo::governance
