#pragma once
// One secret election behind an interface without templates: what storage, the server and the
// command line use. The group is chosen once, by election.json; everything below is compiled for
// each group.
//
// Byte formats are those of PROTOCOL (Belenios, protocol version 1). A SecretElection never changes
// after open() and may be used by several threads at once; a RunningTally belongs to one thread at
// a time.

#include "ballots/election.hpp"
#include "ballots/trustee_item.hpp"
#include "crypto/base/bytes.hpp"
#include "crypto/base/result.hpp"
#include "crypto/base/rng.hpp"

#include <functional>
#include <memory>

namespace ogniwo::ballots {

/// How ballots are read (PROTOCOL section 3). `cast` demands the one canonical form; `audit`
/// accepts what the published verifiers accept (numbers inside `answers` that are not canonical)
/// and warns.
enum class Strictness { cast, audit };

/// A ballot that passed every check that needs no other ballot.
struct CheckedBallot {
    /// SHA-256 of the raw bytes.
    Digest hash{};
    /// base64 without padding of `hash`: what the voter sees.
    std::string tracker;
    /// ser() of the credential, canonical, as it stands in the credential list.
    std::string credential;
    std::uint64_t weight = 0;
    /// Number of the credential in the roll, 0..voters()-1; stable for one SecretElection only.
    std::size_t roll_entry = 0;
    /// 64 bits of the hash of each alpha, in order. Two equal ones mean that two ciphertexts share
    /// their randomness: whoever sees that learns whether the two choices differ.
    std::vector<std::uint64_t> randomness;
    /// Ids of warnings; always empty with Strictness::cast.
    std::vector<std::string_view> warnings;
};

/// Counts per question, in one row whatever the nesting of the published result: one number for
/// each choice (the blank flag first where there is one; lists one after the other). A shuffled
/// question has the numbers of every vote, one vote after the other in the order of the last
/// shuffle.
using Counts = std::vector<std::vector<std::uint64_t>>;

/// A trustee without whom the tally was decrypted.
struct TrusteeFailure {
    /// From 1.
    std::uint64_t owner = 0;
    /// decryption.absent, or what check_partial_decryption says.
    Error error;
};

struct ElectionResult {
    /// {"result":[..]}, the body of the Result event's data record.
    std::string json;
    Counts counts;
    /// In the order of the trustees; empty when everybody decrypted.
    std::vector<TrusteeFailure> failures;
};

/// The encrypted tally as it is published when voting ends.
struct ClosedTally {
    /// Exact body of the encrypted tally's data record.
    Bytes encrypted_tally;
    /// Exact body of the sized tally: {"num_tallied","total_weight","encrypted_tally"}.
    Bytes sized_tally;
};

/// Gives the last ballot of each credential, one after the other in any order, then nothing.
using LastBallots = std::function<Result<std::optional<Bytes>>()>;

/// One trustee's part of the decryption, as it came in.
struct PartialDecryptionView {
    /// Number of the trustee, from 1.
    std::uint64_t owner = 0;
    ByteView bytes;
};

/// The product of the last ballots so far, as a value of bounded size: ciphertexts that are to be
/// shuffled are not in it (SecretElection::close_tally collects them in the end). Of a ballot only
/// the choices are read, and nothing of them is checked but their form: add and remove only bytes
/// that check_ballot accepted.
// NOLINTNEXTLINE(cppcoreguidelines-special-member-functions): operator= takes and moves a value
class RunningTally {
  public:
    /// The group-specific part. Not for use outside ballots/.
    class Model {
      public:
        virtual ~Model() = default;
        [[nodiscard]] virtual std::unique_ptr<Model> clone() const = 0;
        virtual Verdict add(ByteView ballot, std::uint64_t weight) = 0;
        virtual Verdict remove(ByteView ballot, std::uint64_t weight) = 0;
        virtual void add_all(const Model& other) = 0;
        virtual void remove_all(const Model& other) = 0;
        [[nodiscard]] virtual std::string encrypted_tally_json() const = 0;
        [[nodiscard]] virtual std::uint64_t num_tallied() const = 0;
        [[nodiscard]] virtual std::uint64_t total_weight() const = 0;
    };

    explicit RunningTally(std::unique_ptr<Model> model) : model_(std::move(model)) {}
    RunningTally(const RunningTally& other) : model_(other.model_->clone()) {}
    RunningTally(RunningTally&&) noexcept = default;
    RunningTally& operator=(RunningTally other) noexcept {
        model_ = std::move(other.model_);
        return *this;
    }
    ~RunningTally() = default;

