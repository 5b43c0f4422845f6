#include "ballots/pedersen.hpp"

#include "ballots/groups.hpp"
#include "ballots/trustees.hpp"

namespace ogniwo::ballots {
namespace {

Error malformed(const char* detail) {
    return {"trustee.encoding", detail};
}

template <Group G> void append_points(std::string& out, std::span<const typename G::Point> points) {
    char separator = '[';
    for (const std::string& text : G::point_texts(points)) {
        out += std::exchange(separator, ',');
        out += '"' + text + '"';
    }
    out += ']';
}

template <Group G>
Result<CoefficientCommitments<G>> read_commitments(const json::value& value,
                                                   const CeremonyShape& shape,
                                                   const Certificate<G>& signer) {
    OGNIWO_ASSIGN(OpenedDocument<G> opened, open_document<G>(value));
    const json::value* list = opened.message.get_object().if_contains("coefexps");
    if (list == nullptr || !list->is_array()) {
        return malformed("no list of commitments");
    }
    if (list->get_array().size() != shape.threshold) {
        return Error("trustee.coefexps_length", std::to_string(list->get_array().size()) +
                                                    " commitments where the threshold is " +
                                                    std::to_string(shape.threshold));
    }
    CoefficientCommitments<G> out{std::move(opened.document), {}};
    Decoder<G> decoder(ceremony_ids);
    for (const json::value& element : list->get_array()) {
        OGNIWO_ASSIGN(auto point, decoder.point(element));
        if (point == G::neutral()) {
            return Error("trustee.neutral", "a commitment is the neutral element");
        }
        out.values.push_back(std::move(point));
    }
    if (out.document.message != coefexps_message<G>(out.values)) {
        return malformed("the commitments are not in canonical form");
    }
    if (!text_signature_holds_vartime<G>(out.document.message, signer.verification,
                                         out.document.signature)) {
        return Error("trustee.coefexps_signature", "the signature of the commitments fails");
    }
    return out;
}

template <Group G>
Result<TrusteeKey<G>> read_verification_key(const json::value& value,
                                            const typename G::Point& expected,
                                            const Certificate<G>& signer) {
    OGNIWO_ASSIGN(TrusteeKey<G> key, parse_trustee_key<G>(value));
    if (key.public_key != expected) {
        return Error("trustee.verification_key", "the key does not follow from the commitments");
    }
    if (key.signature &&
        !text_signature_holds_vartime<G>(key.text, signer.verification, *key.signature)) {
        return Error("trustee.key_signature", "the signature of the verification key fails");
    }
    return key;
}

// Lists of T, each with one element for each trustee.
struct Lists {
    CeremonyShape shape;
    const json::array* certs = nullptr;
    const json::array* coefexps = nullptr;
    const json::array* signatures = nullptr; ///< null when absent
    const json::array* keys = nullptr;
};

Result<Lists> read_lists(const json::value& value) {
    const auto object = expect_object(
        value, {{"threshold", "certs", "coefexps", "verification_keys"}, {"signatures"}});
    if (!object) {
        return Error("trustee.encoding", object.error().text());
    }
    const json::object& members = **object;
    const std::int64_t* threshold = members.at("threshold").if_int64();
    Lists lists;
    lists.certs = members.at("certs").if_array();
    lists.coefexps = members.at("coefexps").if_array();
    lists.keys = members.at("verification_keys").if_array();
    const json::value* signatures = members.if_contains("signatures");
    lists.signatures = signatures == nullptr ? nullptr : signatures->if_array();
    if (threshold == nullptr || lists.certs == nullptr || lists.coefexps == nullptr ||
        lists.keys == nullptr || (signatures != nullptr && lists.signatures == nullptr)) {
        return malformed("a member of the threshold trustees has the wrong type");
    }
    lists.shape.size = lists.certs->size();
    lists.shape.threshold = *threshold < 0 ? 0 : static_cast<std::size_t>(*threshold);
    OGNIWO_TRY(check_shape(lists.shape));
    const auto complete = [&](const json::array* list) {
        return list == nullptr || list->size() == lists.shape.size;
    };
    if (!complete(lists.coefexps) || !complete(lists.signatures) || !complete(lists.keys)) {
        return Error("trustee.size", "not one commitment, signature and key for each certificate");
    }
    return lists;
}

template <Group G>
Verdict check_certs_signatures(const json::array& signatures,
                               std::span<const Certificate<G>> certificates,
                               std::span<const CoefficientCommitments<G>> commitments) {
    for (std::size_t i = 0; i < signatures.size(); ++i) {
        OGNIWO_ASSIGN(const Proof<G> signature, parse_proof<G>(signatures[i], i + 1));
        OGNIWO_TRY(check_certs_signature<G>(certificates, commitments[i].values, signature, i + 1));
    }
    return pass();
}

// The one form that all parts of T have.
template <Group G>
Result<CeremonyForm> form_of(const Lists& lists, const PedersenTrustees<G>& trustees,
                             bool has_context) {
    const bool has_signatures = lists.signatures != nullptr;
    const auto signed_keys = std::ranges::count_if(
        trustees.keys, [](const auto& key) { return key.signature.has_value(); });
    const bool all = signed_keys == static_cast<std::ptrdiff_t>(trustees.keys.size());
    if (has_signatures != has_context || (signed_keys != 0 && !(all && has_signatures))) {
        return Error("trustee.form", "signatures are missing that a ceremony of this form has");
    }
    return all ? CeremonyForm::full
               : (has_signatures ? CeremonyForm::signed_certs : CeremonyForm::loose);
}

} // namespace

template <Group G>
Result<CoefficientCommitments<G>>
parse_commitments(const json::value& value, const CeremonyShape& shape,
                  const Certificate<G>& signer, std::size_t index) {
    auto commitments = read_commitments<G>(value, shape, signer);
    return commitments ? std::move(commitments) : of_trustee(index, commitments.error());
}

template <Group G> Result<Proof<G>> parse_proof(const json::value& value, std::size_t index) {
    Decoder<G> decoder(ceremony_ids);
    const auto proof = decoder.proof(value);
    if (!proof || !decoder.canonical()) {
        return of_trustee(index, malformed("a signature is not in canonical form"));
    }
    return proof;
}

template <Group G> std::string coefexps_message(std::span<const typename G::Point> commitments) {
    std::string out = R"({"coefexps":)";
    append_points<G>(out, commitments);
    return out + "}";
}

template <Group G>
std::string certs_message(std::span<const Certificate<G>> certificates,
                          std::span<const typename G::Point> commitments) {
    std::string out = R"(certs_sig|{"certs":)";
    char separator = '[';
    for (const Certificate<G>& certificate : certificates) {
        out += std::exchange(separator, ',');
        out += encode_signed_message<G>(certificate.document);
    }
    out += R"(],"coefexps":)";
    append_points<G>(out, commitments);
    return out + "}";
}

template <Group G>
Verdict check_certs_signature(std::span<const Certificate<G>> certificates,
                              std::span<const typename G::Point> commitments,
                              const Proof<G>& signature, std::size_t index) {
    if (!text_signature_holds_vartime<G>(certs_message<G>(certificates, commitments),
                                         certificates[index - 1].verification, signature)) {
        return of_trustee(
            index, Error("trustee.certs_signature", "the signature of all certificates fails"));
    }
    return pass();
}

// The polynomials are summed first: A_1k * A_2k * .. commits to the coefficients of their sum.
template <Group G>
std::vector<typename G::Point>
verification_points_vartime(std::span<const CoefficientCommitments<G>> commitments,
                            const CeremonyShape& shape) {
    std::vector<typename G::Point> sum(shape.threshold, G::neutral());
    for (const CoefficientCommitments<G>& one : commitments) {
        for (std::size_t k = 0; k < sum.size(); ++k) {
            sum[k] = G::multiply(sum[k], one.values[k]);
        }
    }
    std::vector<typename G::Point> points;
    for (std::size_t j = 1; j <= shape.size; ++j) {
        points.push_back(crypto::evaluate_commitments_vartime<G>(sum, j));
    }
    return points;
}

template <Group G>
Result<TrusteeKey<G>> parse_verification_key(const json::value& value,
                                             const typename G::Point& expected,
                                             const Certificate<G>& signer, std::size_t index) {
    auto key = read_verification_key<G>(value, expected, signer);
    return key ? std::move(key) : of_trustee(index, key.error());
}

template <Group G> Result<PedersenTrustees<G>> parse_pedersen(const json::value& value) {
    OGNIWO_ASSIGN(const Lists lists, read_lists(value));
    OGNIWO_ASSIGN(
        const std::vector<Certificate<G>> certificates,
        parse_certificates<G>(std::span(lists.certs->data(), lists.certs->size()), lists.shape));
    std::vector<CoefficientCommitments<G>> commitments;
    PedersenTrustees<G> out;
    out.shape = lists.shape;
    for (std::size_t i = 0; i < lists.shape.size; ++i) {
        OGNIWO_ASSIGN(auto one, parse_commitments<G>((*lists.coefexps)[i], lists.shape,
                                                     certificates[i], i + 1));
        out.public_key = G::multiply(out.public_key, one.values[0]);
        commitments.push_back(std::move(one));
    }
    if (lists.signatures != nullptr) {
        OGNIWO_TRY(check_certs_signatures<G>(*lists.signatures, certificates, commitments));
    }
    const auto expected = verification_points_vartime<G>(commitments, lists.shape);
    for (std::size_t i = 0; i < lists.shape.size; ++i) {
        OGNIWO_ASSIGN(TrusteeKey<G> key, parse_verification_key<G>((*lists.keys)[i], expected[i],
                                                                   certificates[i], i + 1));
        out.keys.push_back(std::move(key));
    }
    OGNIWO_ASSIGN(out.form, form_of<G>(lists, out, certificates[0].has_context));
    return out;
}

#define OGNIWO_INSTANTIATE(G)                                                                      \
    template Result<Proof<G>> parse_proof<G>(const json::value&, std::size_t);                     \
    template Result<CoefficientCommitments<G>> parse_commitments<G>(                               \
        const json::value&, const CeremonyShape&, const Certificate<G>&, std::size_t);             \
    template std::string coefexps_message<G>(std::span<const G::Point>);                           \
    template std::string certs_message<G>(std::span<const Certificate<G>>,                         \
                                          std::span<const G::Point>);                              \
    template Verdict check_certs_signature<G>(                                                     \
        std::span<const Certificate<G>>, std::span<const G::Point>, const Proof<G>&, std::size_t); \
    template std::vector<G::Point> verification_points_vartime<G>(                                 \
        std::span<const CoefficientCommitments<G>>, const CeremonyShape&);                         \
    template Result<TrusteeKey<G>> parse_verification_key<G>(const json::value&, const G::Point&,  \
                                                             const Certificate<G>&, std::size_t);  \
    template Result<PedersenTrustees<G>> parse_pedersen<G>(const json::value&);
OGNIWO_FOR_EACH_GROUP(OGNIWO_INSTANTIATE)
#undef OGNIWO_INSTANTIATE

} // namespace ogniwo::ballots
