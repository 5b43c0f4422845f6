#include "ballots/counting/lists.hpp"

#include <algorithm>
#include <numeric>

namespace ogniwo::counting {
namespace {

// The people of one list, numbers from `first` on: the `seats` with the most votes.
std::vector<Candidate> seat_list(CountRecord& record, const std::vector<Person>& people, Candidate first,
                                 std::size_t seats, const std::optional<Lot>& lot) {
    std::vector<Candidate> order(people.size());
    std::iota(order.begin(), order.end(), first);
    const auto votes = [&](Candidate number) { return people[number - first].votes; };
    std::ranges::stable_sort(order, std::greater<>(), votes);
    std::vector<Candidate> seated;
    for (auto at = order.begin(); at != order.end() && seated.size() < seats;) {
        const auto end = std::find_if(at, order.end(), [&](Candidate c) { return votes(c) != votes(*at); });
        std::vector<Candidate> equals(at, end);
        const std::size_t open = seats - seated.size();
        if (equals.size() > open) {
            Tie tie{TieOver::people, lot ? TieRule::lot : TieRule::open, equals, {}};
            equals = lot ? lot->sorted(equals) : std::vector<Candidate>();
            equals.resize(std::min(open, equals.size()));
            tie.chosen = equals;
            record.ties.push_back(std::move(tie));
            seated.insert(seated.end(), equals.begin(), equals.end());
            break;
        }
        seated.insert(seated.end(), equals.begin(), equals.end());
        at = end;
    }
    return seated;
}

} // namespace

void seat_people(CountRecord& record, const Election& election, const std::optional<Lot>& lot) {
    auto first = static_cast<Candidate>(election.names.size());
    auto& detail = std::get<AllocationCount>(record.detail);
    for (std::size_t list = 0; list < election.people.size(); ++list) {
        const auto& people = election.people[list];
        detail.seated.push_back(seat_list(record, people, first, detail.seats[list], lot));
        first += static_cast<Candidate>(people.size());
    }
}

} // namespace ogniwo::counting
