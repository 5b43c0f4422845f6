#include "ballots/counting/csv.hpp"

#include "ballots/counting/lines.hpp"

#include <algorithm>
#include <charconv>

namespace ogniwo::counting {
namespace {

using Row = std::vector<std::string>;

Error fault(std::size_t line, const std::string& what) {
    return Error("count.csv", "line " + std::to_string(line) + ": " + what);
}

void trim(std::string& cell) {
    cell.erase(0, std::min(cell.find_first_not_of(" \t"), cell.size()));
    cell.erase(cell.find_last_not_of(" \t") + 1);
}

// Cells end at a separator outside quotes; "" within quotes is a quote. A cell never spans lines.
Result<Row> split(std::string_view line, char separator, std::size_t number) {
    Row row(1);
    bool quoted = false;
    bool was_quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (quoted && c == '"' && i + 1 < line.size() && line[i + 1] == '"') {
            row.back() += line[++i];
        } else if (c == '"' && (quoted || row.back().empty())) {
            quoted = !quoted;
            was_quoted = true;
        } else if (c == separator && !quoted) {
            trim(row.back());
            row.emplace_back();
            was_quoted = false;
        } else if (was_quoted && !quoted && c != ' ') {
            return fault(number, "something follows a quoted cell");
        } else {
            row.back() += c;
        }
    }
    if (quoted) {
        return fault(number, "a quoted cell does not end on its line");
    }
    trim(row.back());
    return row;
}

Result<std::uint64_t> number_of(const std::string& cell, std::size_t line) {
    std::uint64_t value = 0;
    const auto [end, ec] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (!cell.empty() && (ec != std::errc{} || end != cell.data() + cell.size())) {
        return fault(line, "'" + cell.substr(0, 40) + "' is not a whole number");
    }
    return value;
}

Verdict add_ballot(const Row& row, std::size_t line, bool counted, Election& election) {
    Ballot ballot;
    if (counted) {
        OGNIWO_ASSIGN(ballot.count, number_of(row.front(), line));
    }
    for (std::size_t i = counted ? 1 : 0; i < row.size(); ++i) {
        OGNIWO_ASSIGN(const std::uint64_t rank, number_of(row[i], line));
        if (rank > max_rank) {
            return fault(line, "rank " + row[i] + "; it may be 1 to " + std::to_string(max_rank));
        }
        if (rank > 0) {
            ballot.marks.push_back(
                {static_cast<Candidate>(i - (counted ? 1 : 0)), static_cast<std::uint32_t>(rank)});
        }
    }
    election.ballots.push_back(std::move(ballot));
    return pass();
}

Verdict add_list(const Row& row, std::size_t line, Election& election) {
    OGNIWO_ASSIGN(const std::uint64_t votes, number_of(row[1], line));
    if (votes > max_total_ballots) {
        return fault(line, "more than " + std::to_string(max_total_ballots) + " votes");
    }
    const auto list = static_cast<Candidate>(election.names.size());
    election.names.push_back(row[0]);
    if (votes > 0) {
        election.ballots.push_back({votes, {{list, 1}}});
    }
    return pass();
}

} // namespace

Result<Election> read_csv(std::string_view text) {
    LineReader lines(text);
    OGNIWO_ASSIGN(const auto head, lines.next());
    if (!head) {
        return fault(1, "the file is empty");
    }
    const char separator = head->find(';') != std::string_view::npos ? ';' : ',';
    OGNIWO_ASSIGN(Row names, split(*head, separator, 1));
    const bool lists = names == Row{"list", "votes"};
    const bool counted = names.front() == "ballots";
    const std::size_t width = names.size();
    Election election;
    if (!lists) {
        election.names.assign(names.begin() + (counted ? 1 : 0), names.end());
    }
    while (true) {
        OGNIWO_ASSIGN(const auto line, lines.next());
        if (!line) {
            break;
        }
        if (line->empty()) {
            continue;
        }
        OGNIWO_ASSIGN(const Row row, split(*line, separator, lines.number()));
        if (row.size() != width) {
            return fault(lines.number(), std::to_string(row.size()) +
                                             " cells where the first line has " +
                                             std::to_string(width));
        }
        if (election.ballots.size() == max_ballot_rows || election.names.size() > max_candidates) {
            return fault(lines.number(), "too many rows or candidates");
        }
        OGNIWO_TRY(lists ? add_list(row, lines.number(), election)
                         : add_ballot(row, lines.number(), counted, election));
    }
    return prepare_election(std::move(election));
}

} // namespace ogniwo::counting
