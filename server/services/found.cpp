#include "server/services/found.hpp"

#include "server/governance/outcome.hpp"
#include "server/services/accounts.hpp"

namespace ogniwo::services {
namespace {

// Where an election has a rule for its count.
void commit_to_lot(const FederationLog& log, ledger::Body& body) {
    const auto commit = [&](auto* election) {
        if (election != nullptr && election->count) {
            election->count->lot = governance::commit_to_lot(log.lot_of(election->election.value));
        }
    };
    commit(std::get_if<ledger::ElectionAnnounced>(&body));
    commit(std::get_if<ledger::ElectionPrepared>(&body));
}

} // namespace

Result<void> found_federation(FederationLog& log, const Founding& founding,
                              const crypto::PublicKey& server_key) {
    const auto decide = [&](const governance::State& state,
                            storage::CommitContext& context) -> Result<std::vector<Draft>> {
        if (state.size() != 0) {
            return Error("storage.exists", "the log has entries already");
        }
        for (const Bytes& blob : founding.blobs) {
            OGNIWO_TRY(context.put_blob(blob));
        }
        put_people(context.transaction(), founding.people);
        std::vector<Draft> drafts;
        drafts.push_back({ledger::LogCreated{ledger::Label{founding.federation},
                                             ledger::key_hex(server_key), 1},
                          {},
                          true,
                          true});
        for (ledger::Body body : founding.bodies) {
            commit_to_lot(log, body);
            drafts.push_back({std::move(body), {}, true, true});
        }
        return drafts;
    };
    OGNIWO_TRY(log.commit_and_wait(decide));
    return {};
}

} // namespace ogniwo::services
