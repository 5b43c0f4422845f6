#include "ballots/counting/lines.hpp"

#include <algorithm>

namespace ogniwo::counting {

LineReader::LineReader(std::string_view text) : rest_(text) {
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
    if (rest_.starts_with(byte_order_mark)) {
        rest_.remove_prefix(byte_order_mark.size());
    }
}

Result<std::optional<std::string_view>> LineReader::next() {
    if (rest_.empty()) {
        return std::optional<std::string_view>();
    }
    ++number_;
    const std::size_t size = std::min(rest_.find('\n'), rest_.size());
    std::string_view line = rest_.substr(0, size);
    rest_.remove_prefix(std::min(size + 1, rest_.size()));
    if (line.ends_with('\r')) {
        line.remove_suffix(1);
    }
    if (line.size() > max_line_bytes) {
        return Error("count.line", "line " + std::to_string(number_) + " is longer than " +
                                       std::to_string(max_line_bytes) + " bytes");
    }
    return std::optional(line);
}

} // namespace ogniwo::counting
