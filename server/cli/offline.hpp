#pragma once
// An election that runs without a server: an archive on disk, read into its state and appended to.

#include "ballots/archive_reader.hpp"
#include "ballots/archive_writer.hpp"
#include "ballots/secret_election.hpp"
#include "server/cli/files.hpp"

#include <map>
#include <set>

namespace ogniwo::cli {

/// Files of a setup folder, as `election new` writes them.
struct SetupFolder {
    Bytes election;
    Bytes trustees;
    Bytes credentials;
};
/// Errors: file.read.
Result<SetupFolder> read_setup(const std::filesystem::path& folder);

/// An archive with everything that a next step needs. Of two processes that change one archive at a time, the
/// second is refused (file.changed) and nothing of it is written.
class OfflineElection {
  public:
    /// Makes a new archive with its Setup event. Errors: file.exists, file.write, those of open.
    static Result<void> create(const std::filesystem::path& archive, const SetupFolder& setup);
    /// Reads an archive and checks whatever a next step would build on: form, setup, every ballot, the encrypted
    /// tally against them, the shuffles, the decryptions. So a trustee who decrypts knows what.
    /// Errors: archive.*, those of SecretElection, ballot.duplicate, tally.encrypted, shuffle.*,
    /// decryption.duplicate.
    static Result<OfflineElection> open(const std::filesystem::path& archive);

    [[nodiscard]] const ballots::SecretElection& election() const { return *election_; }
    /// What the next mixer shuffles. Errors: election.not_closed, shuffle.unexpected (no question needs it),
    /// shuffle.ended.
    [[nodiscard]] Result<Bytes> tally_to_shuffle() const;
    /// What the trustees decrypt. Errors: election.not_closed, shuffle.missing (not shuffled to the end).
    [[nodiscard]] Result<Bytes> tally_to_decrypt() const;

    /// Checks a ballot strictly and appends it. Returns its tracker. Errors: ballot.*, file.write.
    Result<std::string> cast(ByteView ballot);
    /// Ends the voting and appends the encrypted tally. Errors: ballot.closed, file.write.
    Result<void> close();
    /// Checks a trustee's shuffle and appends it. Errors: those of tally_to_shuffle, shuffle.*, file.write.
    Result<void> add_shuffle(std::uint64_t owner, ByteView shuffle);
    /// From here on the trustees decrypt. Errors: those of tally_to_shuffle, shuffle.missing, file.write.
    Result<void> end_shuffles();
    /// Errors: those of tally_to_decrypt, decryption.*, file.write.
    Result<void> add_decryption(std::uint64_t owner, ByteView decryption);
    /// Computes and appends the result. Errors: those of compute_result, election.decided, file.write.
    Result<ballots::ElectionResult> add_result();

  private:
    OfflineElection(std::filesystem::path file, std::uint64_t size, std::uint64_t timestamp)
        : file_(std::move(file)), size_(size), writer_(timestamp) {}
    Result<void> append(ByteView bytes);
    Result<void> take(ballots::EventType type, std::vector<ballots::DataRecord>& data);
    Result<void> count(ByteView ballot, const std::string& credential);
    [[nodiscard]] Result<ballots::ClosedTally> close_tally() const;
    Result<void> apply_shuffle(std::uint64_t owner, ByteView shuffle);

    std::filesystem::path file_;
    std::uint64_t size_; ///< of the file, as read and appended to
    ballots::ArchiveWriter writer_;
    std::shared_ptr<const ballots::SecretElection> election_;
    std::optional<ballots::RunningTally> tally_;
    std::set<Digest> seen_;
    std::map<std::string, Bytes> last_; ///< last ballot by credential
    bool closed_ = false;
    std::optional<Bytes> encrypted_tally_; ///< after the last shuffle
    std::set<std::uint64_t> mixers_;
    bool shuffles_ended_ = false;
    std::map<std::uint64_t, Bytes> decryptions_;
    bool decided_ = false;
};

} // namespace ogniwo::cli
