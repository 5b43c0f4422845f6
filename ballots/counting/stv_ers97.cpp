#include "ballots/counting/hands.hpp"
#include "ballots/counting/methods.hpp"
#include "ballots/counting/selection.hpp"

#include <algorithm>
#include <functional>
#include <map>

namespace ogniwo::counting {
namespace {

constexpr int places = 2;

// Numbers in comments are paragraphs of the rules.
class Ers97 {
  public:
    explicit Ers97(TransferRun& run) : run_(run), hands_(run, places) { set_quota(); }

    void count() {
        push(hands_.round(TransferAction::first_preferences, {}));
        while (!run_.finished()) {
            ++stage_;
            const std::vector<Candidate> low = low_to_high();
            const Units surplus = all_surpluses();
            if (low.size() == run_.open()) {
                run_.elect_all_continuing();
            } else if (surplus > 0 && excludable(low, surplus) == 0) { // 5.2.2
                transfer_surplus();
            } else { // 5.2.5
                exclude(pick(low, std::max<std::size_t>(excludable(low, surplus), 1)));
            }
        }
    }

  private:
    [[nodiscard]] const Units& votes(Candidate c) const { return hands_.votes[c]; }

    // 5.1.6, 5.4.8: to two places, rounded up.
    void set_quota() {
        const Units valid = hands_.all_votes() - hands_.exhausted;
        quota_ = multiply_divide_up(valid, 1, Units(run_.record.seats) + 1);
        run_.record.quota = Rational(quota_) / Rational(power_of_ten(places));
    }

    void push(TransferRound round) {
        round.stage = stage_;
        if (run_.record.elected.empty() && hands_.exhausted > 0) {
            set_quota();
        }
        round.quota = quota_;
        run_.rounds().push_back(std::move(round));
        deem_elected();
    }

    // 5.6.1: what is left of all votes when quotas of the elected and non-transferable votes are
    // taken off.
    [[nodiscard]] Units active_vote() const {
        Units active = hands_.all_votes() - hands_.exhausted - hands_.loss;
        for (const Candidate c : run_.record.elected) {
            active -= std::min(votes(c), quota_);
        }
        return active;
    }

    // 5.1.7, 5.3.13, 5.4.9 and 5.6.2.
    void deem_elected() {
        while (run_.open() > 0) {
            const std::vector<Candidate> continuing = run_.continuing();
            if (continuing.empty()) {
                return;
            }
            const auto of = [this](Candidate c) { return votes(c); };
            const Units most = of(*std::ranges::max_element(continuing, {}, of));
            if (most == 0 || (most < quota_ && most * (run_.open() + 1) < active_vote())) {
                return;
            }
            std::vector<Candidate> level;
            std::ranges::copy_if(continuing, std::back_inserter(level),
                                 [&](Candidate c) { return votes(c) == most; });
            if (level.size() > run_.open()) {
                level = run_.narrow(level, Look::forward, true);
                if (level.size() > run_.open()) {
                    return;
                }
            }
            run_.elect(level.front());
        }
    }

    [[nodiscard]] Units surplus_of(Candidate c) const {
        return votes(c) > quota_ ? Units(votes(c) - quota_) : Units(0);
    }

    [[nodiscard]] Units all_surpluses() const {
        Units sum = 0;
        for (const Candidate c : run_.record.elected) {
            sum += surplus_of(c);
        }
        return sum;
    }

    [[nodiscard]] std::vector<Candidate> low_to_high() const {
        std::vector<Candidate> out = run_.continuing();
        std::ranges::stable_sort(out,
                                 [this](Candidate a, Candidate b) { return votes(a) < votes(b); });
        return out;
    }

    // How many of the lowest can be excluded together: their votes and all surpluses do not exceed
    // the next above, and enough remain (5.2.5; 5.2.2 defers surpluses exactly when there are any).
    [[nodiscard]] std::size_t excludable(const std::vector<Candidate>& low,
                                         const Units& surplus) const {
        std::size_t most = 0;
        Units together = surplus;
        for (std::size_t k = 1; k + run_.open() <= low.size(); ++k) {
            together += votes(low[k - 1]);
            if (together <= votes(low[k])) {
                most = k;
            }
        }
        return most;
    }

