#pragma once
// What people do in votes: register a key, open and close, cast in the open and in secret, decrypt.
// Use cases only: who may call each is the route's question, what the federation allows is governance's.

#include "server/http/rate_limit.hpp"
#include "server/net/cpu_pool.hpp"
#include "server/obs/log.hpp"
#include "server/obs/metrics.hpp"
#include "server/services/actor.hpp"
#include "server/services/federation_log.hpp"

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
        double casts_per_minute_per_voter = 10;
    };
    explicit Voting(Parts parts);

    /// The act key.registered of the actor's own mandate, signed by the new key; the server signs too.
    /// Errors: act.*, govern.*, ledger.*, role.required (another's mandate).
    asio::awaitable<Result<ledger::Receipt>> register_key(Actor actor, PersonalAct act);
    /// vote.opened, signed by an officer's key. Errors: the same; role.required (not the officer's key).
    asio::awaitable<Result<ledger::Receipt>> open_vote(Actor actor, std::string vote,
                                                       PersonalAct act);
    /// vote.closed. In the same batch an open vote is decided, and a secret one's participation list and
    /// encrypted tally are published.
    asio::awaitable<Result<ledger::Receipt>> close_vote(Actor actor, std::string vote,
                                                        PersonalAct act);
    /// open_vote.cast for the actor's organisation. Errors: also rate.voter.
    asio::awaitable<Result<ledger::Receipt>> cast_open(Actor actor, std::string vote,
                                                       PersonalAct act);

    /// A secret ballot: every check on the CPU pool, then the ballot box. The same bytes again give the same
    /// receipt. Errors: election.unknown, ballot.not_open, ballot.closed, ballot.*, rate.voter, server.busy,
    /// storage.*.
    asio::awaitable<Result<ledger::Receipt>> cast_ballot(Actor actor, std::string election,
                                                         Bytes ballot);

    /// A trustee's partial decryption, checked on the CPU pool. As soon as there are as many as each run of
    /// trustees needs, the result is computed and published. Errors: election.unknown, role.required, decryption.*, govern.*.
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
    asio::awaitable<Result<ledger::Receipt>> commit_personal(PersonalAct act, bool server_signs,
                                                             FederationLog::Decide also);
    asio::awaitable<Result<ledger::Receipt>> receipt(std::uint64_t index);
    Result<FederationLog::Decide> result_of(const std::string& election);

    Parts parts_;
    http::RateLimiter per_voter_;
    obs::Counter& accepted_;
    obs::Counter& rejected_;
    obs::Histogram& check_time_;
    obs::Histogram& commit_time_;
};

} // namespace ogniwo::services
