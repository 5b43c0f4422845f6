#include "crypto/random.hpp"
#include "server/cli/offline.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace ogniwo::cli {
namespace {

using Choices = std::vector<std::vector<std::uint32_t>>;

// [[0,1,0],[..]]: a list for each question, the blank flag first where there is one; a ranking's numbers; of a vote
// on lists all names in one row. What a question allows is the business of make_ballot.
Result<Choices> read_choices(const std::string& path) {
    OGNIWO_ASSIGN(const Bytes bytes, read_input(path));
    const auto value = parse_json(as_text(bytes));
    const Error bad = in_file(path, Error("choice.shape", "expected a list of numbers, 0 to 255, for each question"));
    if (!value || !value->is_array()) {
        return bad;
    }
    Choices choices;
    for (const json::value& question : value->get_array()) {
        if (!question.is_array()) {
            return bad;
        }
        auto& list = choices.emplace_back();
        for (const json::value& choice : question.get_array()) {
            const std::int64_t* number = choice.if_int64();
            if (number == nullptr || *number < 0 || *number > 255) {
                return bad;
            }
            list.push_back(static_cast<std::uint32_t>(*number));
        }
    }
    return choices;
}

Result<std::shared_ptr<const ballots::SecretElection>> open_setup(const std::string& folder) {
    OGNIWO_ASSIGN(const SetupFolder setup, read_setup(folder));
    return ballots::SecretElection::open(setup.election, setup.trustees, setup.credentials);
}

Result<int> make(const std::string& setup, const std::string& credential_file,
                 const std::string& choices_file, const std::string& out) {
    OGNIWO_ASSIGN(const auto election, open_setup(setup));
    OGNIWO_ASSIGN(const crypto::SecretText credential, read_secret_line(credential_file));
    OGNIWO_ASSIGN(const Choices choices, read_choices(choices_file));
    crypto::SystemRng rng;
    OGNIWO_ASSIGN(const Bytes ballot, election->make_ballot(credential.expose(), choices, rng));
    OGNIWO_TRY(write_output(out, as_text(ballot), false));
    std::cout << ballots::ballot_tracker(ballot) << "\n";
    return 0;
}

Result<int> check(const std::string& setup, const std::string& file) {
    OGNIWO_ASSIGN(const auto election, open_setup(setup));
    OGNIWO_ASSIGN(const Bytes ballot, read_input(file));
    const auto checked = election->check_ballot(ballot, ballots::Strictness::cast);
    if (!checked) {
        return invalid(checked.error());
    }
    std::cout << checked->tracker << "\nvalid\n";
    return 0;
}

// Ballots are added in the order given; the first that is refused ends it, those before it stay.
Result<int> add(const std::string& archive, const std::vector<std::string>& files) {
    OGNIWO_ASSIGN(OfflineElection election, OfflineElection::open(archive));
    for (const std::string& file : files) {
        OGNIWO_ASSIGN(const Bytes ballot, read_input(file));
        const auto tracker = election.cast(ballot);
        if (!tracker) {
            const Error named = in_file(file, tracker.error());
            return invalid({named.id().data(), named.detail() + "; this vote was not recorded"});
        }
        std::cout << *tracker << "\n";
    }
    return 0;
}

int finish(const Result<int>& code) { return code ? *code : misuse(code.error()); }

} // namespace

void add_ballot(CLI::App& app, int& exit_code) {
    auto* command = app.add_subcommand("ballot", "Make, check and cast ballots offline");
    command->require_subcommand(1);
    const auto setup = std::make_shared<std::string>();
    const auto credential = std::make_shared<std::string>("-");
    const auto choices = std::make_shared<std::string>();
    const auto file = std::make_shared<std::string>();
    const auto files = std::make_shared<std::vector<std::string>>();
    const auto archive = std::make_shared<std::string>();

    auto* making = command->add_subcommand("make", "Encrypt, prove and sign a vote; prints its tracker");
    making->add_option("--setup", *setup, "Setup folder")->required();
    making->add_option("--credential", *credential, "File with the credential (- for standard input)");
    making->add_option("--choices", *choices, "File: [[0,1,..],..], the blank flag first; ranks 0..255")->required();
    making->add_option("out", *file, "Ballot file to write")->required();
    making->callback(
        [=, &exit_code] { exit_code = finish(make(*setup, *credential, *choices, *file)); });

    auto* checking = command->add_subcommand("check", "Check a ballot against its election");
    checking->add_option("--setup", *setup, "Setup folder")->required();
    checking->add_option("file", *file, "Ballot file")->required();
    checking->callback([=, &exit_code] { exit_code = finish(check(*setup, *file)); });

    auto* adding = command->add_subcommand("add", "Check ballots and add them to the archive");
    adding->add_option("archive", *archive, "Archive")->required();
    adding->add_option("files", *files, "Ballot files")->required();
    adding->callback([=, &exit_code] { exit_code = finish(add(*archive, *files)); });
    add_ballot_audit(*command, exit_code);
}

} // namespace ogniwo::cli
