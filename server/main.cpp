#include "crypto/self_test.hpp"
#include "server/cli/commands.hpp"

#include <CLI/CLI.hpp>

int main(int argc, char** argv) {
    if (const auto tested = ogniwo::crypto::self_test(); !tested) {
        return ogniwo::cli::misuse(tested.error());
    }
    CLI::App app("Online voting for federations, verifiable by anyone", "ogniwo");
    app.require_subcommand(1);
    app.failure_message([](const CLI::App*, const CLI::Error& error) {
        return "ogniwo: " + std::string(error.what()) + "; see --help\n";
    });
    int exit_code = 0;
    for (const auto add :
         {ogniwo::cli::add_demo, ogniwo::cli::add_init, ogniwo::cli::add_serve,
          ogniwo::cli::add_verify, ogniwo::cli::add_receipt, ogniwo::cli::add_election,
          ogniwo::cli::add_credentials, ogniwo::cli::add_trustee, ogniwo::cli::add_ballot,
          ogniwo::cli::add_count, ogniwo::cli::add_decide, ogniwo::cli::add_rehearse, ogniwo::cli::add_export, ogniwo::cli::add_fsck,
          ogniwo::cli::add_bench}) {
        add(app, exit_code);
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    return exit_code;
}
