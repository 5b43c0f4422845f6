#include "server/obs/log.hpp"

#include "crypto/base/encoding.hpp"
#include "crypto/base/json.hpp"

#include <spdlog/async_logger.h>
#include <spdlog/details/thread_pool.h>
#include <spdlog/sinks/base_sink.h>

#include <atomic>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <deque>
#include <fcntl.h>
#include <mutex>
#include <thread>
#include <unistd.h>

namespace ogniwo::obs {
namespace {

constexpr std::size_t queue_length = 8'192;
constexpr std::size_t max_text = 1'000;
constexpr std::size_t max_kept_lines = 10'000;

// Writes whole lines; the payload is a finished JSON object.
class LineSink : public spdlog::sinks::base_sink<std::mutex> {
  public:
    [[nodiscard]] std::uint64_t written() const { return written_.load(); }

  protected:
    virtual void write_line(std::string_view line) = 0;

  private:
    void sink_it_(const spdlog::details::log_msg& message) final {
        write_line({message.payload.data(), message.payload.size()});
        written_.fetch_add(1);
    }
    std::atomic<std::uint64_t> written_{0};
};

class DescriptorSink final : public LineSink {
  public:
    DescriptorSink(int descriptor, bool owned) : descriptor_(descriptor), owned_(owned) {}
    DescriptorSink(const DescriptorSink&) = delete;
    DescriptorSink& operator=(const DescriptorSink&) = delete;
    ~DescriptorSink() override {
        if (owned_) {
            ::close(descriptor_);
        }
    }

  private:
    void write_line(std::string_view line) override {
        buffer_.assign(line).push_back('\n');
        std::string_view rest = buffer_;
        while (!rest.empty()) {
            const ssize_t n = ::write(descriptor_, rest.data(), rest.size());
            if (n < 0 && errno == EINTR) {
                continue;
            }
            if (n <= 0) {
                return; // nowhere left to report it
            }
            rest.remove_prefix(static_cast<std::size_t>(n));
        }
    }
    void flush_() override {}

    int descriptor_;
    bool owned_;
    std::string buffer_;
};

class MemorySink final : public LineSink {
  public:
    std::vector<std::string> lines() {
        const std::lock_guard lock(mutex_);
        return {lines_.begin(), lines_.end()};
    }

  private:
    void write_line(std::string_view line) override {
        lines_.emplace_back(line);
        if (lines_.size() > max_kept_lines) {
            lines_.pop_front();
        }
    }
    void flush_() override {}

