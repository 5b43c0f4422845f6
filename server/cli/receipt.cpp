#include "ballots/ledger/receipt.hpp"
#include "server/cli/files.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace ogniwo::cli {
namespace {

Result<int> run(const std::string& vkey, const std::string& file) {
    OGNIWO_ASSIGN(const crypto::NoteVerifier key, crypto::parse_note_verifier(vkey));
    OGNIWO_ASSIGN(const Bytes bytes, read_input(file));
    const auto receipt = ledger::parse_receipt(as_text(bytes));
    const auto verdict = receipt ? ledger::verify_receipt(*receipt, key) : Verdict(receipt.error());
    if (!verdict) {
        return invalid(verdict.error());
    }
    if (receipt->tracker.empty()) {
        return invalid({"receipt.tracker", "the entry is on the ledger and is no vote"});
    }
    std::cout << "vote      " << receipt->tracker << "\n"
              << "in        " << receipt->election << "\n"
              << "entry     " << receipt->entry_index << " of the log " << receipt->origin << "\n"
              << "valid: this vote is on the ledger\n";
    return 0;
}

} // namespace

void add_receipt(CLI::App& app, int& exit_code) {
    auto* command = app.add_subcommand("receipt", "Receipts of votes");
    command->require_subcommand(1);
    auto* verify = command->add_subcommand("verify", "Verify a receipt offline");
    const auto vkey = std::make_shared<std::string>();
    const auto file = std::make_shared<std::string>();
    verify->add_option("--vkey", *vkey, "Log key, from a source other than the receipt")->required();
    verify->add_option("file", *file, "Receipt (JSON)")->required();
    verify->callback([vkey, file, &exit_code] {
        const auto code = run(*vkey, *file);
        exit_code = code ? *code : misuse(code.error());
    });
}

} // namespace ogniwo::cli
