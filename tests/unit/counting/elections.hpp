#pragma once
// Elections written down as in books: "A>B=C" is a ballot, candidates are letters.

#include "ballots/counting/methods.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace ogniwo::counting::sample {

struct Row {
    std::uint64_t count = 1;
    std::string ranking;
};

inline Ballot ballot(std::uint64_t count, std::string_view ranking) {
    Ballot out;
    out.count = count;
    std::uint32_t rank = 1;
    for (const char c : ranking) {
        if (c == '>') {
            ++rank;
        } else if (c != '=') {
            out.marks.push_back({static_cast<Candidate>(c - 'A'), rank});
        }
    }
    return out;
}

/// Candidates are A, B, C...
inline Election unprepared(std::size_t candidates, std::uint32_t seats,
                           const std::vector<Row>& rows) {
    Election election;
    for (std::size_t i = 0; i < candidates; ++i) {
        election.names.emplace_back(1, static_cast<char>('A' + i));
    }
    election.seats = seats;
    for (const Row& row : rows) {
        election.ballots.push_back(ballot(row.count, row.ranking));
    }
    return election;
}

inline Election prepared(Election election) {
    auto out = prepare_election(std::move(election));
    BOOST_REQUIRE_MESSAGE(out, (out ? "" : out.error().text()));
    return std::move(*out);
}

inline Election election(std::size_t candidates, std::uint32_t seats,
                         const std::vector<Row>& rows) {
    return prepared(unprepared(candidates, seats, rows));
}

/// The record; the test fails when there is none. `seed`: of the lot, hexadecimal; empty for none.
inline CountRecord counted(Method method, const Election& of, const std::string& seed = "") {
    MaybeLot lot;
    if (!seed.empty()) {
        auto drawn = Lot::from_hex(seed, of.numbers());
        BOOST_REQUIRE(drawn);
        lot = std::move(*drawn);
    }
    auto record = count(method, of, lot);
    BOOST_REQUIRE_MESSAGE(record, (record ? "" : record.error().text()));
    return std::move(*record);
}

/// "ABC": in the order of election, or ascending.
inline std::string letters(const std::vector<Candidate>& candidates) {
    std::string out;
    for (const Candidate c : candidates) {
        out += static_cast<char>('A' + c);
    }
    return out;
}
inline std::string elected(const CountRecord& record) {
    std::string out = letters(record.elected);
    std::ranges::sort(out);
    return out;
}
/// "A BC D": places of a ranking.
inline std::string places(const std::vector<std::vector<Candidate>>& of) {
    std::string out;
    for (const auto& place : of) {
        out += (out.empty() ? "" : " ") + letters(place);
    }
    return out;
}

/// Tennessee: 100 voters choose a capital; A Memphis, B Nashville, C Chattanooga, D Knoxville.
inline std::vector<Row> tennessee() {
    return {{42, "A>B>C>D"}, {26, "B>C>D>A"}, {15, "C>D>B>A"}, {17, "D>C>B>A"}};
}

/// Schulze's example 1: 45 voters.
inline std::vector<Row> schulze45() {
    return {{5, "A>C>B>E>D"}, {5, "A>D>E>C>B"}, {8, "B>E>D>A>C"}, {3, "C>A>B>E>D"},
            {7, "C>A>E>B>D"}, {2, "C>B>A>D>E"}, {7, "D>C>E>B>A"}, {8, "E>B>A>D>C"}};
}

} // namespace ogniwo::counting::sample
