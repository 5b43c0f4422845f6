#include "server/net/head.hpp"

#include "crypto/base/encoding.hpp"

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>

namespace ogniwo::net {
namespace {

namespace beast = boost::beast;
using Parser = beast::http::request_parser<beast::http::empty_body>;

bool is_host(std::string_view text) {
    return !text.empty() && text.size() <= 255 && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '.' || c == '-' || c == ':' || c == '[' || c == ']';
    });
}

// True when the comma-separated list holds the token, ignoring case.
bool has_token(std::string_view list, std::string_view token) {
    while (!list.empty()) {
        const std::size_t end = std::min(list.find(','), list.size());
        std::string one(list.substr(0, end));
        list.remove_prefix(std::min(end + 1, list.size()));
        std::erase_if(one, [](char c) { return c == ' ' || c == '\t'; });
        if (http::equal_names(one, token)) {
            return true;
        }
    }
    return false;
}

Result<void> read_framing(Head& head) {
    const http::Headers& headers = head.headers;
    if (headers.count("Transfer-Encoding") != 0) {
        return Error("http.length_required", "Transfer-Encoding is not accepted");
    }
    const std::size_t lengths = headers.count("Content-Length");
    if (lengths > 1) {
        return Error("http.malformed", "Content-Length twice");
    }
    if (lengths == 1) {
        const auto length = decimal_decode(*headers.find("Content-Length"));
        if (!length) {
            return Error("http.malformed", "Content-Length is no plain decimal");
        }
        head.content_length = *length;
    }
    if (headers.count("Host") != 1 || !is_host(*headers.find("Host"))) {
        return Error("http.host");
    }
    if (headers.count("Expect") > 0) {
        const std::string_view expect = *headers.find("Expect");
        if (headers.count("Expect") > 1 || !http::equal_names(expect, "100-continue")) {
            return Error("http.expectation");
        }
        head.expects_continue = head.content_length.value_or(0) > 0;
    }
    for (const http::Header& field : headers.fields()) {
        if (http::equal_names(field.name, "Connection")) {
            head.wants_close = head.wants_close || has_token(field.value, "close");
        }
    }
    return {};
}

} // namespace

Result<void> HeadScanner::step(std::uint8_t byte) {
    constexpr std::uint8_t cr = '\r';
    constexpr std::uint8_t lf = '\n';
    if (after_cr_ != (byte == lf)) {
        return Error("http.malformed", "CR and LF only together");
    }
    if (byte == lf) {
        after_cr_ = false;
        if (line_length_ == 0) {
            if (lines_ == 0) {
                return Error("http.malformed", "empty first line");
            }
            complete_ = true;
            return {};
        }
        line_length_ = 0;
        ++lines_;
        if (lines_ > limits_.fields + 1) {
            return Error("http.header_limit", "too many fields");
        }
        return {};
    }
    if (byte == cr) {
        after_cr_ = true;
        return {};
    }
    if (line_length_ == 0 && (byte == ' ' || byte == '\t')) {
        return Error("http.malformed", "folded line");
    }
    if ((byte < 0x20 && byte != '\t') || byte == 0x7F) {
        return Error("http.malformed", "control character");
    }
    ++line_length_;
    return {};
}

Result<std::optional<std::size_t>> HeadScanner::scan(ByteView received) {
    while (at_ < received.size() && !complete_) {
        if (at_ == limits_.bytes) {
            return Error("http.header_limit", "too many bytes");
        }
        OGNIWO_TRY(step(received[at_]));
        ++at_;
    }
    return complete_ ? std::optional<std::size_t>(at_) : std::nullopt;
}

Result<Head> parse_head(ByteView bytes) {
    Parser parser;
    parser.header_limit(static_cast<std::uint32_t>(bytes.size() + 1));
    parser.body_limit(boost::none); // the route's limit is checked before a body is read
    beast::error_code ec;
    parser.put(boost::asio::const_buffer(bytes.data(), bytes.size()), ec);
    if (ec == beast::http::error::bad_version) {
        return Error("http.version");
    }
    if ((ec && ec != beast::http::error::need_more) || !parser.is_header_done()) {
        const bool transfer = ec == beast::http::error::bad_transfer_encoding;
        return transfer ? Error("http.length_required", "Transfer-Encoding is not accepted")
                        : Error("http.malformed", ec.message());
    }
    const auto& message = parser.get();
    if (message.version() != 11) {
        return Error("http.version");
    }
    Head head;
    const beast::string_view method = message.method_string();
    head.method = http::parse_method({method.data(), method.size()});
    for (const auto& field : message) {
        const beast::string_view name = field.name_string();
        const beast::string_view value = field.value();
        head.headers.add({name.data(), name.size()}, {value.data(), value.size()});
    }
    OGNIWO_TRY(read_framing(head));
    const beast::string_view target = message.target();
    OGNIWO_ASSIGN(head.target, http::parse_target({target.data(), target.size()}));
    return head;
}

} // namespace ogniwo::net
