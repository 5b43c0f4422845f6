#include "server/http/message.hpp"

#include "crypto/base/check.hpp"

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace ogniwo::http {
namespace {

struct NamedMethod {
    Method method;
    std::string_view name;
};
constexpr std::array methods{
    NamedMethod{Method::get, "GET"},    NamedMethod{Method::head, "HEAD"},
    NamedMethod{Method::post, "POST"},  NamedMethod{Method::put, "PUT"},
    NamedMethod{Method::del, "DELETE"}, NamedMethod{Method::options, "OPTIONS"},
};

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// A header that we write ourselves must not be able to end its line.
bool is_one_line(std::string_view text) {
    return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
        text.remove_prefix(1);
    }
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
        text.remove_suffix(1);
    }
    return text;
}

} // namespace

Method parse_method(std::string_view text) {
    const auto* const it = std::ranges::find(methods, text, &NamedMethod::name);
    return it == methods.end() ? Method::other : it->method;
}

std::string_view method_name(Method method) {
    const auto* const it = std::ranges::find(methods, method, &NamedMethod::method);
    return it == methods.end() ? "other" : it->name;
}

bool equal_names(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, lower, lower);
}

std::optional<std::string_view> Headers::find(std::string_view name) const {
    const auto it = std::ranges::find_if(
        fields_, [&](const Header& field) { return equal_names(field.name, name); });
    if (it == fields_.end()) {
        return std::nullopt;
    }
    return it->value;
}

std::size_t Headers::count(std::string_view name) const {
    const auto n = std::ranges::count_if(
        fields_, [&](const Header& field) { return equal_names(field.name, name); });
    return static_cast<std::size_t>(n);
}

void Headers::add(std::string_view name, std::string_view value) {
    OGNIWO_CHECK(!name.empty() && is_one_line(name) && is_one_line(value));
    fields_.push_back(Header{std::string(name), std::string(value)});
}

void Headers::set(std::string_view name, std::string_view value) {
    erase(name);
    add(name, value);
}

void Headers::set_default(std::string_view name, std::string_view value) {
    if (!find(name)) {
        add(name, value);
    }
}

void Headers::erase(std::string_view name) {
    std::erase_if(fields_, [&](const Header& field) { return equal_names(field.name, name); });
}

std::optional<std::string_view> Request::query(std::string_view name) const {
    for (const auto& [key, value] : target.query) {
        if (key == name) {
            return value;
        }
    }
    return std::nullopt;
}

std::optional<std::string_view> Request::cookie(std::string_view name) const {
    std::optional<std::string_view> found;
    for (const Header& field : headers.fields()) {
        if (!equal_names(field.name, "Cookie")) {
            continue;
        }
        std::string_view rest = field.value;
        while (!rest.empty()) {
            const std::size_t end = std::min(rest.find(';'), rest.size());
            const std::string_view pair = trimmed(rest.substr(0, end));
            rest.remove_prefix(std::min(end + 1, rest.size()));
            const std::size_t equals = pair.find('=');
            if (equals == std::string_view::npos || pair.substr(0, equals) != name) {
                continue;
            }
            if (found) {
                return std::nullopt; // two of one name: someone tossed in their own
            }
            found = pair.substr(equals + 1);
        }
    }
    return found;
}

OpenFile::~OpenFile() {
    ::close(descriptor_);
}

Result<FileBody> open_file_body(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (descriptor < 0) {
        return Error("http.file", "cannot open the file");
    }
    FileBody body;
    body.file = std::make_shared<const OpenFile>(descriptor);
    struct stat info {};
    if (::fstat(descriptor, &info) != 0 || !S_ISREG(info.st_mode)) {
        return Error("http.file", "not a regular file");
    }
    body.length = static_cast<std::uint64_t>(info.st_size);
    return body;
}

std::uint64_t body_size(const Body& body) {
    if (const auto* file = std::get_if<FileBody>(&body)) {
        return file->length;
    }
    return body_bytes(body).size();
}

ByteView body_bytes(const Body& body) {
    OGNIWO_CHECK(!std::holds_alternative<FileBody>(body));
    if (const auto* text = std::get_if<std::string>(&body)) {
        return as_bytes(*text);
    }
    if (const auto* bytes = std::get_if<Bytes>(&body)) {
        return *bytes;
    }
    if (const auto* shared = std::get_if<SharedBytes>(&body)) {
        return **shared;
    }
    return {};
}

Response json_response(std::string text, unsigned status) {
    return body_response(std::move(text), "application/json", status);
}

Response body_response(Body body, std::string_view content_type, unsigned status) {
    Response response;
    response.status = status;
    response.headers.set("Content-Type", content_type);
    response.body = std::move(body);
    return response;
}

Response empty_response(unsigned status) {
    Response response;
    response.status = status;
    return response;
}

void apply_etag(const Request& request, Response& response, std::string_view tag) {
    const std::string quoted = "\"" + std::string(tag) + "\"";
    response.headers.set("ETag", quoted);
    const auto wanted = request.headers.find("If-None-Match");
    if (!wanted || (request.method != Method::get && request.method != Method::head)) {
        return;
    }
    std::string_view rest = *wanted;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(','), rest.size());
        std::string_view one = trimmed(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (one.starts_with("W/")) {
            one.remove_prefix(2);
        }
        if (one == quoted || one == "*") {
            response.status = 304;
            response.body = std::monostate{};
            return;
        }
    }
}

} // namespace ogniwo::http
