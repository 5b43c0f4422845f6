// Key ceremonies: those of other programs with all their secrets, our own, and everything that must
// be refused.

#include "ballots/ceremony.hpp"
#include "ballots/ceremony_record.hpp"
#include "ballots/groups.hpp"
#include "ballots/private_channel.hpp"
#include "crypto/base/encoding.hpp"
#include "crypto/base/json.hpp"
#include "crypto/random.hpp"
#include "crypto/sealed_message.hpp"
#include "sample_election.hpp"

#include <boost/test/unit_test.hpp>

#include <functional>
#include <sstream>

using namespace ogniwo;
using namespace ogniwo::ballots;
using Ed = crypto::Ed25519;

namespace {

std::string id_of(const auto& result) {
    return result ? std::string() : std::string(result.error().id());
}
// The error must say whose fault it is.
std::string blamed(const auto& result, std::size_t index) {
    if (result) {
        return "";
    }
    const std::string prefix = "trustee " + std::to_string(index) + ": ";
    BOOST_TEST(result.error().detail().starts_with(prefix), result.error().text());
    return std::string(result.error().id());
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const std::size_t at = text.find(from);
    BOOST_REQUIRE_MESSAGE(at != std::string::npos, from);
    return text.replace(at, from.size(), to);
}

// A ceremony that somebody else's program made.
struct Recorded {
    Ceremony ceremony;
    std::vector<std::string> seeds;
    std::vector<std::string> certificates;
    std::vector<std::string> polynomials;
    std::vector<std::string> vinputs;
    std::vector<std::string> voutputs;
    std::string trustees;
};

Recorded recorded(std::string_view maker) {
    const Bytes file = sample::read_file("tests/unit/ballots/vectors/ceremonies.json");
    const json::value document = parse_json(as_text(file)).value();
    const json::object& one = document.at(maker).as_object();
    const auto texts = [&](const char* member) {
        std::vector<std::string> out;
        for (const json::value& text : one.at(member).as_array()) {
            out.emplace_back(text.as_string());
        }
        return out;
    };
    Recorded out{{std::string(one.at("group").as_string()), {}},
                 texts("seeds"),
                 texts("certificates"),
                 texts("polynomials"),
                 texts("vinputs"),
                 texts("voutputs"),
                 std::string(one.at("trustees").as_string())};
    out.ceremony.shape = {out.seeds.size(),
                          static_cast<std::size_t>(one.at("threshold").as_int64())};
    return out;
}

// A ceremony of our own, step by step.
struct Held {
    Ceremony ceremony;
    crypto::SeededRng rng;
    std::vector<std::string> seeds;
    std::vector<std::string> certificates;
    std::vector<std::string> polynomials;
    std::vector<std::string> vinputs;
    std::vector<std::string> voutputs;
    std::string trustees;

