#include "ballots/trustees.hpp"

#include "ballots/codec.hpp"
#include "ballots/groups.hpp"

namespace ogniwo::ballots {
namespace {

constexpr DecodeIds ids{"trustee.encoding", "trustee.encoding", "trustee.membership"};
constexpr std::size_t max_name_bytes = 1000;
constexpr std::size_t max_list_bytes = std::size_t{4} << 20;

template <Group G> crypto::ProofPrefix pok_prefix(std::string_view key) {
    return crypto::ProofPrefix("pok|", G::name, "|", key, "|");
}

Error too_many() {
    return {"election.limits",
            "the number of trustees is not 1.." + std::to_string(ElectionLimits::max_trustees)};
}

// Gathers the items of a list; no key may stand in two of them.
template <Group G> struct ListReader {
    Trustees<G> trustees;
    std::vector<typename G::Point> seen;

    Verdict add(const json::value& element) {
        const json::array* pair = element.if_array();
        const json::string* kind =
            pair != nullptr && pair->size() == 2 ? (*pair)[0].if_string() : nullptr;
        if (kind == nullptr) {
            return Error("trustee.encoding", "an element is not [kind, key]");
        }
        if (*kind == "Single") {
            OGNIWO_ASSIGN(TrusteeKey<G> key, parse_trustee_key<G>((*pair)[1]));
            if (key.signature) {
                return Error("trustee.encoding", "a Single trustee's key has no signature");
            }
            const auto point = key.public_key;
            return add_item({trustees.keys.size(), {1, 1}, false, CeremonyForm::full},
                            {std::move(key)}, point);
        }
        if (*kind == "Pedersen") {
            OGNIWO_ASSIGN(PedersenTrustees<G> ceremony, parse_pedersen<G>((*pair)[1]));
            return add_item({trustees.keys.size(), ceremony.shape, true, ceremony.form},
                            std::move(ceremony.keys), ceremony.public_key);
        }
        return Error("trustee.encoding", "unknown kind of trustee");
    }

    Verdict add_item(const TrusteeItem& item, std::vector<TrusteeKey<G>> keys,
                     const typename G::Point& item_key) {
        std::vector<typename G::Point> fresh{item_key};
        for (const TrusteeKey<G>& key : keys) {
            fresh.push_back(key.public_key);
        }
        if (std::ranges::find_first_of(seen, fresh) != seen.end()) {
            return Error("trustee.duplicate", "two trustees have the same key");
        }
        if (trustees.keys.size() + keys.size() > ElectionLimits::max_trustees) {
            return too_many();
        }
        seen.insert(seen.end(), fresh.begin(), fresh.end());
        trustees.items.push_back(item);
        std::ranges::move(keys, std::back_inserter(trustees.keys));
        trustees.public_key = G::multiply(trustees.public_key, item_key);
        return pass();
    }
};

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
    if (key.signature) {
        out += R"(,"signature":)";
        append_proof<G>(out, *key.signature);
    }
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
    if (const json::value* signature = (*object)->if_contains("signature"); signature != nullptr) {
        OGNIWO_ASSIGN(key.signature, decoder.proof(*signature));
    }
    key.text = std::move(decoder.settle().front());
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
    crypto::ProofBatch<G> batch(nullptr);
    batch.add_schnorr(pok_prefix<G>(key.text), key.public_key, key.pok);
    if (batch.first_failure_vartime()) {
        return Error("trustee.pok", "the proof of possession of a trustee's key fails");
    }
    return key;
}

template <Group G> Result<Trustees<G>> parse_trustees(ByteView bytes) {
    OGNIWO_ASSIGN(const json::value value,
                  parse_json(as_text(bytes), {.max_bytes = max_list_bytes}));
    const json::array* list = value.if_array();
    if (list == nullptr) {
        return Error("trustee.encoding", "the list is not a JSON array");
    }
    if (list->empty() || list->size() > ElectionLimits::max_trustees) {
        return too_many();
    }
    ListReader<G> reader;
    for (const json::value& element : *list) {
        OGNIWO_TRY(reader.add(element));
    }
    return std::move(reader.trustees);
}

Result<std::string> encode_trustees(std::span<const std::string> items) {
    std::string out;
    char separator = '[';
    for (const std::string& item : items) {
        OGNIWO_ASSIGN(const json::value value, parse_json(item));
        const json::object* object = value.if_object();
        if (object == nullptr) {
            return Error("trustee.encoding", "a trustee's key is not a JSON object");
        }
        out += std::exchange(separator, ',');
        out += object->contains("verification_keys") ? R"(["Pedersen",)" : R"(["Single",)";
        out += write_json(value) + "]";
    }
    return out + "]";
}

#define OGNIWO_INSTANTIATE(G)                                                                      \
    template TrusteeKey<G> make_trustee_key<G>(const G::SecretScalar&, std::string_view, Rng&);    \
    template std::string encode_trustee_key<G>(const TrusteeKey<G>&);                              \
    template Result<TrusteeKey<G>> parse_trustee_key<G>(const json::value&);                       \
    template Result<Trustees<G>> parse_trustees<G>(ByteView);
OGNIWO_FOR_EACH_GROUP(OGNIWO_INSTANTIATE)
#undef OGNIWO_INSTANTIATE

} // namespace ogniwo::ballots
