#pragma once
// Responses as bytes.

#include "server/http/message.hpp"

namespace ogniwo::net {

/// True when a response of that status may carry a body (RFC 9110 section 6.4.1).
bool may_have_body(unsigned status);

/// Status line and header fields with the empty line: the response's own, and Date, Content-Length,
/// X-Request-Id and, when `close`, Connection. With a `multiple` above 0, X-Padding fills header and body together up
/// to a multiple of so many bytes.
std::string response_head(const http::Response& response, std::string_view request_id, bool close,
                          std::size_t multiple = 0);

/// The standard phrase of a status code, or "Status".
std::string_view reason_phrase(unsigned status);

} // namespace ogniwo::net