    Held(const std::string& group, std::size_t n, std::size_t t, const std::string& name = "held")
        : ceremony{group, {n, t}}, rng(name + group + std::to_string(n) + std::to_string(t)) {
        for (std::size_t i = 1; i <= n; ++i) {
            seeds.emplace_back(crypto::generate_pki_seed(rng).expose());
            certificates.push_back(make_certificate(ceremony, i, seeds.back(), rng).value());
        }
        for (std::size_t i = 1; i <= n; ++i) {
            polynomials.push_back(
                make_polynomial(ceremony, certificates, i, seeds[i - 1], rng).value());
        }
        for (std::size_t i = 1; i <= n; ++i) {
            vinputs.push_back(make_vinput(ceremony, certificates, polynomials, i).value());
            voutputs.push_back(output(i).value());
        }
        trustees = assemble_trustees(ceremony, certificates, polynomials, voutputs).value();
    }
    Result<std::string> output(std::size_t index) { return output(index, vinputs[index - 1]); }
    Result<std::string> output(std::size_t index, const std::string& vinput) {
        return make_voutput(ceremony, certificates, index, seeds[index - 1], vinput, rng);
    }
};

ByteArray<64> big_endian(std::string_view digits) {
    ByteArray<64> out{};
    for (const char digit : digits) {
        auto carry = static_cast<unsigned>(digit - '0');
        for (std::size_t i = out.size(); i-- > 0;) {
            carry += 10U * out[i];
            out[i] = static_cast<std::uint8_t>(carry);
            carry >>= 8;
        }
    }
    return out;
}

template <class G> Result<PedersenTrustees<G>> read(std::string_view text) {
    return parse_pedersen<G>(parse_json(text).value());
}

std::vector<std::string> lines(const std::filesystem::path& file) {
    std::istringstream in{std::string(as_text(sample::read_file(file)))};
    std::vector<std::string> out;
    for (std::string line; std::getline(in, line);) {
        out.push_back(line);
    }
    return out;
}

// What the tool leaves behind: order.txt names the trustees' key files in their order.
Recorded from_folder(const std::filesystem::path& folder) {
    Recorded out;
    for (const std::string& name : lines(folder / "order.txt")) {
        const std::filesystem::path key = folder / name;
        const auto beside = [&](const char* extension) {
            return lines(std::filesystem::path(key).replace_extension(extension)).at(0);
        };
        out.seeds.push_back(lines(key).at(0));
        out.vinputs.push_back(beside(".vinput"));
        out.voutputs.push_back(beside(".voutput"));
    }
    out.certificates = lines(folder / "certs.jsons");
    out.polynomials = lines(folder / "polynomials.jsons");
    out.trustees = lines(folder / "threshold.json").at(0);
    out.ceremony = {"BELENIOS-2048", {out.seeds.size(), 2}};
    return out;
}

// Each step again, from the secrets of those who made it.
void every_step(const Recorded& r, const std::string& group) {
    BOOST_TEST(id_of(check_certificates(r.ceremony, r.certificates)) == "");
    crypto::SeededRng rng("again");
    for (std::size_t i = 1; i <= 3; ++i) {
        BOOST_TEST(id_of(check_polynomial(r.ceremony, r.certificates, i, r.polynomials[i - 1])) ==
                   "");
        const auto vinput = make_vinput(r.ceremony, r.certificates, r.polynomials, i);
        BOOST_REQUIRE_MESSAGE(vinput, vinput.error().text());
        BOOST_TEST(*vinput == r.vinputs[i - 1]); // byte for byte
        BOOST_TEST(id_of(check_voutput(r.ceremony, r.certificates, r.polynomials, i,
                                       r.voutputs[i - 1])) == "");
        // We compute the same keys from the same secrets.
        const auto voutput =
            make_voutput(r.ceremony, r.certificates, i, r.seeds[i - 1], r.vinputs[i - 1], rng);
        BOOST_REQUIRE_MESSAGE(voutput, voutput.error().text());
        const auto theirs = open_decryption_key(group, r.seeds[i - 1], r.voutputs[i - 1]);
        const auto ours = open_decryption_key(group, r.seeds[i - 1], *voutput);
        BOOST_REQUIRE_MESSAGE(theirs, theirs.error().text());
        BOOST_REQUIRE_MESSAGE(ours, ours.error().text());
        BOOST_TEST((theirs->expose() == ours->expose()));
        const json::value published = parse_json(r.voutputs[i - 1]).value();
        const auto public_key =
            with_group<std::string>(group, [&]<crypto::Group G>() -> Result<std::string> {
                OGNIWO_ASSIGN(const auto key, G::parse_secret(theirs->expose()));
                return G::point_text(G::exp_generator(key));
            });
        BOOST_REQUIRE_MESSAGE(public_key, public_key.error().text());
        BOOST_TEST(*public_key == published.at("public_key").at("public_key").as_string());
        BOOST_TEST(id_of(open_decryption_key(group, r.seeds[i % 3], r.voutputs[i - 1])) ==
                   "channel.authentication");
    }
    const auto trustees = assemble_trustees(r.ceremony, r.certificates, r.polynomials, r.voutputs);
    BOOST_REQUIRE_MESSAGE(trustees, trustees.error().text());
    BOOST_TEST(*trustees == r.trustees); // byte for byte
}

} // namespace