    /// Counts a ballot with its weight. The tally is unchanged after an error. Errors: ballot.*,
    /// tally.weight (the sum would leave its range).
    Verdict add(ByteView ballot, std::uint64_t weight) { return model_->add(ballot, weight); }
    /// Takes out a ballot that a later one of the same credential replaces. Errors: those of add,
    /// tally.empty.
    Verdict remove(ByteView ballot, std::uint64_t weight) { return model_->remove(ballot, weight); }

    /// Adds, or takes out, all ballots of another tally of the same election: threads can tally
    /// apart and join. The counters go modulo 2^64 on the way.
    void add_all(const RunningTally& other) { model_->add_all(*other.model_); }
    void remove_all(const RunningTally& other) { model_->remove_all(*other.model_); }

    /// Exact body of the encrypted tally's data record, when no question is shuffled; the rows of
    /// shuffled questions are empty here.
    [[nodiscard]] std::string encrypted_tally_json() const {
        return model_->encrypted_tally_json();
    }
    /// Exact body of the sized tally, when no question is shuffled.
    [[nodiscard]] std::string sized_tally_json() const;
    [[nodiscard]] std::uint64_t num_tallied() const { return model_->num_tallied(); }
    [[nodiscard]] std::uint64_t total_weight() const { return model_->total_weight(); }
    /// The group-specific part. Not for use outside ballots/.
    [[nodiscard]] Model& model() { return *model_; }
    [[nodiscard]] const Model& model() const { return *model_; }

  private:
    std::unique_ptr<Model> model_;
};

class SecretElection {
  public:
    SecretElection() = default;
    SecretElection(const SecretElection&) = delete;
    SecretElection& operator=(const SecretElection&) = delete;
    virtual ~SecretElection() = default;

    /// Reads and checks the whole setup from the stored bytes of its three files: every trustee key
    /// and its proof, every key ceremony, y = product of the keys, every credential. Takes some 30
    /// us a voter (Ed25519). `threads` share this, the checks of shuffles and decryptions and the
    /// making of the latter. Errors: json.*, election.*, trustee.*,
    /// credential.*; election.group_unsupported for a group that does not exist here.
    static Result<std::shared_ptr<const SecretElection>> open(ByteView election_json,
                                                              ByteView trustees_json,
                                                              ByteView credentials_json,
                                                              unsigned threads = 1);

    [[nodiscard]] virtual const Election& definition() const = 0;
    /// Hash of the definition, as ballots carry it (base64 without padding).
    [[nodiscard]] virtual const std::string& phi() const = 0;
    [[nodiscard]] virtual std::size_t trustees() const = 0;
    /// The same trustees in items, each needed up to its threshold.
    [[nodiscard]] virtual const std::vector<TrusteeItem>& trustee_items() const = 0;
    /// ser() of the public key of trustee `owner` (from 1). Precondition: 1 <= owner <= trustees().
    [[nodiscard]] virtual std::string trustee_public_key(std::uint64_t owner) const = 0;
    /// Optional `name` of trustee `owner`. Precondition: 1 <= owner <= trustees().
    [[nodiscard]] virtual std::optional<std::string> trustee_name(std::uint64_t owner) const = 0;
    [[nodiscard]] virtual std::size_t voters() const = 0;
    /// Sum of the weights of all credentials.
    [[nodiscard]] virtual std::uint64_t total_weight() const = 0;
    /// Weight of a credential (canonical ser), or nothing when it is not on the list.
    [[nodiscard]] virtual std::optional<std::uint64_t>
    weight_of(std::string_view credential) const = 0;
    /// Size in bytes that no ballot exceeds: more is refused before it is read.
    [[nodiscard]] virtual std::size_t max_ballot_bytes(Strictness strictness) const = 0;

    /// Every check on one ballot that needs no other ballot (PROTOCOL section 7). Thread-safe,
    /// CPU-heavy (about a millisecond). Whether it repeats an earlier ballot is the caller's check
    /// ("ballot.duplicate"). Errors: ballot.size, ballot.encoding, ballot.election, ballot.shape,
    /// ballot.membership, ballot.credential, ballot.hash, ballot.signature,
    /// ballot.individual_proof, ballot.overall_proof, ballot.blank_proof, ballot.knowledge_proof,
    /// ballot.list_proof, ballot.nonzero_proof.
    [[nodiscard]] virtual Result<CheckedBallot> check_ballot(ByteView raw,
                                                             Strictness strictness) const = 0;

    /// The same, and on success counts the ballot with its weight: decodes it only once. Does not
    /// bound the tally's counters; the roll does, as long as replaced ballots are taken out.
    virtual Result<CheckedBallot> check_and_count(ByteView raw, Strictness strictness,
                                                  RunningTally& tally) const = 0;

