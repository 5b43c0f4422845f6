#include "ballots/counting/crosses.hpp"
#include "ballots/counting/methods.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace ogniwo::counting {
namespace {

// The grades of a candidate, sorted from the worst, are at positions 1..N. Taking away medians
// visits the positions from the middle outwards: m, then by turns one side and the other, the lower
// side first when N is odd.
class Grading {
  public:
    Grading(GradeCount& detail, std::uint64_t ballots)
        : detail_(detail), ballots_(ballots), middle_((ballots + 1) / 2) {}

    [[nodiscard]] std::uint32_t grade_at(Candidate c, std::uint64_t position) const {
        std::uint64_t below = 0;
        for (std::uint32_t grade = detail_.grades; grade >= 1; --grade) {
            below += detail_.counts[c][grade - 1];
            if (position <= below) {
                return grade;
            }
        }
        return 0;
    }

    // The grade that is the median after `removed` medians were taken away.
    [[nodiscard]] std::uint32_t median(Candidate c, std::uint64_t removed) const {
        const std::uint64_t step = (removed + 1) / 2;
        const bool down = (removed % 2 == 1) == (ballots_ % 2 == 1);
        return grade_at(c, down ? middle_ - step : middle_ + step);
    }

    // Candidates equal so far, in places; compares only where someone's grade changes.
    void refine(const std::vector<Candidate>& tied, std::uint64_t removed, Places& places) {
        const auto next = tied.size() > 1 ? first_difference(tied, removed) : std::nullopt;
        if (!next) {
            places.push_back(tied);
            return;
        }
        std::map<std::uint32_t, std::vector<Candidate>> by_grade;
        GradeCount::Comparison comparison{*next, tied, {}};
        for (const Candidate c : tied) {
            comparison.grades.push_back(median(c, *next));
            by_grade[comparison.grades.back()].push_back(c);
        }
        if (*next > 0) {
            detail_.comparisons.push_back(std::move(comparison));
        }
        for (const auto& [grade, equals] : by_grade) {
            refine(equals, *next + 1, places);
        }
    }

  private:
    [[nodiscard]] std::optional<std::uint64_t> first_difference(const std::vector<Candidate>& tied,
                                                                std::uint64_t from) const {
        std::set<std::uint64_t> changes{from};
        for (const Candidate c : tied) {
            std::uint64_t below = 0;
            for (std::uint32_t grade = detail_.grades; grade >= 1; --grade) {
                below += detail_.counts[c][grade - 1];
                for (const std::uint64_t position :
                     {below, below + 1}) { // the last of a grade, the first of the next
                    if (const auto removed = visit_of(position); removed && *removed >= from) {
                        changes.insert(*removed);
                    }
                }
            }
        }
        for (const std::uint64_t removed : changes) {
            if (removed >= ballots_) {
                return std::nullopt;
            }
            const std::uint32_t grade = median(tied.front(), removed);
            if (std::ranges::any_of(tied,
                                    [&](Candidate c) { return median(c, removed) != grade; })) {
                return removed;
            }
        }
        return std::nullopt;
    }

    // How many medians are taken away before a position is the median.
    [[nodiscard]] std::optional<std::uint64_t> visit_of(std::uint64_t position) const {
        if (position < 1 || position > ballots_) {
            return std::nullopt;
        }
        const bool down = position < middle_;
        const std::uint64_t step = down ? middle_ - position : position - middle_;
        const bool first_side = down == (ballots_ % 2 == 1);
        return step == 0 ? 0 : first_side ? 2 * step - 1 : 2 * step;
    }

    GradeCount& detail_;
    std::uint64_t ballots_;
    std::uint64_t middle_;
};

} // namespace

Result<CountRecord> count_majority_judgment(const Election& election, const MaybeLot& lot) {
    OGNIWO_TRY(check_seats(election));
    CountRecord record = begin_record(Method::majority_judgment, election, crosses(election));
    if (record.valid() == 0) {
        return Error("count.no_votes", "no ballot grades a candidate");
    }
    GradeCount detail;
    for (const Ballot& ballot : election.ballots) {
        for (const Mark& mark : ballot.marks) {
            detail.grades = std::max(detail.grades, mark.rank);
        }
    }
    ++detail.grades;
    detail.counts.assign(election.names.size(), std::vector<std::uint64_t>(detail.grades));
    for (auto& counts : detail.counts) {
        counts.back() = record.valid();
    }
    for (const Ballot& ballot : election.ballots) {
        for (const Mark& mark : ballot.marks) {
            detail.counts[mark.candidate][mark.rank - 1] += ballot.count;
            detail.counts[mark.candidate].back() -= ballot.count;
        }
    }
    Grading grading(detail, record.valid());
    const std::vector<Candidate> standing = election.standing();
    detail.medians.resize(election.names.size());
    for (const Candidate c : standing) {
        detail.medians[c] = grading.median(c, 0);
    }
    Places places;
    grading.refine(standing, 0, places);
    detail.places = places;
    fill_seats(record, election, places, lot);
    record.detail = std::move(detail);
    return record;
}

} // namespace ogniwo::counting
