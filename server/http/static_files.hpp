#pragma once
// The files of the web client, from memory: a request can only name what the manifest lists.

#include "server/http/context.hpp"

#include <filesystem>
#include <map>

namespace ogniwo::http {

/// Bounds of a manifest and its files; exceeding one is an error at the start.
struct StaticLimits {
    std::size_t max_files = 2'000;
    std::size_t max_file_bytes = 16U << 20U;
    std::size_t max_total_bytes = 128U << 20U;
};

/// The manifest is JSON {"<path>": {"file": "<path below the folder>", "sha384": "<base64>",
/// "type": "<media type>", "immutable": bool}}; optional members: "gzip" and "brotli", each
/// {"file","sha384"}, are sent to those who accept them, and "worker": bool marks the script of a
/// worker that may compile WebAssembly (default: the file name has "worker" in it). Text without
/// "gzip" is compressed here, once. Immutable after loading, so any thread may answer.
class StaticFiles {
  public:
    /// Reads every file of the manifest and compares the hashes. `shell_paths` are path templates
    /// ("/votes/{id}") that serve the manifest's path `shell`.
    /// Errors: static.manifest, static.file, static.hash, static.limit, those of parse_json.
    static Result<StaticFiles> load(const std::filesystem::path& folder, std::string_view manifest,
                                    std::string_view shell,
                                    const std::vector<std::string>& shell_paths,
                                    const StaticLimits& limits = {});

    /// The response to GET (or HEAD) of that path, with ETag, Cache-Control and Vary, or nothing
    /// when the manifest does not list it and it is no page.
    [[nodiscard]] std::optional<Response> find(const Request& request) const;
    /// The shell as the page for an address that is none, status 404: for a browser that asks for a page.
    /// Nothing for other clients, and for addresses below /api and /tlog.
    [[nodiscard]] std::optional<Response> not_found(const Request& request) const;
    /// True when `find` would answer.
    [[nodiscard]] bool has(const Target& target) const;
    /// Metrics label of a path that `has`: "static" or "page".
    [[nodiscard]] std::string_view label(const Target& target) const;

    /// Manifest paths with their sha384 (base64), by path.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> hashes() const;

  private:
    struct File {
        std::string type;
        std::string sha384;
        std::string etag;
        std::string cache_control;
        bool worker = false;
        SharedBytes plain;
        SharedBytes gzip;
        SharedBytes brotli;
    };
    class Loader;
    [[nodiscard]] const File* lookup(const Target& target) const;

    std::map<std::string, File, std::less<>> files_;
    std::string shell_;
    std::vector<PathPattern> shell_patterns_;
};

} // namespace ogniwo::http
