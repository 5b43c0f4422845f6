#include "ballots/counting/blt.hpp"
#include "ballots/counting/csv.hpp"
#include "ballots/counting/election_json.hpp"
#include "ballots/counting/methods.hpp"
#include "ballots/counting/record_output.hpp"
#include "crypto/base/encoding.hpp"
#include "crypto/base/json.hpp"
#include "server/cli/files.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace ogniwo::cli {
namespace {

struct Options {
    std::string method;
    std::string file;
    std::optional<std::string> lot_seed;
    std::optional<std::string> threshold;
    std::uint32_t seats = 0;   // 0: as the file says
    std::uint32_t choices = 0; // 0: as the file says
    bool json = false;
};

// By the end of the name; another name by what the text begins with.
Result<counting::Election> parse_as(const std::string& extension, std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (extension == ".json" || (first != std::string_view::npos && text[first] == '{')) {
        return counting::read_election_json(text);
    }
    return extension == ".csv" ? counting::read_csv(text) : counting::read_blt(text);
}

Result<counting::Election> read_election(const std::filesystem::path& file) {
    OGNIWO_ASSIGN(const Bytes bytes, read_input(file));
    auto election = parse_as(file.extension().string(), as_text(bytes));
    return election ? std::move(election) : in_file(file, election.error());
}

Result<counting::Share> parse_share(const std::string& text) {
    const std::size_t slash = text.find('/');
    if (slash != std::string::npos) {
        const auto num = decimal_decode(text.substr(0, slash));
        const auto den = decimal_decode(text.substr(slash + 1));
        if (num && den) {
            return counting::Share{*num, *den};
        }
    }
    return Error("count.threshold", "'" + text + "' is not a share such as 5/100");
}

Result<int> run(const Options& options) {
    OGNIWO_ASSIGN(const counting::Method method, counting::parse_method(options.method));
    OGNIWO_ASSIGN(counting::Election election, read_election(options.file));
    if (options.seats > 0) {
        election.seats = options.seats;
    }
    if (options.choices > 0) {
        election.choices = options.choices;
    }
    if (options.threshold) {
        OGNIWO_ASSIGN(election.threshold, parse_share(*options.threshold));
    }
    OGNIWO_ASSIGN(election, counting::prepare_election(std::move(election)));
    counting::MaybeLot lot;
    if (options.lot_seed) {
        OGNIWO_ASSIGN(lot, counting::Lot::from_hex(*options.lot_seed, election.numbers()));
    }
    OGNIWO_ASSIGN(const counting::CountRecord record, counting::count(method, election, lot));
    if (options.json) {
        std::cout << write_json(counting::record_json(record, election)) << "\n";
    } else {
        std::cout << counting::record_text(record, election);
    }
    return record.complete() ? 0 : 1;
}

} // namespace

void add_count(CLI::App& app, int& exit_code) {
    auto* command =
        app.add_subcommand("count", "Count a file of plain ballots (.blt, .csv or .json)");
    const auto options = std::make_shared<Options>();
    command
        ->add_option(
            "--method", options->method,
            "plurality, block, limited, approval, stv-scottish, stv-meek, stv-ers97, irv, borda, "
            "borda-nauru, schulze, ranked-pairs, copeland, majority-judgment, dhondt, "
            "sainte-lague, "
            "largest-remainder, equal-shares")
        ->required();
    command->add_option("--seats", options->seats, "Seats to fill, in place of what the file says")
        ->check(CLI::Range(1U, counting::max_seats));
    command->add_option("--choices", options->choices, "Limited vote: crosses a ballot may have")
        ->check(CLI::Range(1U, static_cast<unsigned>(counting::max_candidates)));
    command->add_option("--threshold", options->threshold,
                        "Approval and lists: share of the valid ballots, as 5/100");
    command->add_option(
        "--lot-seed", options->lot_seed,
        "Seed of the lot that settles ties, in hexadecimal digits; without it a tie that needs a "
        "lot ends the count with exit code 1");
    command->add_flag("--json", options->json, "The whole record as JSON");
    command->add_option("file", options->file, "Ballots")->required();
    command->callback([options, &exit_code] {
        const auto code = run(*options);
        exit_code = code ? *code : misuse(code.error());
    });
}

} // namespace ogniwo::cli
