#pragma once
// Assertions that stay on in every build: a broken invariant stops the program.

namespace ogniwo {

[[noreturn]] void check_failed(const char* expression, const char* file, int line) noexcept;

} // namespace ogniwo

/// For programmer errors only, never for input. Prints one line on stderr and aborts.
#define OGNIWO_CHECK(expression)                                                                   \
    ((expression) ? static_cast<void>(0)                                                           \
                  : ::ogniwo::check_failed(#expression, __FILE__, __LINE__))
