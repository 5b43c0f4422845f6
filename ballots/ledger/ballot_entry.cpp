#include "ballots/ledger/ballot_entry.hpp"

#include "crypto/base/encoding.hpp"

namespace ogniwo::ledger {
namespace {

// Pieces of one text, one after the other.
class Scanner {
  public:
    explicit Scanner(std::string_view text) : rest_(text) {}
    bool literal(std::string_view expected) {
        const bool found = rest_.starts_with(expected);
        rest_.remove_prefix(found ? expected.size() : 0);
        return found;
    }
    // Up to the next quote; only characters that canonical JSON writes as they are.
    bool plain(std::string_view& out) {
        std::size_t size = 0;
        while (size < rest_.size() && rest_[size] >= 0x20 && rest_[size] < 0x7f && rest_[size] != '"' &&
               rest_[size] != '\\') {
            ++size;
        }
        out = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return true;
    }
    bool end() const { return rest_.empty(); }
    std::size_t left() const { return rest_.size(); }

  private:
    std::string_view rest_;
};

} // namespace

std::optional<Entry> read_ballot_entry(std::string_view text) {
    constexpr std::string_view before_act = R"({"act":)";
    std::string_view election;
    std::string_view tracker;
    std::string_view nonce;
    std::string_view origin;
    std::string_view key;
    std::string_view sig;
    Scanner scanner(text);
    if (!(scanner.literal(before_act) && scanner.literal(R"({"body":{"election":")") && scanner.plain(election) &&
          scanner.literal(R"(","tracker":")") && scanner.plain(tracker) &&
          scanner.literal(R"("},"kind":"ballot.accepted","nonce":")") && scanner.plain(nonce) &&
          scanner.literal(R"(","origin":")") && scanner.plain(origin) && scanner.literal(R"("})"))) {
        return std::nullopt;
    }
    const std::size_t act_size = text.size() - scanner.left() - before_act.size();
    if (!(scanner.literal(R"(,"sigs":[{"key":")") && scanner.plain(key) && scanner.literal(R"(","sig":")") &&
          scanner.plain(sig) && scanner.literal(R"("}]})") && scanner.end())) {
        return std::nullopt;
    }
    BallotAccepted body{Uuid{std::string(election)}, Tracker{std::string(tracker)}};
    const auto decoded_nonce = hex_decode_array<16>(nonce);
    const auto decoded_sig = hex_decode_array<64>(sig);
    if (!decoded_nonce || !decoded_sig || !hex_decode_array<32>(key) || !well_formed(body.election) ||
        !well_formed(body.tracker)) {
        return std::nullopt;
    }
    Entry entry;
    entry.act = {std::string(origin), *decoded_nonce, std::move(body)};
    entry.act_bytes = text.substr(before_act.size(), act_size);
    entry.signatures.push_back({KeyHex{std::string(key)}, *decoded_sig});
    return entry;
}

} // namespace ogniwo::ledger
