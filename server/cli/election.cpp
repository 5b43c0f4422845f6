#include "ballots/election_maker.hpp"
#include "ballots/uuid.hpp"
#include "crypto/random.hpp"
#include "server/cli/ceremony.hpp"
#include "server/cli/offline.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace ogniwo::cli {
namespace {

struct NewOptions {
    std::string group = "Ed25519";
    std::string uuid;
    std::string definition;
    std::vector<std::string> trustees;
    std::string credentials;
    std::string out;
};

// The key of one trustee; that a ceremony holds is checked with the whole setup.
Result<void> check_item(const std::string& group, const std::string& text) {
    OGNIWO_ASSIGN(const json::value value, parse_json(text));
    if (!value.is_object() || !value.get_object().contains("verification_keys")) {
        OGNIWO_TRY(ballots::check_trustee_key(group, as_bytes(text)));
    }
    return {};
}

Result<void> make_new(const NewOptions& options) {
    OGNIWO_ASSIGN(const Bytes text, read_input(options.definition));
    const auto definition = ballots::parse_election_template(text);
    if (!definition) {
        return in_file(options.definition, definition.error());
    }
    std::vector<std::string> keys;
    for (const std::string& file : options.trustees) {
        OGNIWO_ASSIGN(const Bytes key, read_input(file));
        keys.emplace_back(as_text(key));
        while (keys.back().ends_with('\n')) {
            keys.back().pop_back();
        }
        const auto checked = check_item(options.group, keys.back());
        if (!checked) {
            return in_file(file, checked.error());
        }
    }
    OGNIWO_ASSIGN(const Bytes credentials, read_input(options.credentials));
    OGNIWO_ASSIGN(const auto files, ballots::make_election(options.group, options.uuid, *definition,
                                                           keys, credentials));
    const std::filesystem::path out = options.out;
    OGNIWO_TRY(write_outputs({{out / "election.json", as_text(files.election)},
                              {out / "trustees.json", as_text(files.trustees)},
                              {out / "public_creds.json", as_text(files.credentials)}}));
    std::cout << "setup in " << options.out << "; fingerprint "
              << ballots::election_hash(files.election) << "\n";
    return {};
}

Result<void> open_archive(const std::string& setup, const std::string& archive) {
    OGNIWO_ASSIGN(const SetupFolder files, read_setup(setup));
    OGNIWO_TRY(OfflineElection::create(archive, files));
    std::cout << "voting is open: " << archive << "\n";
    return {};
}

Result<void> close_archive(const std::string& archive) {
    OGNIWO_ASSIGN(OfflineElection election, OfflineElection::open(archive));
    OGNIWO_TRY(election.close());
    const bool shuffles = needs_shuffles(election.election().definition().questions);
    std::cout << "voting has ended; the trustees " << (shuffles ? "shuffle" : "decrypt") << " now\n";
    return {};
}

Result<void> add_shuffle(const std::string& archive, std::uint64_t owner, const std::string& file) {
    OGNIWO_ASSIGN(OfflineElection election, OfflineElection::open(archive));
    OGNIWO_ASSIGN(const Bytes shuffle, read_input(file));
    OGNIWO_TRY(election.add_shuffle(owner, shuffle));
    std::cout << "shuffle of trustee " << owner << " added\n";
    return {};
}

Result<void> end_shuffles(const std::string& archive) {
    OGNIWO_ASSIGN(OfflineElection election, OfflineElection::open(archive));
    OGNIWO_TRY(election.end_shuffles());
    std::cout << "the votes are shuffled; the trustees decrypt now\n";
    return {};
}

Result<void> add_decryption(const std::string& archive, std::uint64_t owner,
                            const std::string& file) {
    OGNIWO_ASSIGN(OfflineElection election, OfflineElection::open(archive));
    OGNIWO_ASSIGN(const Bytes decryption, read_input(file));
    if (const auto added = election.add_decryption(owner, decryption); !added) {
        return Error(added.error().id().data(),
                     "trustee " + std::to_string(owner) + ": " + added.error().detail());
    }
    std::cout << "decryption of trustee " << owner << " added\n";
    return {};
}

Result<void> add_result(const std::string& archive) {
    OGNIWO_ASSIGN(OfflineElection election, OfflineElection::open(archive));
    OGNIWO_ASSIGN(const auto result, election.add_result());
    for (const ballots::TrusteeFailure& absent : result.failures) {
        std::cerr << "without trustee " << absent.owner << ": " << absent.error.text() << "\n";
    }
    std::cout << result.json << "\n";
    return {};
}

int finish(const Result<void>& done) { return done ? 0 : misuse(done.error()); }

void add_new(CLI::App& parent, int& exit_code) {
    auto* command = parent.add_subcommand("new", "Put the files of a setup together");
    const auto options = std::make_shared<NewOptions>();
    command->add_option("--group", options->group, "Ed25519, BELENIOS-2048 or RFC-3526-2048")
        ->capture_default_str();
    command->add_option("--uuid", options->uuid, "Identifier, from `election uuid`")->required();
    command->add_option("--template", options->definition, "Name, description and questions (JSON)")
        ->required();
    command->add_option("--trustee", options->trustees, "Public key file of a trustee, or `election ceremony`, in order")
        ->required();
    command->add_option("--credentials", options->credentials, "Public credential list")->required();
    command->add_option("--out", options->out, "Folder for the setup")->required();
    command->callback([options, &exit_code] { exit_code = finish(make_new(*options)); });
}

} // namespace

