#pragma once
// Trustees make the key of an announced election: what they post is checked and goes on the ledger, and after the
// last text the election is prepared. What there is to check is governance's (governance/key_ceremony.hpp).

#include "server/governance/key_ceremony.hpp"
#include "server/net/cpu_pool.hpp"
#include "server/obs/log.hpp"
#include "server/services/actor.hpp"
#include "server/services/federation_log.hpp"

namespace ogniwo::services {

/// Largest text of a step that is read, in bytes (ballots/ceremony.hpp).
inline constexpr std::size_t max_step_bytes = std::size_t{1} << 20;

/// Thread-safe.
class KeyCeremony {
  public:
    struct Parts {
        FederationLog& log;
        net::CpuPool& pool;
        obs::Log& events;
    };
    explicit KeyCeremony(Parts parts) : parts_(parts) {}

    /// What the actor, trustee `owner` of an announced election, posts in a step: checked on the CPU pool, then
    /// appended; the last text of all prepares the election in the same batch. The same bytes again give the
    /// same receipt. Errors: election.unknown, role.required (not the actor's number), govern.*, trustee.*,
    /// json.*, server.busy, storage.*.
    asio::awaitable<Result<ledger::Receipt>> post(Actor actor, std::string election,
                                                  governance::KeyStep step, std::int64_t owner,
                                                  Bytes text);

    /// Prepares elections whose keys are complete: two last texts can cross, and a stop can come between. May
    /// block; at the start of the server. Errors: those of commit.
    Result<void> finish_pending();

  private:
    /// The command that prepares an election, when there is one to prepare. Errors: govern.order (there is not),
    /// those of make_setup.
    Result<FederationLog::Decide> preparation(const std::string& election) const;
    [[nodiscard]] governance::Texts stored_texts() const;

    Parts parts_;
};

} // namespace ogniwo::services
