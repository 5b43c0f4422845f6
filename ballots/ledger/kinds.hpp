#pragma once
// The kinds of ledger entries and their fields (LEDGER.md). A new kind or a new field is a new version of
// the format, never a silent change: unknown kinds and unknown members are refused.
//
// Organisations are public; people appear only as keys and salted commitments.

#include "ballots/open_vote.hpp"
#include "ballots/rules/majority.hpp"
#include "crypto/base/json.hpp"
#include "crypto/base/result.hpp"

#include <compare>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace ogniwo::ledger {

/// A text with a checked form. `Form` says which: see kinds.cpp.
template <class Form> struct Checked {
    std::string value;
    friend auto operator<=>(const Checked&, const Checked&) = default;
};
/// Identifier of a thing of the federation: [a-z0-9-], 1 to 64 characters.
using Id = Checked<struct IdForm>;
/// Ed25519 public key, 64 lowercase hexadecimal digits.
using KeyHex = Checked<struct KeyForm>;
/// SHA-256 of a blob or a salted commitment, 64 lowercase hexadecimal digits.
using DigestHex = Checked<struct DigestForm>;
/// Belenios identifier of an election: Base58, 14 to 64 characters (PROTOCOL section 3).
using Uuid = Checked<struct UuidForm>;
/// base64 without padding of a SHA-256 digest, 43 characters.
using Tracker = Checked<struct TrackerForm>;
/// Whether the text has its form.
bool well_formed(const Uuid& uuid);
bool well_formed(const Tracker& tracker);
/// Text for people: UTF-8 without control characters, 1 to 1,000 bytes.
using Label = Checked<struct LabelForm>;

using ballots::Option;
enum class Role { representative, officer, trustee };

using ballots::MajorityRule;
using ballots::QuorumRule;

/// Entry 0 of every log. Signed by the server's key.
struct LogCreated {
    static constexpr std::string_view kind = "log.created";
    Label federation;
    KeyHex server_key;
    std::int64_t version = 1;
};

/// Signed by the server's key. `weight`: votes of the organisation in an open vote, 1 to 1,000,000.
struct OrganisationAdmitted {
    static constexpr std::string_view kind = "organisation.admitted";
    Id organisation;
    Label name;
    Label legal_form;
    Label seat;
    std::int64_t weight = 1;
};

/// Signed by the server's key. `person`: SHA-256 of a 32-byte salt and the person's private record.
struct MandateGranted {
    static constexpr std::string_view kind = "mandate.granted";
    Id mandate;
    Id organisation;
    DigestHex person;
    std::vector<Role> roles;
};

/// Signed by `key` itself (possession) and by the server. `replaces`: the mandate's earlier key, which signs
/// nothing from here on.
struct KeyRegistered {
    static constexpr std::string_view kind = "key.registered";
    KeyHex key;
    Id mandate;
    std::optional<KeyHex> replaces;
};

/// Signed by the server's key.
struct TextPublished {
    static constexpr std::string_view kind = "text.published";
    Id text;
    Label title;
    std::int64_t version = 1;
    DigestHex blob;
};

/// An open vote: yes, no or abstain, by organisation. Signed by the server's key. The rule is fixed here: a majority
/// of the weights, and, where the statute asks for a double one, of the organisations too, each counted once.
/// `casting_vote`: mandate of the chair whose vote settles a tie.
struct OpenVotePrepared {
    static constexpr std::string_view kind = "open_vote.prepared";
    Id vote;
    Label title;
    Label question;
    std::optional<Id> text;
    MajorityRule rule;
    QuorumRule quorum;
    std::optional<MajorityRule> organisations = {};
    std::optional<Id> casting_vote = {};
};

/// Hashes of the setup of a secret election (PROTOCOL section 4).
struct ElectionSetup {
    DigestHex election;
    DigestHex trustees;
    DigestHex credentials;
};

/// How the votes of a ranking or of grades are counted. `method`: a name of counting::methods. `constraints`:
/// blob with the quotas that the elected must keep. `lot`: SHA-256 of the 32 bytes that settle ties, committed
/// to here and revealed with the result.
struct CountRule {
    Label method;
    std::optional<DigestHex> constraints;
    DigestHex lot;
    friend bool operator==(const CountRule&, const CountRule&) = default;
};

/// A run of trustees in the order of their numbers: one with a key of their own (size and threshold 1), or
/// `size` of them with a key ceremony, any `threshold` of whom decrypt (PROTOCOL section 10).
struct TrusteeRun {
    std::int64_t size = 1;
    std::int64_t threshold = 1;
    friend bool operator==(const TrusteeRun&, const TrusteeRun&) = default;
};

