#include "ballots/archive_reader.hpp"
#include "ballots/ledger/ballot_audit.hpp"
#include "ballots/printable.hpp"
#include "ballots/secret_election.hpp"
#include "server/cli/offline.hpp"
#include "server/files/archive_file.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>

#include <iostream>

namespace ogniwo::cli {
namespace {

struct Options {
    std::string setup;
    std::string archive;
    std::string vkey;
    std::string file;
    bool json = false;
};

/// The choices of one question in words.
struct Answered {
    std::string question;
    std::vector<std::string> choices;
};

std::vector<std::string> words(const ballots::HomomorphicQuestion& question, const std::vector<std::uint32_t>& choices) {
    if (question.blank && choices.front() == 1) {
        return {"(blank vote)"};
    }
    const std::size_t first = question.blank ? 1 : 0;
    std::vector<std::string> out;
    for (std::size_t i = 0; i < question.answers.size(); ++i) {
        if (choices[first + i] == 1) {
            out.push_back(question.answers[i]);
        }
    }
    return out;
}

std::vector<std::string> words(const ballots::NonHomomorphicQuestion& question,
                               const std::vector<std::uint32_t>& choices) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < question.answers.size(); ++i) {
        out.push_back(std::to_string(choices[i]) + ": " + question.answers[i]);
    }
    return out;
}

std::vector<std::string> words(const ballots::ListsQuestion& question, const std::vector<std::uint32_t>& choices) {
    std::vector<std::string> out;
    std::size_t at = 0;
    for (const std::vector<std::string>& list : question.lists) {
        for (const std::string& name : list) {
            if (choices[at++] == 1) {
                out.push_back(name);
            }
        }
    }
    return out;
}

// Precondition: the audit was verified, so the choices fit the questions.
std::vector<Answered> in_words(const ballots::Election& definition, const ballots::BallotOpening& opening) {
    std::vector<Answered> out;
    for (std::size_t i = 0; i < definition.questions.size(); ++i) {
        const ballots::Question& question = definition.questions[i];
        out.push_back({question.text, std::visit([&](const auto& kind) { return words(kind, opening.choices[i]); },
                                                 question.kind)});
    }
    return out;
}

Result<SetupFolder> setup_of_archive(const std::string& path) {
    OGNIWO_ASSIGN(const auto source, files::open_archive(path));
    ballots::ArchiveReader reader(*source);
    OGNIWO_TRY(reader.read_header());
    OGNIWO_ASSIGN(auto event, reader.next());
    if (!event || event->event.type != ballots::EventType::setup) {
        return Error("archive.order", "the archive has no setup");
    }
    return SetupFolder{std::move(event->data[0].body), std::move(event->data[1].body),
                       std::move(event->data[2].body)};
}

void print_json(const std::optional<Error>& failure, const ledger::BallotAudit& audit,
                const std::vector<Answered>& answers) {
    json::object out{{"ok", !failure.has_value()}};
    if (failure) {
        out["failure"] = {{"id", failure->id()}, {"detail", failure->detail()}};
        std::cout << json::serialize(out) << "\n";
        return;
    }
    json::array questions;
    for (const Answered& answer : answers) {
        questions.push_back({{"question", answer.question}, {"choices", json::value_from(answer.choices)}});
    }
    out["election"] = audit.election;
    out["tracker"] = ballots::ballot_tracker(audit.ballot);
    out["entry_index"] = audit.receipt.entry_index;
    out["questions"] = std::move(questions);
    std::cout << json::serialize(out) << "\n";
}

void print_text(const ledger::BallotAudit& audit, const std::vector<Answered>& answers) {
    for (const Answered& answer : answers) {
        std::cout << ballots::printable(answer.question) << "\n";
        for (const std::string& choice : answer.choices) {
            std::cout << "  " << ballots::printable(choice) << "\n";
        }
    }
    std::cout << "ballot    " << ballots::ballot_tracker(audit.ballot) << "\n"
              << "opened in entry " << audit.receipt.entry_index << " of the log " << audit.receipt.origin << "\n"
              << "valid: the ballot says exactly this, and can never be cast\n";
}

Result<int> run(const Options& options) {
    if (options.setup.empty() == options.archive.empty()) {
        return Error("usage.setup", "name the election by --setup FOLDER or by --archive FILE");
    }
    OGNIWO_ASSIGN(const crypto::NoteVerifier key, crypto::parse_note_verifier(options.vkey));
    OGNIWO_ASSIGN(const SetupFolder setup,
                  options.setup.empty() ? setup_of_archive(options.archive) : read_setup(options.setup));
    OGNIWO_ASSIGN(const ballots::Election definition, ballots::parse_election(setup.election));
    OGNIWO_ASSIGN(const Bytes bytes, read_input(options.file));
    const auto audit = ledger::parse_ballot_audit(as_text(bytes));
    const auto verdict = audit ? ledger::verify_ballot_audit(
                                     *audit, {setup.election, setup.trustees, setup.credentials}, key)
                               : Verdict(audit.error());
    if (!verdict) {
        if (!options.json) {
            return invalid(verdict.error());
        }
        print_json(verdict.error(), {}, {});
        return 1;
    }
    const std::vector<Answered> answers = in_words(definition, audit->opening);
    if (options.json) {
        print_json({}, *audit, answers);
    } else {
        print_text(*audit, answers);
    }
    return 0;
}

} // namespace

void add_ballot_audit(CLI::App& ballot, int& exit_code) {
    auto* command = ballot.add_subcommand("audit", "Check an opened ballot: does it say what the booth showed?");
    const auto options = std::make_shared<Options>();
    command->add_option("--setup", options->setup, "Setup folder of the election");
    command->add_option("--archive", options->archive, "Archive of the election, instead of its setup folder");
    command->add_option("--vkey", options->vkey, "Log key, from a source other than the audit file")->required();
    command->add_flag("--json", options->json, "Print JSON");
    command->add_option("file", options->file, "Audit file from the booth (JSON)")->required();
    command->callback([options, &exit_code] {
        const auto code = run(*options);
        exit_code = code ? *code : misuse(code.error());
    });
}

} // namespace ogniwo::cli
