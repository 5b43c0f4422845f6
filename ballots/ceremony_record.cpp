#include "ballots/ceremony_record.hpp"

#include "ballots/groups.hpp"

namespace ogniwo::ballots {
namespace {

// The document of trustee `index`; whoever wrote it is to blame for its form.
Result<json::value> read_json(std::string_view text, std::size_t index) {
    auto value = parse_json(text);
    if (!value) {
        return of_trustee(index, Error("trustee.encoding", value.error().text()));
    }
    return value;
}

} // namespace

template <Group G>
Result<Certificate<G>> read_certificate(const CeremonyShape& shape, std::size_t index,
                                        std::string_view text) {
    OGNIWO_ASSIGN(const json::value value, read_json(text, index));
    OGNIWO_ASSIGN(Certificate<G> certificate, parse_certificate<G>(value, shape, index));
    if (!certificate.has_context) {
        return of_trustee(index, Error("trustee.cert_context", "the certificate has no context"));
    }
    return certificate;
}

template <Group G>
Result<std::vector<Certificate<G>>> read_certificates(const CeremonyShape& shape,
                                                      CeremonyTexts texts) {
    std::vector<json::value> values;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        OGNIWO_ASSIGN(json::value value, read_json(texts[i], i + 1));
        values.push_back(std::move(value));
    }
    OGNIWO_ASSIGN(auto certificates, parse_certificates<G>(values, shape));
    if (!certificates[0].has_context) {
        return Error("trustee.cert_context", "the certificates have no context");
    }
    return certificates;
}

template <Group G>
Result<Contribution<G>> read_contribution(const CeremonyShape& shape,
                                          std::span<const Certificate<G>> certificates,
                                          std::size_t index, std::string_view text) {
    OGNIWO_ASSIGN(const json::value value, read_json(text, index));
    const auto object = expect_object(value, {{"polynomial", "secrets", "coefexps", "signature"}});
    if (!object) {
        return of_trustee(index, Error("trustee.encoding", object.error().text()));
    }
    const json::object& members = **object;
    const json::array* secrets = members.at("secrets").if_array();
    if (secrets == nullptr || secrets->size() != shape.size) {
        return of_trustee(index, Error("trustee.size", "not one secret for each trustee"));
    }
    Contribution<G> out;
    const auto read_text = [&](const json::value& member) -> Result<std::string> {
        if (!member.is_string()) {
            return of_trustee(index, Error("trustee.encoding", "a sealed message is not a string"));
        }
        return std::string(member.get_string());
    };
    OGNIWO_ASSIGN(out.polynomial, read_text(members.at("polynomial")));
    for (const json::value& secret : *secrets) {
        OGNIWO_ASSIGN(std::string one, read_text(secret));
        out.secrets.push_back(std::move(one));
    }
    OGNIWO_ASSIGN(out.commitments, parse_commitments<G>(members.at("coefexps"), shape,
                                                        certificates[index - 1], index));
    OGNIWO_ASSIGN(out.signature, parse_proof<G>(members.at("signature"), index));
    OGNIWO_TRY(
        check_certs_signature<G>(certificates, out.commitments.values, out.signature, index));
    return out;
}

template <Group G>
Result<Record<G>> read_record(const CeremonyShape& shape, CeremonyTexts certificates,
                              CeremonyTexts polynomials) {
    Record<G> record;
    OGNIWO_ASSIGN(record.certificates, read_certificates<G>(shape, certificates));
    if (polynomials.size() != shape.size) {
        return Error("trustee.size", std::to_string(polynomials.size()) + " polynomials of " +
                                         std::to_string(shape.size) + " trustees");
    }
    for (std::size_t i = 1; i <= shape.size; ++i) {
        OGNIWO_ASSIGN(auto one,
                      read_contribution<G>(shape, record.certificates, i, polynomials[i - 1]));
        record.contributions.push_back(std::move(one));
    }
    return record;
}

template <Group G>
Result<ReceivedShares<G>> read_vinput(const CeremonyShape& shape,
                                      std::span<const Certificate<G>> certificates,
                                      std::string_view text) {
    OGNIWO_ASSIGN(const json::value value, parse_json(text));
    OGNIWO_ASSIGN(const json::object* members,
                  expect_object(value, {{"polynomial", "secrets", "coefexps", "signatures"}}));
    ReceivedShares<G> out;
    OGNIWO_ASSIGN(out.polynomial, get_string(*members, "polynomial"));
    OGNIWO_ASSIGN(const json::array* secrets, get_array(*members, "secrets"));
    OGNIWO_ASSIGN(const json::array* coefexps, get_array(*members, "coefexps"));
    OGNIWO_ASSIGN(const json::array* signatures, get_array(*members, "signatures"));
    if (secrets->size() != shape.size || coefexps->size() != shape.size ||
        signatures->size() != shape.size) {
        return Error("trustee.size", "not one share from each trustee");
    }
    for (std::size_t i = 0; i < shape.size; ++i) {
        if (!(*secrets)[i].is_string()) {
            return Error("trustee.encoding", "a sealed message is not a string");
        }
        out.secrets.emplace_back((*secrets)[i].get_string());
        OGNIWO_ASSIGN(auto commitments,
                      parse_commitments<G>((*coefexps)[i], shape, certificates[i], i + 1));
        OGNIWO_ASSIGN(const Proof<G> signature, parse_proof<G>((*signatures)[i], i + 1));
        OGNIWO_TRY(check_certs_signature<G>(certificates, commitments.values, signature, i + 1));
        out.commitments.push_back(std::move(commitments));
    }
    return out;
}

template <Group G>
Result<TrusteeKey<G>> read_voutput(const Record<G>& record, const CeremonyShape& shape,
                                   std::size_t index, std::string_view text) {
    OGNIWO_ASSIGN(const json::value value, read_json(text, index));
    const auto object = expect_object(value, {{"private_key", "public_key"}});
    if (!object || !(*object)->at("private_key").is_string()) {
        return of_trustee(index,
                          Error("trustee.encoding", "not a sealed private and a public key"));
    }
    const auto expected = verification_points_vartime<G>(record.commitments(), shape);
    OGNIWO_ASSIGN(TrusteeKey<G> key,
                  parse_verification_key<G>((*object)->at("public_key"), expected[index - 1],
                                            record.certificates[index - 1], index));
    if (!key.signature) {
        return of_trustee(index, Error("trustee.key_signature", "the key is not signed"));
    }
    return key;
}

#define OGNIWO_INSTANTIATE(G)                                                                      \
    template Result<Certificate<G>> read_certificate<G>(const CeremonyShape&, std::size_t,         \
                                                        std::string_view);                         \
    template Result<std::vector<Certificate<G>>> read_certificates<G>(const CeremonyShape&,        \
                                                                      CeremonyTexts);              \
    template Result<Contribution<G>> read_contribution<G>(                                         \
        const CeremonyShape&, std::span<const Certificate<G>>, std::size_t, std::string_view);     \
    template Result<Record<G>> read_record<G>(const CeremonyShape&, CeremonyTexts, CeremonyTexts); \
    template Result<ReceivedShares<G>> read_vinput<G>(                                             \
        const CeremonyShape&, std::span<const Certificate<G>>, std::string_view);                  \
    template Result<TrusteeKey<G>> read_voutput<G>(const Record<G>&, const CeremonyShape&,         \
                                                   std::size_t, std::string_view);
OGNIWO_FOR_EACH_GROUP(OGNIWO_INSTANTIATE)
#undef OGNIWO_INSTANTIATE

} // namespace ogniwo::ballots