void add_election(CLI::App& app, int& exit_code) {
    auto* command = app.add_subcommand("election", "Run a secret election offline, step by step");
    command->require_subcommand(1);
    command->add_subcommand("uuid", "Print a new identifier")->callback([&exit_code] {
        crypto::SystemRng rng;
        std::cout << ballots::make_uuid(rng) << "\n";
        exit_code = 0;
    });
    add_new(*command, exit_code);
    add_ceremony_end(*command, exit_code);

    auto* open = command->add_subcommand("open", "Start the archive: voting is open");
    const auto setup = std::make_shared<std::string>();
    const auto archive = std::make_shared<std::string>();
    open->add_option("--setup", *setup, "Setup folder")->required();
    open->add_option("archive", *archive, "Archive to make (UUID.bel)")->required();
    open->callback([=, &exit_code] { exit_code = finish(open_archive(*setup, *archive)); });

    auto* close = command->add_subcommand("close", "End the voting and add the encrypted tally");
    close->add_option("archive", *archive, "Archive")->required();
    close->callback([=, &exit_code] { exit_code = finish(close_archive(*archive)); });

    const auto owner = std::make_shared<std::uint64_t>(0);
    const auto file = std::make_shared<std::string>();
    auto* shuffle = command->add_subcommand("shuffle", "Add a trustee's shuffle of a ranking's votes");
    shuffle->add_option("--owner", *owner, "Number of the trustee, from 1")->required();
    shuffle->add_option("archive", *archive, "Archive")->required();
    shuffle->add_option("file", *file, "Shuffle, from `trustee shuffle`")->required();
    shuffle->callback(
        [=, &exit_code] { exit_code = finish(add_shuffle(*archive, *owner, *file)); });
    auto* ended = command->add_subcommand("end-shuffles", "No more shuffles: the trustees may decrypt");
    ended->add_option("archive", *archive, "Archive")->required();
    ended->callback([=, &exit_code] { exit_code = finish(end_shuffles(*archive)); });

    auto* decryption = command->add_subcommand("decryption", "Add a trustee's partial decryption");
    decryption->add_option("--owner", *owner, "Number of the trustee, from 1")->required();
    decryption->add_option("archive", *archive, "Archive")->required();
    decryption->add_option("file", *file, "Partial decryption, from `trustee decrypt`")->required();
    decryption->callback(
        [=, &exit_code] { exit_code = finish(add_decryption(*archive, *owner, *file)); });

    auto* result = command->add_subcommand("result", "Compute the result and add it");
    result->add_option("archive", *archive, "Archive")->required();
    result->callback([=, &exit_code] { exit_code = finish(add_result(*archive)); });
}

} // namespace ogniwo::cli
