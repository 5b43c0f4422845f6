#pragma once
// The headers that every response carries (CRAFT section 5, OWASP ASVS 5 chapter 3.4).

#include "server/http/message.hpp"

namespace ogniwo::http {

inline constexpr std::string_view content_security_policy =
    "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types ogniwo-worker";

/// For the own script of a worker that loads libsodium: there, and only there, WebAssembly may
/// compile.
inline constexpr std::string_view worker_content_security_policy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src "
    "'self'; "
    "img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types ogniwo-worker";

/// Adds what is missing: a Content-Security-Policy or Cache-Control that is set already stays.
/// `secure`: the connection is TLS, so Strict-Transport-Security has a meaning.
void add_security_headers(Response& response, bool secure);

} // namespace ogniwo::http
