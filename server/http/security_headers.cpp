#include "server/http/security_headers.hpp"

namespace ogniwo::http {

void add_security_headers(Response& response, bool secure) {
    Headers& headers = response.headers;
    headers.set_default("Content-Security-Policy", content_security_policy);
    headers.set_default("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("X-Frame-Options", "DENY");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Permissions-Policy",
                "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
    if (secure) {
        headers.set("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
    }
}

} // namespace ogniwo::http
