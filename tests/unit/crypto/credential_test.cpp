#include "crypto/credential.hpp"
#include "crypto/ed25519.hpp"
#include "crypto/finite_field.hpp"
#include "crypto/random.hpp"

#include <boost/test/unit_test.hpp>

#include <set>

using namespace ogniwo;
using namespace ogniwo::crypto;

namespace {
std::string error_of(std::string_view text) {
    const auto checked = check_credential(text);
    return checked ? "good" : std::string(checked.error().id());
}
} // namespace

BOOST_AUTO_TEST_SUITE(credentials)

// PROTOCOL section 15.
BOOST_AUTO_TEST_CASE(the_published_value) {
    const auto x = derive_credential<Ed25519>("XXXXX-XXXXXX-XXXXX-XXXXXX", "11111111111111").value();
    BOOST_TEST(Ed25519::reveal_text(x) ==
               "5322394917452787855179170595065232744924124631414994432656231394895010483131");
    BOOST_TEST(Ed25519::point_text(Ed25519::exp_generator(x)) ==
               "c8a6d00e58d59d00cabcaf3a1a8d8502e2325ac9949e41ca0891f152f4bce2b2");
}

BOOST_AUTO_TEST_CASE(made_ones_are_well_formed_and_differ) {
    SystemRng rng;
    std::set<std::string> seen;
    for (int i = 0; i < 200; ++i) {
        const SecretText both[] = {generate_credential(rng), generate_short_credential(rng)};
        for (const SecretText& text : both) {
            BOOST_TEST(error_of(text.expose()) == "good");
            BOOST_TEST(seen.insert(std::string(text.expose())).second);
        }
        BOOST_TEST(both[0].expose().size() == 25U);
        BOOST_TEST(both[1].expose().size() == 19U);
    }
}

BOOST_AUTO_TEST_CASE(the_form_is_strict) {
    BOOST_TEST(error_of("XXXXX-XXXXXX-XXXXX-XXXXXX") == "good");
    for (const char* bad : {"", "XXXXX", "XXXXX-XXXXXX-XXXXX-XXXXX", "XXXXX-XXXXXX-XXXXX-XXXXXXX",
                            "XXXXXX-XXXXX-XXXXX-XXXXXX", "XXXXX XXXXXX XXXXX XXXXXX",
                            "0XXXX-XXXXXX-XXXXX-XXXXXX", "OXXXX-XXXXXX-XXXXX-XXXXXX",
                            "XXXXX-XXXXXX-XXXXX-XXXXX\n", "XXXXXXXXXXXXXXXXXXXXXX"}) {
        BOOST_TEST(error_of(bad) == "credential.format", bad);
    }
}

BOOST_AUTO_TEST_CASE(one_wrong_character_of_the_short_form_shows) {
    SystemRng rng;
    const SecretText text = generate_short_credential(rng);
    int caught = 0;
    for (std::size_t i = 0; i < text.expose().size(); ++i) {
        std::string changed(text.expose());
        if (changed[i] != '-') {
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            caught += error_of(changed) == "credential.checksum" ? 1 : 0;
        }
    }
    BOOST_TEST(caught == 15);
}

BOOST_AUTO_TEST_CASE(each_election_and_each_text_has_a_secret_of_its_own) {
    SystemRng rng;
    for (const SecretText& text : {generate_credential(rng), generate_short_credential(rng)}) {
        const auto in = [&](std::string_view uuid) {
            return Ed25519::reveal_text(derive_credential<Ed25519>(text.expose(), uuid).value());
        };
        BOOST_TEST(in("11111111111111") == in("11111111111111"));
        BOOST_TEST(in("11111111111111") != in("11111111111112"));
        BOOST_TEST(derive_credential<Belenios2048>(text.expose(), "11111111111111").has_value());
    }
    BOOST_TEST(!derive_credential<Ed25519>("nonsense", "11111111111111").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
