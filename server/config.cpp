#include "server/config.hpp"

#include <fstream>
#include <functional>
#include <iterator>
#include <limits>
#include <map>
#include <type_traits>

namespace ogniwo::server {
namespace {

// One table serves reading, checking and describing.
struct Field {
    std::function<Result<void>(Config&, const json::value&, const std::filesystem::path&)> read;
    std::function<json::value(const Config&)> show;
};

Field text_field(std::string Config::*member) {
    return {[member](Config& config, const json::value& value, const auto&) -> Result<void> {
                if (!value.is_string()) {
                    return Error("config.type", "expected a text");
                }
                config.*member = std::string(value.get_string());
                return {};
            },
            [member](const Config& config) { return json::value(config.*member); }};
}

Field path_field(std::filesystem::path Config::*member) {
    return {[member](Config& config, const json::value& value,
                     const std::filesystem::path& base) -> Result<void> {
                if (!value.is_string()) {
                    return Error("config.type", "expected a path");
                }
                const std::filesystem::path path = std::string(value.get_string());
                config.*member = path.empty() || path.is_absolute() ? path : base / path;
                return {};
            },
            [member](const Config& config) { return json::value((config.*member).string()); }};
}

template <class Integer>
Field number_field(Integer Config::*member, Integer low,
                   Integer high = std::numeric_limits<Integer>::max()) {
    return {[=](Config& config, const json::value& value, const auto&) -> Result<void> {
                const std::int64_t* number = value.if_int64();
                if (number == nullptr) {
                    return Error("config.type", "expected a whole number");
                }
                if (*number < 0 || static_cast<std::uint64_t>(*number) < low ||
                    static_cast<std::uint64_t>(*number) > high) {
                    return Error("config.range",
                                 "expected " + std::to_string(low) + " to " + std::to_string(high));
                }
                config.*member = static_cast<Integer>(*number);
                return {};
            },
            [member](const Config& config) {
                return json::value(static_cast<std::uint64_t>(config.*member));
            }};
}

const std::map<std::string_view, Field>& fields() {
    static const std::map<std::string_view, Field> table = {
        {"listen_address", text_field(&Config::listen_address)},
        {"listen_port", number_field<std::uint16_t>(&Config::listen_port, 0)},
        {"public_origin", text_field(&Config::public_origin)},
        {"tls_certificate_file", path_field(&Config::tls_certificate_file)},
        {"tls_key_file", path_field(&Config::tls_key_file)},
        {"keys_dir", path_field(&Config::keys_dir)},
        {"web_root", path_field(&Config::web_root)},
        {"metrics_port", number_field<std::uint16_t>(&Config::metrics_port, 0)},
        {"smtp_url", text_field(&Config::smtp_url)},
        {"smtp_user", text_field(&Config::smtp_user)},
        {"smtp_password_file", path_field(&Config::smtp_password_file)},
        {"mail_from", text_field(&Config::mail_from)},
        {"outbox_dir", path_field(&Config::outbox_dir)},
        {"io_threads", number_field<std::uint32_t>(&Config::io_threads, 1, 64)},
        {"cpu_threads", number_field<std::uint32_t>(&Config::cpu_threads, 0, 256)},
        {"cpu_queue_jobs", number_field<std::uint32_t>(&Config::cpu_queue_jobs, 1, 65536)},
        {"max_connections", number_field<std::uint32_t>(&Config::max_connections, 1, 100'000)},
        {"max_connections_per_address",
         number_field<std::uint32_t>(&Config::max_connections_per_address, 1, 100'000)},
        {"max_bodies_in_flight_bytes",
         number_field<std::uint64_t>(&Config::max_bodies_in_flight_bytes, 1 << 20)},
        {"session_idle_minutes",
         number_field<std::uint32_t>(&Config::session_idle_minutes, 1, 24 * 60)},
        {"session_absolute_hours",
         number_field<std::uint32_t>(&Config::session_absolute_hours, 1, 24 * 7)},
        {"sign_in_link_minutes", number_field<std::uint32_t>(&Config::sign_in_link_minutes, 1, 60)},
        {"invitation_hours", number_field<std::uint32_t>(&Config::invitation_hours, 1, 24 * 30)},
        {"appeal_days", number_field<std::uint32_t>(&Config::appeal_days, 0, 3650)},
        {"casts_per_minute_per_voter",
         number_field<std::uint32_t>(&Config::casts_per_minute_per_voter, 1, 1'000'000)},
        {"challenges_per_voter",
         number_field<std::uint32_t>(&Config::challenges_per_voter, 1, 1000)},
        {"sign_ins_per_quarter_hour",
         number_field<std::uint32_t>(&Config::sign_ins_per_quarter_hour, 1, 1'000'000)},
        {"requests_per_minute_per_address",
         number_field<std::uint32_t>(&Config::requests_per_minute_per_address, 1, 10'000'000)},
        {"sign_ins_per_minute_per_address",
         number_field<std::uint32_t>(&Config::sign_ins_per_minute_per_address, 1, 10'000'000)},
        {"casts_per_minute_per_address",
         number_field<std::uint32_t>(&Config::casts_per_minute_per_address, 1, 10'000'000)},
        {"downloads_per_minute_per_address",
         number_field<std::uint32_t>(&Config::downloads_per_minute_per_address, 1, 10'000'000)},
        {"drain_seconds", number_field<std::uint32_t>(&Config::drain_seconds, 1, 600)},
    };
    return table;
}

// As a browser writes an Origin header: the check of requests compares byte for byte.
bool is_origin(std::string_view text) {
    constexpr std::string_view scheme = "https://";
    return text.starts_with(scheme) && text.size() > scheme.size() && !text.ends_with(":443") &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-:[]", scheme.size()) ==
               std::string_view::npos;
}

} // namespace

Result<Config> parse_config(std::string_view text, const std::filesystem::path& base) {
    OGNIWO_ASSIGN(const json::value document, parse_json(text));
    const json::object* object = document.if_object();
    if (object == nullptr) {
        return Error("config.type", "the configuration is one JSON object");
    }
    Config config;
    for (const auto& entry : *object) {
        const auto field = fields().find(std::string_view(entry.key()));
        if (field == fields().end()) {
            return Error("config.unknown_key", std::string(entry.key()));
        }
        if (const auto read = field->second.read(config, entry.value(), base); !read) {
            const char* id = read.error() == Error("config.type") ? "config.type" : "config.range";
            return Error(id, std::string(entry.key()) + ": " + read.error().detail());
        }
    }
    if (!config.smtp_url.empty() && !config.outbox_dir.empty()) {
        return Error("config.range", "smtp_url and outbox_dir exclude each other");
    }
    if (!config.public_origin.empty() && !is_origin(config.public_origin)) {
        return Error("config.range",
                     "public_origin: expected https://host or https://host:port, in lower case, "
                     "without a path and without :443");
    }
    if (config.tls_certificate_file.empty() != config.tls_key_file.empty()) {
        return Error("config.range", "tls_certificate_file and tls_key_file go together");
    }
    return config;
}

Result<Config> load_config(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        return Error("config.read", "cannot read " + file.string());
    }
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    auto config = parse_config(text, std::filesystem::absolute(file).parent_path());
    if (!config) {
        const Error& error = config.error();
        return Error(error.id().data(), file.string() + ": " + error.detail());
    }
    return config;
}

json::object describe(const Config& config) {
    json::object out;
    for (const auto& [key, field] : fields()) {
        out[key] = field.show(config);
    }
    return out;
}

} // namespace ogniwo::server
