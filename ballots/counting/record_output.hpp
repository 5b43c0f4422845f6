#pragma once
// Records for others: as JSON for programs and pages, as a table for a terminal.

#include "ballots/counting/record.hpp"

#include <boost/json/value.hpp>

namespace ogniwo::counting {

/// Numbers of candidates count from 1. `elected` is ascending, `election_order` is not. Whole
/// numbers are JSON numbers; others are texts, decimal ("12.34500") for transferable votes and
/// fractions ("5/2") elsewhere.
boost::json::value record_json(const CountRecord& record, const Election& election);

/// The candidates, each round, who is elected, and every tie in a sentence.
std::string record_text(const CountRecord& record, const Election& election);

} // namespace ogniwo::counting