    std::deque<std::string> lines_;
};

std::string_view level_name(Level level) {
    switch (level) {
    case Level::debug:
        return "debug";
    case Level::info:
        return "info";
    case Level::warning:
        return "warning";
    case Level::error:
        break;
    }
    return "error";
}

spdlog::level::level_enum spdlog_level(Level level) {
    switch (level) {
    case Level::debug:
        return spdlog::level::debug;
    case Level::info:
        return spdlog::level::info;
    case Level::warning:
        return spdlog::level::warn;
    case Level::error:
        break;
    }
    return spdlog::level::err;
}

void append_text(std::string& out, std::string_view text) {
    std::string safe(text.substr(0, max_text));
    while (!safe.empty() && safe.size() < text.size() &&
           (static_cast<unsigned char>(text[safe.size()]) & 0xC0U) == 0x80U) {
        safe.pop_back(); // not in the middle of a character
    }
    if (!is_utf8(safe)) {
        std::ranges::replace_if(
            safe, [](char c) { return (static_cast<unsigned char>(c) & 0x80U) != 0; }, '?');
    }
    out += write_json(json::value(safe));
}

template <class Number> void append_number(std::string& out, Number number) {
    std::array<char, 64> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
    out.append(text.data(), end);
}

struct AppendValue {
    std::string& out;
    void operator()(std::string_view v) const { append_text(out, v); }
    void operator()(std::int64_t v) const { append_number(out, v); }
    void operator()(std::uint64_t v) const { append_number(out, v); }
    void operator()(double v) const {
        if (std::isfinite(v)) {
            append_number(out, v);
        } else {
            out += "null";
        }
    }
    void operator()(bool v) const { out += v ? "true" : "false"; }
};

void append_time(std::string& out) {
    using namespace std::chrono;
    const auto now = system_clock::now();
    const auto millis = duration_cast<milliseconds>(now.time_since_epoch()).count() % 1'000;
    const std::time_t seconds = system_clock::to_time_t(now);
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    std::array<char, 40> text{};
    const std::size_t n = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
    out.append(text.data(), n);
    std::snprintf(text.data(), text.size(), ".%03dZ", static_cast<int>(millis));
    out += text.data();
}

template <class Fields>
std::string make_line(Level level, std::string_view name, const Fields& fields) {
    std::string line = "{\"at\":\"";
    append_time(line);
    line += "\",\"level\":\"";
    line += level_name(level);
    line += "\",\"event\":";
    append_text(line, name);
    for (const Field& field : fields) {
        line += ',';
        append_text(line, field.key);
        line += ':';
        std::visit(AppendValue{line}, field.value);
    }
    line += '}';
    return line;
}

} // namespace

struct Log::State {
    State(std::shared_ptr<LineSink> line_sink, Level least)
        : sink(std::move(line_sink)),
          pool(std::make_shared<spdlog::details::thread_pool>(queue_length, 1)),
          logger(std::make_shared<spdlog::async_logger>(
              "ogniwo", sink, pool, spdlog::async_overflow_policy::overrun_oldest)) {
        logger->set_level(spdlog_level(least));
    }

    void write(Level level, const std::string& line) {
        submitted.fetch_add(1);
        logger->log(spdlog_level(level), spdlog::string_view_t(line));
    }

    std::shared_ptr<LineSink> sink;
    std::shared_ptr<spdlog::details::thread_pool> pool;
    std::shared_ptr<spdlog::async_logger> logger;
    std::atomic<std::uint64_t> submitted{0};
};

Log::Log(std::unique_ptr<State> state) : state_(std::move(state)) {}
Log::~Log() = default;

std::unique_ptr<Log> Log::to_stderr(Level least) {
    auto sink = std::make_shared<DescriptorSink>(STDERR_FILENO, false);
    return std::unique_ptr<Log>(new Log(std::make_unique<State>(std::move(sink), least)));
}

Result<std::unique_ptr<Log>> Log::to_file(const std::string& path, Level least) {
    constexpr int owner_only = 0600;
    const int descriptor =
        ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, owner_only);
    if (descriptor < 0) {
        return Error("log.file", "cannot open " + path);
    }
    auto sink = std::make_shared<DescriptorSink>(descriptor, true);
    return std::unique_ptr<Log>(new Log(std::make_unique<State>(std::move(sink), least)));
}

std::unique_ptr<Log> Log::to_memory(Level least) {
    auto sink = std::make_shared<MemorySink>();
    return std::unique_ptr<Log>(new Log(std::make_unique<State>(std::move(sink), least)));
}

void Log::event(Level level, std::string_view name, std::initializer_list<Field> fields) {
    if (state_->logger->should_log(spdlog_level(level))) {
        state_->write(level, make_line(level, name, fields));
    }
}

void Log::event(Level level, std::string_view name, const std::vector<Field>& fields) {
    if (state_->logger->should_log(spdlog_level(level))) {
        state_->write(level, make_line(level, name, fields));
    }
}

void Log::flush() {
    using namespace std::chrono;
    const std::uint64_t target = state_->submitted.load();
    const auto give_up = steady_clock::now() + seconds(5);
    while (state_->sink->written() + state_->pool->overrun_counter() < target &&
           steady_clock::now() < give_up) {
        std::this_thread::sleep_for(milliseconds(1));
    }
}

std::vector<std::string> Log::lines() const {
    const auto memory = std::dynamic_pointer_cast<MemorySink>(state_->sink);
    return memory ? memory->lines() : std::vector<std::string>{};
}

} // namespace ogniwo::obs
