#pragma once
// Responses as bytes.

#include "server/http/message.hpp"

namespace ogniwo::net {

/// True when a response of that status may carry a body (RFC 9110 section 6.4.1).
bool may_have_body(unsigned status);

/// Status line and header fields with the empty line: the response's own, and Date, Content-Length,
/// X-Request-Id and, when `close`, Connection.
std::string response_head(const http::Response& response, std::string_view request_id, bool close);

/// The standard phrase of a status code, or "Status".
std::string_view reason_phrase(unsigned status);

} // namespace ogniwo::net
