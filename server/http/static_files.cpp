#include "server/http/static_files.hpp"

#include "crypto/base/encoding.hpp"
#include "crypto/base/json.hpp"
#include "crypto/digest/sha384.hpp"
#include "server/http/security_headers.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <zlib.h>

namespace ogniwo::http {
namespace {

constexpr std::size_t worth_compressing = 512;

bool is_text(std::string_view type) {
    return type.starts_with("text/") || type.starts_with("application/json") ||
           type.starts_with("application/javascript") || type.starts_with("image/svg+xml") ||
           type.starts_with("application/wasm") || type.starts_with("application/manifest+json");
}

// Nothing when it would not become smaller.
SharedBytes compressed(const Bytes& plain) {
    constexpr int gzip_format = 15 + 16;
    constexpr int default_memory = 8;
    z_stream stream{};
    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, gzip_format, default_memory,
                     Z_DEFAULT_STRATEGY) != Z_OK) {
        return nullptr;
    }
    Bytes out(deflateBound(&stream, static_cast<uLong>(plain.size())));
    Bytes in = plain; // zlib's interface takes a mutable pointer
    stream.next_in = in.data();
    stream.avail_in = static_cast<uInt>(in.size());
    stream.next_out = out.data();
    stream.avail_out = static_cast<uInt>(out.size());
    const int done = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    if (done != Z_STREAM_END || out.size() >= plain.size()) {
        return nullptr;
    }
    return std::make_shared<const Bytes>(std::move(out));
}

// True when the Accept-Encoding list names the coding without q=0.
bool accepts(std::string_view list, std::string_view coding) {
    while (!list.empty()) {
        const std::size_t end = std::min(list.find(','), list.size());
        std::string one(list.substr(0, end));
        list.remove_prefix(std::min(end + 1, list.size()));
        std::erase_if(one, [](char c) { return c == ' ' || c == '\t'; });
        const std::string_view text = one;
        const std::size_t name_end = std::min(text.find(';'), text.size());
        if (equal_names(text.substr(0, name_end), coding)) {
            const std::string_view quality = text.substr(name_end);
            return !(quality.starts_with(";q=0") &&
                     quality.find_first_of("123456789") == std::string_view::npos);
        }
    }
    return false;
}

} // namespace

// Reads the files of one manifest within the limits.
class StaticFiles::Loader {
  public:
    Loader(const std::filesystem::path& folder, const StaticLimits& limits)
        : folder_(folder), limits_(limits) {}

    Result<File> load(std::string_view path, const json::value& value) {
        OGNIWO_ASSIGN(const json::object* entry,
                      expect_object(value, {{"file", "sha384", "type", "immutable"},
                                            {"gzip", "brotli", "worker"}}));
        File file;
        OGNIWO_ASSIGN(file.type, get_string(*entry, "type"));
        OGNIWO_ASSIGN(const bool immutable, get_bool(*entry, "immutable"));
        file.cache_control = immutable ? "public, max-age=31536000, immutable" : "no-cache";
        OGNIWO_ASSIGN(file.sha384, get_string(*entry, "sha384"));
        OGNIWO_ASSIGN(file.plain, read(*entry));
        OGNIWO_ASSIGN(file.gzip, variant(*entry, "gzip"));
        OGNIWO_ASSIGN(file.brotli, variant(*entry, "brotli"));
        if (!file.gzip && is_text(file.type) && file.plain->size() >= worth_compressing) {
            file.gzip = compressed(*file.plain);
        }
        file.worker = path.substr(path.rfind('/') + 1).find("worker") != std::string_view::npos;
        if (entry->contains("worker")) {
            OGNIWO_ASSIGN(file.worker, get_bool(*entry, "worker"));
        }
        const Digest48 digest = crypto::sha384(*file.plain);
        file.etag = hex_encode(ByteView(digest).first(16));
        const bool printable = std::ranges::all_of(
            file.type, [](char c) { return c >= ' ' && static_cast<unsigned char>(c) < 0x7F; });
        if (file.type.empty() || !printable) {
            return Error("static.manifest", "bad media type of " + std::string(path));
        }
        return file;
    }

  private:
    using Digest48 = ByteArray<48>;

    Result<SharedBytes> variant(const json::object& entry, std::string_view name) {
        const json::value* value = entry.if_contains(name);
        if (value == nullptr) {
            return SharedBytes();
        }
        OGNIWO_ASSIGN(const json::object* object, expect_object(*value, {{"file", "sha384"}}));
        return read(*object);
    }

