#pragma once
// Expected failures. Exceptions are for third parties only, broken invariants abort (check.hpp).

#include <boost/system/result.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace ogniwo {

/// What went wrong: a stable id, the same in the API, the command line, the report of the verifier and
/// the tests ("ballot.signature", "json.duplicate_key"), and a detail for the person who reads it.
/// The id must be a string literal: it is kept as a view.
class [[nodiscard]] Error {
  public:
    Error() noexcept : id_("internal.unset") {}
    explicit Error(const char* id) noexcept : id_(id) {}
    Error(const char* id, std::string detail) : id_(id), detail_(std::move(detail)) {}

    [[nodiscard]] std::string_view id() const noexcept { return id_; }
    [[nodiscard]] const std::string& detail() const noexcept { return detail_; }
    /// "id" or "id: detail".
    [[nodiscard]] std::string text() const {
        return detail_.empty() ? std::string(id_) : std::string(id_) + ": " + detail_;
    }
    friend bool operator==(const Error& a, const Error& b) noexcept { return a.id_ == b.id_; }

  private:
    std::string_view id_;
    std::string detail_;
};

[[noreturn]] void throw_exception_from_error(const Error& error, const boost::source_location& where);

template <class T> using Result = boost::system::result<T, Error>;

/// The verdict of a verifier that makes more than one check: nothing, or the first check that failed.
using Verdict = Result<void>;
inline Verdict pass() { return {}; }

} // namespace ogniwo

/// Returns the error of `expression` from the enclosing function, or goes on.
#define OGNIWO_TRY(expression)                                                                     \
    do {                                                                                           \
        if (auto ogniwo_try_result = (expression); !ogniwo_try_result) {                           \
            return ogniwo_try_result.error();                                                      \
        }                                                                                          \
    } while (false)

#define OGNIWO_CONCAT_(a, b) a##b
#define OGNIWO_CONCAT(a, b) OGNIWO_CONCAT_(a, b)
/// `OGNIWO_ASSIGN(auto x, expression);` returns the error, or declares x with the value.
#define OGNIWO_ASSIGN(declaration, expression)                                                     \
    auto OGNIWO_CONCAT(ogniwo_result_, __LINE__) = (expression);                                   \
    if (!OGNIWO_CONCAT(ogniwo_result_, __LINE__)) {                                                \
        return OGNIWO_CONCAT(ogniwo_result_, __LINE__).error();                                    \
    }                                                                                              \
    declaration = std::move(*OGNIWO_CONCAT(ogniwo_result_, __LINE__))
