#include "server/app.hpp"
#include "server/cli/commands.hpp"
#include "server/cli/run_server.hpp"
#include "server/services/found.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace ogniwo::cli {
namespace {

struct Options {
    std::string data;
    std::string keys;
    std::string federation;
};

Result<void> run(const Options& options) {
    protect_process();
    crypto::SystemRng rng;
    SystemClock clock;
    OGNIWO_ASSIGN(const services::Founding founding,
                  services::load_founding(options.federation, rng));
    const std::filesystem::path keys_dir =
        options.keys.empty() ? server::default_keys_dir(options.data)
                             : std::filesystem::path(options.keys);
    OGNIWO_ASSIGN(const server::LogKeys keys, server::make_keys(keys_dir, founding.origin, rng));
    OGNIWO_ASSIGN(const auto database,
                  storage::Database::init({options.data, server::head_file(keys_dir)},
                                          founding.origin, keys.log));
    OGNIWO_ASSIGN(const auto log, services::FederationLog::open({*database, keys.server, clock, rng}));
    OGNIWO_TRY(log->start_writer(keys.log, {}, nullptr));
    OGNIWO_TRY(services::found_federation(*log, founding, keys.server.public_key()));
    log->stop_writer();
    std::cout << "Founded: " << founding.federation << ", " << founding.people.size()
              << " people, " << log->head().head.size << " entries.\n"
              << "Log key, to be given to everyone: "
              << crypto::encode_note_verifier(keys.verifier) << "\n"
              << "Keys are in " << keys_dir.string()
              << ": back them up apart from the data, and let nobody else read them.\n";
    return {};
}

} // namespace

void add_init(CLI::App& app, int& exit_code) {
    auto* command = app.add_subcommand("init", "Make a new federation with its log and keys");
    const auto options = std::make_shared<Options>();
    command->add_option("--data", options->data, "Data folder, new or empty")->required();
    command->add_option("--federation", options->federation, "Founding file (JSON)")->required();
    command->add_option("--keys", options->keys, "Folder for the keys (<data>-keys)");
    command->callback([options, &exit_code] {
        const auto done = run(*options);
        exit_code = done ? 0 : misuse(done.error());
    });
}

} // namespace ogniwo::cli
