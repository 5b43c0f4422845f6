#include "ballots/counting/methods.hpp"
#include "ballots/counting/transfer.hpp"

#include <algorithm>
#include <numeric>

namespace ogniwo::counting {
namespace {

constexpr int places = 9;

// Names of steps (B.2.a...) are those of the reference rule.
class Meek {
  public:
    explicit Meek(TransferRun& run) : run_(run) {
        for (const Standing standing : run.standing) {
            keep_.push_back(standing == Standing::withdrawn ? 0 : one_);
        }
        all_votes_ = Units(one_) * run.record.valid();
    }

    void count() {
        while (!run_.finished() && run_.continuing().size() > run_.open()) { // B.1
            round();
        }
        if (!run_.finished()) { // C.1
            if (run_.rounds().empty()) {
                distribute();
                push(TransferAction::first_preferences, 0);
            }
            run_.elect_all_continuing();
        }
    }

  private:
    static constexpr std::uint64_t one_ = 1'000'000'000;
    static constexpr std::uint64_t omega_ = 1'000;

    void round() {
        Units last_surplus = 0;
        for (std::uint32_t iteration = 1;; ++iteration) {
            distribute();
            const bool first = run_.rounds().empty();
            const Units surplus = total_surplus();
            const bool reaches = std::ranges::any_of(
                run_.continuing(), [this](Candidate c) { return votes_[c] >= quota_; });
            const bool settled = surplus < omega_ || (iteration > 1 && surplus >= last_surplus);
            if (reaches || settled || run_.any_doomed()) {
                push(first ? TransferAction::first_preferences : TransferAction::iteration,
                     iteration);
                run_.elect_reaching(quota_); // B.2.c
                if (run_.finished() || !run_.rounds().back().elected.empty()) {
                    return;
                }
                defeat(surplus);
                return;
            }
            last_surplus = surplus;
            for (Candidate c = 0; c < keep_.size(); ++c) { // B.2.f
                if (run_.standing[c] == Standing::elected) {
                    const Units share = multiply_divide_up(Units(keep_[c]), quota_, Units(one_));
                    keep_[c] = static_cast<std::uint64_t>(
                        multiply_divide_up(share, Units(one_), votes_[c]));
                }
            }
        }
    }

    // B.2.a and B.2.b
    void distribute() {
        votes_.assign(keep_.size(), 0);
        for (const Ballot& ballot : run_.ballots) {
            std::uint64_t weight = one_;
            for (const Mark& mark : ballot.marks) {
                const std::uint64_t kept =
                    (weight * keep_[mark.candidate] + one_ - 1) / one_; // below 2^64
                votes_[mark.candidate] += Units(kept) * ballot.count;
                weight -= kept;
                if (weight == 0) {
                    break;
                }
            }
        }
        const Units sum = std::accumulate(votes_.begin(), votes_.end(), Units(0));
        quota_ = sum / (std::uint64_t{run_.record.seats} + 1) + 1;
        exhausted_ = all_votes_ - sum;
    }

    [[nodiscard]] Units total_surplus() const {
        Units surplus = 0;
        for (const Candidate c : run_.record.elected) {
            surplus += votes_[c] - quota_;
        }
        return std::max(surplus, Units(0));
    }

    void push(TransferAction action, std::uint32_t iterations) {
        TransferRound round;
        round.stage = static_cast<std::uint32_t>(run_.rounds().size() + 1);
        round.action = action;
        round.votes = votes_;
        round.keep.assign(keep_.begin(), keep_.end());
        round.exhausted = exhausted_;
        round.quota = quota_;
        round.iterations = iterations;
        run_.record.quota = Rational(quota_) / one_;
        run_.rounds().push_back(std::move(round));
    }

    // B.3
    void defeat(const Units& surplus) {
        if (const auto chosen = run_.lowest(Look::backward, surplus)) {
            run_.exclude(*chosen);
            keep_[*chosen] = 0;
        }
    }

    TransferRun& run_;
    std::vector<std::uint64_t> keep_; ///< keep factors in units of 10^-9
    std::vector<Units> votes_;
    Units quota_;
    Units exhausted_;
    Units all_votes_;
};

} // namespace

Result<CountRecord> count_stv_meek(const Election& election, const MaybeLot& lot) {
    OGNIWO_ASSIGN(TransferRun run,
                  TransferRun::begin(Method::stv_meek, election, lot, places, places));
    Meek(run).count();
    return std::move(run.record);
}

} // namespace ogniwo::counting
