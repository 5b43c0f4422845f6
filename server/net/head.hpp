#pragma once
// The header of a request: a strict filter in front of Beast's parser, whose 1.81 lets requests be
// smuggled (CRAFT section 4.1, point 4; RFC 9112 sections 2.2, 3.2, 5 and 6).

#include "server/http/message.hpp"

namespace ogniwo::net {

/// Bounds of a header, in bytes and field lines.
struct HeadLimits {
    std::size_t bytes = 8 * 1024;
    std::size_t fields = 64;
};

/// Looks for the end of a header in bytes that arrive piece by piece.
class HeadScanner {
  public:
    explicit HeadScanner(HeadLimits limits) : limits_(limits) {}
    /// Looks at the bytes received so far, from the first of the request on. The length of the
    /// header with its empty line, or nothing yet. Refuses what no further byte can mend: a line
    /// feed alone, a carriage return alone, control characters, a folded or an empty first line.
    /// Errors: http.malformed, http.header_limit.
    Result<std::optional<std::size_t>> scan(ByteView received);

  private:
    Result<void> step(std::uint8_t byte);
    HeadLimits limits_;
    std::size_t at_ = 0;
    std::size_t line_length_ = 0;
    std::size_t lines_ = 0;
    bool after_cr_ = false;
    bool complete_ = false;
};

/// A header that has passed every check.
struct Head {
    http::Method method = http::Method::other;
    http::Target target;
    http::Headers headers;
    std::optional<std::uint64_t> content_length;
    bool expects_continue = false;
    bool wants_close = false;
};

/// Reads a complete header (as HeadScanner delimits it). Refuses any Transfer-Encoding, a
/// Content-Length that is repeated or no plain decimal, a Host that is missing, repeated or
/// malformed, targets that are not in origin form, versions other than 1.1, expectations other than
/// 100-continue. Errors: http.malformed, http.version, http.host, http.length_required,
/// http.expectation, http.target, http.target_length.
Result<Head> parse_head(ByteView bytes);

} // namespace ogniwo::net
