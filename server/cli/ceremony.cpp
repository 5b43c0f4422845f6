#include "server/cli/ceremony.hpp"

#include "ballots/ceremony_roster.hpp"
#include "ballots/uuid.hpp"
#include "crypto/random.hpp"
#include "crypto/sha256.hpp"
#include "crypto/threshold.hpp"
#include "server/cli/files.hpp"
#include "server/cli/key_file.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace ogniwo::cli {
namespace {

using Files = std::vector<std::string>;
using Texts = std::vector<std::string>;

struct CertificateOptions {
    std::string group = "Ed25519";
    std::string uuid;
    std::uint64_t owner = 0;
    std::uint64_t first = 1;
    std::size_t size = 0;
    std::size_t threshold = 0;
    std::string out;
};

struct StepOptions {
    std::string key;
    Files certificates;
    Files polynomials;
    Files voutputs;
    std::string out;
};

Result<Texts> read_texts(const Files& files) {
    Texts texts;
    for (const std::string& file : files) {
        OGNIWO_ASSIGN(const Bytes bytes, read_input(file));
        texts.emplace_back(as_text(bytes));
        while (texts.back().ends_with('\n')) {
            texts.back().pop_back();
        }
    }
    return texts;
}

// The trustee who acts, and the ceremony as the certificates say it.
struct Seat {
    KeyFile key;
    Texts certificates;
    ballots::Ceremony ceremony;
    std::size_t index = 0;
};

Result<Seat> take_seat(const StepOptions& options) {
    Seat seat;
    OGNIWO_ASSIGN(seat.key, read_key_file(options.key));
    if (!seat.key.ceremony) {
        return in_file(options.key, Error("trustee.key_file", "the key of a trustee who is in no ceremony"));
    }
    OGNIWO_ASSIGN(seat.certificates, read_texts(options.certificates));
    OGNIWO_ASSIGN(seat.ceremony, ballots::ceremony_of(seat.certificates.front()));
    if (seat.ceremony.group != seat.key.group) {
        return in_file(options.key, Error("trustee.key_file", "the key is of another group"));
    }
    OGNIWO_TRY(ballots::check_certificates(seat.ceremony, seat.certificates));
    OGNIWO_ASSIGN(seat.index, ballots::index_of_seed(seat.ceremony, seat.certificates,
                                                     seat.key.secret.expose()));
    return seat;
}

Result<void> certificate(const CertificateOptions& options) {
    OGNIWO_TRY(ballots::check_uuid(options.uuid));
    if (options.owner < options.first || options.owner >= options.first + options.size) {
        return Error("ceremony.index", "--owner is not from --first to --first + --size - 1");
    }
    crypto::SystemRng rng;
    KeyFile key;
    key.election = options.uuid;
    key.group = options.group;
    key.owner = options.owner;
    key.secret = crypto::generate_pki_seed(rng);
    const ballots::Ceremony ceremony{options.group, {options.size, options.threshold}};
    OGNIWO_ASSIGN(const std::string text,
                  ballots::make_certificate(ceremony, options.owner - options.first + 1,
                                            key.secret.expose(), rng));
    const std::filesystem::path base =
        std::filesystem::path(options.out) / ("trustee-" + std::to_string(options.owner));
    const crypto::SecretText seed = seed_file(key);
    OGNIWO_TRY(write_outputs({{base.string() + ".key.json", seed.expose(), true},
                              {base.string() + ".certificate.json", text}}));
    std::cout << "keep " << base.string() << ".key.json safe and copied; publish " << base.string()
              << ".certificate.json\n";
    return {};
}

Result<void> polynomial(const StepOptions& options) {
    OGNIWO_ASSIGN(const Seat seat, take_seat(options));
    crypto::SystemRng rng;
    OGNIWO_ASSIGN(const std::string text,
                  ballots::make_polynomial(seat.ceremony, seat.certificates, seat.index,
                                           seat.key.secret.expose(), rng));
    OGNIWO_TRY(write_output(options.out, text, false));
    std::cout << "commitment of trustee " << seat.key.owner << ": "
              << crypto::sha256_hex(as_bytes(text)) << "\npublish it now, and " << options.out
              << " when every trustee has published a commitment\n";
    return {};
}

Result<void> key(const StepOptions& options) {
    OGNIWO_ASSIGN(const Seat seat, take_seat(options));
    OGNIWO_ASSIGN(const Texts polynomials, read_texts(options.polynomials));
    OGNIWO_ASSIGN(const std::string vinput, ballots::make_vinput(seat.ceremony, seat.certificates,
                                                                 polynomials, seat.index));
    crypto::SystemRng rng;
    OGNIWO_ASSIGN(const std::string text,
                  ballots::make_voutput(seat.ceremony, seat.certificates, seat.index,
                                        seat.key.secret.expose(), vinput, rng));
    OGNIWO_TRY(write_output(options.out, text, false));
    std::cout << "key of trustee " << seat.key.owner << ": publish " << options.out
              << ", and keep a copy for the decryption\n";
    return {};
}

Result<void> assemble(const StepOptions& options) {
    OGNIWO_ASSIGN(const Texts certificates, read_texts(options.certificates));
    OGNIWO_ASSIGN(const Texts polynomials, read_texts(options.polynomials));
    OGNIWO_ASSIGN(const Texts voutputs, read_texts(options.voutputs));
    OGNIWO_ASSIGN(const ballots::Ceremony ceremony, ballots::ceremony_of(certificates.front()));
    OGNIWO_ASSIGN(const std::string text, ballots::assemble_trustees(ceremony, certificates,
                                                                     polynomials, voutputs));
    OGNIWO_TRY(write_output(options.out, text, false));
    std::cout << "ceremony of " << ceremony.shape.size << " trustees, any " << ceremony.shape.threshold
              << " of whom decrypt: " << options.out << "\n";
    return {};
}

template <class Options>
void on_run(CLI::App* command, std::shared_ptr<Options> options,
            Result<void> (*run)(const Options&), int& exit_code) {
    command->callback([options, run, &exit_code] {
        const auto done = run(*options);
        exit_code = done ? 0 : misuse(done.error());
    });
}

void add_texts(CLI::App* command, const std::shared_ptr<StepOptions>& options, bool polynomials) {
    command->add_option("--certificate", options->certificates,
                        "Certificates of all trustees of the ceremony, in order")
        ->required();
    if (polynomials) {
        command->add_option("--polynomial", options->polynomials,
                            "Polynomials of all trustees of the ceremony, in order")
            ->required();
    }
}

} // namespace

