#include "ballots/credential_roll.hpp"
#include "server/governance/credential_reuse.hpp"

#include <boost/test/unit_test.hpp>

using namespace ogniwo;

namespace {

// What the check says of these lists, of elections "A", "B"...
std::string outcome(const std::vector<std::vector<std::string>>& lists) {
    governance::CredentialRolls rolls;
    std::map<std::string, Bytes> blobs;
    for (const auto& list : lists) {
        std::vector<ballots::CredentialLine> lines;
        for (const std::string& credential : list) {
            lines.push_back({credential, 1});
        }
        const std::string election(1, static_cast<char>('A' + rolls.size()));
        rolls[election] = {election};
        blobs[election] = to_bytes(ballots::encode_credential_list(lines));
    }
    const auto checked = governance::check_credentials_apart(rolls, [&](const ledger::DigestHex& name) -> Result<Bytes> {
        const auto found = blobs.find(name.value);
        return found == blobs.end() ? Result<Bytes>(Error("blob.missing")) : Result<Bytes>(found->second);
    });
    return checked ? "ok" : checked.error().text();
}

} // namespace

BOOST_AUTO_TEST_SUITE(credential_reuse)

BOOST_AUTO_TEST_CASE(each_election_has_its_own) {
    BOOST_TEST(outcome({}) == "ok");
    BOOST_TEST(outcome({{"a"}, {"b"}}) == "ok");
    BOOST_TEST(outcome({{"a", "b"}, {"c", "d"}, {"e"}}) == "ok");
    BOOST_TEST(outcome({{"a"}, {"a"}}).starts_with("credential.reused: A and B share"));
    BOOST_TEST(outcome({{"a", "b"}, {"c"}, {"d", "b"}}).starts_with("credential.reused: A and C share"));
    // Within one list it is the list's own error, which its election gives.
    BOOST_TEST(outcome({{"a", "a"}, {"b"}}) == "ok");
    BOOST_TEST(outcome({{"a", "a"}, {"a"}}).starts_with("credential.reused"));
}

BOOST_AUTO_TEST_CASE(a_list_that_cannot_be_read) {
    const auto none = governance::check_credentials_apart(
        {{"A", {"x"}}}, [](const ledger::DigestHex&) -> Result<Bytes> { return Error("blob.missing"); });
    BOOST_TEST(none.error().id() == "blob.missing");
    const auto torn = governance::check_credentials_apart(
        {{"A", {"x"}}}, [](const ledger::DigestHex&) -> Result<Bytes> { return to_bytes("[\"a\""); });
    BOOST_TEST(std::string_view(torn.error().id()).starts_with("json."));
}

BOOST_AUTO_TEST_SUITE_END()
