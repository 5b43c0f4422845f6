// The group, credentials and proofs, as the TypeScript implementation computes them.

#include "crypto/credential.hpp"
#include "crypto/ed25519.hpp"
#include "crypto/proof.hpp"
#include "crypto/sha256.hpp"
#include "vectors.hpp"

#include <deque>

namespace {

using namespace ogniwo;
using crypto::Ed25519;
using test::list;
using test::text;

Ed25519::Point point(const json::value& value, std::string_view key) {
    return Ed25519::parse_point(text(value, key)).value();
}

std::string power(const Ed25519::Point& base, const std::string& exponent) {
    return Ed25519::point_text(Ed25519::exp(base, Ed25519::parse_secret(exponent).value()));
}

std::string power_vartime(const Ed25519::Point& base, const std::string& exponent) {
    const auto prepared = Ed25519::prepare_vartime(base);
    const crypto::Term<Ed25519> term{&prepared, Ed25519::parse_scalar(exponent).value()};
    return Ed25519::point_text(Ed25519::multi_exp_vartime({&term, 1}));
}

crypto::Proof<Ed25519> proof(const json::value& value) {
    return {Ed25519::parse_scalar(text(value, "challenge")).value(),
            Ed25519::parse_scalar(text(value, "response")).value()};
}

} // namespace

BOOST_AUTO_TEST_SUITE(group_vectors)

BOOST_AUTO_TEST_CASE(powers_and_products) {
    const json::value group = test::load_vectors("group.json");
    for (const json::value& v : list(group, "hash_to_scalar")) {
        const Digest digest = crypto::sha256(as_bytes(text(v, "text")));
        BOOST_TEST(Ed25519::scalar_text(Ed25519::reduce(digest)) == text(v, "scalar"));
    }
    for (const json::value& v : list(group, "generator_powers")) {
        const auto exponent = Ed25519::parse_secret(text(v, "exponent")).value();
        BOOST_TEST(Ed25519::point_text(Ed25519::exp_generator(exponent)) == text(v, "element"));
    }
    for (const json::value& v : list(group, "powers")) {
        BOOST_TEST(power(point(v, "base"), text(v, "exponent")) == text(v, "element"));
        BOOST_TEST(power_vartime(point(v, "base"), text(v, "exponent")) == text(v, "element"));
    }
    for (const json::value& v : list(group, "products")) {
        const auto product = Ed25519::multiply(point(v, "a"), point(v, "b"));
        BOOST_TEST(Ed25519::point_text(product) == text(v, "product"));
        const auto quotient = Ed25519::divide(product, point(v, "b"));
        BOOST_TEST(Ed25519::point_text(quotient) == text(v, "a"));
    }
}

// The native parsers are lenient by themselves; strictness is that the text comes back.
BOOST_AUTO_TEST_CASE(texts_that_a_strict_reader_takes) {
    const json::value group = test::load_vectors("group.json");
    for (const json::value& v : list(group, "element_texts")) {
        const auto parsed = Ed25519::parse_point(text(v, "text"));
        const bool ok = parsed && Ed25519::point_text(*parsed) == text(v, "text");
        BOOST_TEST(ok == v.at("ok").as_bool(), text(v, "text"));
    }
    for (const json::value& v : list(group, "scalar_texts")) {
        const auto parsed = Ed25519::parse_scalar(text(v, "text"));
        const bool ok = parsed && Ed25519::scalar_text(*parsed) == text(v, "text");
        BOOST_TEST(ok == v.at("ok").as_bool(), text(v, "text"));
    }
}

BOOST_AUTO_TEST_CASE(credentials) {
    const json::value file = test::load_vectors("credentials.json");
    for (const json::value& v : list(file, "good")) {
        const auto secret =
            crypto::derive_credential<Ed25519>(text(v, "credential"), text(v, "uuid")).value();
        BOOST_TEST(Ed25519::reveal_text(secret) == text(v, "secret"));
        BOOST_TEST(Ed25519::point_text(Ed25519::exp_generator(secret)) == text(v, "public"));
    }
    for (const json::value& v : list(file, "bad")) {
        BOOST_TEST(!crypto::check_credential(std::string_view(v.as_string())).has_value(), v);
    }
}

BOOST_AUTO_TEST_CASE(proofs_of_one_secret) {
    const json::value file = test::load_vectors("proofs.json");
    for (const json::value& v : list(file, "schnorr")) {
        crypto::ProofBatch<Ed25519> batch(nullptr);
        const auto key = point(v, "public");
        batch.add_schnorr(text(v, "prefix"), key, proof(v.at("proof")));
        BOOST_TEST(!batch.first_failure_vartime().has_value() == v.at("ok").as_bool());
    }
    for (const json::value& v : list(file, "chaum_pedersen")) {
        crypto::ProofBatch<Ed25519> batch(nullptr);
        const auto key = Ed25519::prepare_vartime(point(v, "public"));
        const auto alpha = point(v, "alpha");
        const auto factor = point(v, "factor");
        batch.add_chaum_pedersen(text(v, "prefix"), key, alpha, factor, proof(v.at("proof")));
        BOOST_TEST(!batch.first_failure_vartime().has_value() == v.at("ok").as_bool());
    }
}

BOOST_AUTO_TEST_CASE(disjunctions) {
    const json::value file = test::load_vectors("proofs.json");
    for (const json::value& v : list(file, "disjunction")) {
        const auto y = Ed25519::prepare_vartime(point(v, "y"));
        std::deque<crypto::Ciphertext<Ed25519>> ciphertexts;
        std::vector<crypto::Disjunct<Ed25519>> branches;
        for (const json::value& branch : list(v, "branches")) {
            ciphertexts.emplace_back(
                crypto::Ciphertext<Ed25519>{point(branch, "alpha"), point(branch, "beta")});
            branches.push_back({&ciphertexts.back(), test::number(branch, "value")});
        }
        std::vector<crypto::Proof<Ed25519>> proofs;
        for (const json::value& one : list(v, "proofs")) {
            proofs.push_back(proof(one));
        }
        crypto::ProofBatch<Ed25519> batch(&y);
        batch.add_disjunction(text(v, "prefix"), branches, proofs);
        BOOST_TEST(!batch.first_failure_vartime().has_value() == v.at("ok").as_bool());
    }
}

BOOST_AUTO_TEST_SUITE_END()
