#include "ballots/ceremony.hpp"

#include "ballots/ceremony_record.hpp"
#include "ballots/groups.hpp"
#include "ballots/private_channel.hpp"

namespace ogniwo::ballots {
namespace {

using crypto::PkiKeys;
using crypto::SecretText;

Verdict check_index(const CeremonyShape& shape, std::size_t index) {
    OGNIWO_TRY(check_shape(shape));
    if (index < 1 || index > shape.size) {
        return Error("ceremony.index", "there is no trustee " + std::to_string(index));
    }
    return pass();
}

std::string quoted(std::string_view text) {
    return write_json(json::value(text));
}

template <Group G> std::string encode_proof(const Proof<G>& proof) {
    std::string out;
    append_proof<G>(out, proof);
    return out;
}

std::string join(std::span<const std::string> texts) {
    std::string out;
    char separator = '[';
    for (const std::string& text : texts) {
        out += std::exchange(separator, ',');
        out += text;
    }
    return out + "]";
}

// {"<member>":"<secret>"}, in a buffer of its own.
template <Group G>
SecretText secret_member(std::string_view member, const typename G::SecretScalar& secret) {
    const SecretText digits(G::reveal_text(secret));
    std::string out;
    out.reserve(member.size() + digits.expose().size() + 7);
    out.append("{\"").append(member).append("\":\"").append(digits.expose()).append("\"}");
    return SecretText(std::move(out));
}

template <Group G> SecretText polynomial_message(const crypto::Polynomial<G>& polynomial) {
    std::vector<SecretText> digits;
    std::size_t size = 20;
    for (const auto& coefficient : polynomial.coefficients()) {
        digits.emplace_back(G::reveal_text(coefficient));
        size += digits.back().expose().size() + 3;
    }
    std::string out;
    out.reserve(size);
    out.append(R"({"polynomial":)");
    char separator = '[';
    for (const SecretText& one : digits) {
        out.push_back(std::exchange(separator, ','));
        out.append("\"").append(one.expose()).append("\"");
    }
    out.append("]}");
    return SecretText(std::move(out));
}

template <Group G>
Result<PkiKeys<G>> keys_of(std::string_view seed, const Certificate<G>& certificate,
                           std::size_t index) {
    OGNIWO_ASSIGN(PkiKeys<G> keys, crypto::derive_pki_keys<G>(seed));
    if (G::exp_generator(keys.signing) != certificate.verification.point() ||
        G::exp_generator(keys.decryption) != certificate.encryption) {
        return Error("ceremony.seed", "not the seed of trustee " + std::to_string(index));
    }
    return keys;
}

// The trustee's own commitments must be those of its own polynomial: nobody speaks in its name.
template <Group G>
Verdict check_own_polynomial(const PkiKeys<G>& keys, const Certificate<G>& own,
                             const ReceivedShares<G>& received, std::size_t index) {
    OGNIWO_ASSIGN(const SecretText text, receive<G>(keys, own.verification, received.polynomial));
    OGNIWO_ASSIGN(const auto digits, read_secret_list(text.expose(), "polynomial"));
    std::vector<typename G::Point> commitments;
    for (const SecretText& one : digits) {
        OGNIWO_ASSIGN(const auto coefficient, G::parse_secret(one.expose()));
        commitments.push_back(G::exp_generator(coefficient));
    }
    if (commitments != received.commitments[index - 1].values) {
        return Error("ceremony.polynomial",
                     "the commitments under this trustee's number are not its own");
    }
    return pass();
}

// s_ij, opened and compared with the sender's commitments.
template <Group G>
Result<typename G::SecretScalar>
open_share(const PkiKeys<G>& keys, const typename G::PublicBase& sender, std::string_view sealed,
           const CoefficientCommitments<G>& commitments, std::size_t index) {
    OGNIWO_ASSIGN(const SecretText text, receive<G>(keys, sender, sealed));
    OGNIWO_ASSIGN(const SecretText digits, read_secret_member(text.expose(), "secret"));
    OGNIWO_ASSIGN(auto share, G::parse_secret(digits.expose()));
    if (G::exp_generator(share) !=
        crypto::evaluate_commitments_vartime<G>(commitments.values, index)) {
        return Error("trustee.share", "the share for trustee " + std::to_string(index) +
                                          " does not fit the commitments");
    }
    return share;
}

template <Group G>
Result<std::string> make_voutput_in(const CeremonyShape& shape, CeremonyTexts certificate_texts,
                                    std::size_t index, std::string_view seed,
                                    std::string_view vinput, Rng& rng) {
    OGNIWO_ASSIGN(const auto certificates, read_certificates<G>(shape, certificate_texts));
    const Certificate<G>& own = certificates[index - 1];
    OGNIWO_ASSIGN(const PkiKeys<G> keys, keys_of<G>(seed, own, index));
    OGNIWO_ASSIGN(const ReceivedShares<G> received, read_vinput<G>(shape, certificates, vinput));
    OGNIWO_TRY(check_own_polynomial<G>(keys, own, received, index));
    auto sum = G::reduce_secret({});
    for (std::size_t i = 1; i <= shape.size; ++i) {
        const auto share =
            open_share<G>(keys, certificates[i - 1].verification, received.secrets[i - 1],
                          received.commitments[i - 1], index);
        if (!share) {
            return of_trustee(i, share.error());
        }
        sum = G::add(sum, *share);
    }
    TrusteeKey<G> key = make_trustee_key<G>(sum, "", rng);
    key.signature = sign_text<G>(key.text, keys.signing, rng);
    const SecretText secret = secret_member<G>("decryption_key", sum);
    const std::string sealed = send<G>(keys, own.encryption, secret.expose(), rng);
    return R"({"private_key":)" + quoted(sealed) + R"(,"public_key":)" +
           encode_trustee_key<G>(key) + "}";
}

template <Group G>
Result<std::string> make_polynomial_in(const CeremonyShape& shape, CeremonyTexts certificate_texts,
                                       std::size_t index, std::string_view seed, Rng& rng) {
    OGNIWO_ASSIGN(const auto certificates, read_certificates<G>(shape, certificate_texts));
    const Certificate<G>& own = certificates[index - 1];
    OGNIWO_ASSIGN(const PkiKeys<G> keys, keys_of<G>(seed, own, index));
    const auto polynomial = crypto::Polynomial<G>::random(shape.threshold, rng);
    const auto commitments = polynomial.commitments();
    SignedMessage<G> coefexps{coefexps_message<G>(commitments), {}};
    coefexps.signature = sign_text<G>(coefexps.message, keys.signing, rng);
    const Proof<G> signature =
        sign_text<G>(certs_message<G>(certificates, commitments), keys.signing, rng);
    std::vector<std::string> secrets;
    for (std::size_t j = 1; j <= shape.size; ++j) {
        const SecretText share = secret_member<G>("secret", polynomial.evaluate(j));
        secrets.push_back(
            quoted(send<G>(keys, certificates[j - 1].encryption, share.expose(), rng)));
    }
    const SecretText message = polynomial_message<G>(polynomial);
    return R"({"polynomial":)" + quoted(send<G>(keys, own.encryption, message.expose(), rng)) +
           R"(,"secrets":)" + join(secrets) + R"(,"coefexps":)" +
           encode_signed_message<G>(coefexps) + R"(,"signature":)" + encode_proof<G>(signature) +
           "}";
}

template <Group G>
Result<std::string> make_vinput_in(const CeremonyShape& shape, CeremonyTexts certificates,
                                   CeremonyTexts polynomials, std::size_t index) {
    OGNIWO_ASSIGN(const Record<G> record, read_record<G>(shape, certificates, polynomials));
    std::vector<std::string> secrets;
    std::vector<std::string> coefexps;
    std::vector<std::string> signatures;
    for (const Contribution<G>& one : record.contributions) {
        secrets.push_back(quoted(one.secrets[index - 1]));
        coefexps.push_back(encode_signed_message<G>(one.commitments.document));
        signatures.push_back(encode_proof<G>(one.signature));
    }
    return R"({"polynomial":)" + quoted(record.contributions[index - 1].polynomial) +
           R"(,"secrets":)" + join(secrets) + R"(,"coefexps":)" + join(coefexps) +
           R"(,"signatures":)" + join(signatures) + "}";
}

template <Group G>
Result<std::string> assemble_in(const CeremonyShape& shape, CeremonyTexts certificates,
                                CeremonyTexts polynomials, CeremonyTexts voutputs) {
    OGNIWO_ASSIGN(const Record<G> record, read_record<G>(shape, certificates, polynomials));
    if (voutputs.size() != shape.size) {
        return Error("trustee.size", std::to_string(voutputs.size()) + " keys of " +
                                         std::to_string(shape.size) + " trustees");
    }
    std::vector<std::string> certs;
    std::vector<std::string> coefexps;
    std::vector<std::string> signatures;
    std::vector<std::string> keys;
    for (std::size_t i = 0; i < shape.size; ++i) {
        certs.push_back(encode_signed_message<G>(record.certificates[i].document));
        coefexps.push_back(encode_signed_message<G>(record.contributions[i].commitments.document));
        signatures.push_back(encode_proof<G>(record.contributions[i].signature));
        OGNIWO_ASSIGN(const auto key, read_voutput<G>(record, shape, i + 1, voutputs[i]));
        keys.push_back(encode_trustee_key<G>(key));
    }
    return R"({"threshold":)" + std::to_string(shape.threshold) + R"(,"certs":)" + join(certs) +
           R"(,"coefexps":)" + join(coefexps) + R"(,"signatures":)" + join(signatures) +
           R"(,"verification_keys":)" + join(keys) + "}";
}

} // namespace

Result<std::string> make_certificate(const Ceremony& ceremony, std::size_t index,
                                     std::string_view seed, Rng& rng) {
    OGNIWO_TRY(check_index(ceremony.shape, index));
    return with_group<std::string>(ceremony.group, [&]<Group G>() -> Result<std::string> {
        OGNIWO_ASSIGN(const PkiKeys<G> keys, crypto::derive_pki_keys<G>(seed));
        Certificate<G> certificate{{},
                                   G::prepare_vartime(G::exp_generator(keys.signing)),
                                   G::exp_generator(keys.decryption),
                                   true};
        certificate.document.message = certificate_message<G>(certificate, ceremony.shape, index);
        certificate.document.signature =
            sign_text<G>(certificate.document.message, keys.signing, rng);
        return encode_signed_message<G>(certificate.document);
    });
}

Verdict check_certificate(const Ceremony& ceremony, std::size_t index,
                          std::string_view certificate) {
    OGNIWO_TRY(check_index(ceremony.shape, index));
    return with_group<void>(ceremony.group, [&]<Group G>() -> Verdict {
        OGNIWO_TRY(read_certificate<G>(ceremony.shape, index, certificate));
        return pass();
    });
}

Verdict check_certificates(const Ceremony& ceremony, CeremonyTexts certificates) {
    return with_group<void>(ceremony.group, [&]<Group G>() -> Verdict {
        OGNIWO_TRY(read_certificates<G>(ceremony.shape, certificates));
        return pass();
    });
}

Result<std::string> make_polynomial(const Ceremony& ceremony, CeremonyTexts certificates,
                                    std::size_t index, std::string_view seed, Rng& rng) {
    OGNIWO_TRY(check_index(ceremony.shape, index));
    return with_group<std::string>(ceremony.group, [&]<Group G>() -> Result<std::string> {
        return make_polynomial_in<G>(ceremony.shape, certificates, index, seed, rng);
    });
}

Verdict check_polynomial(const Ceremony& ceremony, CeremonyTexts certificates, std::size_t index,
                         std::string_view polynomial) {
    OGNIWO_TRY(check_index(ceremony.shape, index));
    return with_group<void>(ceremony.group, [&]<Group G>() -> Verdict {
        OGNIWO_ASSIGN(const auto checked, read_certificates<G>(ceremony.shape, certificates));
        OGNIWO_TRY(read_contribution<G>(ceremony.shape, checked, index, polynomial));
        return pass();
    });
}

Result<std::string> make_vinput(const Ceremony& ceremony, CeremonyTexts certificates,
                                CeremonyTexts polynomials, std::size_t index) {
    OGNIWO_TRY(check_index(ceremony.shape, index));
    return with_group<std::string>(ceremony.group, [&]<Group G>() -> Result<std::string> {
        return make_vinput_in<G>(ceremony.shape, certificates, polynomials, index);
    });
}

Result<std::string> make_voutput(const Ceremony& ceremony, CeremonyTexts certificates,
                                 std::size_t index, std::string_view seed, std::string_view vinput,
                                 Rng& rng) {
    OGNIWO_TRY(check_index(ceremony.shape, index));
    return with_group<std::string>(ceremony.group, [&]<Group G>() -> Result<std::string> {
        return make_voutput_in<G>(ceremony.shape, certificates, index, seed, vinput, rng);
    });
}

Verdict check_voutput(const Ceremony& ceremony, CeremonyTexts certificates,
                      CeremonyTexts polynomials, std::size_t index, std::string_view voutput) {
    OGNIWO_TRY(check_index(ceremony.shape, index));
    return with_group<void>(ceremony.group, [&]<Group G>() -> Verdict {
        OGNIWO_ASSIGN(const Record<G> record,
                      read_record<G>(ceremony.shape, certificates, polynomials));
        OGNIWO_TRY(read_voutput<G>(record, ceremony.shape, index, voutput));
        return pass();
    });
}

Result<std::string> assemble_trustees(const Ceremony& ceremony, CeremonyTexts certificates,
                                      CeremonyTexts polynomials, CeremonyTexts voutputs) {
    return with_group<std::string>(ceremony.group, [&]<Group G>() -> Result<std::string> {
        return assemble_in<G>(ceremony.shape, certificates, polynomials, voutputs);
    });
}

Result<SecretText> open_decryption_key(std::string_view group, std::string_view seed,
                                       std::string_view voutput) {
    OGNIWO_ASSIGN(const json::value value, parse_json(voutput));
    const auto object = expect_object(value, {{"private_key", "public_key"}});
    if (!object || !(*object)->at("private_key").is_string()) {
        return Error("trustee.encoding", "not a sealed private and a public key");
    }
    const std::string_view sealed = (*object)->at("private_key").get_string();
    return with_group<SecretText>(group, [&]<Group G>() -> Result<SecretText> {
        OGNIWO_ASSIGN(const PkiKeys<G> keys, crypto::derive_pki_keys<G>(seed));
        const auto own = G::prepare_vartime(G::exp_generator(keys.signing));
        OGNIWO_ASSIGN(const SecretText text, receive<G>(keys, own, sealed));
        return read_secret_member(text.expose(), "decryption_key");
    });
}

} // namespace ogniwo::ballots
