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

/// An open vote: yes, no or abstain, by organisation. Signed by the server's key. The rule is fixed here.
struct OpenVotePrepared {
    static constexpr std::string_view kind = "open_vote.prepared";
    Id vote;
    Label title;
    Label question;
    std::optional<Id> text;
    MajorityRule rule;
    QuorumRule quorum;
};

/// Hashes of the setup of a secret election (PROTOCOL section 4).
struct ElectionSetup {
    DigestHex election;
    DigestHex trustees;
    DigestHex credentials;
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

/// A PartialDecryption event. Signed by the server's key; the proof is in the blob.
struct DecryptionPosted {
    static constexpr std::string_view kind = "decryption.posted";
    Uuid election;
    std::int64_t owner = 1;
    DigestHex partial_decryption;
    DigestHex owned;
};

/// The Result event of a secret election. Signed by the server's key. `elected`: numbers of the answers of
/// the first question, from 0, without the blank flag. `tie`: the last seat is tied and not filled.
struct ElectionDecided {
    static constexpr std::string_view kind = "election.decided";
    Uuid election;
    DigestHex result;
    std::vector<std::int64_t> elected;
    bool tie = false;
};

/// The verdict of an open vote, in weights. Signed by the server's key; anyone recomputes it.
struct OpenVoteDecided {
    static constexpr std::string_view kind = "open_vote.decided";
    Id vote;
    std::int64_t yes = 0;
    std::int64_t no = 0;
    std::int64_t abstain = 0;
    std::int64_t entitled = 0;
    bool quorum = false;
    bool adopted = false;
};

using Body =
    std::variant<LogCreated, OrganisationAdmitted, MandateGranted, KeyRegistered, TextPublished,
                 OpenVotePrepared, ElectionPrepared, VoteOpened, VoteClosed, OpenVoteCast,
                 BallotAccepted, ParticipationPublished, ElectionTallied, DecryptionPosted,
                 ElectionDecided, OpenVoteDecided>;

[[nodiscard]] std::string_view kind_of(const Body& body);

/// The fields of a body. Errors: entry.kind (unknown), entry.body (naming the member that is missing,
/// unknown, of a wrong type or form).
Result<Body> parse_body(std::string_view kind, const json::object& fields);
[[nodiscard]] json::object encode_body(const Body& body);

/// The blobs that must be stored before or with an entry of this body.
[[nodiscard]] std::vector<DigestHex> blobs_of(const Body& body);

} // namespace ogniwo::ledger
