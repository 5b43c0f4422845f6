#pragma once
// What people do in votes: register a key, open, close and withdraw, cast in the open and in secret, decrypt.
// Use cases only: who may call each is the route's question, what the federation allows is governance's.

#include "server/http/rate_limit.hpp"
#include "server/net/cpu_pool.hpp"
#include "server/obs/log.hpp"
#include "server/obs/metrics.hpp"
#include "server/services/actor.hpp"
#include "server/services/federation_log.hpp"
#include "server/services/mixing.hpp"

namespace ogniwo::services {

/// Largest personal act that is read, in bytes.
inline constexpr std::size_t max_act_bytes = std::size_t{16} * 1024;

/// Thread-safe.
class Voting {
  public:
    struct Parts {
        FederationLog& log;
        net::CpuPool& pool;
        obs::Log& events;
        obs::Metrics& metrics;
        Mixing& mixing;
        Rng& rng; ///< thread-safe
        double casts_per_minute_per_voter = 10;
        std::uint32_t challenges_per_voter = 20; ///< in one election, counted from the start of the server
    };
    explicit Voting(Parts parts);

    /// The act key.registered of the actor's own mandate, signed by the new key; the server signs too.
    /// Errors: act.*, govern.*, ledger.*, role.required (another's mandate).
    asio::awaitable<Result<ledger::Receipt>> register_key(Actor actor, PersonalAct act);
    /// vote.opened, signed by an officer's key. Errors: the same; role.required (not the officer's key).
    asio::awaitable<Result<ledger::Receipt>> open_vote(Actor actor, std::string vote,
                                                       PersonalAct act);
    /// vote.closed. In the same batch an open vote is decided, and a secret one's participation list and
    /// encrypted tally are published; then its votes are mixed where that is needed.
    asio::awaitable<Result<ledger::Receipt>> close_vote(Actor actor, std::string vote,
                                                        PersonalAct act);
    /// election.withdrawn, signed by an officer's key. Errors: as open_vote; govern.opened, govern.withdrawn.
    asio::awaitable<Result<ledger::Receipt>> withdraw(Actor actor, std::string election, PersonalAct act);
    /// What announces a withdrawn election again, all but the credentials. Errors: those of
    /// governance::announce_again.
    [[nodiscard]] Result<ledger::ElectionAnnounced> proposal(const std::string& withdrawn) const;
    /// election.announced as proposed, signed by an officer's key, with the list of credentials that it names; the
    /// server signs too. Errors: as open_vote; act.proposal, those of proposal, governance::check_new_roll and
    /// governance::check_credentials_apart, credential.*, json.*.
    asio::awaitable<Result<ledger::Receipt>> announce_again(Actor actor, std::string withdrawn, PersonalAct act,
                                                            Bytes credentials);
    /// open_vote.cast for the actor's organisation. Errors: also rate.voter.
    asio::awaitable<Result<ledger::Receipt>> cast_open(Actor actor, std::string vote,
                                                       PersonalAct act);

    /// A secret ballot: every check on the CPU pool, then the ballot box. The same bytes again give the same
    /// receipt. Errors: election.unknown, ballot.not_open, ballot.closed, ballot.withdrawn, ballot.spoiled, ballot.*,
    /// rate.voter, server.busy, storage.*.
    asio::awaitable<Result<ledger::Receipt>> cast_ballot(Actor actor, std::string election,
                                                         Bytes ballot);

    /// Records that the voter opens a ballot (Benaloh challenge): one that hashes to `ballot` can never be cast
    /// from now on. Only its hash comes here. The same hash again gives the same receipt. Errors:
    /// election.unknown, ballot.not_open, ballot.closed, ballot.withdrawn, ballot.cast, ballot.challenge_limit, rate.voter, storage.*.
    asio::awaitable<Result<ledger::Receipt>> spoil_ballot(Actor actor, std::string election, Digest ballot);

    /// shuffles.ended, signed by an officer's key. Errors: as open_vote.
    asio::awaitable<Result<ledger::Receipt>> end_shuffles(Actor actor, std::string vote,
                                                          PersonalAct act);

    /// A trustee's partial decryption, checked on the CPU pool. As soon as there are as many as each run of
    /// trustees needs, the result is computed and published. The same bytes again give the same receipt.
    /// Errors: election.unknown, role.required, decryption.*, govern.*.
    asio::awaitable<Result<ledger::Receipt>> post_decryption(Actor actor, std::string election,
                                                             std::uint64_t owner, Bytes decryption);

    /// Publishes results that a stop came before. May block; at the start of the server.
    /// Errors: those of commit.
    Result<void> finish_pending();

    /// Forgets which voter used which credential in elections decided before `before` (LEDGER "Credential and
    /// voter"), in the database and its files. Blocks; not on an I/O thread. Returns how many elections.
    /// Errors: those of commit, storage.write.
    Result<std::size_t> erase_bindings(UnixMillis before);

  private:
    [[nodiscard]] Result<void> check_again(const std::string& withdrawn, const ledger::ElectionAnnounced& body,
                                           const Bytes& credentials) const;
    asio::awaitable<Result<ledger::Receipt>> commit_personal(PersonalAct act, bool server_signs,
                                                             FederationLog::Decide also);
    asio::awaitable<Result<ledger::Receipt>> receipt(std::uint64_t index);
    /// The command that publishes the result, when as many trustees have decrypted as it takes. Errors:
    /// govern.order (not yet).
    Result<FederationLog::Decide> result_of(const std::string& election);
    /// Publishes it, when it is time.
    asio::awaitable<Result<void>> publish_result(std::string election);
    Result<std::optional<std::uint64_t>> decide_spoiled(const governance::State& state,
                                                        storage::CommitContext& context, const Actor& actor,
                                                        const std::string& election, const Digest& ballot);

    Parts parts_;
    http::RateLimiter per_voter_;
    /// By election and organisation; writer thread only.
    std::map<std::pair<std::string, std::string>, std::uint32_t> challenges_;
    obs::Counter& accepted_;
    obs::Counter& rejected_;
    obs::Histogram& check_time_;
    obs::Histogram& commit_time_;
};

} // namespace ogniwo::services
