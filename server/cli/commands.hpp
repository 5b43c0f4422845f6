#pragma once
// The subcommands of `ogniwo`, one file each. Every add_* registers its options and sets `exit_code` when it runs:
// 0 good, 1 no, 2 unreadable or misused (ARCHITECTURE "Command line").

#include "crypto/base/result.hpp"

namespace CLI {
class App;
} // namespace CLI

namespace ogniwo::cli {

void add_serve(CLI::App& app, int& exit_code);
void add_init(CLI::App& app, int& exit_code);
void add_demo(CLI::App& app, int& exit_code);
void add_export(CLI::App& app, int& exit_code);
void add_bench(CLI::App& app, int& exit_code);
void add_fsck(CLI::App& app, int& exit_code);
void add_verify(CLI::App& app, int& exit_code);
void add_receipt(CLI::App& app, int& exit_code);
void add_election(CLI::App& app, int& exit_code);
void add_credentials(CLI::App& app, int& exit_code);
void add_trustee(CLI::App& app, int& exit_code);
void add_ballot(CLI::App& app, int& exit_code);
/// Below the command `ballot`.
void add_ballot_audit(CLI::App& ballot, int& exit_code);
void add_count(CLI::App& app, int& exit_code);
/// Also 3: the quorum is missed.
void add_decide(CLI::App& app, int& exit_code);
/// 1: no resolution can ever pass.
void add_rehearse(CLI::App& app, int& exit_code);

/// One line on stderr: what went wrong, with what to do when the detail says it. Returns 2.
int misuse(const Error& error);
/// One line on stdout: "INVALID: " and why. Returns 1.
int invalid(const Error& error);

} // namespace ogniwo::cli
