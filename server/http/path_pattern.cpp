#include "server/http/path_pattern.hpp"

#include "crypto/base/check.hpp"

#include <algorithm>

namespace ogniwo::http {

PathPattern::PathPattern(std::string_view path) {
    OGNIWO_CHECK(path.starts_with('/'));
    bool ended = false;
    while (!ended) {
        path.remove_prefix(1);
        const std::size_t end = std::min(path.find('/'), path.size());
        std::string_view text = path.substr(0, end);
        path.remove_prefix(end);
        ended = path.empty();
        Kind kind = Kind::literal;
        if (text.starts_with('{')) {
            OGNIWO_CHECK(text.ends_with('}'));
            kind = text.ends_with("...}") ? Kind::rest : Kind::parameter;
            text = text.substr(1, text.size() - (kind == Kind::rest ? 5 : 2));
            OGNIWO_CHECK(!text.empty() && (kind != Kind::rest || ended));
        }
        segments_.push_back(Segment{kind, std::string(text)});
    }
}

bool PathPattern::matches(const std::vector<std::string>& segments, PathParams& params) const {
    params.clear();
    for (std::size_t i = 0; i < segments_.size(); ++i) {
        const Segment& own = segments_[i];
        if (i >= segments.size() ||
            (own.kind == Kind::literal ? own.text != segments[i] : segments[i].empty())) {
            return false;
        }
        if (own.kind == Kind::rest) {
            std::string joined = segments[i];
            for (std::size_t j = i + 1; j < segments.size(); ++j) {
                joined += "/" + segments[j];
            }
            params.emplace_back(own.text, std::move(joined));
            return true;
        }
        if (own.kind == Kind::parameter) {
            params.emplace_back(own.text, segments[i]);
        }
    }
    return segments_.size() == segments.size();
}

std::string PathPattern::shape() const {
    std::string shape;
    for (const Segment& segment : segments_) {
        shape += '/';
        if (segment.kind == Kind::literal) {
            shape += segment.text;
        } else {
            shape += segment.kind == Kind::parameter ? "{}" : "{...}";
        }
    }
    return shape;
}

bool PathPattern::more_specific_than(const PathPattern& other) const {
    return std::ranges::lexicographical_compare(segments_, other.segments_, {}, &Segment::kind,
                                                &Segment::kind);
}

} // namespace ogniwo::http
