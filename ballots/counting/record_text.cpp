#include "ballots/counting/record_output.hpp"
#include "crypto/base/check.hpp"
#include "crypto/base/quantity.hpp"

#include <algorithm>

namespace ogniwo::counting {
namespace {

std::string label(const Election& election, Candidate c) {
    const std::string number = std::to_string(c + 1);
    const std::string& name = election.name_of(c);
    return name.empty() ? number : number + " " + name;
}

std::string labels(const Election& election, const std::vector<Candidate>& candidates) {
    std::string out;
    for (const Candidate c : candidates) {
        out += (out.empty() ? "" : ", ") + label(election, c);
    }
    return out;
}

// Characters, not bytes: what does not begin with the bits 10.
std::size_t width(const std::string& text) {
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

std::string right(const std::string& text, std::size_t columns) {
    return std::string(columns - std::min(columns, width(text)), ' ') + text;
}

std::string left(const std::string& text, std::size_t columns) {
    return text + std::string(columns - std::min(columns, width(text)), ' ');
}

// A number in words of a reader: whole, or rounded to three places.
std::string readable(const Rational& value) {
    return boost::multiprecision::denominator(value) == 1 ? rational_text(value)
                                                          : "~" + rounded_text(value, 3);
}

std::string outcome_words(PairOutcome outcome) {
    switch (outcome) {
    case PairOutcome::locked: return ": locked";
    case PairOutcome::circle: return ": left out, it would close a circle";
    case PairOutcome::undecided: return ": undecided without a lot";
    }
    OGNIWO_CHECK(false && "an outcome");
}

class Text {
  public:
    Text(const CountRecord& record, const Election& election)
        : record_(record), election_(election) {
        for (Candidate c = 0; c < election.numbers(); ++c) {
            column_ = std::max(column_, width(label(election, c)));
        }
    }

    std::string write() {
        line((election_.title.empty() ? "" : election_.title + ": ") +
             std::string(method_name(record_.method)) + ", " + quantity(record_.seats, "seat"));
        line("ballots " + std::to_string(record_.ballots) + ", blank " +
             std::to_string(record_.blank) + ", invalid " + std::to_string(record_.invalid) +
             ", valid " + std::to_string(record_.valid()));
        std::visit([this](const auto& detail) { add(detail); }, record_.detail);
        for (const GroupEffect& effect : record_.group_effects) {
            line(label(election_, effect.candidate) +
                 (effect.guarded ? " is kept: a group needs them"
                                 : " cannot be elected: the groups leave no seat"));
        }
        std::ranges::for_each(record_.ties, [this](const Tie& tie) { add_tie(tie); });
        line("");
        line("elected: " +
             (record_.elected.empty() ? "nobody" : labels(election_, record_.elected)));
        if (const auto* lists = std::get_if<AllocationCount>(&record_.detail); lists != nullptr && !lists->seated.empty()) {
            std::vector<Candidate> people;
            for (const auto& seated : lists->seated) {
                people.insert(people.end(), seated.begin(), seated.end());
            }
            line("their seats: " + (people.empty() ? "nobody's" : labels(election_, people)));
        }
        if (!record_.complete()) {
            line("not complete: " + labels(election_, record_.ties.back().tied) +
                 " are tied; draw a lot and give its seed with --lot-seed");
        }
        return std::move(out_);
    }

  private:
    void line(const std::string& text) { out_ += text + "\n"; }

    void row(Candidate c, const std::string& value, const std::string& remark = "") {
        if (!election_.withdrawn[c]) {
            line("  " + left(label(election_, c), column_) + right(value, 18) +
                 (remark.empty() ? "" : "  " + remark));
        }
    }

    void add(const ScoreCount& detail) {
        line("");
        for (Candidate c = 0; c < detail.scores.size(); ++c) {
            row(c, readable(detail.scores[c]), is_elected(c) ? "elected" : "");
        }
        if (detail.needed) {
            line("needed: " + readable(*detail.needed));
        }
    }

    void add(const TransferCount& detail) {
        for (std::size_t i = 0; i < detail.rounds.size(); ++i) {
            const TransferRound& round = detail.rounds[i];
            line("");
            line("round " + std::to_string(i + 1) + ": " + words(round) + "; quota " +
                 decimal_text(round.quota, detail.quota_decimals));
            for (Candidate c = 0; c < round.votes.size(); ++c) {
                const bool gone = std::ranges::find(round.excluded, c) != round.excluded.end();
                const bool in = std::ranges::find(round.elected, c) != round.elected.end();
                row(c, decimal_text(round.votes[c], detail.decimals),
                    in     ? "elected"
                    : gone ? "excluded"
                           : "");
            }
            line("  " + left("exhausted", column_) +
                 right(decimal_text(round.exhausted, detail.decimals), 18));
            if (round.loss != 0) {
                line("  " + left("lost by rounding", column_) +
                     right(decimal_text(round.loss, detail.decimals), 18));
            }
        }
    }

    std::string words(const TransferRound& round) const {
        switch (round.action) {
        case TransferAction::first_preferences: return "first preferences";
        case TransferAction::surplus: return "surplus of " + labels(election_, round.from);
        case TransferAction::exclusion:
            return "votes of " + labels(election_, round.from) + ", excluded";
        case TransferAction::iteration:
            return "keep factors after " + std::to_string(round.iterations) + " iterations";
        case TransferAction::fill: return "as many remain as there are seats";
        }
        OGNIWO_CHECK(false && "an action");
    }

    void add(const PairwiseCount& detail) {
        line("");
        line("votes of the row over the column:");
        std::string head = "  " + left("", column_);
        for (Candidate c = 0; c < detail.pairwise.size; ++c) {
            head += right(std::to_string(c + 1), 10);
        }
        line(head);
        for (Candidate a = 0; a < detail.pairwise.size; ++a) {
            std::string cells = "  " + left(label(election_, a), column_);
            for (Candidate b = 0; b < detail.pairwise.size; ++b) {
                cells += right(a == b ? "-" : std::to_string(detail.pairwise(a, b)), 10);
            }
            line(cells);
        }
        for (const ConsideredPair& pair : detail.pairs) {
            line(label(election_, pair.winner) + " over " + label(election_, pair.loser) + ", " +
                 std::to_string(detail.pairwise(pair.winner, pair.loser)) + " to " +
                 std::to_string(detail.pairwise(pair.loser, pair.winner)) +
                 outcome_words(pair.outcome));
        }
        for (Candidate c = 0; c < detail.scores.size(); ++c) {
            row(c, readable(detail.scores[c]));
        }
        add_places(detail.places);
    }

    void add(const GradeCount& detail) {
        line("");
        line("number of each grade, 1 the best, the last for none; then the median:");
        for (Candidate c = 0; c < detail.counts.size(); ++c) {
            std::string cells;
            for (const std::uint64_t count : detail.counts[c]) {
                cells += right(std::to_string(count), 8);
            }
            row(c, cells, "median " + std::to_string(detail.medians[c]));
        }
        for (const auto& comparison : detail.comparisons) {
            std::string grades;
            for (std::size_t i = 0; i < comparison.candidates.size(); ++i) {
                grades += (i > 0 ? ", " : "") + label(election_, comparison.candidates[i]) +
                          " has " + std::to_string(comparison.grades[i]);
            }
            line("without " + std::to_string(comparison.removed) + " medians: " + grades);
        }
        add_places(detail.places);
    }

    void add(const AllocationCount& detail) {
        line("");
        for (Candidate c = 0; c < detail.votes.size(); ++c) {
            row(c, std::to_string(detail.votes[c]),
                detail.takes_part[c] ? quantity(detail.seats[c], "seat")
                                     : "takes no part");
        }
        add_awards(detail);
        auto first = static_cast<Candidate>(election_.names.size());
        for (std::size_t list = 0; list < detail.seated.size(); ++list) {
            add_people(static_cast<Candidate>(list), first, detail.seated[list]);
            first += static_cast<Candidate>(election_.people[list].size());
        }
    }

    // The people of a list, whose numbers begin with `first`.
    void add_people(Candidate list, Candidate first, const std::vector<Candidate>& seated) {
        line("");
        line(label(election_, list) + ", votes of its people:");
        Candidate number = first;
        for (const Person& person : election_.people[list]) {
            const bool in = std::ranges::find(seated, number) != seated.end();
            line("  " + left(label(election_, number), column_) + right(std::to_string(person.votes), 18) +
                 (in ? "  has a seat" : ""));
            ++number;
        }
    }

    void add_awards(const AllocationCount& detail) {
        for (std::size_t i = 0; i < detail.awards.size(); ++i) {
            const auto& award = detail.awards[i];
            const std::string why =
                record_.method != Method::largest_remainder
                    ? " with " + readable(award.values[award.list])
                : award.by_remainder ? " with the remainder " + readable(award.values[award.list])
                                     : " for whole quotas";
            line("step " + std::to_string(i + 1) + ": " + std::to_string(award.seats) + " to " +
                 label(election_, award.list) + why);
        }
    }

    void add(const SharesCount& detail) {
        line("budget " + std::to_string(detail.budget) + ", of which each ballot has " +
             readable(detail.share));
        for (std::size_t i = 0; i < detail.steps.size(); ++i) {
            const auto& step = detail.steps[i];
            line("step " + std::to_string(i + 1) + ": " + label(election_, step.item) + ", cost " +
                 std::to_string(detail.costs[step.item]) + ", " + std::to_string(step.supporters) +
                 " approvals, " +
                 (step.by_completion ? "from what is left"
                                     : "each pays up to " + readable(step.price)));
        }
        line("spent " + std::to_string(detail.spent));
    }

    void add_places(const std::vector<std::vector<Candidate>>& places) {
        for (std::size_t i = 0; i < places.size(); ++i) {
            line("place " + std::to_string(i + 1) + ": " + labels(election_, places[i]));
        }
    }

    void add_tie(const Tie& tie) {
        const std::string who = "tie of " + labels(election_, tie.tied) + ": ";
        switch (tie.rule) {
        case TieRule::earlier_round:
            return line(who + labels(election_, tie.chosen) + " by the votes of an earlier round");
        case TieRule::votes: return line(who + labels(election_, tie.chosen) + " by more votes");
        case TieRule::cost: return line(who + labels(election_, tie.chosen) + " by lower cost");
        case TieRule::lot:
            return line(who + labels(election_, tie.chosen) + " by lot, seed " + record_.lot_seed);
        case TieRule::open: return line(who + "open");
        }
    }

    [[nodiscard]] bool is_elected(Candidate c) const {
        return std::ranges::find(record_.elected, c) != record_.elected.end();
    }

    const CountRecord& record_;
    const Election& election_;
    std::size_t column_ = 16;
    std::string out_;
};

} // namespace

std::string record_text(const CountRecord& record, const Election& election) {
    return Text(record, election).write();
}

} // namespace ogniwo::counting
