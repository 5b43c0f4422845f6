#pragma once
// The configuration of `ogniwo serve`: one strict JSON object; every default is here.

#include "crypto/base/json.hpp"
#include "crypto/base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace ogniwo::server {

/// Paths are relative to the folder of the configuration file when they are not absolute.
struct Config {
    std::string listen_address = "127.0.0.1";
    std::uint16_t listen_port = 8443; ///< 0 takes a free one
    /// What people type: scheme, host and port, no trailing slash. Links in mail and the Origin check use it.
    /// Empty: https://localhost:<port>.
    std::string public_origin;
    /// PEM files. Both empty: a self-signed certificate for localhost is made and kept beside the keys.
    std::filesystem::path tls_certificate_file;
    std::filesystem::path tls_key_file;
    /// Folder of the log's and the server's signing keys and of the signed head; outside the data folder.
    std::filesystem::path keys_dir;
    /// Folder of the built pages, with manifest.json.
    std::filesystem::path web_root;
    /// Loopback port of /metrics; 0 takes a free one.
    std::uint16_t metrics_port = 9464;

    /// Mail: an SMTP address such as smtps://mail.example:465, or (for a demo or a test) a folder.
    std::string smtp_url;
    std::string smtp_user;
    std::filesystem::path smtp_password_file;
    std::string mail_from = "Ogniwo <ogniwo@localhost>";
    std::filesystem::path outbox_dir;

    std::uint32_t io_threads = 1;
    std::uint32_t cpu_threads = 0; ///< 0: one for each core
    std::uint32_t cpu_queue_jobs = 256;
    std::uint32_t max_connections = 2000;
    std::uint32_t max_connections_per_address = 200;
    std::uint64_t max_bodies_in_flight_bytes = std::uint64_t{64} << 20;
    std::uint32_t session_idle_minutes = 30;
    std::uint32_t session_absolute_hours = 12;
    std::uint32_t sign_in_link_minutes = 10;
    std::uint32_t invitation_hours = 72;
    /// How long after a result it stays known (in private) which voter used which credential.
    std::uint32_t appeal_days = 30;
    std::uint32_t casts_per_minute_per_voter = 10;
    /// Ballots of one election that a voter may open to check their encryption.
    std::uint32_t challenges_per_voter = 20;
    std::uint32_t sign_ins_per_quarter_hour = 5;
    /// By network address; a hall full of voters may share one.
    std::uint32_t requests_per_minute_per_address = 3000;
    std::uint32_t sign_ins_per_minute_per_address = 120;
    std::uint32_t casts_per_minute_per_address = 600;
    std::uint32_t downloads_per_minute_per_address = 120; ///< whole archives and exports
    std::uint32_t drain_seconds = 10;
};

/// Reads a configuration file. An unknown key, a wrong type or a value out of range is an error that names
/// the file and the key: config.read, config.unknown_key, config.type, config.range.
Result<Config> load_config(const std::filesystem::path& file);

/// The same from JSON text; relative paths are taken from `base`.
Result<Config> parse_config(std::string_view text, const std::filesystem::path& base);

/// All values for the start-up log line. Secrets are in files of their own and never appear.
json::object describe(const Config& config);

} // namespace ogniwo::server
