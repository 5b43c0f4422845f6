#include "ballots/ceremony.hpp"
#include "ballots/election_maker.hpp"
#include "ballots/uuid.hpp"
#include "crypto/random.hpp"
#include "server/cli/ceremony.hpp"
#include "server/cli/key_file.hpp"
#include "server/cli/offline.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace ogniwo::cli {
namespace {

struct Options {
    std::string group = "Ed25519";
    std::string uuid;
    std::uint64_t owner = 0;
    std::string name;
    std::string out;
};

Result<void> generate(const Options& options) {
    OGNIWO_TRY(ballots::check_uuid(options.uuid));
    crypto::SystemRng rng;
    OGNIWO_ASSIGN(ballots::TrusteeKeyPair pair,
                  ballots::make_trustee_key(options.group, options.name, rng));
    const crypto::SecretText file(write_json(json::object{{"format", "ogniwo-trustee-key"},
                                                          {"version", 1},
                                                          {"election", options.uuid},
                                                          {"group", options.group},
                                                          {"owner", options.owner},
                                                          {"public_key", pair.public_key},
                                                          {"private_key", pair.private_key}}));
    crypto::wipe(pair.private_key);
    const std::string base = "trustee-" + std::to_string(options.owner);
    const std::filesystem::path out = options.out;
    OGNIWO_TRY(write_outputs({{out / (base + ".key.json"), file.expose(), true},
                              {out / (base + ".public.json"), pair.public_key_json}}));
    std::cout << "keep " << (out / (base + ".key.json")).string() << " safe and copied; publish "
              << (out / (base + ".public.json")).string() << "\n";
    return {};
}

// In a ceremony the private key is sealed in what the trustee published.
Result<crypto::SecretText> private_key_of(const KeyFile& key, const std::string& voutput) {
    if (key.ceremony == voutput.empty()) {
        return Error("trustee.key_file", key.ceremony
                                             ? "the key of a ceremony needs --voutput, the file of `trustee key`"
                                             : "the key of a trustee in no ceremony needs no --voutput");
    }
    if (!key.ceremony) {
        return crypto::SecretText(std::string(key.secret.expose()));
    }
    OGNIWO_ASSIGN(const Bytes text, read_input(voutput));
    return ballots::open_decryption_key(key.group, key.secret.expose(), as_text(text));
}

Result<void> decrypt(const std::string& archive, const std::string& key_file,
                     const std::string& voutput, const std::string& out) {
    OGNIWO_ASSIGN(const KeyFile key, read_key_file(key_file));
    OGNIWO_ASSIGN(const OfflineElection offline, OfflineElection::open(archive));
    const ballots::Election& definition = offline.election().definition();
    if (definition.uuid != key.election || definition.group != key.group) {
        return in_file(key_file, Error("trustee.key_file", "the key is for another election"));
    }
    OGNIWO_ASSIGN(const Bytes tally, offline.tally_to_decrypt());
    OGNIWO_ASSIGN(const crypto::SecretText private_key, private_key_of(key, voutput));
    crypto::SystemRng rng;
    OGNIWO_ASSIGN(const Bytes decryption,
                  offline.election().make_partial_decryption(key.owner, private_key.expose(), tally,
                                                             rng));
    OGNIWO_TRY(write_output(out, as_text(decryption), false));
    std::cout << "partial decryption of trustee " << key.owner << ": " << out << "\n";
    return {};
}

// Needs no key: whoever shuffles only has to forget the order.
Result<void> shuffle(const std::string& archive, const std::string& out) {
    OGNIWO_ASSIGN(const OfflineElection offline, OfflineElection::open(archive));
    OGNIWO_ASSIGN(const Bytes tally, offline.tally_to_shuffle());
    crypto::SystemRng rng;
    OGNIWO_ASSIGN(const Bytes shuffle, offline.election().make_shuffle(tally, rng));
    OGNIWO_TRY(write_output(out, as_text(shuffle), false));
    std::cout << "shuffle: " << out << "\n";
    return {};
}

} // namespace

void add_trustee(CLI::App& app, int& exit_code) {
    auto* command = app.add_subcommand("trustee", "Trustees' keys, key ceremonies, shuffles and decryptions");
    command->require_subcommand(1);
    auto* make = command->add_subcommand("generate", "Make a key pair, without a ceremony");
    const auto options = std::make_shared<Options>();
    make->add_option("--group", options->group, "Ed25519, BELENIOS-2048 or RFC-3526-2048")->capture_default_str();
    make->add_option("--uuid", options->uuid, "Identifier of the election")->required();
    make->add_option("--owner", options->owner, "Number of the trustee, from 1")
        ->required()
        ->check(CLI::Range(1, 64));
    make->add_option("--name", options->name, "Name to publish with the key");
    make->add_option("--out", options->out, "Folder for both files")->required();
    make->callback([options, &exit_code] {
        const auto done = generate(*options);
        exit_code = done ? 0 : misuse(done.error());
    });

    add_ceremony_steps(*command, exit_code);

    const auto archive = std::make_shared<std::string>();
    const auto voutput = std::make_shared<std::string>();
    const auto key = std::make_shared<std::string>();
    const auto out = std::make_shared<std::string>();
    auto* mix = command->add_subcommand("shuffle", "Shuffle the votes of a ranking");
    mix->add_option("--out", *out, "File for the shuffle")->required();
    mix->add_option("archive", *archive, "Archive of the closed election")->required();
    mix->callback([=, &exit_code] {
        const auto done = shuffle(*archive, *out);
        exit_code = done ? 0 : misuse(done.error());
    });

    auto* part = command->add_subcommand("decrypt", "Decrypt this trustee's part of the tally");
    part->add_option("--key", *key, "The trustee's key file")->required();
    part->add_option("--voutput", *voutput, "After a key ceremony: the file of `trustee key`");
    part->add_option("--out", *out, "File for the partial decryption")->required();
    part->add_option("archive", *archive, "Archive of the closed election")->required();
    part->callback([=, &exit_code] {
        const auto done = decrypt(*archive, *key, *voutput, *out);
        exit_code = done ? 0 : misuse(done.error());
    });
}

} // namespace ogniwo::cli