    // The `size` lowest; empty when a tie stays open.
    std::vector<Candidate> pick(std::vector<Candidate> low, std::size_t size) {
        std::vector<Candidate> picked;
        while (picked.size() < size) {
            std::vector<Candidate> level;
            std::ranges::copy_if(low, std::back_inserter(level),
                                 [&](Candidate c) { return votes(c) == votes(low.front()); });
            if (level.size() > size - picked.size()) {
                const auto chosen = run_.settle(level, TieOver::exclusion, Look::forward, false);
                if (!chosen) {
                    return {};
                }
                level = {*chosen};
            }
            picked.insert(picked.end(), level.begin(), level.end());
            std::erase_if(low,
                          [&](Candidate c) { return std::ranges::find(level, c) != level.end(); });
        }
        return picked;
    }

    // 5.3
    void transfer_surplus() {
        std::vector<Candidate> largest;
        Units surplus = 0;
        for (const Candidate c : run_.record.elected) {
            surplus = std::max(surplus, surplus_of(c));
        }
        std::ranges::copy_if(run_.record.elected, std::back_inserter(largest),
                             [&](Candidate c) { return surplus_of(c) == surplus; });
        std::ranges::sort(largest);
        const auto chosen = largest.size() == 1
                                ? std::optional(largest.front())
                                : run_.settle(largest, TieOver::surplus, Look::forward, true);
        if (!chosen) {
            return;
        }
        const Parcel last = std::move(hands_.parcels[*chosen].back()); // 5.3.1, 5.3.2
        hands_.parcels[*chosen].pop_back();
        const std::uint64_t papers = hands_.transferable(last.papers);
        Units value = last.value;
        const bool shared = last.value * papers > surplus; // 5.3.7
        if (shared) {
            value = surplus / papers;
        }
        const Units credited = hands_.deal(last.papers, value).credited;
        hands_.votes[*chosen] = quota_;
        (shared ? hands_.loss : hands_.exhausted) += surplus - credited;
        TransferRound round = hands_.round(TransferAction::surplus, {*chosen});
        round.transfer_value = value;
        push(std::move(round));
    }

    // 5.4
    void exclude(const std::vector<Candidate>& gone) {
        if (gone.empty()) {
            return;
        }
        for (const Candidate c : gone) {
            run_.standing[c] = Standing::excluded;
        }
        if (run_.continuing().size() == run_.open()) { // 5.5.1
            run_.elect_all_continuing();
            run_.rounds().back().stage = stage_;
            run_.rounds().back().excluded = gone;
            return;
        }
        struct Batch {
            Units value = 0;
            std::vector<Paper> papers;
            std::map<Candidate, Units> worth;
        };
        std::map<Units, Batch, std::greater<>> batches; // 5.4.1
        for (const Candidate c : gone) {
            for (const Parcel& parcel : std::exchange(hands_.parcels[c], {})) {
                Batch& batch = batches[parcel.value];
                batch.papers.insert(batch.papers.end(), parcel.papers.begin(), parcel.papers.end());
                batch.worth[c] += hands_.total(parcel);
            }
        }
        if (batches.empty()) {
            batches[0] = {};
        }
        bool first = true;
        for (const auto& [value, batch] : batches) {
            for (const auto& [c, worth] : batch.worth) {
                hands_.votes[c] -= worth;
            }
            hands_.exhausted += hands_.deal(batch.papers, value).without_next;
            TransferRound round = hands_.round(TransferAction::exclusion, gone);
            round.transfer_value = batch.papers.empty() ? std::nullopt : std::optional(value);
            if (std::exchange(first, false)) {
                round.excluded = gone;
            }
            push(std::move(round));
            if (run_.finished()) { // 5.5.2
                return;
            }
        }
    }

    TransferRun& run_;
    Hands hands_;
    Units quota_;
    std::uint32_t stage_ = 1;
};

} // namespace

Result<CountRecord> count_stv_ers97(const Election& election, const MaybeLot& lot) {
    OGNIWO_TRY(refuse_groups(election, Method::stv_ers97));
    OGNIWO_ASSIGN(TransferRun run,
                  TransferRun::begin(Method::stv_ers97, election, lot, places, places));
    Ers97(run).count();
    return std::move(run.record);
}

} // namespace ogniwo::counting
