#include "ballots/decryption.hpp"

#include "ballots/groups.hpp"
#include "ballots/shape.hpp"
#include "crypto/base/check.hpp"
#include "crypto/base/chunks.hpp"

namespace ogniwo::ballots {
namespace {

constexpr DecodeIds ids{"decryption.encoding", "decryption.shape", "decryption.membership"};
constexpr std::size_t at_once = 64; // ciphertexts that one thread takes

template <class G> using DecryptionProofs = std::vector<std::vector<Proof<G>>>;

crypto::ProofPrefix decryption_prefix(std::string_view phi, std::string_view key) {
    return crypto::ProofPrefix("decrypt|", phi, "|", key, "|");
}

template <Group G>
std::string encode(const std::vector<Question>& questions, const DecryptionFactors<G>& factors,
                   const DecryptionProofs<G>& proofs) {
    std::string out = R"({"decryption_factors":)";
    for (std::size_t i = 0; i < questions.size(); ++i) {
        const std::vector<std::string> texts = G::point_texts(factors[i]);
        out += i == 0 ? '[' : ',';
        write_shaped(out, ciphertext_shape(questions[i], texts.size()),
                     [&](std::string& text, std::size_t k) { text += '"' + texts[k] + '"'; });
    }
    out += R"(],"decryption_proofs":)";
    for (std::size_t i = 0; i < questions.size(); ++i) {
        out += i == 0 ? '[' : ',';
        write_shaped(
            out, ciphertext_shape(questions[i], proofs[i].size()),
            [&](std::string& text, std::size_t k) { append_proof<G>(text, proofs[i][k]); });
    }
    return out + "]}";
}

template <class G> struct Decoded {
    DecryptionFactors<G> factors;
    DecryptionProofs<G> proofs;
};

template <Group G>
Result<Decoded<G>> read(Decoder<G>& decoder, const std::vector<Question>& questions, const TallyCiphertexts<G>& tally,
                        const json::value& document) {
    OGNIWO_ASSIGN(const json::object* object,
                  decoder.object(document, {"decryption_factors", "decryption_proofs"}));
    OGNIWO_ASSIGN(const json::array* factor_rows,
                  decoder.array(object->at("decryption_factors"), tally.size(), "factors"));
    OGNIWO_ASSIGN(const json::array* proof_rows,
                  decoder.array(object->at("decryption_proofs"), tally.size(), "proofs"));
    Decoded<G> out;
    for (std::size_t i = 0; i < tally.size(); ++i) {
        const Shape shape = ciphertext_shape(questions[i], tally[i].size());
        const Error wrong = decoder.shape_error("question " + std::to_string(i + 1));
        auto& factors = out.factors.emplace_back();
        OGNIWO_TRY(read_shaped((*factor_rows)[i], shape, wrong, [&](const auto& v) -> Verdict {
            OGNIWO_ASSIGN(auto point, decoder.point(v));
            factors.push_back(std::move(point));
            return pass();
        }));
        auto& proofs = out.proofs.emplace_back();
        OGNIWO_TRY(read_shaped((*proof_rows)[i], shape, wrong, [&](const auto& v) -> Verdict {
            OGNIWO_ASSIGN(Proof<G> proof, decoder.proof(v));
            proofs.push_back(proof);
            return pass();
        }));
    }
    return out;
}

template <Group G>
Result<Decoded<G>> decode(const std::vector<Question>& questions, const TallyCiphertexts<G>& tally,
                          ByteView bytes, unsigned threads) {
    constexpr std::size_t bytes_each = 4; // a factor, and a proof of five values
    const auto document = parse_json(as_text(bytes), limits_of_record(bytes, bytes_each));
    if (!document) {
        return Error("decryption.encoding", document.error().text());
    }
    typename G::Reader reader(crypto::Tables::none, threads);
    Decoder<G> decoder(ids, &reader);
    Result<Decoded<G>> out = read<G>(decoder, questions, tally, *document);
    OGNIWO_TRY(decoder.members()); // of what was read before an error: that comes first
    OGNIWO_TRY(out);
    if (encode<G>(questions, out->factors, out->proofs) != as_text(bytes)) {
        return Error("decryption.encoding", "not in canonical form");
    }
    return out;
}

Verdict check_owner(std::uint64_t owner, std::size_t trustees) {
    if (owner < 1 || owner > trustees) {
        return Error("decryption.owner", "there is no trustee " + std::to_string(owner));
    }
    return pass();
}

} // namespace

template <Group G>
Result<std::string> make_partial_decryption(const Setup<G>& setup, std::uint64_t owner,
                                            const typename G::SecretScalar& key,
                                            const TallyCiphertexts<G>& tally, Rng& rng) {
    OGNIWO_TRY(check_owner(owner, setup.trustees.keys.size()));
    const TrusteeKey<G>& trustee = setup.trustees.keys[owner - 1];
    if (G::exp_generator(key) != trustee.public_key) {
        return Error("decryption.key", "not the key of trustee " + std::to_string(owner));
    }
    const auto prefix = decryption_prefix(setup.phi, trustee.text);
    DecryptionFactors<G> factors;
    DecryptionProofs<G> proofs;
    for (const auto& question : tally) {
        auto& factor_row = factors.emplace_back(question.size());
        auto& proof_row = proofs.emplace_back(question.size());
        OGNIWO_TRY(each_chunk(question.size(), at_once, setup.threads, [&](std::size_t first, std::size_t count) {
            for (std::size_t k = first; k < first + count; ++k) {
                factor_row[k] = G::exp(question[k].alpha, key);
                proof_row[k] = crypto::prove_chaum_pedersen<G>(prefix, question[k].alpha, key, rng);
            }
            return pass();
        }));
    }
    return encode<G>(setup.definition.questions, factors, proofs);
}

template <Group G>
Result<DecryptionFactors<G>> check_partial_decryption(const Setup<G>& setup, std::uint64_t owner,
                                                      const TallyCiphertexts<G>& tally,
                                                      ByteView bytes) {
    OGNIWO_TRY(check_owner(owner, setup.trustees.keys.size()));
    OGNIWO_ASSIGN(Decoded<G> decoded,
                  decode<G>(setup.definition.questions, tally, bytes, setup.threads));
    const TrusteeKey<G>& trustee = setup.trustees.keys[owner - 1];
    const auto public_key = G::prepare_often_vartime(trustee.public_key);
    const auto prefix = decryption_prefix(setup.phi, trustee.text);
    std::size_t before = 0; // ciphertexts of earlier questions
    for (std::size_t i = 0; i < tally.size(); ++i) {
        OGNIWO_TRY(each_chunk(tally[i].size(), at_once, setup.threads, [&](std::size_t first, std::size_t count) {
            crypto::ProofBatch<G> batch(nullptr);
            for (std::size_t k = first; k < first + count; ++k) {
                batch.add_chaum_pedersen(prefix, public_key, tally[i][k].alpha, decoded.factors[i][k],
                                         decoded.proofs[i][k]);
            }
            const auto failed = batch.first_failure_vartime();
            return failed ? Verdict(Error("decryption.proof",
                                          "trustee " + std::to_string(owner) + ", ciphertext " +
                                              std::to_string(before + first + *failed + 1)))
                          : pass();
        }));
        before += tally[i].size();
    }
    return std::move(decoded.factors);
}

namespace {

// One trustee's factors and the power to which they enter the product.
template <class G> struct Share {
    const DecryptionFactors<G>* factors;
    typename G::Scalar exponent;
};

// The shares of one item: of the first present trustees, as many as the threshold.
template <Group G>
Verdict choose_shares(const TrusteeItem& item, std::span<const PresentFactors<G>> present,
                      std::vector<Share<G>>& out) {
    std::vector<std::size_t> indices;
    std::vector<const DecryptionFactors<G>*> chosen;
    std::string missing;
    for (std::size_t i = 1; i <= item.shape.size; ++i) {
        const std::uint64_t owner = item.first + i;
        const auto found = std::ranges::find(present, owner, &PresentFactors<G>::owner);
        if (found == present.end()) {
            missing += (missing.empty() ? "" : ", ") + std::to_string(owner);
        } else if (indices.size() < item.shape.threshold) {
            indices.push_back(i);
            chosen.push_back(&found->factors);
        }
    }
    if (indices.size() < item.shape.threshold) {
        return Error("decryption.missing", std::to_string(indices.size()) + " of the " +
                                               std::to_string(item.shape.threshold) +
                                               " needed; missing: trustee " + missing);
    }
    const auto weights = crypto::lagrange_at_zero<G>(indices);
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        out.push_back({chosen[i], weights[i]});
    }
    return pass();
}

template <Group G>
typename G::Point combine(std::span<const Share<G>> shares, std::size_t row, std::size_t column) {
    std::vector<typename G::PublicBase> bases;
    for (const Share<G>& share : shares) {
        bases.push_back(G::prepare_vartime((*share.factors)[row][column]));
    }
    std::vector<crypto::Term<G>> terms;
    for (std::size_t i = 0; i < bases.size(); ++i) {
        terms.push_back({&bases[i], shares[i].exponent});
    }
    return G::multi_exp_vartime(terms);
}

} // namespace