    // The file of {"file","sha384"}, compared with its hash.
    Result<SharedBytes> read(const json::object& entry) {
        OGNIWO_ASSIGN(const std::string name, get_string(entry, "file"));
        OGNIWO_ASSIGN(const std::string hash, get_string(entry, "sha384"));
        const std::filesystem::path relative(name);
        const bool climbs = std::ranges::find(relative, "..") != relative.end();
        if (name.empty() || relative.is_absolute() || climbs) {
            return Error("static.manifest", "bad file name " + name);
        }
        std::error_code ec;
        const std::filesystem::path path = folder_ / relative;
        const std::uintmax_t size = std::filesystem::file_size(path, ec);
        if (ec || !std::filesystem::is_regular_file(path, ec)) {
            return Error("static.file", "cannot read " + name);
        }
        total_ += size;
        if (size > limits_.max_file_bytes || total_ > limits_.max_total_bytes) {
            return Error("static.limit", name);
        }
        Bytes bytes(size);
        std::ifstream in(path, std::ios::binary);
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): iostreams speak char.
        in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size));
        if (!in || static_cast<std::uintmax_t>(in.gcount()) != size) {
            return Error("static.file", "cannot read " + name);
        }
        if (base64_encode(crypto::sha384(bytes), Padding::required) != hash) {
            return Error("static.hash", name);
        }
        return std::make_shared<const Bytes>(std::move(bytes));
    }

    const std::filesystem::path& folder_;
    const StaticLimits& limits_;
    std::uintmax_t total_ = 0;
};

Result<StaticFiles> StaticFiles::load(const std::filesystem::path& folder,
                                      std::string_view manifest, std::string_view shell,
                                      const std::vector<std::string>& shell_paths,
                                      const StaticLimits& limits) {
    OGNIWO_ASSIGN(const json::value value, parse_json(manifest));
    if (!value.is_object() || value.get_object().size() > limits.max_files) {
        return Error("static.manifest", "not an object, or too many files");
    }
    StaticFiles files;
    Loader loader(folder, limits);
    for (const auto& member : value.get_object()) {
        const std::string path(member.key());
        const auto target = parse_target(path);
        if (!target || target->path != path || !target->query.empty()) {
            return Error("static.manifest", "bad path " + path);
        }
        OGNIWO_ASSIGN(File file, loader.load(path, member.value()));
        files.files_.emplace(path, std::move(file));
    }
    if (!files.files_.contains(shell)) {
        return Error("static.manifest", "the application shell is not in it");
    }
    files.shell_ = shell;
    for (const std::string& path : shell_paths) {
        files.shell_patterns_.emplace_back(path);
    }
    return files;
}

const StaticFiles::File* StaticFiles::lookup(const Target& target) const {
    if (const auto it = files_.find(target.path); it != files_.end()) {
        return &it->second;
    }
    PathParams params;
    const bool page = std::ranges::any_of(shell_patterns_, [&](const PathPattern& pattern) {
        return pattern.matches(target.segments, params);
    });
    return page ? &files_.find(shell_)->second : nullptr;
}

bool StaticFiles::has(const Target& target) const {
    return lookup(target) != nullptr;
}

std::string_view StaticFiles::label(const Target& target) const {
    return files_.contains(target.path) ? "static" : "page";
}

std::optional<Response> StaticFiles::find(const Request& request) const {
    const File* file = lookup(request.target);
    if (file == nullptr) {
        return std::nullopt;
    }
    const std::string_view accepted = request.headers.find("Accept-Encoding").value_or("");
    SharedBytes bytes = file->plain;
    std::string_view coding;
    if (file->brotli && accepts(accepted, "br")) {
        bytes = file->brotli;
        coding = "br";
    } else if (file->gzip && accepts(accepted, "gzip")) {
        bytes = file->gzip;
        coding = "gzip";
    }
    Response response = body_response(std::move(bytes), file->type);
    response.headers.set("Cache-Control", file->cache_control);
    if (file->gzip || file->brotli) {
        response.headers.set("Vary", "Accept-Encoding");
    }
    if (!coding.empty()) {
        response.headers.set("Content-Encoding", coding);
    }
    if (file->worker) {
        response.headers.set("Content-Security-Policy", worker_content_security_policy);
    }
    std::string tag = file->etag;
    if (!coding.empty()) {
        tag += "-" + std::string(coding);
    }
    apply_etag(request, response, tag);
    return response;
}

std::optional<Response> StaticFiles::not_found(const Request& request) const {
    const std::string& top = request.target.segments.front();
    const std::string_view accepted = request.headers.find("Accept").value_or("");
    const bool reads = request.method == Method::get || request.method == Method::head;
    if (!reads || top == "api" || top == "tlog" ||
        accepted.find("text/html") == std::string_view::npos) {
        return std::nullopt;
    }
    const File& shell = files_.find(shell_)->second;
    Response response = body_response(shell.plain, shell.type, 404);
    response.headers.set("Cache-Control", "no-store");
    return response;
}

std::vector<std::pair<std::string, std::string>> StaticFiles::hashes() const {
    std::vector<std::pair<std::string, std::string>> out;
    for (const auto& [path, file] : files_) {
        out.emplace_back(path, file.sha384);
    }
    return out;
}

} // namespace ogniwo::http
