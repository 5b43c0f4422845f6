#pragma once
// Mixing the votes of rankings and grades before they are decrypted (PROTOCOL section 9): the server is mixer 0, on
// a thread of its own; trustees post theirs. Each shuffles what the one before made, so the order of the log is
// the order of the mixers.

#include "server/net/cpu_pool.hpp"
#include "server/obs/log.hpp"
#include "server/services/actor.hpp"
#include "server/services/federation_log.hpp"

#include <condition_variable>
#include <thread>

namespace ogniwo::services {

/// Largest shuffle that is read, in bytes: the most votes that check_mixing_size lets pass, with room to spare.
inline constexpr std::size_t max_shuffle_bytes = std::size_t{8} << 20;

/// Whether the server can mix an election of so many voters: votes times shuffled questions are at most 10,000 in
/// Ed25519 and 1,000 in the other groups, whose elements are slower and longer. Errors: founding.limit.
[[nodiscard]] Result<void> check_mixing_size(const ballots::Election& definition, std::size_t voters);

/// Thread-safe.
class Mixing {
  public:
    struct Parts {
        FederationLog& log;
        net::CpuPool& pool;
        obs::Log& events;
        Rng& rng; ///< thread-safe
    };
    explicit Mixing(Parts parts) : parts_(parts) {}
    ~Mixing() { stop(); }
    Mixing(const Mixing&) = delete;
    Mixing& operator=(const Mixing&) = delete;

    /// Starts the server's own mixing, with what a stop came before. Once.
    void start();
    /// Ends it after the shuffle at hand. Again does nothing.
    void stop();
    /// There may be votes to mix: a vote was closed.
    void wake();

    struct Shuffled {
        std::uint64_t owner = 0;
        /// Shuffles that it builds on, where its maker says so: without, one made of an older tally fails its proof.
        std::optional<std::uint64_t> after;
        Bytes shuffle;
    };
    /// A trustee's shuffle, checked on the CPU pool. The same bytes again give the same receipt. When every trustee
    /// has shuffled, the shuffles end. Errors: election.unknown, role.required, govern.*, shuffle.unexpected,
    /// shuffle.stale (another mixer was first: shuffle what that one made), shuffle.*.
    asio::awaitable<Result<ledger::Receipt>> post_shuffle(Actor actor, std::string election, Shuffled shuffled);

    /// What the next mixer shuffles and, in the end, the trustees decrypt: the tally after the last shuffle of
    /// `vote`, which must be tallied. Blocks. Errors: storage.*, tally.*, shuffle.*.
    [[nodiscard]] Result<Bytes> mixed_tally(const ballots::SecretElection& election,
                                            const governance::SecretVote& vote);

  private:
    void run();
    void mix(const std::string& election);
    Result<bool> try_to_mix(const std::string& election);
    [[nodiscard]] std::vector<std::string> waiting() const;

    /// The tally of one election after so many shuffles: the last one asked for.
    struct Mixed {
        std::string election;
        std::size_t shuffles = 0;
        Bytes tally;
    };

    Parts parts_;
    std::mutex mixed_mutex_;
    Mixed mixed_;
    std::mutex mutex_;
    std::condition_variable woken_;
    bool due_ = true;
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

} // namespace ogniwo::services