BOOST_AUTO_TEST_SUITE(ceremonies)

BOOST_AUTO_TEST_CASE(every_step_of_a_ceremony_of_the_tool) {
    every_step(recorded("tool-3.3.0"), "Ed25519");
}

BOOST_AUTO_TEST_CASE(every_step_in_a_finite_field) {
    const auto folder = sample::fixtures();
    if (!folder) {
        BOOST_TEST_MESSAGE("skipped: ../shared/fixtures is not there");
        return;
    }
    every_step(from_folder(*folder / "belenios" / "ff-3.3.0-homomorphic-threshold"),
               "BELENIOS-2048");
}

// Of the old form: certificates without context, channels under AES-CCM.
BOOST_AUTO_TEST_CASE(a_ceremony_of_tool_2_0) {
    using G = crypto::Belenios2048;
    const Recorded r = recorded("tool-2.0");
    const auto trustees = read<G>(r.trustees);
    BOOST_REQUIRE_MESSAGE(trustees, trustees.error().text());
    BOOST_TEST((trustees->form == CeremonyForm::loose));
    BOOST_TEST((trustees->shape == CeremonyShape{3, 2}));
    std::vector<json::value> values;
    for (const std::string& text : r.certificates) {
        values.push_back(parse_json(text).value());
    }
    const auto certificates = parse_certificates<G>(values, r.ceremony.shape);
    BOOST_REQUIRE_MESSAGE(certificates, certificates.error().text());
    const auto keys = crypto::derive_pki_keys<G>(r.seeds[0]);
    const json::value vinput = parse_json(r.vinputs[0]).value();
    auto sum = G::reduce_secret({});
    for (std::size_t i = 0; i < 3; ++i) {
        const auto text = receive<G>(*keys, (*certificates)[i].verification,
                                     std::string_view(vinput.at("secrets").at(i).as_string()));
        BOOST_REQUIRE_MESSAGE(text, text.error().text());
        // Tool 2.0 reduces neither shares nor keys.
        const auto share = read_secret_member(text->expose(), "secret");
        BOOST_REQUIRE_MESSAGE(share, share.error().text());
        sum = G::add(sum, G::reduce_secret(big_endian(share->expose())));
    }
    const auto key = open_decryption_key(G::name, r.seeds[0], r.voutputs[0]);
    BOOST_REQUIRE_MESSAGE(key, key.error().text());
    BOOST_TEST(
        (G::reveal_text(G::reduce_secret(big_endian(key->expose()))) == G::reveal_text(sum)));
    BOOST_TEST((G::exp_generator(sum) == trustees->keys[0].public_key));
    // A ceremony of ours does not take such certificates.
    BOOST_TEST(id_of(check_certificates(r.ceremony, r.certificates)) == "trustee.cert_context");
}