    /// Makes a ballot. `credential` is the voter's private credential (22 or 15 characters with
    /// dashes), `choices` holds one list for each question, as check_choices demands it. Errors:
    /// credential.*, choice.*.
    [[nodiscard]] virtual Result<Bytes>
    make_ballot(std::string_view credential, const std::vector<std::vector<std::uint32_t>>& choices,
                Rng& rng) const = 0;
    /// ser() of the public credential that belongs to a private one. Errors: credential.*.
    [[nodiscard]] virtual Result<std::string>
    public_credential(std::string_view credential) const = 0;

    [[nodiscard]] virtual RunningTally empty_tally() const = 0;
    /// A running tally as it was stored. Errors: tally.encoding, tally.shape, tally.membership,
    /// tally.weight.
    [[nodiscard]] virtual Result<RunningTally>
    tally_from_json(ByteView encrypted_tally, std::uint64_t num_tallied,
                    std::uint64_t total_weight) const = 0;

    /// The tally that is published: the running one, with the ciphertexts that are to be shuffled.
    /// `last` is asked only when there are any. Errors: tally.ballots (not as many ballots as were
    /// counted), ballot.*, those of `last`.
    [[nodiscard]] virtual Result<ClosedTally> close_tally(const RunningTally& running,
                                                          const LastBallots& last) const = 0;

    /// Shuffles for elections with a shuffled question. `tally` is the encrypted tally, or what the
    /// shuffle before it made of it. About 1.5 ms a vote (Ed25519). Errors: tally.*,
    /// shuffle.unexpected (no question is shuffled).
    [[nodiscard]] virtual Result<Bytes> make_shuffle(ByteView tally, Rng& rng) const = 0;
    /// Checks a shuffle of `tally` and returns the tally that it makes: what the next mixer
    /// shuffles, and what the trustees decrypt after the last one. Errors: tally.*,
    /// shuffle.unexpected, shuffle.encoding, shuffle.shape, shuffle.membership, shuffle.proof.
    [[nodiscard]] virtual Result<Bytes> apply_shuffle(ByteView tally, ByteView shuffle) const = 0;
    /// The same for a shuffle that apply_shuffle accepted: its proofs are not checked again.
    [[nodiscard]] virtual Result<Bytes> replace_by_shuffle(ByteView tally, ByteView shuffle) const = 0;

    /// One trustee's decryption with its proofs. `encrypted_tally` here and below is the tally
    /// after the last shuffle. `private_key` is the decimal text of the key file. Errors: scalar.*,
    /// decryption.owner, decryption.key (not the key of this owner), tally.*. `rng` must be
    /// thread-safe where the election was opened for several threads.
    [[nodiscard]] virtual Result<Bytes> make_partial_decryption(std::uint64_t owner,
                                                                std::string_view private_key,
                                                                ByteView encrypted_tally,
                                                                Rng& rng) const = 0;
    /// Errors: decryption.owner, decryption.encoding, decryption.shape, decryption.membership,
    /// decryption.proof, tally.*.
    [[nodiscard]] virtual Verdict check_partial_decryption(std::uint64_t owner,
                                                           ByteView encrypted_tally,
                                                           ByteView partial_decryption) const = 0;
    /// Checks and combines the trustees' decryptions and finds the counts, each at most
    /// `total_weight` (the tally's, at most 2^32 for reasons of time). Up to a few seconds. Goes on
    /// without those that fail their checks as long as enough of each ceremony remain; says who
    /// failed. Errors: those of check_partial_decryption (of the first that failed, when it was
    /// needed), decryption.missing, decryption.duplicate, result.range, result.total_weight.
    [[nodiscard]] virtual Result<ElectionResult>
    compute_result(ByteView encrypted_tally, std::uint64_t total_weight,
                   const std::vector<PartialDecryptionView>& decryptions) const = 0;
    /// Checks a published result against decryptions that check_partial_decryption accepted; needs
    /// no discrete logarithm. Errors: result.encoding, result.shape, result.range, result.value,
    /// decryption.missing, decryption.duplicate.
    [[nodiscard]] virtual Result<Counts>
    check_result(ByteView encrypted_tally, std::uint64_t total_weight,
                 const std::vector<PartialDecryptionView>& decryptions, ByteView result) const = 0;
};

/// base64 without padding of the SHA-256 of a ballot: its tracker (PROTOCOL section 7).
std::string ballot_tracker(ByteView raw);

/// {"owner":n,"payload":"<hash>"}: the wrapper that a PartialDecryption event names.
std::string owned_json(std::uint64_t owner, const Digest& payload);

} // namespace ogniwo::ballots
