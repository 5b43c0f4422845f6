#include "ballots/counting/hands.hpp"
#include "ballots/counting/methods.hpp"

#include <algorithm>

namespace ogniwo::counting {
namespace {

constexpr int places = 5;

class Scottish {
  public:
    explicit Scottish(TransferRun& run) : run_(run), hands_(run, places) {
        quota_ = run.record.valid() / (std::uint64_t{run.record.seats} + 1) + 1;
        run.record.quota = Rational(quota_);
    }

    void count() {
        push(hands_.round(TransferAction::first_preferences, {}));
        while (!run_.finished()) {
            if (run_.any_doomed()) {
                exclude_one();
            } else if (run_.continuing().size() == run_.open()) {
                run_.elect_all_continuing();
            } else if (!surpluses_.empty()) {
                transfer_surplus();
            } else {
                exclude_one();
            }
        }
    }

  private:
    [[nodiscard]] Units quota_value() const { return power_of_ten(places) * quota_; }

    void push(TransferRound round) {
        round.stage = static_cast<std::uint32_t>(run_.rounds().size() + 1);
        round.quota = quota_;
        run_.rounds().push_back(std::move(round));
        run_.elect_reaching(quota_value());
        for (const Candidate c : run_.rounds().back().elected) {
            if (hands_.votes[c] > quota_value()) {
                surpluses_.push_back(c);
            }
        }
    }

    // Rule 48: the largest surplus; each paper takes surplus * its value / the candidate's votes
    // along.
    void transfer_surplus() {
        const auto votes = [this](Candidate c) { return hands_.votes[c]; };
        const Units most = votes(*std::ranges::max_element(surpluses_, {}, votes));
        std::vector<Candidate> largest;
        std::ranges::copy_if(surpluses_, std::back_inserter(largest),
                             [&](Candidate c) { return votes(c) == most; });
        std::ranges::sort(largest);
        const auto chosen = largest.size() == 1
                                ? std::optional(largest.front())
                                : run_.settle(largest, TieOver::surplus, Look::backward, true);
        if (!chosen) {
            return;
        }
        const Candidate from = *chosen;
        std::erase(surpluses_, from);
        const Units surplus = most - quota_value();
        Units moved = 0;
        for (const Parcel& parcel : std::exchange(hands_.parcels[from], {})) {
            const auto dealt =
                hands_.deal(parcel.papers, multiply_divide_down(surplus, parcel.value, most));
            hands_.exhausted += dealt.without_next;
            moved += dealt.credited + dealt.without_next;
        }
        hands_.votes[from] = quota_value();
        hands_.loss += surplus - moved;
        push(hands_.round(TransferAction::surplus, {from}));
    }

    // Rule 50: the lowest; papers keep their values.
    void exclude_one() {
        const auto chosen = run_.lowest(Look::backward);
        if (!chosen) {
            return;
        }
        run_.standing[*chosen] = Standing::excluded;
        for (const Parcel& parcel : std::exchange(hands_.parcels[*chosen], {})) {
            hands_.exhausted += hands_.deal(parcel.papers, parcel.value).without_next;
        }
        hands_.votes[*chosen] = 0;
        TransferRound round = hands_.round(TransferAction::exclusion, {*chosen});
        round.excluded = {*chosen};
        push(std::move(round));
    }

    TransferRun& run_;
    Hands hands_;
    Units quota_;
    std::vector<Candidate> surpluses_; ///< elected, surplus not transferred yet
};

} // namespace

Result<CountRecord> count_stv_scottish(const Election& election, const MaybeLot& lot) {
    OGNIWO_ASSIGN(TransferRun run,
                  TransferRun::begin(Method::stv_scottish, election, lot, places, 0));
    Scottish(run).count();
    return std::move(run.record);
}

} // namespace ogniwo::counting