/// The withdrawn election in whose place another is announced. `officers` says how many acted.
struct ReplacedElection {
    Uuid election;
    std::int64_t officers = 1;
    friend bool operator==(const ReplacedElection&, const ReplacedElection&) = default;
};

/// A secret election whose trustees have yet to make their keys; election.prepared follows when all have, with
/// the same members. Signed by the server's key; in the place of another, by the keys of officers too. `definition`
/// and `credentials`: blobs, the template of election.json and the list of public credentials.
struct ElectionAnnounced {
    static constexpr std::string_view kind = "election.announced";
    Id vote;
    Label title;
    Uuid election;
    Label group;
    std::int64_t seats = 1;
    QuorumRule quorum;
    std::optional<CountRule> count;
    DigestHex definition;
    DigestHex credentials;
    /// Mandates of the trustees, in the order of their numbers (owner 1 first).
    std::vector<Id> trustees;
    std::vector<TrusteeRun> runs;
    std::optional<ReplacedElection> replaces = {};
    friend bool operator==(const ElectionAnnounced&, const ElectionAnnounced&) = default;
};

/// The public key of a trustee who takes part in no ceremony. Signed by the server's key, as all steps of
/// trustees are: what they post carries their own signatures or proofs.
struct TrusteeKeyPosted {
    static constexpr std::string_view kind = "trustee.key_posted";
    Uuid election;
    std::int64_t owner = 1;
    DigestHex key;
};

/// Step 1 of a key ceremony (ballots/ceremony.hpp).
struct CeremonyCertificatePosted {
    static constexpr std::string_view kind = "ceremony.certificate_posted";
    Uuid election;
    std::int64_t owner = 1;
    DigestHex certificate;
};

/// Between steps 2 and 3: the SHA-256 of the polynomial that its maker will reveal when everybody of the
/// ceremony has committed, so that nobody chooses after seeing the others (SECURITY N31). Not a blob yet.
struct CeremonyCommitmentPosted {
    static constexpr std::string_view kind = "ceremony.commitment_posted";
    Uuid election;
    std::int64_t owner = 1;
    DigestHex commitment;
};

/// Step 3: the polynomial itself; its hash is the commitment.
struct CeremonyPolynomialPosted {
    static constexpr std::string_view kind = "ceremony.polynomial_posted";
    Uuid election;
    std::int64_t owner = 1;
    DigestHex polynomial;
};

/// Step 5: the voutput, with the trustee's public key and its private key sealed for itself.
struct CeremonyKeyPosted {
    static constexpr std::string_view kind = "ceremony.key_posted";
    Uuid election;
    std::int64_t owner = 1;
    DigestHex voutput;
};

/// A secret election; its Setup event. Signed by the server's key.
/// `at` of this entry, in whole seconds, is the timestamp of the election archive.
struct ElectionPrepared {
    static constexpr std::string_view kind = "election.prepared";
    Id vote;
    Label title;
    Uuid election;
    std::int64_t seats = 1;
    QuorumRule quorum;
    ElectionSetup setup;
    /// Mandates of the trustees, in the order of their numbers (owner 1 first).
    std::vector<Id> trustees;
    /// Absent: each of them has a key of their own.
    std::optional<std::vector<TrusteeRun>> runs = {};
    /// Absent: the answers of the first question with the most votes.
    std::optional<CountRule> count = {};
};

/// A secret election, announced or prepared, is given up before it was opened, and for good: no entry that
/// concerns it follows but that of another in its place. Signed by the keys of officers, with its time. `reason`:
/// for everybody to read.
struct ElectionWithdrawn {
    static constexpr std::string_view kind = "election.withdrawn";
    Uuid election;
    Label reason;
    std::int64_t officers = 1;
};

/// Signed by the keys of officers. `officers` says how many acted: 1 marks an act of one person alone.
struct VoteOpened {
    static constexpr std::string_view kind = "vote.opened";
    Id vote;
    std::int64_t officers = 1;
};

/// The same for the end; the EndBallots event of a secret election.
struct VoteClosed {
    static constexpr std::string_view kind = "vote.closed";
    Id vote;
    std::int64_t officers = 1;
};

/// The vote of one organisation, signed by its representative's key. The last one of an organisation counts.
struct OpenVoteCast {
    static constexpr std::string_view kind = "open_vote.cast";
    Id vote;
    Option option = Option::abstain;
    Id organisation;
    std::vector<Id> mandates;
};

/// A secret ballot; its Ballot event. Signed by the server's key, without `at`. The ballot itself is the blob
/// whose SHA-256 the tracker is.
struct BallotAccepted {
    static constexpr std::string_view kind = "ballot.accepted";
    Uuid election;
    Tracker tracker;
};

