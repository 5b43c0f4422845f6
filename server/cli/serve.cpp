#include "server/cli/commands.hpp"
#include "server/cli/run_server.hpp"

#include <CLI/CLI.hpp>

#include <boost/json/serialize.hpp>

#include <iostream>

namespace ogniwo::cli {
namespace {

struct Options {
    std::string data;
    std::string config;
    bool check_config = false;
};

Result<int> run(const Options& options) {
    server::Config config;
    if (!options.config.empty()) {
        OGNIWO_ASSIGN(config, server::load_config(options.config));
    }
    if (config.web_root.empty()) {
        config.web_root = OGNIWO_WEB_ROOT;
    }
    if (options.check_config) {
        std::cout << json::serialize(server::describe(config)) << "\n";
        return 0;
    }
    take_signals();
    protect_process();
    const auto events = obs::Log::to_stderr();
    OGNIWO_ASSIGN(const auto app, server::Application::open(options.data, config, *events));
    OGNIWO_TRY(app->start());
    events->event(obs::Level::info, "server.started",
                  {{"port", static_cast<unsigned>(app->port())},
                   {"metrics_port", static_cast<unsigned>(app->metrics_port())},
                   {"origin", app->public_origin()}});
    for (const auto& setting : server::describe(config)) {
        events->event(obs::Level::info, "server.setting",
                      {{"key", std::string_view(setting.key())},
                       {"value", json::serialize(setting.value())}});
    }
    return app->wait_for_signal();
}

} // namespace

void add_serve(CLI::App& app, int& exit_code) {
    auto* command = app.add_subcommand("serve", "Serve a federation's data folder over HTTPS");
    const auto options = std::make_shared<Options>();
    command->add_option("--data", options->data, "Data folder, made by `ogniwo init`")->required();
    command->add_option("--config", options->config, "Configuration file (JSON)");
    command->add_flag("--check-config", options->check_config,
                      "Check the configuration, print all its values, and stop");
    command->callback([options, &exit_code] {
        const auto code = run(*options);
        exit_code = code ? *code : misuse(code.error());
    });
}

} // namespace ogniwo::cli
