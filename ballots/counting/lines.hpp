#pragma once
// Lines of a text from outside, with a limit on their length.

#include "crypto/base/result.hpp"

#include <cstddef>
#include <optional>

namespace ogniwo::counting {

inline constexpr std::size_t max_line_bytes = 65536;

/// Ends are LF or CR LF; a byte-order mark at the beginning is left out.
class LineReader {
  public:
    explicit LineReader(std::string_view text);

    /// The next line without its end; nullopt after the last. Errors: count.line.
    Result<std::optional<std::string_view>> next();
    /// Number of the line that next() returned last, from 1; 0 before the first.
    [[nodiscard]] std::size_t number() const { return number_; }

  private:
    std::string_view rest_;
    std::size_t number_ = 0;
};

} // namespace ogniwo::counting