/// A ballot that its voter opened to see what it holds, and that can never be cast. Signed by the server's key,
/// without `at`; the ballot itself is not kept.
struct BallotSpoiled {
    static constexpr std::string_view kind = "ballot.spoiled";
    Uuid election;
    Tracker tracker;
};

/// Who took part in a secret vote, sorted, after the close. Signed by the server's key.
struct ParticipationPublished {
    static constexpr std::string_view kind = "participation.published";
    Id vote;
    std::vector<Id> organisations;
};

/// The EncryptedTally event. Signed by the server's key.
struct ElectionTallied {
    static constexpr std::string_view kind = "election.tallied";
    Uuid election;
    DigestHex encrypted_tally;
    DigestHex sized_tally;
};

/// A Shuffle event. Signed by the server's key; the proof is in the blob. `owner`: number of the trustee, 0 for
/// the server.
struct ShufflePosted {
    static constexpr std::string_view kind = "shuffle.posted";
    Uuid election;
    std::int64_t owner = 0;
    DigestHex shuffle;
    DigestHex owned;
};

/// The EndShuffles event: at least two have shuffled, and the trustees decrypt from here on. Signed by the keys
/// of officers (`officers` says how many), or by the server's key when every trustee has shuffled (0).
struct ShufflesEnded {
    static constexpr std::string_view kind = "shuffles.ended";
    Uuid election;
    std::int64_t officers = 0;
};

/// A PartialDecryption event. Signed by the server's key; the proof is in the blob.
struct DecryptionPosted {
    static constexpr std::string_view kind = "decryption.posted";
    Uuid election;
    std::int64_t owner = 1;
    DigestHex partial_decryption;
    DigestHex owned;
};

/// How a count went: the record round by round (a blob), and the seed behind the lot of the CountRule.
struct CountOutcome {
    DigestHex record;
    DigestHex seed;
};

/// The Result event of a secret election. Signed by the server's key. `elected`: numbers of the answers of
/// the first question, from 0, without the blank flag. `tie`: the last seat is tied and not filled. `count`:
/// where the election has a CountRule.
struct ElectionDecided {
    static constexpr std::string_view kind = "election.decided";
    Uuid election;
    DigestHex result;
    std::vector<std::int64_t> elected;
    bool tie = false;
    std::optional<CountOutcome> count = {};
};

/// How many organisations voted how, whatever their weights.
struct OrganisationNumbers {
    std::int64_t yes = 0;
    std::int64_t no = 0;
    std::int64_t abstain = 0;
    std::int64_t entitled = 0;
    friend bool operator==(const OrganisationNumbers&, const OrganisationNumbers&) = default;
};

/// The verdict of an open vote, in weights. Signed by the server's key; anyone recomputes it. `organisations`: under
/// a double majority. `casting_vote`: how the chair voted, when that settled a tie.
struct OpenVoteDecided {
    static constexpr std::string_view kind = "open_vote.decided";
    Id vote;
    std::int64_t yes = 0;
    std::int64_t no = 0;
    std::int64_t abstain = 0;
    std::int64_t entitled = 0;
    bool quorum = false;
    bool adopted = false;
    std::optional<OrganisationNumbers> organisations = {};
    std::optional<Option> casting_vote = {};
    friend bool operator==(const OpenVoteDecided&, const OpenVoteDecided&) = default;
};

using Body =
    std::variant<LogCreated, OrganisationAdmitted, MandateGranted, KeyRegistered, TextPublished,
                 OpenVotePrepared, ElectionAnnounced, TrusteeKeyPosted, CeremonyCertificatePosted,
                 CeremonyCommitmentPosted, CeremonyPolynomialPosted, CeremonyKeyPosted,
                 ElectionPrepared, ElectionWithdrawn, VoteOpened, VoteClosed, OpenVoteCast, BallotAccepted,
                 BallotSpoiled, ParticipationPublished, ElectionTallied, ShufflePosted,
                 ShufflesEnded, DecryptionPosted, ElectionDecided, OpenVoteDecided>;

[[nodiscard]] std::string_view kind_of(const Body& body);

/// The fields of a body. Errors: entry.kind (unknown), entry.body (naming the member that is missing,
/// unknown, of a wrong type or form).
Result<Body> parse_body(std::string_view kind, const json::object& fields);
[[nodiscard]] json::object encode_body(const Body& body);

/// The blobs that must be stored before or with an entry of this body.
[[nodiscard]] std::vector<DigestHex> blobs_of(const Body& body);

} // namespace ogniwo::ledger
