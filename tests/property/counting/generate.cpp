#include "generate.hpp"

#include <algorithm>
#include <numeric>

namespace ogniwo::counting::random {
namespace {

template <class Number> Number between(Number least, Number most) {
    return *rc::gen::inRange<Number>(least, static_cast<Number>(most + 1));
}

template <class Element> void shuffle(std::vector<Element>& elements) {
    for (std::size_t i = elements.size(); i > 1; --i) {
        std::swap(elements[i - 1], elements[between<std::size_t>(0, i - 1)]);
    }
}

Election prepared(Election election) {
    auto out = prepare_election(std::move(election));
    RC_ASSERT(out.has_value());
    return std::move(*out);
}

Ballot ballot(Ballots kind, std::size_t candidates) {
    Ballot out;
    out.count = between<std::uint64_t>(1, 12);
    std::vector<Candidate> order(candidates);
    std::iota(order.begin(), order.end(), Candidate{0});
    shuffle(order);
    order.resize(between<std::size_t>(kind == Ballots::weak ? 0 : 1, candidates));
    std::uint32_t rank = 1;
    for (const Candidate c : order) {
        out.marks.push_back({c, rank});
        rank += kind == Ballots::weak && between(0, 2) == 0 ? 0U : 1U;
    }
    return out;
}

} // namespace

const std::vector<Method> every_method{Method::plurality,
                                       Method::block,
                                       Method::limited,
                                       Method::approval,
                                       Method::stv_scottish,
                                       Method::stv_meek,
                                       Method::stv_ers97,
                                       Method::irv,
                                       Method::borda,
                                       Method::borda_nauru,
                                       Method::schulze,
                                       Method::ranked_pairs,
                                       Method::copeland,
                                       Method::majority_judgment,
                                       Method::dhondt,
                                       Method::sainte_lague,
                                       Method::largest_remainder,
                                       Method::equal_shares};

bool fits(Method method, Ballots kind) {
    const bool strict_only = method == Method::stv_scottish || method == Method::stv_meek ||
                             method == Method::stv_ers97 || method == Method::irv;
    return kind == Ballots::strict || !strict_only;
}

Election election(Ballots kind, std::uint32_t seats) {
    Election out;
    const auto candidates = between<std::size_t>(2, 6);
    out.names.resize(candidates);
    out.seats =
        seats > 0 ? seats : between<std::uint32_t>(1, static_cast<std::uint32_t>(candidates) - 1);
    const auto rows = between<std::size_t>(1, 12);
    for (std::size_t i = 0; i < rows; ++i) {
        out.ballots.push_back(ballot(kind, candidates));
    }
    out.ballots.push_back(
        {1, {{between<Candidate>(0, static_cast<Candidate>(candidates - 1)), 1}}});
    return prepared(std::move(out));
}

Election shuffled(const Election& election) {
    Election out = election;
    out.ballots.clear();
    for (Ballot row : election.ballots) {
        if (row.count > 1) {
            Ballot part = row;
            part.count = between<std::uint64_t>(1, row.count - 1);
            row.count -= part.count;
            out.ballots.push_back(std::move(part));
        }
        out.ballots.push_back(std::move(row));
    }
    shuffle(out.ballots);
    return prepared(std::move(out));
}

Renaming renamed(const Election& election) {
    Renaming out;
    out.to.resize(election.names.size());
    std::iota(out.to.begin(), out.to.end(), Candidate{0});
    shuffle(out.to);
    out.election = election;
    for (Ballot& row : out.election.ballots) {
        for (Mark& mark : row.marks) {
            mark.candidate = out.to[mark.candidate];
        }
    }
    out.election = prepared(std::move(out.election));
    return out;
}

CountRecord counted(Method method, const Election& election, const std::string& seed) {
    MaybeLot lot;
    if (!seed.empty()) {
        lot = *Lot::from_hex(seed, election.names.size());
    }
    auto record = count(method, election, lot);
    RC_LOG() << method_name(method) << (record ? "" : " " + record.error().text());
    RC_ASSERT(record.has_value());
    return std::move(*record);
}

} // namespace ogniwo::counting::random
