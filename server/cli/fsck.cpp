#include "storage/fsck.hpp"
#include "server/cli/commands.hpp"
#include "server/keys.hpp"
#include "server/app.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace ogniwo::cli {
namespace {

struct Options {
    std::string data;
    std::string keys;
};

Result<int> run(const Options& options) {
    const std::filesystem::path keys_dir = options.keys.empty()
                                               ? server::default_keys_dir(options.data)
                                               : std::filesystem::path(options.keys);
    OGNIWO_ASSIGN(const server::LogKeys keys, server::load_keys(keys_dir));
    OGNIWO_ASSIGN(const auto database,
                  storage::Database::open({options.data, server::head_file(keys_dir)},
                                          keys.verifier));
    OGNIWO_ASSIGN(const storage::FsckReport report, storage::fsck(*database));
    std::cout << report.to_text();
    if (const auto& frozen = database->frozen()) {
        std::cout << "FROZEN " << frozen->text() << "\n";
        return 1;
    }
    std::cout << (report.ok() ? "OK\n" : "DAMAGED\n");
    return report.ok() ? 0 : 1;
}

} // namespace

void add_fsck(CLI::App& app, int& exit_code) {
    auto* command = app.add_subcommand(
        "fsck", "Check a data folder against itself; no server may use it meanwhile");
    const auto options = std::make_shared<Options>();
    command->add_option("--data", options->data, "Data folder")->required();
    command->add_option("--keys", options->keys, "Folder of the keys (<data>-keys)");
    command->callback([options, &exit_code] {
        const auto code = run(*options);
        exit_code = code ? *code : misuse(code.error());
    });
}

} // namespace ogniwo::cli
