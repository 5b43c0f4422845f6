#pragma once
// The log: one JSON object a line, named events, request ids, no secrets.

#include "crypto/base/result.hpp"

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ogniwo::obs {

enum class Level : std::uint8_t { debug, info, warning, error };

/// One member of the line. Texts are escaped and cut at 1,000 bytes, so a value cannot forge a
/// line.
struct Field {
    std::string_view key;
    std::variant<std::string_view, std::int64_t, std::uint64_t, double, bool> value;

    Field(std::string_view k, std::string_view v) : key(k), value(v) {}
    Field(std::string_view k, const std::string& v) : key(k), value(std::string_view(v)) {}
    Field(std::string_view k, const char* v) : key(k), value(std::string_view(v)) {}
    Field(std::string_view k, bool v) : key(k), value(v) {}
    Field(std::string_view k, int v) : key(k), value(static_cast<std::int64_t>(v)) {}
    Field(std::string_view k, unsigned v) : key(k), value(static_cast<std::uint64_t>(v)) {}
    Field(std::string_view k, long v) : key(k), value(static_cast<std::int64_t>(v)) {}
    Field(std::string_view k, unsigned long v) : key(k), value(static_cast<std::uint64_t>(v)) {}
    Field(std::string_view k, double v) : key(k), value(v) {}
};

/// Thread-safe. Lines are written by a thread of the log; when 8,192 wait, the oldest gives way, so
/// a slow disk never stops a request. The destructor writes what waits.
class Log {
  public:
    /// Writes to stderr.
    static std::unique_ptr<Log> to_stderr(Level least = Level::info);
    /// Appends to a file (made with mode 0600). Errors: log.file.
    static Result<std::unique_ptr<Log>> to_file(const std::string& path, Level least = Level::info);
    /// Keeps the lines, for tests.
    static std::unique_ptr<Log> to_memory(Level least = Level::debug);
    ~Log();
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;

    /// {"at":"2026-01-31T12:00:00.123Z","level":"info","event":"ballot.accepted",...fields}.
    /// The caller puts no secret, token, credential or address into a field.
    void event(Level level, std::string_view name, std::initializer_list<Field> fields = {});
    void event(Level level, std::string_view name, const std::vector<Field>& fields);
    /// Waits until what was logged before is written, at most 5 s.
    void flush();
    /// Lines of a log made by to_memory, oldest first (at most the last 10,000).
    [[nodiscard]] std::vector<std::string> lines() const;

  private:
    struct State;
    explicit Log(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

} // namespace ogniwo::obs
