#include "server/services/found.hpp"

#include "server/services/accounts.hpp"

namespace ogniwo::services {

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
        for (const ledger::Body& body : founding.bodies) {
            drafts.push_back({body, {}, true, true});
        }
        return drafts;
    };
    OGNIWO_TRY(log.commit_and_wait(decide));
    return {};
}

} // namespace ogniwo::services
