#pragma once
// Every route of the server as data, and the handlers behind them.

#include "server/api/app.hpp"
#include "server/http/router.hpp"

namespace ogniwo::api {

/// Answers to casting are this long, in bytes, or a multiple: the receipt fits up to some millions of entries, and
/// every refusal does.
inline constexpr std::size_t cast_answer_multiple = 4096;

/// All routes of the API and of the public log. `app` must outlive them.
std::vector<http::Route> routes(App& app);

// One list for each concern; routes() joins them.
std::vector<http::Route> account_routes(App& app);
std::vector<http::Route> passkey_routes(App& app);
std::vector<http::Route> vote_routes(App& app);
std::vector<http::Route> election_routes(App& app);
std::vector<http::Route> ceremony_routes(App& app);
std::vector<http::Route> withdrawal_routes(App& app);
std::vector<http::Route> log_routes(App& app);

/// Path templates of the pages, which all show the one application.
std::vector<std::string> page_paths();

/// OpenAPI 3.1 description made from a table: what GET /api/openapi.json answers.
std::string openapi(const std::vector<http::Route>& table);

/// The members of a JSON body, of at most 64 KiB, that must be exactly these texts. Errors: json.*.
Result<std::vector<std::string>> text_members(const http::Request& request,
                                              std::initializer_list<std::string_view> keys);

/// A person's act: base64 of its bytes, its key and its signature in hexadecimal digits. Errors: act.shape.
Result<services::PersonalAct> personal_act(std::string_view act, std::string_view key, std::string_view sig);
/// The same of the body {"act","key","sig"}. Errors: also json.*.
Result<services::PersonalAct> act_of(const http::Request& request);

/// GET of something that is read from the database: runs on the CPU pool, for anyone.
http::Route read_route(const char* path, const char* summary, http::SyncHandler handler,
                       http::RateClass rate = http::RateClass::api);

/// A receipt as JSON, or the error that came instead.
Result<http::Response> receipt_answer(const Result<ledger::Receipt>& receipt);

/// 200 with the session that a token opens, in its cookie; a session before it ends. Errors: link.unknown.
Result<http::Response> start_session(App& app, const http::RequestContext& context, const std::string& token);

/// 200 with a JSON value that nobody stores.
http::Response answer(const json::value& value, unsigned status = 200);

} // namespace ogniwo::api
