#include "crypto/base/encoding.hpp"
#include "server/api/routes.hpp"
#include "server/api/spool.hpp"
#include "storage/publish.hpp"

namespace ogniwo::api {
namespace {

using http::RequestContext;
using http::Response;

constexpr std::string_view immutable = "public, max-age=31536000, immutable";

// Everything under /tlog is public and made to be mirrored.
Response log_response(http::Body body, std::string_view type, std::string_view caching) {
    Response response = http::body_response(std::move(body), type);
    response.headers.set("Cache-Control", caching);
    response.headers.set("Access-Control-Allow-Origin", "*");
    response.headers.set("Cross-Origin-Resource-Policy", "cross-origin");
    return response;
}

Result<Response> checkpoint(App& app) {
    return log_response(app.log.head().note, "text/plain; charset=utf-8", "public, max-age=2");
}

Result<Response> tile(App& app, const RequestContext& context) {
    OGNIWO_ASSIGN(const ledger::Tile wanted, ledger::parse_tile_path("tile/" + context.param("path")));
    auto bytes = storage::read_tile(app.log.store(), app.log.head(), wanted);
    if (!bytes) {
        return app.log.frozen_or(bytes.error());
    }
    if (!*bytes) {
        return Error("tile.unknown", "the log does not fill this tile yet");
    }
    return log_response(std::move(**bytes), "application/octet-stream", immutable);
}

Result<Response> blob(App& app, const RequestContext& context) {
    const auto digest = hex_decode_array<32>(context.param("sha256"));
    if (!digest) {
        return Error("blob.unknown", "64 hexadecimal digits");
    }
    OGNIWO_ASSIGN(auto bytes, storage::read_blob(app.log.store(), *digest));
    if (!bytes) {
        return Error("blob.unknown", context.param("sha256"));
    }
    return log_response(std::move(*bytes), "application/octet-stream", immutable);
}

Result<Response> consistency(App& app, const RequestContext& context) {
    OGNIWO_ASSIGN(const std::uint64_t old_size, decimal_decode(context.param("size")));
    const storage::PublishedHead head = app.log.head();
    const auto proof = storage::read_consistency_proof(app.log.store(), head, old_size);
    if (!proof) {
        return app.log.frozen_or(proof.error());
    }
    json::array hashes;
    for (const Digest& hash : *proof) {
        hashes.push_back(json::value(hex_encode(hash)));
    }
    return answer(json::object{{"checkpoint", head.note}, {"proof", std::move(hashes)}});
}

Result<Response> whole_log(App& app) {
    OGNIWO_ASSIGN(http::FileBody file, spool_export(app.spool, app.log));
    Response response = log_response(std::move(file), "application/x-tar", "no-store");
    response.headers.set("Content-Disposition", "attachment; filename=\"ogniwo-ledger.tar\"");
    return response;
}

Result<Response> health(App& app) {
    const auto& frozen = app.log.frozen();
    json::object out{{"status", frozen ? "frozen" : "ok"},
                     {"log_size", app.log.head().head.size}};
    if (frozen) {
        out["cause"] = frozen->text();
    }
    return answer(out, frozen ? 503 : 200);
}

} // namespace

std::vector<http::Route> log_routes(App& app) {
    std::vector<http::Route> table;
    table.push_back(read_route("/tlog/checkpoint", "The signed head (C2SP tlog-checkpoint)",
                               [&app](auto&) { return checkpoint(app); }));
    table.push_back(read_route("/tlog/tile/{path...}", "Hash tiles and entry bundles (C2SP tlog-tiles)",
                               [&app](auto& context) { return tile(app, context); }));
    table.push_back(read_route("/tlog/blob/{sha256}", "A blob that an entry names",
                               [&app](auto& context) { return blob(app, context); }));
    table.push_back(read_route("/tlog/consistency/{size}",
                               "That the log of an earlier size is a prefix of the signed one",
                               [&app](auto& context) { return consistency(app, context); }));
    table.push_back(read_route("/tlog/export", "The whole log as one tar",
                               [&app](auto&) { return whole_log(app); },
                               http::RateClass::download));
    table.push_back(read_route("/healthz", "Whether the server takes votes",
                               [&app](auto&) { return health(app); }));
    return table;
}

} // namespace ogniwo::api
