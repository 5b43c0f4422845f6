#include "ballots/counting/transfer.hpp"

#include "ballots/counting/selection.hpp"

#include <algorithm>

namespace ogniwo::counting {
namespace {

std::vector<Candidate> without(std::vector<Candidate> all, const std::vector<Candidate>& gone) {
    std::erase_if(all, [&](Candidate c) { return std::ranges::find(gone, c) != gone.end(); });
    return all;
}

Verdict check_strict(const Election& election, Method method) {
    for (std::size_t row = 0; row < election.ballots.size(); ++row) {
        const auto& marks = election.ballots[row].marks;
        const auto equal = std::ranges::adjacent_find(marks, {}, &Mark::rank);
        if (equal != marks.end()) {
            return Error("count.equal_ranks",
                         "ballot row " + std::to_string(row + 1) + " ranks " +
                             candidate_text(election, equal->candidate) + " and another equally; " +
                             std::string(method_name(method)) + " needs one candidate a rank");
        }
    }
    return pass();
}

// Blank ballots left out; in an order that does not depend on the file.
std::vector<Ballot> join_equal_ballots(const Election& election) {
    std::vector<Ballot> out;
    for (const Ballot& ballot : election.ballots) {
        if (!ballot.marks.empty()) {
            out.push_back(ballot);
            for (std::size_t i = 0; i < ballot.marks.size(); ++i) {
                out.back().marks[i].rank = // only the order matters from here on
                    i > 0 && ballot.marks[i].rank == ballot.marks[i - 1].rank
                        ? out.back().marks[i - 1].rank
                        : static_cast<std::uint32_t>(i + 1);
            }
        }
    }
    const auto before = [](const Mark& a, const Mark& b) {
        return std::pair(a.candidate, a.rank) < std::pair(b.candidate, b.rank);
    };
    std::ranges::sort(out, [&](const Ballot& a, const Ballot& b) {
        return std::ranges::lexicographical_compare(a.marks, b.marks, before);
    });
    std::vector<Ballot> joined;
    for (Ballot& ballot : out) {
        if (!joined.empty() && joined.back().marks == ballot.marks) {
            joined.back().count += ballot.count;
        } else {
            joined.push_back(std::move(ballot));
        }
    }
    return joined;
}

} // namespace

Result<TransferRun> TransferRun::begin(Method method, const Election& election,
                                       const std::optional<Lot>& lot, int decimals,
                                       int quota_decimals) {
    OGNIWO_TRY(check_seats(election));
    OGNIWO_TRY(check_strict(election, method));
    TransferRun run(election, lot);
    run.record.method = method;
    run.record.seats = election.seats;
    for (const Ballot& ballot : election.ballots) {
        run.record.ballots += ballot.count;
        run.record.blank += ballot.marks.empty() ? ballot.count : 0;
    }
    if (run.record.valid() == 0) {
        return Error("count.no_votes", "no ballot names a candidate");
    }
    run.ballots = join_equal_ballots(election);
    for (const bool gone : election.withdrawn) {
        run.standing.push_back(gone ? Standing::withdrawn : Standing::continuing);
    }
    TransferCount detail;
    detail.decimals = decimals;
    detail.quota_decimals = quota_decimals;
    run.record.detail = std::move(detail);
    return run;
}

std::vector<TransferRound>& TransferRun::rounds() {
    return std::get<TransferCount>(record.detail).rounds;
}

std::vector<Candidate> TransferRun::continuing() const {
    std::vector<Candidate> out;
    for (Candidate c = 0; c < standing.size(); ++c) {
        if (standing[c] == Standing::continuing) {
            out.push_back(c);
        }
    }
    return out;
}

void TransferRun::elect(Candidate candidate) {
    standing[candidate] = Standing::elected;
    record.elected.push_back(candidate);
    rounds().back().elected.push_back(candidate);
}

void TransferRun::exclude(Candidate candidate) {
    standing[candidate] = Standing::excluded;
    rounds().back().excluded.push_back(candidate);
}

bool TransferRun::can_elect(const std::vector<Candidate>& more) const {
    if (more.size() > open()) {
        return false;
    }
    std::vector<Candidate> elected = record.elected;
    elected.insert(elected.end(), more.begin(), more.end());
    return constraints_.feasible(elected, without(continuing(), more), open() - more.size());
}

std::vector<Candidate> TransferRun::doomed() const {
    std::vector<Candidate> out;
    if (!constraints_.empty()) {
        out = continuing();
        std::erase_if(out, [this](Candidate c) { return can_elect({c}); });
    }
    return out;
}

bool TransferRun::any_doomed() const {
    return !doomed().empty();
}

void TransferRun::elect_reaching(const Units& quota) {
    const std::vector<Units> votes = rounds().back().votes;
    std::vector<Candidate> reaching = continuing();
    std::erase_if(reaching, [&](Candidate c) { return votes[c] < quota; });
    std::ranges::stable_sort(reaching,
                             [&](Candidate a, Candidate b) { return votes[a] > votes[b]; });
    while (!reaching.empty() && open() > 0) {
        std::vector<Candidate> level;
        std::ranges::copy_if(reaching, std::back_inserter(level),
                             [&](Candidate c) { return votes[c] == votes[reaching.front()]; });
        reaching = without(reaching, level);
        std::erase_if(level, [this](Candidate c) { return !can_elect({c}); });
        while (!level.empty()) {
            if (can_elect(level)) {
                std::ranges::for_each(level, [this](Candidate c) { elect(c); });
                break;
            }
            const auto chosen = settle(level, TieOver::election, Look::backward, true);
            if (!chosen) {
                return;
            }
            elect(*chosen);
            std::erase_if(level, [&](Candidate c) { return c == *chosen || !can_elect({c}); });
        }
    }
}

void TransferRun::elect_all_continuing() {
    TransferRound round = rounds().back();
    round.action = TransferAction::fill;
    round.from.clear();
    round.transfer_value.reset();
    round.iterations = 0;
    round.elected.clear();
    round.excluded.clear();
    rounds().push_back(std::move(round));
    std::vector<Candidate> rest = continuing();
    const auto& votes = rounds().back().votes;
    std::ranges::stable_sort(rest, [&](Candidate a, Candidate b) { return votes[a] > votes[b]; });
    std::ranges::for_each(rest, [this](Candidate c) { elect(c); });
}

std::optional<Candidate> TransferRun::lowest(Look look, const Units& tolerance) {
    std::vector<Candidate> from = doomed();
    const bool full = !from.empty();
    if (!full) {
        from = continuing();
        if (!constraints_.empty()) {
            const std::vector<Candidate> all = from;
            std::erase_if(from, [&](Candidate c) {
                return !constraints_.feasible(record.elected, without(all, {c}), open());
            });
        }
    }
    const auto& votes = rounds().back().votes;
    const auto least = [&](const std::vector<Candidate>& of) {
        return votes[*std::ranges::min_element(of, {}, [&](Candidate c) { return votes[c]; })];
    };
    const Units low = least(from);
    for (const Candidate c : continuing()) {
        const GroupEffect guarded{c, true};
        if (!full && votes[c] < low &&
            std::ranges::find(record.group_effects, guarded) == record.group_effects.end()) {
            record.group_effects.push_back(guarded);
        }
    }
    std::erase_if(from, [&](Candidate c) { return votes[c] > low + tolerance; });
    // Who has no votes moves none: when all of them have to go, the order in which they do changes
    // nothing.
    const bool harmless = std::ranges::all_of(from, [&](Candidate c) { return votes[c] == 0; }) &&
                          constraints_.empty() && from.size() + open() <= continuing().size();
    const auto chosen = from.size() == 1 || harmless
                            ? std::optional(from.back())
                            : settle(from, TieOver::exclusion, look, false);
    if (chosen && full) {
        record.group_effects.push_back({*chosen, false});
    }
    return chosen;
}

std::vector<Candidate> TransferRun::narrow(std::vector<Candidate> tied, Look look,
                                           bool most) const {
    const auto& rounds = std::get<TransferCount>(record.detail).rounds;
    for (std::size_t i = 1; i < rounds.size() && tied.size() > 1;
         ++i) { // the last round is the tied one
        const auto& votes = rounds[look == Look::forward ? i - 1 : rounds.size() - 1 - i].votes;
        const auto by_votes = [&](Candidate a, Candidate b) { return votes[a] < votes[b]; };
        const Units best = votes[most ? *std::ranges::max_element(tied, by_votes)
                                      : *std::ranges::min_element(tied, by_votes)];
        std::erase_if(tied, [&](Candidate c) { return votes[c] != best; });
    }
    return tied;
}

std::optional<Candidate> TransferRun::settle(const std::vector<Candidate>& tied, TieOver over,
                                             Look look, bool most) {
    const std::vector<Candidate> left = narrow(tied, look, most);
    Tie tie{over, TieRule::earlier_round, tied, {}};
    if (left.size() == 1) {
        tie.chosen = left;
    } else if (lot_) {
        const std::vector<Candidate> drawn = lot_->sorted(left);
        tie.rule = TieRule::lot;
        tie.tied = left;
        tie.chosen = {most ? drawn.front() : drawn.back()};
    } else {
        tie.rule = TieRule::open;
        tie.tied = left;
    }
    const auto chosen = tie.chosen.empty() ? std::nullopt : std::optional(tie.chosen.front());
    record.ties.push_back(std::move(tie));
    return chosen;
}

} // namespace ogniwo::counting
