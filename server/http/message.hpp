#pragma once
// Requests and responses as plain values: nothing above server/net sees a type of Beast.

#include "crypto/base/bytes.hpp"
#include "crypto/base/result.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace ogniwo::http {

/// `other` is every method that we do not serve: it gets 405 (or 404), like a known one on a wrong
/// route.
enum class Method : std::uint8_t { get, head, post, put, del, options, other };

/// The method of a request line; `other` when it is none of ours.
Method parse_method(std::string_view text);
std::string_view method_name(Method method);

struct Header {
    std::string name;
    std::string value;
};

/// True when the two names are equal without regard to ASCII case.
bool equal_names(std::string_view a, std::string_view b);

/// Header fields in the order they came or will be sent. Lookups ignore the case of names.
class Headers {
  public:
    /// The value of the first field of that name, or nothing.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
    [[nodiscard]] std::size_t count(std::string_view name) const;
    /// Adds a field; another of the same name stays. Precondition: neither part holds CR, LF or
    /// NUL.
    void add(std::string_view name, std::string_view value);
    /// Replaces every field of that name by one. Same precondition.
    void set(std::string_view name, std::string_view value);
    /// Adds the field only when there is none of that name. Same precondition.
    void set_default(std::string_view name, std::string_view value);
    void erase(std::string_view name);
    [[nodiscard]] const std::vector<Header>& fields() const { return fields_; }

  private:
    std::vector<Header> fields_;
};

/// The target of a request after its single normalisation.
struct Target {
    /// Decoded path, "/" + segments joined by "/".
    std::string path;
    /// Decoded segments; the last one is empty when the path ends in "/" ("/" itself has one
    /// empty).
    std::vector<std::string> segments;
    /// Decoded query parameters in their order, at most 32.
    std::vector<std::pair<std::string, std::string>> query;
};

/// Longest accepted request target, in bytes.
inline constexpr std::size_t max_target_bytes = 2048;

/// Reads an origin-form target (RFC 9112 section 3.2.1) and percent-decodes it once. Refuses "."
/// and ".." segments, empty inner segments, decoded "/" "\" and control characters, bad escapes,
/// bad UTF-8 and "#". Errors: http.target, http.target_length (over max_target_bytes).
Result<Target> parse_target(std::string_view raw);

/// Where a connection comes from; the socket's own address, never a header.
struct Peer {
    /// Numeric text, "192.0.2.7" or "2001:db8::7".
    std::string address;
    /// What per-address limits count by: the IPv4 address, or the /64 of an IPv6 address.
    std::string network;
};

struct Request {
    Method method = Method::other;
    Target target;
    Headers headers;
    Bytes body;
    Peer peer;
    /// 16 hex digits of the connection, "-", number of the request on it. Unique, carries nothing
    /// personal.
    std::string id;

    /// The first query parameter of that name, or nothing.
    [[nodiscard]] std::optional<std::string_view> query(std::string_view name) const;
    /// The cookie of that name (RFC 6265 section 5.4 pairs), or nothing; nothing too when it comes
    /// twice.
    [[nodiscard]] std::optional<std::string_view> cookie(std::string_view name) const;
};

/// The first of `supported` that the reader wants: `?lang=`, else Accept-Language (RFC 9110 section
/// 12.5.4, by quality), else supported.front(). Precondition: `supported` is not empty.
std::string preferred_language(const Request& request, const std::vector<std::string>& supported);

/// An open file that a response is sent from, closed with its last user.
class OpenFile {
  public:
    explicit OpenFile(int descriptor) : descriptor_(descriptor) {}
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    ~OpenFile();
    [[nodiscard]] int descriptor() const { return descriptor_; }

  private:
    int descriptor_;
};

/// Bytes offset .. offset+length of a regular file, read while they are sent (64 KiB at a time).
struct FileBody {
    std::shared_ptr<const OpenFile> file;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};

/// Opens a whole regular file for a response; symbolic links are not followed. The file may be
/// unlinked afterwards. Never give it a path that holds a part of a request. Errors: http.file.
Result<FileBody> open_file_body(const std::string& path);

using SharedBytes = std::shared_ptr<const Bytes>;
using Body = std::variant<std::monostate, std::string, Bytes, SharedBytes, FileBody>;
std::uint64_t body_size(const Body& body);
/// The bytes of a body in memory. Precondition: not a FileBody.
ByteView body_bytes(const Body& body);

struct Response {
    unsigned status = 200;
    Headers headers;
    Body body;
    /// Close the connection after this response.
    bool close = false;
    /// For the access log: the id of the problem, when the response is one.
    std::string problem_id;
};

/// Content-Type application/json. `text` is the finished JSON text.
Response json_response(std::string text, unsigned status = 200);
/// Any body with its media type.
Response body_response(Body body, std::string_view content_type, unsigned status = 200);
/// No body, 204 unless told otherwise.
Response empty_response(unsigned status = 204);

/// Sets `ETag: "<tag>"` and turns the response into 304 when If-None-Match of the request holds it.
void apply_etag(const Request& request, Response& response, std::string_view tag);

} // namespace ogniwo::http
