#include "ballots/election_maker.hpp"
#include "crypto/base/encoding.hpp"
#include "crypto/random.hpp"
#include "server/cli/offline.hpp"

#include <CLI/CLI.hpp>

#include <iostream>
#include <sstream>

namespace ogniwo::cli {
namespace {

struct Options {
    std::string group = "Ed25519";
    std::string uuid;
    std::string voters;
    std::size_t count = 0;
    std::string out;
};

struct Voter {
    std::string name;
    std::uint64_t weight = 1;
};

// A line for each voter: a name, or a name, a comma and a weight.
Result<std::vector<Voter>> read_voters(const Options& options) {
    std::vector<Voter> voters;
    if (options.voters.empty()) {
        for (std::size_t i = 1; i <= options.count; ++i) {
            voters.push_back({std::to_string(i), 1});
        }
        return voters;
    }
    OGNIWO_ASSIGN(const Bytes bytes, read_input(options.voters));
    std::istringstream lines{std::string(as_text(bytes))};
    std::string line;
    while (std::getline(lines, line)) {
        if (line.ends_with('\r')) {
            line.pop_back();
        }
        if (line.empty()) {
            continue;
        }
        Voter voter{line, 1};
        if (const std::size_t comma = line.rfind(','); comma != std::string::npos) {
            const auto weight = decimal_decode(line.substr(comma + 1));
            if (!weight || *weight == 0) {
                return Error("credential.weight", "voter " + std::to_string(voters.size() + 1) +
                                                      ": after the last comma comes a whole number from 1 on");
            }
            voter = {line.substr(0, comma), *weight};
        }
        voters.push_back(std::move(voter));
    }
    return voters;
}

Result<void> generate(const Options& options) {
    OGNIWO_ASSIGN(const std::vector<Voter> voters, read_voters(options));
    if (voters.empty()) {
        return Error("credential.voters", "give --count or --voters with at least one voter");
    }
    std::vector<std::uint64_t> weights;
    weights.reserve(voters.size());
    for (const Voter& voter : voters) {
        weights.push_back(voter.weight);
    }
    crypto::SystemRng rng;
    OGNIWO_ASSIGN(const auto made,
                  ballots::make_credentials(options.group, options.uuid, weights, rng));
    std::vector<ballots::PublicCredential> roll;
    std::string list;
    for (std::size_t i = 0; i < made.size(); ++i) {
        roll.push_back({made[i].public_credential, made[i].weight});
        list += voters[i].name + "," + made[i].private_credential + "\n";
    }
    const crypto::SecretText private_list(std::move(list));
    OGNIWO_ASSIGN(const Bytes public_list, ballots::make_credential_list(options.group, roll));
    const std::filesystem::path out = options.out;
    OGNIWO_TRY(write_outputs({{out / "private_creds.csv", private_list.expose(), true},
                              {out / "public_creds.json", as_text(public_list)}}));
    std::cout << made.size() << " credentials; hand out " << (out / "private_creds.csv").string()
              << " line by line and then destroy it\n";
    return {};
}

Result<void> derive(const std::string& setup, const std::string& file) {
    OGNIWO_ASSIGN(const SetupFolder files, read_setup(setup));
    OGNIWO_ASSIGN(const auto election, ballots::SecretElection::open(files.election, files.trustees,
                                                                     files.credentials));
    OGNIWO_ASSIGN(const crypto::SecretText credential, read_secret_line(file));
    OGNIWO_ASSIGN(const std::string derived, election->public_credential(credential.expose()));
    const auto weight = election->weight_of(derived);
    if (!weight) {
        return Error("ballot.credential", "the credential is not on the list of this election");
    }
    std::cout << derived << "," << *weight << "\n";
    return {};
}

} // namespace

void add_credentials(CLI::App& app, int& exit_code) {
    auto* command = app.add_subcommand("credentials", "Voting credentials, for the registrar");
    command->require_subcommand(1);
    auto* make = command->add_subcommand("generate", "Make the private and the public list");
    const auto options = std::make_shared<Options>();
    make->add_option("--group", options->group, "Ed25519, BELENIOS-2048 or RFC-3526-2048")->capture_default_str();
    make->add_option("--uuid", options->uuid, "Identifier, from `election uuid`")->required();
    make->add_option("--voters", options->voters, "File: name, or name,weight, a line each");
    make->add_option("--count", options->count, "Voters, where they have no names")
        ->check(CLI::Range(1, 1'000'000));
    make->add_option("--out", options->out, "Folder for both lists")->required();
    make->callback([options, &exit_code] {
        const auto done = generate(*options);
        exit_code = done ? 0 : misuse(done.error());
    });

    auto* check = command->add_subcommand(
        "derive", "Print the public part of a credential and its weight, if it is on the list");
    const auto setup = std::make_shared<std::string>();
    const auto file = std::make_shared<std::string>("-");
    check->add_option("--setup", *setup, "Setup folder")->required();
    check->add_option("file", *file, "File with the credential (- for standard input)");
    check->callback([=, &exit_code] {
        const auto done = derive(*setup, *file);
        exit_code = done ? 0 : misuse(done.error());
    });
}

} // namespace ogniwo::cli
