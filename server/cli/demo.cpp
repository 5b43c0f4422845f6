#include "server/cli/commands.hpp"
#include "server/cli/run_server.hpp"
#include "server/demo/activity.hpp"
#include "server/services/found.hpp"

#include <CLI/CLI.hpp>

#include <boost/json/serialize.hpp>

#include <iostream>

namespace ogniwo::cli {
namespace {

struct Options {
    std::string data = "ogniwo-demo/data";
    std::uint16_t port = 8443;
    std::uint16_t metrics_port = 9464;
};

std::filesystem::path beside(const std::filesystem::path& data, const char* what) {
    return server::default_keys_dir(data).parent_path() /
           (std::filesystem::path(data).filename().string() + "-" + what);
}

// The whole sample federation: setup, founding, and what happened so far.
Result<void> make(const std::filesystem::path& data, const demo::Handouts& handouts) {
    std::cerr << "Making the sample federation: keys, 29 organisations, votes...\n";
    crypto::SystemRng rng;
    SystemClock clock;
    OGNIWO_ASSIGN(const demo::Sample sample, demo::make_sample(handouts, rng));
    const std::filesystem::path keys_dir = server::default_keys_dir(data);
    OGNIWO_ASSIGN(const server::LogKeys keys,
                  server::make_keys(keys_dir, sample.founding.origin, rng));
    OGNIWO_ASSIGN(const auto database,
                  storage::Database::init({data, server::head_file(keys_dir)},
                                          sample.founding.origin, keys.log));
    OGNIWO_ASSIGN(const auto log, services::FederationLog::open({*database, keys.server, clock, rng}));
    OGNIWO_TRY(log->start_writer(keys.log, {}, nullptr));
    OGNIWO_TRY(services::found_federation(*log, sample.founding, keys.server.public_key()));
    OGNIWO_TRY(demo::play(*log, handouts, sample.codes, rng));
    log->stop_writer();
    return {};
}

server::Config demo_config(const Options& options) {
    server::Config config;
    config.listen_port = options.port;
    config.metrics_port = options.metrics_port;
    config.public_origin = "https://localhost:" + std::to_string(options.port);
    config.web_root = OGNIWO_WEB_ROOT;
    config.outbox_dir = beside(options.data, "outbox");
    return config;
}

json::array roles_of(const governance::State& state, const std::string& mandate) {
    json::array roles;
    for (const ledger::Role role : state.mandate(mandate)->roles) {
        roles.push_back(role == ledger::Role::officer   ? "officer"
                        : role == ledger::Role::trustee ? "trustee"
                                                        : "representative");
    }
    return roles;
}

std::string code_of(const std::vector<demo::VotingCode>& codes, const std::string& organisation) {
    const auto found = std::ranges::find(codes, organisation, &demo::VotingCode::organisation);
    return found == codes.end() ? std::string() : found->code;
}

// Everyone with their invitation, code and key file: written to the handouts, and returned for printing.
Result<json::array> invite_all(server::Application& app, const demo::Handouts& handouts) {
    const auto [council, priorities] = demo::prepared_elections();
    OGNIWO_ASSIGN(const auto codes, demo::read_codes(handouts.credentials(council)));
    OGNIWO_ASSIGN(const auto ranking_codes, demo::read_codes(handouts.credentials(priorities)));
    const auto mandates = app.log().with_state([](const governance::State& state) {
        std::vector<std::string> ids;
        for (const auto& [id, mandate] : state.mandates()) {
            ids.push_back(id);
        }
        return ids;
    });
    json::array people;
    for (const std::string& mandate : mandates) {
        const auto person = app.accounts().people().by_mandate(mandate);
        OGNIWO_ASSIGN(const std::string address, app.accounts().invite(mandate));
        json::object row{{"mandate", mandate},
                         {"name", person->name},
                         {"email", person->email},
                         {"organisation", person->organisation},
                         {"invitation", address}};
        row["roles"] = app.log().with_state(
            [&](const governance::State& state) { return roles_of(state, mandate); });
        const bool votes = app.log().with_state([&](const governance::State& state) {
            return state.mandate(mandate)->roles.contains(ledger::Role::representative);
        });
        if (votes) {
            row["voting_code"] = code_of(codes, person->organisation);
            row["voting_code_priorities"] = code_of(ranking_codes, person->organisation);
        }
        if (mandate.starts_with("m-powiernik-")) {
            const auto owner = static_cast<std::size_t>(mandate.back() - '0');
            row["key_file"] = handouts.trustee_key(council, owner).string();
            row["key_file_priorities"] = handouts.trustee_key(priorities, owner).string();
        }
        people.push_back(std::move(row));
    }
    const std::string text = json::serialize(json::object{
        {"origin", app.public_origin()}, {"port", app.port()}, {"people", people}});
    OGNIWO_TRY(storage::write_file_durably(handouts.folder / "people.json", as_bytes(text)));
    return people;
}

void print_person(const json::object& person) {
    std::cout << "  " << person.at("name").as_string().c_str() << "\n    "
              << person.at("invitation").as_string().c_str() << "\n";
    if (const auto* code = person.if_contains("voting_code")) {
        std::cout << "    voting code for the council: " << code->as_string().c_str()
                  << "\n    voting code for the priorities: "
                  << person.at("voting_code_priorities").as_string().c_str() << "\n";
    }
    if (const auto* file = person.if_contains("key_file")) {
        std::cout << "    key files: " << file->as_string().c_str() << ", "
                  << person.at("key_file_priorities").as_string().c_str() << "\n";
    }
}

void print_welcome(const server::Application& app, const demo::Handouts& handouts,
                   const json::array& people) {
    std::cout << "\nOgniwo serves the sample federation at " << app.public_origin()
              << "\n(a certificate of its own making: the browser asks once)\n";
    const auto section = [&](const char* title, std::initializer_list<const char*> mandates) {
        std::cout << "\n" << title << "\n";
        for (const json::value& person : people) {
            for (const char* mandate : mandates) {
                if (person.at("mandate").as_string() == mandate) {
                    print_person(person.as_object());
                }
            }
        }
    };
    section("Representatives who have not voted yet (sign in, vote in all three, keep the receipts):",
            {"m-01", "m-02", "m-03"});
    section("The secretary (closes the votes):", {"m-sekretarz"});
    section("The trustees (mix the priorities and decrypt after the close):",
            {"m-powiernik-1", "m-powiernik-2", "m-powiernik-3"});
    std::cout << "\nEveryone else, and mail: " << (handouts.folder / "people.json").string()
              << "\nStop with Ctrl-C.\n"
              << std::flush;
}

Result<int> run(const Options& options) {
    protect_process();
    const demo::Handouts handouts{beside(options.data, "handouts")};
    std::error_code ec;
    if (!std::filesystem::exists(std::filesystem::path(options.data) / "CURRENT", ec)) {
        OGNIWO_TRY(make(options.data, handouts));
    }
    take_signals();
    OGNIWO_ASSIGN(const auto events,
                  obs::Log::to_file((handouts.folder / "server.log").string()));
    OGNIWO_ASSIGN(const auto app,
                  server::Application::open(options.data, demo_config(options), *events));
    OGNIWO_TRY(app->start());
    OGNIWO_ASSIGN(const json::array people, invite_all(*app, handouts));
    print_welcome(*app, handouts, people);
    return app->wait_for_signal();
}

} // namespace

void add_demo(CLI::App& app, int& exit_code) {
    auto* command = app.add_subcommand(
        "demo", "Make a sample federation, when it is not there yet, and serve it on localhost");
    const auto options = std::make_shared<Options>();
    command->add_option("--data", options->data, "Data folder")->capture_default_str();
    command->add_option("--port", options->port, "HTTPS port on localhost")->capture_default_str();
    command->add_option("--metrics-port", options->metrics_port, "Port of /metrics on localhost")
        ->capture_default_str();
    command->callback([options, &exit_code] {
        const auto code = run(*options);
        exit_code = code ? *code : misuse(code.error());
    });
}

} // namespace ogniwo::cli
