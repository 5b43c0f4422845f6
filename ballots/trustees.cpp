#include "ballots/trustees.hpp"

#include "ballots/codec.hpp"
#include "ballots/groups.hpp"

namespace ogniwo::ballots {
namespace {

constexpr DecodeIds ids{"trustee.encoding", "trustee.encoding", "trustee.membership"};
constexpr std::size_t max_name_bytes = 1000;

template <Group G> std::string pok_prefix(std::string_view key) {
    return "pok|" + std::string(G::name) + "|" + std::string(key) + "|";
}

} // namespace

template <Group G>
TrusteeKey<G> make_trustee_key(const typename G::SecretScalar& secret, std::string_view name,
                               Rng& rng) {
    TrusteeKey<G> key;
    key.public_key = G::exp_generator(secret);
    key.text = G::point_text(key.public_key);
    key.pok = crypto::prove_schnorr<G>(pok_prefix<G>(key.text), secret, rng);
    if (!name.empty()) {
        key.name = std::string(name);
    }
    return key;
}

template <Group G> std::string encode_trustee_key(const TrusteeKey<G>& key) {
    std::string out = R"({"pok":)";
    append_proof<G>(out, key.pok);
    out += R"(,"public_key":")" + key.text + '"';
    if (key.name) {
        out += R"(,"name":)" + write_json(json::value(*key.name));
    }
    return out + "}";
}

template <Group G> Result<TrusteeKey<G>> parse_trustee_key(const json::value& value) {
    const auto object = expect_object(value, {{"pok", "public_key"}, {"name", "signature"}});
    if (!object) {
        return Error("trustee.encoding", object.error().text());
    }
    Decoder<G> decoder(ids);
    TrusteeKey<G> key;
    OGNIWO_ASSIGN(key.pok, decoder.proof((*object)->at("pok")));
    OGNIWO_ASSIGN(key.public_key, decoder.point((*object)->at("public_key")));
    key.text = std::move(decoder.settle({}).front());
    if (!decoder.canonical()) {
        return Error("trustee.encoding", "a number is not in canonical form");
    }
    if (const json::value* name = (*object)->if_contains("name"); name != nullptr) {
        if (!name->is_string() || name->get_string().size() > max_name_bytes) {
            return Error("trustee.encoding", "the name is not a string of at most 1000 bytes");
        }
        key.name = std::string(name->get_string());
    }
    if (key.public_key == G::neutral()) {
        return Error("trustee.neutral", "a public key is the neutral element");
    }
    const auto base = G::prepare_vartime(key.public_key);
    crypto::ProofBatch<G> batch(nullptr);
    batch.add_schnorr(pok_prefix<G>(key.text), base, key.pok);
    if (batch.first_failure_vartime()) {
        return Error("trustee.pok", "the proof of possession of a trustee's key fails");
    }
    return key;
}

template <Group G> Result<std::vector<TrusteeKey<G>>> parse_trustees(ByteView bytes) {
    OGNIWO_ASSIGN(const json::value value, parse_json(as_text(bytes)));
    const json::array* list = value.if_array();
    if (list == nullptr) {
        return Error("trustee.encoding", "the list is not a JSON array");
    }
    if (list->empty() || list->size() > ElectionLimits::max_trustees) {
        return Error("election.limits", "the number of trustees is not 1.." +
                                            std::to_string(ElectionLimits::max_trustees));
    }
    std::vector<TrusteeKey<G>> keys;
    for (const json::value& element : *list) {
        const json::array* pair = element.if_array();
        const json::string* kind =
            pair != nullptr && pair->size() == 2 ? (*pair)[0].if_string() : nullptr;
        if (kind == nullptr) {
            return Error("trustee.encoding", "an element is not [kind, key]");
        }
        if (*kind == "Pedersen") {
            return Error("trustee.pedersen_unsupported",
                         "threshold trustees are not supported by this version");
        }
        if (*kind != "Single") {
            return Error("trustee.encoding", "unknown kind of trustee");
        }
        OGNIWO_ASSIGN(TrusteeKey<G> key, parse_trustee_key<G>((*pair)[1]));
        if (std::ranges::find(keys, key.text, &TrusteeKey<G>::text) != keys.end()) {
            return Error("trustee.duplicate", "two trustees have the same key");
        }
        keys.push_back(std::move(key));
    }
    return keys;
}

template <Group G> std::string encode_trustees(const std::vector<TrusteeKey<G>>& keys) {
    std::string out;
    char separator = '[';
    for (const TrusteeKey<G>& key : keys) {
        out += std::exchange(separator, ',');
        out += R"(["Single",)" + encode_trustee_key<G>(key) + "]";
    }
    return out + "]";
}

template <Group G> typename G::Point combine_trustees(const std::vector<TrusteeKey<G>>& keys) {
    auto y = G::neutral();
    for (const TrusteeKey<G>& key : keys) {
        y = G::multiply(y, key.public_key);
    }
    return y;
}

#define OGNIWO_INSTANTIATE(G)                                                                      \
    template TrusteeKey<G> make_trustee_key<G>(const G::SecretScalar&, std::string_view, Rng&);    \
    template std::string encode_trustee_key<G>(const TrusteeKey<G>&);                              \
    template Result<TrusteeKey<G>> parse_trustee_key<G>(const json::value&);                       \
    template Result<std::vector<TrusteeKey<G>>> parse_trustees<G>(ByteView);                       \
    template std::string encode_trustees<G>(const std::vector<TrusteeKey<G>>&);                    \
    template G::Point combine_trustees<G>(const std::vector<TrusteeKey<G>>&);
OGNIWO_FOR_EACH_GROUP(OGNIWO_INSTANTIATE)
#undef OGNIWO_INSTANTIATE

} // namespace ogniwo::ballots
