#include "storage/open_tally.hpp"

#include "storage/keys.hpp"

namespace ogniwo::storage {
namespace {

constexpr std::size_t sums_bytes = 24;
constexpr std::size_t row_bytes = 9;

Error corrupt() { return {"storage.corrupt", "an open vote's row is damaged"}; }

// tallies: "open:" vote -> yes (8), no (8), abstain (8).
Bytes sums_key(std::string_view vote) { return to_bytes("open:" + std::string(vote)); }

Result<ballots::OpenTally> decode_sums(const std::optional<Bytes>& value) {
    if (!value) {
        return ballots::OpenTally{};
    }
    if (value->size() != sums_bytes) {
        return corrupt();
    }
    const ByteView bytes = *value;
    return ballots::OpenTally{read_be<std::uint64_t>(bytes), read_be<std::uint64_t>(bytes.subspan(8)),
                              read_be<std::uint64_t>(bytes.subspan(16))};
}

// open_votes: vote 0x00 organisation -> option (1), weight (8).
Result<ballots::OpenVote> decode_row(ByteView bytes) {
    if (bytes.size() != row_bytes || bytes[0] > 2) {
        return corrupt();
    }
    return ballots::OpenVote{static_cast<ballots::Option>(bytes[0]),
                             read_be<std::uint64_t>(bytes.subspan(1))};
}

std::uint64_t& part(ballots::OpenTally& tally, ballots::Option option) {
    return option == ballots::Option::yes ? tally.yes
           : option == ballots::Option::no ? tally.no
                                           : tally.abstain;
}

} // namespace

Result<void> record_open_vote(Transaction& transaction, std::string_view vote,
                              std::string_view organisation, ballots::Option option,
                              std::uint64_t weight) {
    const Bytes key = keys::scoped(vote, as_bytes(organisation));
    OGNIWO_ASSIGN(const auto stored, transaction.get(Table::tallies, sums_key(vote)));
    OGNIWO_ASSIGN(ballots::OpenTally sums, decode_sums(stored));
    OGNIWO_ASSIGN(const auto earlier, transaction.get(Table::open_votes, key));
    if (earlier) {
        OGNIWO_ASSIGN(const ballots::OpenVote row, decode_row(*earlier));
        std::uint64_t& sum = part(sums, row.option);
        if (sum < row.weight) {
            return corrupt();
        }
        sum -= row.weight;
    }
    part(sums, option) += weight;
    Bytes row{static_cast<std::uint8_t>(option)};
    append_be(row, weight);
    transaction.put(Table::open_votes, key, row);
    Bytes out;
    append_be(out, sums.yes);
    append_be(out, sums.no);
    append_be(out, sums.abstain);
    transaction.put(Table::tallies, sums_key(vote), out);
    return {};
}

Result<ballots::OpenTally> read_open_tally(const Reader& reader, std::string_view vote) {
    OGNIWO_ASSIGN(const auto value, reader.get(Table::tallies, sums_key(vote)));
    return decode_sums(value);
}

Result<std::vector<std::pair<std::string, ballots::OpenVote>>>
read_open_votes(const Reader& reader, std::string_view vote) {
    const Bytes prefix = keys::scope(vote);
    std::vector<std::pair<std::string, ballots::OpenVote>> rows;
    Result<void> result;
    OGNIWO_TRY(reader.scan(Table::open_votes, prefix, prefix_end(prefix),
                           [&](ByteView key, ByteView value) {
                               const auto row = decode_row(value);
                               if (!row) {
                                   result = row.error();
                                   return false;
                               }
                               rows.emplace_back(as_text(key.subspan(prefix.size())), *row);
                               return true;
                           }));
    if (!result) {
        return result.error();
    }
    return rows;
}

} // namespace ogniwo::storage
