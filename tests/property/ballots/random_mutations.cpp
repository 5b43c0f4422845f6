// One character of one value, anywhere, with the archive chained again around it.

#include "ballots/groups.hpp"
#include "crypto/base/json.hpp"
#include "mutations.hpp"

namespace ogniwo::ballots::mutation {
namespace {

// Where the values of a JSON text lie: inside strings (not keys) and numbers.
std::vector<std::size_t> value_positions(std::string_view text) {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"') {
            const std::size_t end = text.find('"', i + 1);
            const bool key = end + 1 < text.size() && text[end + 1] == ':';
            for (std::size_t k = i + 1; !key && k < end; ++k) {
                out.push_back(k);
            }
            i = end;
        } else if (text[i] >= '0' && text[i] <= '9') {
            out.push_back(i);
        }
    }
    return out;
}

// Replaces hash and signature of a ballot's text, whatever the text says otherwise.
template <class G> void sign_again(World<G>& world, std::size_t number, Bytes& part) {
    constexpr std::size_t voters[] = {0, 1, 2, 0};
    std::string text(as_text(part));
    text.resize(text.find(R"(,"signature":)"));
    const std::string hash = base64_encode(crypto::sha256(as_bytes(text + "}")), Padding::none);
    text += R"(,"signature":{"hash":")" + hash + R"(","proof":)";
    append_proof<G>(text, crypto::prove_schnorr<G>(signature_prefix(hash),
                                                   world.secret(voters[number]), world.sample.rng));
    part = to_bytes(text + "}}");
}

class Dice {
  public:
    explicit Dice(std::string_view seed) : rng_(seed) {}
    std::size_t below(std::size_t bound) {
        ByteArray<8> random{};
        rng_.fill(random);
        return static_cast<std::size_t>(read_be<std::uint64_t>(random) % bound);
    }

  private:
    crypto::SeededRng rng_;
};

} // namespace

template <class G> std::vector<Mutation> random_mutations(World<G>& world, std::size_t count) {
    Dice dice("random mutations");
    std::vector<Mutation> out;
    while (out.size() < count) {
        sample::Parts parts = world.good;
        std::vector<std::pair<std::string, Bytes*>> all = {
            {"election", &parts.election},       {"trustees", &parts.trustees},
            {"credentials", &parts.credentials}, {"tally", &parts.tally},
            {"sized tally", &parts.sized_tally}, {"result", &parts.result}};
        for (std::size_t i = 0; i < parts.ballots.size(); ++i) {
            all.emplace_back("ballot " + std::to_string(i + 1), &parts.ballots[i]);
        }
        for (auto& [owner, bytes] : parts.decryptions) {
            all.emplace_back("decryption " + std::to_string(owner), &bytes);
        }
        auto& [name, part] = all[dice.below(all.size())];
        const auto positions = value_positions(as_text(*part));
        const std::size_t position = positions[dice.below(positions.size())];
        const auto digit = static_cast<std::uint8_t>('0' + dice.below(10));
        if ((*part)[position] == digit) {
            continue;
        }
        (*part)[position] = digit;
        // Every other changed ballot is signed again by its voter, so that more than the hash is
        // reached.
        if (name.starts_with("ballot") && dice.below(2) == 0) {
            sign_again<G>(world, static_cast<std::size_t>(name.back() - '1'), *part);
        }
        out.push_back({"random: " + name + ", byte " + std::to_string(position), "",
                       sample::write_archive(parts)});
    }
    return out;
}

#define OGNIWO_INSTANTIATE(G)                                                                      \
    template std::vector<Mutation> random_mutations<G>(World<G>&, std::size_t);
OGNIWO_FOR_EACH_GROUP(OGNIWO_INSTANTIATE)
#undef OGNIWO_INSTANTIATE

} // namespace ogniwo::ballots::mutation
