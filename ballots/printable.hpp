#pragma once

#include <string>
#include <string_view>

namespace ogniwo::ballots {

/// UTF-8 for a terminal: every control character, C0, DEL and C1, becomes a question mark. Names in an archive or
/// a ledger come from strangers.
std::string printable(std::string_view text);

} // namespace ogniwo::ballots
