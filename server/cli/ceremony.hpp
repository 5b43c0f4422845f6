#pragma once
// Key ceremonies offline: the steps of a trustee, and what whoever runs the election makes of them.

namespace CLI {
class App;
} // namespace CLI

namespace ogniwo::cli {

/// `trustee certificate`, `polynomial` and `key`.
void add_ceremony_steps(CLI::App& trustee, int& exit_code);
/// `election ceremony`.
void add_ceremony_end(CLI::App& election, int& exit_code);

} // namespace ogniwo::cli
