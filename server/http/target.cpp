#include "crypto/base/check.hpp"
#include "crypto/base/encoding.hpp"
#include "server/http/message.hpp"

#include <algorithm>

namespace ogniwo::http {
namespace {

constexpr std::size_t max_query_parameters = 32;

int hex_digit(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

enum class Plus { literal, space };

Result<std::string> percent_decode(std::string_view text, Plus plus) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && plus == Plus::space) {
            out += ' ';
        } else if (text[i] != '%') {
            out += text[i];
        } else {
            const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
            const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
            if (high < 0 || low < 0) {
                return Error("http.target", "bad percent escape");
            }
            out += static_cast<char>(high * 16 + low);
            i += 2;
        }
    }
    const bool control = std::ranges::any_of(
        out, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
    if (control || !is_utf8(out)) {
        return Error("http.target", "control character or bad UTF-8");
    }
    return out;
}

Result<void> parse_path(std::string_view raw, Target& target) {
    raw.remove_prefix(1);
    while (true) {
        const std::size_t end = std::min(raw.find('/'), raw.size());
        const bool last = end == raw.size();
        OGNIWO_ASSIGN(std::string segment, percent_decode(raw.substr(0, end), Plus::literal));
        if (segment == "." || segment == ".." || (segment.empty() && !last) ||
            segment.find_first_of("/\\") != std::string::npos) {
            return Error("http.target", "path is not in its normal form");
        }
        target.path += "/" + segment;
        target.segments.push_back(std::move(segment));
        if (last) {
            return {};
        }
        raw.remove_prefix(end + 1);
    }
}

Result<void> parse_query(std::string_view raw, Target& target) {
    while (!raw.empty()) {
        const std::size_t end = std::min(raw.find('&'), raw.size());
        const std::string_view pair = raw.substr(0, end);
        raw.remove_prefix(std::min(end + 1, raw.size()));
        if (pair.empty()) {
            continue;
        }
        if (target.query.size() == max_query_parameters) {
            return Error("http.target", "too many query parameters");
        }
        const std::size_t equals = std::min(pair.find('='), pair.size());
        const std::string_view raw_value =
            equals == pair.size() ? std::string_view() : pair.substr(equals + 1);
        OGNIWO_ASSIGN(std::string key, percent_decode(pair.substr(0, equals), Plus::space));
        OGNIWO_ASSIGN(std::string value, percent_decode(raw_value, Plus::space));
        target.query.emplace_back(std::move(key), std::move(value));
    }
    return {};
}

// "0.8" -> 800; anything that is no quality value -> 0.
int quality(std::string_view text) {
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) {
        return 0;
    }
    int value = (text[0] - '0') * 1000;
    if (text.size() > 1 && text[1] != '.') {
        return 0;
    }
    int unit = 100;
    for (std::size_t i = 2; i < text.size(); ++i, unit /= 10) {
        if (text[i] < '0' || text[i] > '9') {
            return 0;
        }
        value += (text[i] - '0') * unit;
    }
    return std::min(value, 1000);
}

std::string without_spaces(std::string_view text) {
    std::string out(text);
    std::erase_if(out, [](char c) { return c == ' ' || c == '\t'; });
    return out;
}

} // namespace

Result<Target> parse_target(std::string_view raw) {
    if (raw.size() > max_target_bytes) {
        return Error("http.target_length");
    }
    const bool printable =
        std::ranges::all_of(raw, [](char c) { return c > 0x20 && c < 0x7F && c != '#'; });
    if (raw.empty() || raw.front() != '/' || !printable) {
        return Error("http.target", "not an origin-form target");
    }
    const std::size_t path_end = std::min(raw.find('?'), raw.size());
    Target target;
    OGNIWO_TRY(parse_path(raw.substr(0, path_end), target));
    if (path_end < raw.size()) {
        OGNIWO_TRY(parse_query(raw.substr(path_end + 1), target));
    }
    return target;
}

std::string preferred_language(const Request& request, const std::vector<std::string>& supported) {
    OGNIWO_CHECK(!supported.empty());
    if (const auto wanted = request.query("lang")) {
        if (const auto it = std::ranges::find(supported, *wanted); it != supported.end()) {
            return *it;
        }
    }
    const std::string* best = &supported.front();
    int best_quality = 0;
    const std::string accepted =
        without_spaces(request.headers.find("Accept-Language").value_or(""));
    std::string_view rest = accepted;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(','), rest.size());
        const std::string_view range = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        const std::size_t tag_end = std::min(range.find(';'), range.size());
        const std::string_view primary = range.substr(0, std::min(range.find('-'), tag_end));
        const std::size_t q = range.find(";q=");
        const int weight = q == std::string_view::npos ? 1000 : quality(range.substr(q + 3));
        const auto it = std::ranges::find_if(
            supported, [&](const std::string& one) { return equal_names(one, primary); });
        if (it != supported.end() && weight > best_quality) {
            best = &*it;
            best_quality = weight;
        }
    }
    return *best;
}

} // namespace ogniwo::http
