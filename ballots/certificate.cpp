#include "ballots/certificate.hpp"

#include "ballots/groups.hpp"
#include "crypto/base/encoding.hpp"
#include "crypto/threshold.hpp"

namespace ogniwo::ballots {
namespace {

constexpr std::string_view of_whom = "trustee ";

Error malformed(const char* detail) {
    return {"trustee.encoding", detail};
}

std::string context_message(std::string_view group, const CeremonyShape& shape, std::size_t index) {
    return R"("context":{"group":")" + std::string(group) + R"(","size":)" +
           std::to_string(shape.size) + R"(,"threshold":)" + std::to_string(shape.threshold) +
           R"(,"index":)" + std::to_string(index) + "},";
}

template <Group G>
Result<Certificate<G>> read_certificate(const json::value& value, const CeremonyShape& shape,
                                        std::size_t index) {
    OGNIWO_ASSIGN(OpenedDocument<G> opened, open_document<G>(value));
    const json::object& message = opened.message.get_object();
    if (!message.contains("verification") || !message.contains("encryption")) {
        return malformed("a certificate without its two keys");
    }
    Decoder<G> decoder(ceremony_ids);
    OGNIWO_ASSIGN(const auto verification, decoder.point(message.at("verification")));
    OGNIWO_ASSIGN(const auto encryption, decoder.point(message.at("encryption")));
    if (verification == G::neutral() || encryption == G::neutral()) {
        return Error("trustee.neutral", "a key of the certificate is the neutral element");
    }
    Certificate<G> certificate{std::move(opened.document), G::prepare_vartime(verification),
                               encryption, message.contains("context")};
    if (!text_signature_holds_vartime<G>(certificate.document.message, certificate.verification,
                                         certificate.document.signature)) {
        return Error("trustee.cert_signature", "the signature of the certificate fails");
    }
    if (certificate.document.message != certificate_message<G>(certificate, shape, index)) {
        return Error("trustee.cert_context",
                     "the certificate is not for trustee " + std::to_string(index) + " of " +
                         std::to_string(shape.size) + ", threshold " +
                         std::to_string(shape.threshold) + ", group " + std::string(G::name));
    }
    return certificate;
}

template <Group G> Verdict check_distinct(std::span<const Certificate<G>> certificates) {
    for (std::size_t i = 0; i < certificates.size(); ++i) {
        for (std::size_t k = 0; k < i; ++k) {
            if (certificates[i].verification.point() == certificates[k].verification.point() ||
                certificates[i].encryption == certificates[k].encryption) {
                return Error("trustee.cert_duplicate", "trustees " + std::to_string(k + 1) +
                                                           " and " + std::to_string(i + 1) +
                                                           " have the same key");
            }
        }
    }
    return pass();
}

} // namespace

Error of_trustee(std::size_t index, const Error& error) {
    return {error.id().data(), std::string(of_whom) + std::to_string(index) + ": " + error.detail()};
}

Error of_election(const Error& error, std::size_t first, std::size_t otherwise) {
    const std::string_view detail = error.detail();
    const auto colon = detail.find(": ");
    if (detail.starts_with(of_whom) && colon != detail.npos) {
        if (const auto index = decimal_decode(detail.substr(of_whom.size(), colon - of_whom.size()))) {
            return of_trustee(first + static_cast<std::size_t>(*index) - 1,
                              Error(error.id().data(), std::string(detail.substr(colon + 2))));
        }
    }
    return of_trustee(otherwise, error);
}

Verdict check_shape(const CeremonyShape& shape) {
    if (shape.size < 1 || shape.size > crypto::max_threshold_trustees) {
        return Error("trustee.size", "a ceremony has 1 to " +
                                         std::to_string(crypto::max_threshold_trustees) +
                                         " trustees");
    }
    if (shape.threshold < 1 || shape.threshold > shape.size) {
        return Error("trustee.threshold", "the threshold is not from 1 to the number of trustees");
    }
    return pass();
}

template <Group G> Result<OpenedDocument<G>> open_document(const json::value& value) {
    Decoder<G> decoder(ceremony_ids);
    OpenedDocument<G> out;
    OGNIWO_ASSIGN(out.document, parse_signed_message<G>(decoder, value));
    auto message = parse_json(out.document.message);
    if (!decoder.canonical() || !message || !message->is_object()) {
        return malformed("a signed message is not in canonical form");
    }
    out.message = std::move(*message);
    return out;
}

template <Group G>
std::string certificate_message(const Certificate<G>& certificate, const CeremonyShape& shape,
                                std::size_t index) {
    const std::string context =
        certificate.has_context ? context_message(G::name, shape, index) : std::string();
    return "{" + context + R"("verification":")" + G::point_text(certificate.verification.point()) +
           R"(","encryption":")" + G::point_text(certificate.encryption) + R"("})";
}

template <Group G>
Result<Certificate<G>> parse_certificate(const json::value& value, const CeremonyShape& shape,
                                         std::size_t index) {
    auto certificate = read_certificate<G>(value, shape, index);
    return certificate ? std::move(certificate) : of_trustee(index, certificate.error());
}

template <Group G>
Result<std::vector<Certificate<G>>> parse_certificates(std::span<const json::value> values,
                                                       const CeremonyShape& shape) {
    OGNIWO_TRY(check_shape(shape));
    if (values.size() != shape.size) {
        return Error("trustee.size", std::to_string(values.size()) + " certificates of " +
                                         std::to_string(shape.size) + " trustees");
    }
    std::vector<Certificate<G>> certificates;
    for (std::size_t i = 0; i < values.size(); ++i) {
        OGNIWO_ASSIGN(Certificate<G> one, parse_certificate<G>(values[i], shape, i + 1));
        if (i > 0 && one.has_context != certificates[0].has_context) {
            return of_trustee(i + 1, Error("trustee.form", "some certificates have no context"));
        }
        certificates.push_back(std::move(one));
    }
    OGNIWO_TRY(check_distinct<G>(certificates));
    return certificates;
}

#define OGNIWO_INSTANTIATE(G)                                                                      \
    template Result<OpenedDocument<G>> open_document<G>(const json::value&);                       \
    template std::string certificate_message<G>(const Certificate<G>&, const CeremonyShape&,       \
                                                std::size_t);                                      \
    template Result<Certificate<G>> parse_certificate<G>(const json::value&, const CeremonyShape&, \
                                                         std::size_t);                             \
    template Result<std::vector<Certificate<G>>> parse_certificates<G>(                            \
        std::span<const json::value>, const CeremonyShape&);
OGNIWO_FOR_EACH_GROUP(OGNIWO_INSTANTIATE)
#undef OGNIWO_INSTANTIATE

} // namespace ogniwo::ballots
