#include "server/net/wire.hpp"

#include <boost/beast/http/status.hpp>

#include <array>
#include <ctime>

namespace ogniwo::net {
namespace {

// RFC 9110 section 5.6.7; kept for the second it is right in.
std::string_view date_now() {
    thread_local std::time_t second = 0;
    thread_local std::array<char, 32> text{};
    thread_local std::size_t length = 0;
    const std::time_t now = std::time(nullptr);
    if (now != second || length == 0) {
        std::tm parts{};
        ::gmtime_r(&now, &parts);
        length = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
        second = now;
    }
    return {text.data(), length};
}

} // namespace

bool may_have_body(unsigned status) {
    return status >= 200 && status != 204 && status != 304;
}

std::string_view reason_phrase(unsigned status) {
    const auto known = boost::beast::http::int_to_status(status);
    if (known == boost::beast::http::status::unknown) {
        return "Status";
    }
    const auto phrase = boost::beast::http::obsolete_reason(known);
    return {phrase.data(), phrase.size()};
}

std::string response_head(const http::Response& response, std::string_view request_id, bool close,
                          std::size_t multiple) {
    std::string out;
    constexpr std::size_t usual = 1'536;
    constexpr std::string_view end = "\r\n\r\n";
    out.reserve(usual);
    out += "HTTP/1.1 ";
    out += std::to_string(response.status);
    out += ' ';
    out += reason_phrase(response.status);
    const auto line = [&out](std::string_view name, std::string_view value) {
        out.append("\r\n").append(name).append(": ").append(value);
    };
    line("Date", date_now());
    for (const http::Header& field : response.headers.fields()) {
        line(field.name, field.value);
    }
    line("X-Request-Id", request_id);
    if (may_have_body(response.status)) {
        line("Content-Length", std::to_string(http::body_size(response.body)));
    }
    if (close) {
        line("Connection", "close");
    }
    if (multiple > 0) {
        line("X-Padding", "");
        const std::size_t whole = out.size() + end.size() + http::body_size(response.body);
        out.append((multiple - whole % multiple) % multiple, '.');
    }
    return out.append(end);
}

} // namespace ogniwo::net
