#include "ballots/counting/hands.hpp"
#include "ballots/counting/methods.hpp"
#include "ballots/counting/selection.hpp"

#include <numeric>

namespace ogniwo::counting {
namespace {

// More than half of the votes that still count, in whole votes.
Units majority(const TransferRun& run, const Hands& hands) {
    Units votes = 0;
    for (const Candidate c : run.continuing()) {
        votes += hands.votes[c];
    }
    return votes / 2 + 1;
}

void push(TransferRun& run, const Hands& hands, TransferRound round) {
    round.stage = static_cast<std::uint32_t>(run.rounds().size() + 1);
    round.quota = majority(run, hands);
    run.record.quota = Rational(round.quota);
    const Units quota = round.quota;
    run.rounds().push_back(std::move(round));
    run.elect_reaching(quota);
}

} // namespace

Result<CountRecord> count_irv(const Election& election, const MaybeLot& lot) {
    OGNIWO_TRY(refuse_groups(election, Method::irv));
    if (election.seats != 1) {
        return Error("count.seats", "irv fills one seat; for more use a method of STV");
    }
    OGNIWO_ASSIGN(TransferRun run, TransferRun::begin(Method::irv, election, lot, 0, 0));
    Hands hands(run, 0);
    push(run, hands, hands.round(TransferAction::first_preferences, {}));
    while (!run.finished()) {
        if (run.continuing().size() == 1) {
            run.elect_all_continuing();
            break;
        }
        const auto chosen = run.lowest(Look::backward);
        if (!chosen) {
            break;
        }
        run.standing[*chosen] = Standing::excluded;
        for (const Parcel& parcel : std::exchange(hands.parcels[*chosen], {})) {
            hands.exhausted += hands.deal(parcel.papers, parcel.value).without_next;
        }
        hands.votes[*chosen] = 0;
        TransferRound round = hands.round(TransferAction::exclusion, {*chosen});
        round.excluded = {*chosen};
        push(run, hands, std::move(round));
    }
    return std::move(run.record);
}

} // namespace ogniwo::counting
