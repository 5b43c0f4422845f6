#include "server/governance/credential_reuse.hpp"

#include "ballots/credential_roll.hpp"
#include "crypto/sha256.hpp"

#include <algorithm>

namespace ogniwo::governance {
namespace {

struct Holder {
    Digest credential{};
    std::uint32_t election = 0;
    auto operator<=>(const Holder&) const = default;
};

} // namespace

CredentialRolls credential_rolls(const State& state) {
    CredentialRolls rolls;
    for (const auto& [uuid, election] : state.announced()) {
        rolls.emplace(uuid, election.announced.credentials);
    }
    for (const auto& [id, vote] : state.votes()) {
        if (const SecretVote* secret = vote.secret()) {
            rolls.emplace(secret->prepared.election.value, secret->prepared.setup.credentials);
        }
    }
    return rolls;
}

Result<void> check_credentials_apart(const CredentialRolls& rolls, const ReadBlob& read) {
    std::vector<Holder> holders;
    std::vector<std::string_view> elections;
    for (const auto& [uuid, digest] : rolls) {
        OGNIWO_ASSIGN(const Bytes bytes, read(digest));
        OGNIWO_ASSIGN(const auto lines, ballots::parse_credential_list(bytes));
        for (const ballots::CredentialLine& line : lines) {
            holders.push_back({crypto::sha256(as_bytes(line.credential)), static_cast<std::uint32_t>(elections.size())});
        }
        elections.push_back(uuid);
    }
    std::ranges::sort(holders);
    const auto shared = std::ranges::adjacent_find(holders, [](const Holder& a, const Holder& b) {
        return a.credential == b.credential && a.election != b.election;
    });
    if (shared != holders.end()) {
        return Error("credential.reused", std::string(elections[shared->election]) + " and " +
                                              std::string(elections[std::next(shared)->election]) +
                                              " share a credential: each election takes a list of its own");
    }
    return {};
}

} // namespace ogniwo::governance
