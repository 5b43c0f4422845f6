#pragma once
// What the handlers work with, and who calls them.

#include "server/api/spool.hpp"
#include "server/http/context.hpp"
#include "server/services/accounts.hpp"
#include "server/services/key_ceremony.hpp"
#include "server/services/passkeys.hpp"
#include "server/services/voting.hpp"

namespace ogniwo::api {

/// The services behind the routes; all outlive them.
struct App {
    services::FederationLog& log;
    services::Accounts& accounts;
    services::Passkeys& passkeys;
    services::Voting& voting;
    services::Mixing& mixing;
    services::KeyCeremony& key_ceremony;
    net::CpuPool& pool;
    /// "https://vote.example:8443": what Origin must be on a request that changes something.
    std::string public_origin;
    std::string log_vkey;
    Spool& spool;
};

inline constexpr std::string_view session_cookie = "__Host-ogniwo";
inline constexpr std::string_view browser_cookie = "__Host-ogniwo-link";

/// A signed-in person, for the time of one request.
class Caller final : public http::Principal {
  public:
    services::Accounts::SignedIn who;
    std::set<ledger::Role> roles;
    std::string token;

    [[nodiscard]] services::Actor actor() const {
        return {who.person.mandate, who.person.organisation};
    }
};

/// The caller of a route that asks for a session: the hook has made sure that there is one.
const Caller& caller(const http::RequestContext& context);

} // namespace ogniwo::api