void add_ceremony_steps(CLI::App& trustee, int& exit_code) {
    auto* first = trustee.add_subcommand("certificate", "Key ceremony: make a key file and its certificate");
    const auto made = std::make_shared<CertificateOptions>();
    first->add_option("--group", made->group, "Ed25519, BELENIOS-2048 or RFC-3526-2048")->capture_default_str();
    first->add_option("--uuid", made->uuid, "Identifier of the election")->required();
    first->add_option("--owner", made->owner, "Number of the trustee in the election, from 1")
        ->required()
        ->check(CLI::Range(1, 64));
    first->add_option("--first", made->first, "Number of the first trustee of the ceremony")
        ->capture_default_str()
        ->check(CLI::Range(1, 64));
    first->add_option("--size", made->size, "How many hold the ceremony")->required();
    first->add_option("--threshold", made->threshold, "How many of them decrypt")->required();
    first->add_option("--out", made->out, "Folder for both files")->required();
    on_run(first, made, certificate, exit_code);

    auto* second = trustee.add_subcommand("polynomial", "Key ceremony: make this trustee's polynomial");
    const auto step = std::make_shared<StepOptions>();
    second->add_option("--key", step->key, "The trustee's key file")->required();
    add_texts(second, step, false);
    second->add_option("--out", step->out, "File for the polynomial")->required();
    on_run(second, step, polynomial, exit_code);

    auto* third = trustee.add_subcommand("key", "Key ceremony: check what the others made, and make this trustee's key");
    third->add_option("--key", step->key, "The trustee's key file")->required();
    add_texts(third, step, true);
    third->add_option("--out", step->out, "File for the key (voutput)")->required();
    on_run(third, step, key, exit_code);
}

void add_ceremony_end(CLI::App& election, int& exit_code) {
    auto* command = election.add_subcommand("ceremony", "Put a key ceremony together, for `election new --trustee`");
    const auto options = std::make_shared<StepOptions>();
    add_texts(command, options, true);
    command->add_option("--voutput", options->voutputs, "Keys of all trustees of the ceremony, in order")->required();
    command->add_option("--out", options->out, "File for the ceremony")->required();
    on_run(command, options, assemble, exit_code);
}

} // namespace ogniwo::cli
