#pragma once
// A real database in a temporary folder with a secret election in it, driven through the commit queue.

#include "storage/ballot_box.hpp"
#include "storage/database.hpp"
#include "tests/unit/ballots/sample_election.hpp"

#include <future>

namespace ogniwo::storage::test {

/// A folder that goes with the object.
class TemporaryFolder {
  public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

class SampleLog {
  public:
    explicit SampleLog(CommitQueue::Options options = {});
    ~SampleLog();

    /// Runs a command and waits.
    Result<Committed> commit(const CommitQueue::Command& command);
    /// Appends a server entry and waits. Returns its index.
    Result<std::uint64_t> append(const ledger::Body& body);
    /// Appends log.created, one organisation and the election of `sample`.
    void found();
    /// Casts a ballot for a voter through the ballot box, and waits.
    Result<CastOutcome> cast(const std::string& voter, const Bytes& ballot);
    [[nodiscard]] CommitQueue::Command cast_command(const std::string& voter, const Bytes& ballot,
                                                    std::shared_ptr<CastOutcome> outcome);
    /// The bytes of an entry signed by the server.
    [[nodiscard]] Bytes entry(const ledger::Body& body);

    /// Keeps the writer busy until the promise is set: what is submitted meanwhile makes one batch.
    std::promise<void> hold_writer();
    void stop_writer();
    void start_writer();
    /// Closes everything; open() opens it again.
    void close();
    Result<void> open();

    [[nodiscard]] Places places() const { return {folder.path() / "data", folder.path() / "head"}; }
    [[nodiscard]] const std::string& uuid() const { return sample.election->definition().uuid; }

    TemporaryFolder folder;
    crypto::SystemRng rng;
    crypto::SigningKey key;
    std::string origin = "test.example/log";
    ballots::sample::SampleElection sample;
    std::unique_ptr<Database> database;
    std::unique_ptr<CommitQueue> queue;
    BallotBox box;

  private:
    CommitQueue::Options options_;
};

} // namespace ogniwo::storage::test
