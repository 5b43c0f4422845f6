#include "crypto/base/check.hpp"

#include "crypto/base/result.hpp"

#include <cstdio>
#include <cstdlib>
#include <stdexcept>

namespace ogniwo {

void check_failed(const char* expression, const char* file, int line) noexcept {
    std::fprintf(stderr, "ogniwo: broken invariant: %s (%s:%d)\n", expression, file, line);
    std::abort();
}

// Reached only when code takes .value() of a result that it did not test.
void throw_exception_from_error(const Error& error, const boost::source_location& where) {
    throw std::logic_error(error.text() + " (" + where.file_name() + ":" +
                           std::to_string(where.line()) + ")");
}

} // namespace ogniwo
