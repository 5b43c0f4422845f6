#include "ballots/verify.hpp"
#include "server/cli/files.hpp"
#include "server/cli/progress.hpp"
#include "server/files/archive_file.hpp"
#include "server/governance/verify_ledger.hpp"

#include <CLI/CLI.hpp>

#include <fstream>
#include <iostream>

namespace ogniwo::cli {
namespace {

struct Options {
    std::string path;
    std::string vkey;
    std::string vkey_file;
    bool json = false;
    unsigned threads = 0;
};

// A .bel file as it is named, or the only one of a folder.
Result<std::filesystem::path> find_archive(const std::filesystem::path& path) {
    std::error_code ec;
    if (!std::filesystem::is_directory(path, ec)) {
        return path;
    }
    std::vector<std::filesystem::path> found;
    for (const auto& entry : std::filesystem::directory_iterator(path, ec)) {
        if (entry.path().extension() == ".bel") {
            found.push_back(entry.path());
        }
    }
    if (found.size() != 1) {
        return Error("archive.open", path.string() + " holds " + std::to_string(found.size()) +
                                         " .bel files; name one");
    }
    return found.front();
}

// The last line of the text says it all: valid, or what failed first.
int print(const ballots::VerifyReport& report, const Options& options) {
    std::cout << (options.json ? report.to_json() + "\n" : report.to_text());
    return report.ok ? 0 : 1;
}

Result<int> verify_archive(const std::filesystem::path& path, const Options& options) {
    OGNIWO_ASSIGN(const auto source, files::open_archive(path.string()));
    ballots::VerifyReport report;
    {
        ProgressBar bar("MB/s", 1e6);
        ballots::VerifyOptions verify;
        verify.threads = options.threads;
        verify.progress = [&](std::uint64_t done, std::uint64_t total) { bar.show(done, total); };
        report = ballots::verify_election(*source, verify);
    }
    if (report.failure && *report.failure == Error("archive.read")) {
        return *report.failure; // says nothing about the election
    }
    return print(report, options);
}

Result<crypto::NoteVerifier> log_key(const Options& options) {
    if (!options.vkey_file.empty()) {
        OGNIWO_ASSIGN(const crypto::SecretText line, read_secret_line(options.vkey_file));
        return crypto::parse_note_verifier(line.expose());
    }
    if (options.vkey.empty()) {
        return Error("note.key", "a ledger is verified against its log key: give --vkey");
    }
    return crypto::parse_note_verifier(options.vkey);
}

Result<int> verify_ledger(const std::filesystem::path& path, const Options& options) {
    OGNIWO_ASSIGN(const crypto::NoteVerifier key, log_key(options));
    OGNIWO_ASSIGN(const auto source, files::open_archive(path.string()));
    governance::LedgerReport report;
    {
        ProgressBar bar("MB/s", 1e6);
        governance::LedgerVerifyOptions verify;
        verify.threads = options.threads;
        verify.scratch = [] {
            return files::make_scratch_archive(std::filesystem::temp_directory_path().string());
        };
        verify.progress = [&](std::uint64_t done, std::uint64_t total) { bar.show(done, total); };
        report = governance::verify_ledger(*source, key, verify);
    }
    if (report.failure &&
        (*report.failure == Error("archive.scratch") || *report.failure == Error("archive.read"))) {
        return *report.failure; // says nothing about the ledger
    }
    std::cout << (options.json ? report.to_json() + "\n" : report.to_text());
    return report.failure ? 1 : 0;
}

// An export begins with the tar record of "checkpoint".
bool is_export(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::array<char, 11> name{};
    in.read(name.data(), name.size());
    return std::string_view(name.data(), 10) == "checkpoint" && name[10] == '\0';
}

Result<int> run(const Options& options) {
    OGNIWO_ASSIGN(const std::filesystem::path path, find_archive(options.path));
    return is_export(path) ? verify_ledger(path, options) : verify_archive(path, options);
}

Result<int> run_diff(const std::string& older, const std::string& newer) {
    OGNIWO_ASSIGN(const std::filesystem::path old_path, find_archive(older));
    OGNIWO_ASSIGN(const std::filesystem::path new_path, find_archive(newer));
    OGNIWO_ASSIGN(const auto old_source, files::open_archive(old_path.string()));
    OGNIWO_ASSIGN(const auto new_source, files::open_archive(new_path.string()));
    if (const auto prefix = ballots::check_prefix(*old_source, *new_source); !prefix) {
        return invalid(prefix.error());
    }
    for (const auto* source : {&old_source, &new_source}) {
        const auto report = ballots::verify_election(**source);
        if (!report.ok) {
            return invalid(*report.failure);
        }
    }
    std::cout << "valid: the old archive is the beginning of the new one\n";
    return 0;
}

} // namespace

void add_verify(CLI::App& app, int& exit_code) {
    auto* command = app.add_subcommand(
        "verify", "Verify an election archive (.bel), a folder with one, or a ledger export");
    const auto options = std::make_shared<Options>();
    command->add_option("path", options->path, "Archive, folder, or export")->required();
    command->add_flag("--json", options->json, "Print the report as one JSON object");
    command->add_option("--vkey", options->vkey, "Log key, for a ledger export");
    command->add_option("--vkey-file", options->vkey_file, "File that holds the log key");
    command->add_option("--threads", options->threads, "Threads (one for each core)");
    command->callback([options, &exit_code] {
        const auto code = run(*options);
        exit_code = code ? *code : misuse(code.error());
    });

    auto* diff = app.add_subcommand(
        "verify-diff", "Verify two archives and that the first is the beginning of the second");
    const auto older = std::make_shared<std::string>();
    const auto newer = std::make_shared<std::string>();
    diff->add_option("old", *older, "Archive seen before")->required();
    diff->add_option("new", *newer, "Archive now")->required();
    diff->callback([older, newer, &exit_code] {
        const auto code = run_diff(*older, *newer);
        exit_code = code ? *code : misuse(code.error());
    });
}

} // namespace ogniwo::cli
