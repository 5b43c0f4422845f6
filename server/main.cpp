#include "server/cli/commands.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace ogniwo::cli {

int misuse(const Error& error) {
    std::cerr << "ogniwo: " << error.text() << "\n";
    return 2;
}

} // namespace ogniwo::cli

int main(int argc, char** argv) {
    CLI::App app("Online voting for federations, verifiable by anyone", "ogniwo");
    app.require_subcommand(1);
    int exit_code = 0;
    ogniwo::cli::add_serve(app, exit_code);
    ogniwo::cli::add_demo(app, exit_code);
    ogniwo::cli::add_init(app, exit_code);
    ogniwo::cli::add_export(app, exit_code);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    return exit_code;
}