template <Group G>
Result<DecryptionFactors<G>> decrypt_tally(const Setup<G>& setup, const TallyCiphertexts<G>& tally,
                                           std::span<const PresentFactors<G>> present) {
    std::vector<Share<G>> shares;
    for (const TrusteeItem& item : setup.trustees.items) {
        OGNIWO_TRY(choose_shares<G>(item, present, shares));
    }
    DecryptionFactors<G> out;
    for (std::size_t i = 0; i < tally.size(); ++i) {
        auto& row = out.emplace_back(tally[i].size());
        OGNIWO_TRY(each_chunk(row.size(), at_once, setup.threads, [&](std::size_t first, std::size_t count) {
            for (std::size_t k = first; k < first + count; ++k) {
                row[k] = G::divide(tally[i][k].beta, combine<G>(shares, i, k));
            }
            return pass();
        }));
    }
    return out;
}

#define OGNIWO_INSTANTIATE(G)                                                                      \
    template Result<std::string> make_partial_decryption<G>(                                       \
        const Setup<G>&, std::uint64_t, const G::SecretScalar&, const TallyCiphertexts<G>&, Rng&); \
    template Result<DecryptionFactors<G>> check_partial_decryption<G>(                             \
        const Setup<G>&, std::uint64_t, const TallyCiphertexts<G>&, ByteView);                     \
    template Result<DecryptionFactors<G>> decrypt_tally<G>(                                        \
        const Setup<G>&, const TallyCiphertexts<G>&, std::span<const PresentFactors<G>>);
OGNIWO_FOR_EACH_GROUP(OGNIWO_INSTANTIATE)
#undef OGNIWO_INSTANTIATE

} // namespace ogniwo::ballots