BOOST_AUTO_TEST_CASE(our_own_for_all_t_of_n) {
    for (const char* group : {"Ed25519", "BELENIOS-2048"}) {
        for (std::size_t n = 1; n <= 5; ++n) {
            for (std::size_t t = 1; t <= n; ++t) {
                const Held held(group, n, t);
                const auto shape = with_group<CeremonyShape>(
                    group, [&]<crypto::Group G>() -> Result<CeremonyShape> {
                        OGNIWO_ASSIGN(const auto read_back, read<G>(held.trustees));
                        BOOST_TEST(read_back.keys.size() == n);
                        BOOST_TEST((read_back.form == CeremonyForm::full));
                        return read_back.shape;
                    });
                BOOST_REQUIRE_MESSAGE(shape, shape.error().text());
                BOOST_TEST((*shape == CeremonyShape{n, t}));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(limits) {
    crypto::SeededRng rng("limits");
    const std::string seed(crypto::generate_pki_seed(rng).expose());
    const auto id = [&](std::size_t n, std::size_t t, std::size_t index) {
        return id_of(make_certificate({"Ed25519", {n, t}}, index, seed, rng));
    };
    BOOST_TEST(id(15, 15, 15) == "");
    BOOST_TEST(id(16, 2, 1) == "trustee.size");
    BOOST_TEST(id(0, 0, 0) == "trustee.size");
    BOOST_TEST(id(3, 0, 1) == "trustee.threshold");
    BOOST_TEST(id(3, 4, 1) == "trustee.threshold");
    BOOST_TEST(id(3, 2, 0) == "ceremony.index");
    BOOST_TEST(id(3, 2, 4) == "ceremony.index");
    BOOST_TEST(id_of(make_certificate({"P-256", {3, 2}}, 1, seed, rng)) ==
               "election.group_unsupported");
    BOOST_TEST(id_of(make_certificate({"Ed25519", {3, 2}}, 1, "short", rng)) == "seed.format");
    const Held held("Ed25519", 3, 2);
    const auto threshold = [&](const char* value) {
        return id_of(read<Ed>(replaced(held.trustees, R"("threshold":2)", value)));
    };
    BOOST_TEST(threshold(R"("threshold":0)") == "trustee.threshold");
    BOOST_TEST(threshold(R"("threshold":-1)") == "trustee.threshold");
    BOOST_TEST(threshold(R"("threshold":4)") == "trustee.threshold");
    BOOST_TEST(threshold(R"("threshold":3)") == "trustee.cert_context");
    BOOST_TEST(threshold(R"("threshold":"2")") == "trustee.encoding");
}

BOOST_AUTO_TEST_CASE(the_largest_ceremony) {
    const Held held("Ed25519", 15, 8);
    const auto trustees = read<Ed>(held.trustees);
    BOOST_REQUIRE_MESSAGE(trustees, trustees.error().text());
    BOOST_TEST(trustees->keys.size() == 15U);
}

BOOST_AUTO_TEST_CASE(certificates_that_are_refused) {
    const Held a("Ed25519", 3, 2);
    const Held b("Ed25519", 3, 2, "other");
    crypto::SeededRng rng("certificates");
    const auto with = [&](std::size_t index, const std::string& certificate) {
        std::vector<std::string> all = a.certificates;
        all[index - 1] = certificate;
        return check_certificates(a.ceremony, all);
    };
    // Duplicate, swapped, of another index, of another threshold, size or group.
    BOOST_TEST(blamed(with(2, a.certificates[0]), 2) == "trustee.cert_context");
    std::vector<std::string> swapped{a.certificates[1], a.certificates[0], a.certificates[2]};
    BOOST_TEST(blamed(check_certificates(a.ceremony, swapped), 1) == "trustee.cert_context");
    BOOST_TEST(blamed(with(3, make_certificate(a.ceremony, 2, a.seeds[2], rng).value()), 3) ==
               "trustee.cert_context");
    BOOST_TEST(blamed(with(1, make_certificate({"Ed25519", {3, 3}}, 1, a.seeds[0], rng).value()),
                      1) == "trustee.cert_context");
    BOOST_TEST(blamed(with(1, make_certificate({"Ed25519", {4, 2}}, 1, a.seeds[0], rng).value()),
                      1) == "trustee.cert_context");
    BOOST_TEST(
        blamed(with(1, make_certificate({"BELENIOS-2048", {3, 2}}, 1, a.seeds[0], rng).value()),
               1) == "trustee.encoding");
    BOOST_TEST(id_of(with(2, make_certificate(a.ceremony, 2, a.seeds[0], rng).value())) ==
               "trustee.cert_duplicate");
    // The signature of another key; the neutral element as a key; a text that is no certificate.
    const auto signature = [](const std::string& text) {
        return text.substr(text.find("\"signature"));
    };
    BOOST_TEST(blamed(with(1, replaced(a.certificates[0], signature(a.certificates[0]),
                                       signature(b.certificates[0]))),
                      1) == "trustee.cert_signature");
    const std::size_t at = a.certificates[0].find("verification\\\":\\\"") + 17;
    std::string neutral = a.certificates[0];
    neutral.replace(at, 64, std::string(63, '0') + "1");
    BOOST_TEST(blamed(with(1, neutral), 1) == "trustee.neutral");
    BOOST_TEST(blamed(with(1, "{}"), 1) == "trustee.encoding");
    BOOST_TEST(blamed(with(1, "["), 1) == "trustee.encoding");
    BOOST_TEST(id_of(check_certificates(a.ceremony, std::span(a.certificates).first(2))) ==
               "trustee.size");
    BOOST_TEST(id_of(check_certificate(a.ceremony, 2, a.certificates[1])) == "");
    BOOST_TEST(blamed(check_certificate(a.ceremony, 3, a.certificates[1]), 3) ==
               "trustee.cert_context");
}

BOOST_AUTO_TEST_CASE(polynomials_that_are_refused) {
    const Held a("Ed25519", 3, 2);
    const Held b("Ed25519", 3, 2, "other");
    const auto check = [&](std::size_t index, const std::string& polynomial) {
        return check_polynomial(a.ceremony, a.certificates, index, polynomial);
    };
    BOOST_TEST(id_of(check(1, a.polynomials[0])) == "");
    // Of another trustee, and a replay of another ceremony's.
    BOOST_TEST(blamed(check(2, a.polynomials[0]), 2) == "trustee.coefexps_signature");
    BOOST_TEST(blamed(check(1, b.polynomials[0]), 1) == "trustee.coefexps_signature");
    // A trustee of both ceremonies with the same seed: only the certificates tell them apart.
    Held same("Ed25519", 3, 2, "same");
    same.seeds[0] = a.seeds[0];
    same.certificates[0] = make_certificate(same.ceremony, 1, same.seeds[0], same.rng).value();
    const std::string replay =
        make_polynomial(same.ceremony, same.certificates, 1, same.seeds[0], same.rng).value();
    BOOST_TEST(blamed(check(1, replay), 1) == "trustee.certs_signature");
    // A commitment changed, one too few, none.
    const std::string& good = a.polynomials[0];
    const auto contribution =
        read_contribution<Ed>(a.ceremony.shape,
                              read_certificates<Ed>(a.ceremony.shape, a.certificates).value(), 1,
                              good)
            .value();
    const std::string first = Ed::point_text(contribution.commitments.values[0]);
    const std::string second = Ed::point_text(contribution.commitments.values[1]);
    BOOST_TEST(blamed(check(1, replaced(good, first, second)), 1) == "trustee.coefexps_signature");
    BOOST_TEST(blamed(check(1, replaced(good, ",\\\"" + second + "\\\"", "")), 1) ==
               "trustee.coefexps_length");
    BOOST_TEST(blamed(check(1, replaced(good, second, std::string(63, '0') + "1")), 1) ==
               "trustee.neutral");
    BOOST_TEST(blamed(check(1, replaced(good, second, std::string(64, '0'))), 1) ==
               "trustee.membership");
    BOOST_TEST(blamed(check(1, replaced(good, R"("secrets":[)", R"("secrets":["",)")), 1) ==
               "trustee.size");
    BOOST_TEST(blamed(check(1, "{}"), 1) == "trustee.encoding");
    // The wrong seed makes nothing.
    crypto::SeededRng rng("seed");
    BOOST_TEST(id_of(make_polynomial(a.ceremony, a.certificates, 1, a.seeds[1], rng)) ==
               "ceremony.seed");
    BOOST_TEST(id_of(make_vinput(a.ceremony, a.certificates, std::span(a.polynomials).first(2),
                                 1)) == "trustee.size");
}

// Trustee 2 cheats trustee 1: each kind of wrong share, properly sealed and signed.
BOOST_AUTO_TEST_CASE(wrong_shares_name_their_sender) {
    Held a("Ed25519", 3, 2);
    const auto cheat = crypto::derive_pki_keys<Ed>(a.seeds[1]);
    const auto certificates = read_certificates<Ed>(a.ceremony.shape, a.certificates).value();
    const auto quoted_text = [](const std::string& text) { return write_json(json::value(text)); };
    const auto contribution =
        read_contribution<Ed>(a.ceremony.shape, certificates, 2, a.polynomials[1]).value();
    const auto with_share = [&](const std::string& sealed) {
        return a.output(
            1, replaced(a.vinputs[0], quoted_text(contribution.secrets[0]), quoted_text(sealed)));
    };
    BOOST_TEST(id_of(with_share(contribution.secrets[0])) == "");
    const auto sealed = [&](std::string_view message) {
        return send<Ed>(*cheat, certificates[0].encryption, message, a.rng);
    };
    BOOST_TEST(blamed(with_share(sealed(R"({"secret":"12345"})")), 2) == "trustee.share");
    BOOST_TEST(blamed(with_share(sealed(R"({"share":"12345"})")), 2) == "channel.encoding");
    BOOST_TEST(blamed(with_share(sealed(R"({"secret":"x"})")), 2) == "scalar.syntax");
    // The share of trustee 3; a share that somebody else signed; one that another message replaced.
    BOOST_TEST(blamed(with_share(contribution.secrets[2]), 2) == "channel.authentication");
    const auto third = crypto::derive_pki_keys<Ed>(a.seeds[2]);
    BOOST_TEST(blamed(with_share(send<Ed>(*third, certificates[0].encryption,
                                          R"({"secret":"12345"})", a.rng)),
                      2) == "channel.signature");
    BOOST_TEST(blamed(with_share("{}"), 2) == "channel.encoding");
    // Sealed for trustee 1 by trustee 3 with what trustee 2 once signed for trustee 3.
    const auto to_third =
        receive<Ed>(*third, certificates[1].verification, contribution.secrets[2]);
    BOOST_REQUIRE(to_third);
    const auto forwarded = crypto::open_message<Ed>(third->decryption, [&] {
        const json::value one = parse_json(contribution.secrets[2]).value();
        crypto::SealedMessage<Ed> out;
        out.alpha = *Ed::parse_point(std::string_view(one.at("alpha").as_string()));
        out.beta = *Ed::parse_point(std::string_view(one.at("beta").as_string()));
        out.data = *hex_decode(std::string_view(one.at("data").as_string()));
        return out;
    }());
    BOOST_REQUIRE(forwarded);
    const auto resealed =
        crypto::seal_message<Ed>(certificates[0].encryption, forwarded->expose(), a.rng);
    BOOST_TEST(
        blamed(with_share(R"({"algorithm":"AES-GCM","alpha":")" + Ed::point_text(resealed.alpha) +
                          R"(","beta":")" + Ed::point_text(resealed.beta) + R"(","data":")" +
                          hex_encode(resealed.data) + R"("})"),
               2) == "channel.recipient");
}

BOOST_AUTO_TEST_CASE(commitments_under_a_trustees_own_name) {
    Held a("Ed25519", 3, 2);
    // Another polynomial of the same trustee: valid for everybody else, not what it sealed for
    // itself.
    std::vector<std::string> polynomials = a.polynomials;
    polynomials[0] = make_polynomial(a.ceremony, a.certificates, 1, a.seeds[0], a.rng).value();
    const std::string other = make_vinput(a.ceremony, a.certificates, polynomials, 1).value();
    const auto sealed = [](const std::string& vinput) {
        return write_json(parse_json(vinput).value().at("polynomial"));
    };
    BOOST_TEST(id_of(a.output(1, replaced(other, sealed(other), sealed(a.vinputs[0])))) ==
               "ceremony.polynomial");
    BOOST_TEST(id_of(a.output(1, a.vinputs[1])) == "channel.authentication");
}

BOOST_AUTO_TEST_CASE(keys_that_are_refused) {
    const Held a("Ed25519", 3, 2);
    const auto check = [&](std::size_t index, const std::string& voutput) {
        return check_voutput(a.ceremony, a.certificates, a.polynomials, index, voutput);
    };
    BOOST_TEST(blamed(check(2, a.voutputs[0]), 2) == "trustee.verification_key");
    const json::value voutput = parse_json(a.voutputs[0]).value();
    const std::string key(voutput.at("public_key").at("public_key").as_string());
    const auto point = [](const Ed::Point& p) { return Ed::point_text(p); };
    // Off by one: with a proof for the old key, and with a proof of its own.
    const auto next = Ed::multiply(*Ed::parse_point(key), Ed::generator().point());
    BOOST_TEST(blamed(check(1, replaced(a.voutputs[0], key, point(next))), 1) == "trustee.pok");
    crypto::SeededRng rng("off by one");
    const auto one = Ed::random_secret(rng);
    const auto fresh = encode_trustee_key<Ed>(make_trustee_key<Ed>(one, "", rng));
    BOOST_TEST(blamed(check(1, R"({"private_key":"","public_key":)" + fresh + "}"), 1) ==
               "trustee.verification_key");
    const std::string pok = write_json(voutput.at("public_key").at("pok"));
    BOOST_TEST(blamed(check(1, replaced(a.voutputs[0], R"("pok":)" + pok + ",", "")), 1) ==
               "trustee.encoding");
    const std::string signature = write_json(voutput.at("public_key").at("signature"));
    BOOST_TEST(blamed(check(1, replaced(a.voutputs[0], R"(,"signature":)" + signature, "")), 1) ==
               "trustee.key_signature");
    BOOST_TEST(blamed(check(1, replaced(a.voutputs[0], signature, pok)), 1) ==
               "trustee.key_signature");
    BOOST_TEST(blamed(check(1, replaced(a.voutputs[0], pok, signature)), 1) == "trustee.pok");
    BOOST_TEST(id_of(assemble_trustees(a.ceremony, a.certificates, a.polynomials,
                                       std::span(a.voutputs).first(2))) == "trustee.size");
}

BOOST_AUTO_TEST_CASE(lists_that_are_refused) {
    const Held a("Ed25519", 3, 2);
    const Held b("Ed25519", 3, 2, "other");
    const json::object good = parse_json(a.trustees).value().as_object();
    const json::object other = parse_json(b.trustees).value().as_object();
    using Change = std::function<void(json::object&)>;
    const auto changed = [&](const Change& change) {
        json::object copy = good;
        change(copy);
        return read<Ed>(write_json(copy));
    };
    const auto swap = [](const char* member) {
        return [member](json::object& o) {
            json::array& list = o.at(member).as_array();
            std::swap(list[0], list[1]);
        };
    };
    const auto from_other = [&](const char* member) {
        return [&other, member](json::object& o) { o[member] = other.at(member); };
    };
    const auto erase_in_keys = [](const char* member, std::size_t keys) {
        return [=](json::object& o) {
            for (std::size_t i = 0; i < keys; ++i) {
                o.at("verification_keys").at(i).as_object().erase(member);
            }
        };
    };
    BOOST_TEST(id_of(changed([](json::object&) {})) == "");
    BOOST_TEST(blamed(changed(swap("certs")), 1) == "trustee.cert_context");
    BOOST_TEST(blamed(changed(swap("coefexps")), 1) == "trustee.coefexps_signature");
    BOOST_TEST(blamed(changed(swap("signatures")), 1) == "trustee.certs_signature");
    BOOST_TEST(blamed(changed(swap("verification_keys")), 1) == "trustee.verification_key");
    BOOST_TEST(blamed(changed(from_other("coefexps")), 1) == "trustee.coefexps_signature");
    BOOST_TEST(blamed(changed(from_other("signatures")), 1) == "trustee.certs_signature");
    BOOST_TEST(blamed(changed(from_other("verification_keys")), 1) == "trustee.verification_key");
    BOOST_TEST(blamed(changed(erase_in_keys("pok", 1)), 1) == "trustee.encoding");
    for (const char* member : {"certs", "coefexps", "signatures", "verification_keys"}) {
        BOOST_TEST(id_of(changed([&](json::object& o) { o.at(member).as_array().pop_back(); })) ==
                   "trustee.size");
    }
    // Members of one form without the others of it.
    BOOST_TEST(id_of(changed([](json::object& o) { o.erase("signatures"); })) == "trustee.form");
    BOOST_TEST(id_of(changed(erase_in_keys("signature", 1))) == "trustee.form");
    BOOST_TEST(id_of(changed([](json::object& o) { o["more"] = 1; })) == "trustee.encoding");
    // Tool 2.5.1 made this one: no verification key is signed.
    const auto older = changed(erase_in_keys("signature", 3));
    BOOST_REQUIRE_MESSAGE(older, older.error().text());
    BOOST_TEST((older->form == CeremonyForm::signed_certs));
    // The old form with new members.
    const json::object loose = parse_json(recorded("tool-2.0").trustees).value().as_object();
    json::object mixed = loose;
    mixed["signatures"] = json::array{};
    BOOST_TEST(id_of(read<crypto::Belenios2048>(write_json(mixed))) == "trustee.size");
    mixed = loose;
    mixed.at("certs").as_array()[0] = mixed.at("certs").as_array()[1];
    BOOST_TEST(id_of(read<crypto::Belenios2048>(write_json(mixed))) == "trustee.cert_duplicate");
    mixed = loose;
    std::swap(mixed.at("certs").as_array()[0], mixed.at("certs").as_array()[1]);
    BOOST_TEST(id_of(read<crypto::Belenios2048>(write_json(mixed))) ==
               "trustee.coefexps_signature");
}

// A trustee whose commitment cancels the others' gets no share accepted, so nobody signs a key for
// it.
BOOST_AUTO_TEST_CASE(a_rogue_commitment_has_no_shares) {
    Held a("Ed25519", 3, 2);
    const auto certificates = read_certificates<Ed>(a.ceremony.shape, a.certificates).value();
    const auto keys = crypto::derive_pki_keys<Ed>(a.seeds[2]);
    const auto target = Ed::exp_generator(Ed::random_secret(a.rng));
    auto rogue = target;
    for (std::size_t i = 1; i <= 2; ++i) {
        const auto one =
            read_contribution<Ed>(a.ceremony.shape, certificates, i, a.polynomials[i - 1]).value();
        rogue = Ed::divide(rogue, one.commitments.values[0]);
    }
    const auto own =
        read_contribution<Ed>(a.ceremony.shape, certificates, 3, a.polynomials[2]).value();
    const std::vector<Ed::Point> commitments{rogue, own.commitments.values[1]};
    SignedMessage<Ed> coefexps{coefexps_message<Ed>(commitments), {}};
    coefexps.signature = sign_text<Ed>(coefexps.message, keys->signing, a.rng);
    std::string signature;
    append_proof<Ed>(signature, sign_text<Ed>(certs_message<Ed>(certificates, commitments),
                                              keys->signing, a.rng));
    const json::value honest = parse_json(a.polynomials[2]).value();
    std::string polynomial = a.polynomials[2];
    polynomial = replaced(polynomial, write_json(honest.at("coefexps")),
                          encode_signed_message<Ed>(coefexps));
    polynomial = replaced(polynomial, write_json(honest.at("signature")), signature);
    BOOST_TEST(id_of(check_polynomial(a.ceremony, a.certificates, 3, polynomial)) == "");
    std::vector<std::string> polynomials{a.polynomials[0], a.polynomials[1], polynomial};
    for (std::size_t i = 1; i <= 2; ++i) {
        const std::string vinput = make_vinput(a.ceremony, a.certificates, polynomials, i).value();
        BOOST_TEST(blamed(a.output(i, vinput), 3) == "trustee.share");
    }
    // And the keys of the honest ceremony do not fit the rogue commitments.
    BOOST_TEST(blamed(assemble_trustees(a.ceremony, a.certificates, polynomials, a.voutputs), 1) ==
               "trustee.verification_key");
}

BOOST_AUTO_TEST_SUITE_END()
