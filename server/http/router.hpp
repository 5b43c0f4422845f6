#pragma once
// The route table: everything the server answers, as data.

#include "server/http/context.hpp"
#include "server/http/path_pattern.hpp"

namespace ogniwo::http {

/// Who may call a route. Only data here: the application's authentication hook enforces it, before
/// the body is read, and openapi prints it.
enum class AuthPolicy : std::uint8_t { anyone, session, representative, officer, trustee };
std::string_view auth_policy_name(AuthPolicy policy);

/// Where a SyncHandler runs.
enum class Cost : std::uint8_t { inline_, cpu };

/// The class of the per-address rate limit (DispatcherOptions::rates).
enum class RateClass : std::uint8_t { page, api, sign_in, cast, download };
std::string_view rate_class_name(RateClass rate);
inline constexpr std::size_t rate_class_count = 5;

struct Route {
    Method method = Method::get;
    /// "/api/votes/{id}/open". A last segment "{name...}" takes one or more remaining segments.
    std::string path;
    AuthPolicy auth = AuthPolicy::anyone;
    /// Largest body in bytes; 0 refuses every body.
    std::size_t body_limit = 0;
    /// Media type of the body, "application/json"; empty when the route takes no body.
    std::string accepts{};
    Cost cost = Cost::inline_;
    RateClass rate = RateClass::api;
    /// Every answer is filled up to a multiple of so many bytes, header included, so that its length on the wire does
    /// not tell what was sent or answered (SECURITY N58). 0: answers keep their length.
    std::size_t answer_multiple = 0;
    /// One sentence for openapi.
    std::string summary{};
    Handler handler{};

    /// A change of state: what the CSRF check of the application asks for.
    [[nodiscard]] bool changes_state() const {
        return method != Method::get && method != Method::head && method != Method::options;
    }
};

/// What the table says about a method and a path.
struct Match {
    enum class Kind : std::uint8_t { found, no_path, wrong_method };
    Kind kind = Kind::no_path;
    const Route* route = nullptr;
    PathParams params;
    /// Value of the Allow header when the path exists: "GET, HEAD, OPTIONS".
    std::string allow;
};

/// Immutable after construction, so any thread may match.
class Router {
  public:
    /// Precondition: templates are well formed and no two routes have the same method and shape.
    explicit Router(std::vector<Route> routes);

    /// Literal segments win over {params}, {params} over {rest...}. HEAD matches GET routes.
    [[nodiscard]] Match match(Method method, const Target& target) const;
    /// The table in the order given, for openapi and for tests that walk every route.
    [[nodiscard]] const std::vector<Route>& routes() const { return routes_; }

  private:
    struct Entry {
        PathPattern pattern;
        std::size_t route = 0;
    };
    std::vector<Route> routes_;
    std::vector<Entry> entries_; // most specific first
};

} // namespace ogniwo::http
