#pragma once
// Path templates: "/api/votes/{id}/open", "/tlog/tile/{rest...}".

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ogniwo::http {

/// Values of the names of a template, in its order.
using PathParams = std::vector<std::pair<std::string_view, std::string>>;

class PathPattern {
  public:
    /// Precondition: begins with "/", names are not empty, "{name...}" only at the end.
    explicit PathPattern(std::string_view path);

    /// True when the decoded segments fit. A {name} takes one segment that is not empty, a
    /// {name...} one or more. `params` is filled on success and its names live as long as this
    /// pattern.
    [[nodiscard]] bool matches(const std::vector<std::string>& segments, PathParams& params) const;
    /// The template with the names left out: two patterns of one shape match the same paths.
    [[nodiscard]] std::string shape() const;
    /// Orders literals before {names} before {names...}, from the left.
    [[nodiscard]] bool more_specific_than(const PathPattern& other) const;

  private:
    enum class Kind : std::uint8_t { literal, parameter, rest };
    struct Segment {
        Kind kind = Kind::literal;
        std::string text; // the literal, or the name
    };
    std::vector<Segment> segments_;
};

} // namespace ogniwo::http
