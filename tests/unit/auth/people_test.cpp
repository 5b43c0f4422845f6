#include "server/auth/people.hpp"

#include <boost/test/unit_test.hpp>

using namespace ogniwo;
using namespace ogniwo::auth;

namespace {
Person anna() { return {"m-1", "org-1", "Anna", "anna@ngo.example", std::string(64, 'a'), "pl"}; }
} // namespace

BOOST_AUTO_TEST_SUITE(people)

BOOST_AUTO_TEST_CASE(one_address_has_one_spelling) {
    BOOST_TEST(normalise_email(" Anna@NGO.example\n").value() == "anna@ngo.example");
    for (const char* bad : {"", "a", "@b", "a@", "a@b@c", "a b@c", "a\r\nBcc: x@y", "<a@b>", "ż@b",
                            "a@b,c@d"}) {
        BOOST_TEST(!normalise_email(bad).has_value(), bad);
    }
    BOOST_TEST(normalise_email(std::string(252, 'a') + "@b").has_value());
    BOOST_TEST(!normalise_email(std::string(253, 'a') + "@b").has_value());
}

BOOST_AUTO_TEST_CASE(nobody_is_there_twice) {
    People all;
    BOOST_TEST(all.add(anna()).has_value());
    Person same_address = anna();
    same_address.mandate = "m-2";
    BOOST_TEST(all.add(same_address).error().id() == "person.duplicate");
    Person same_mandate = anna();
    same_mandate.email = "other@ngo.example";
    BOOST_TEST(all.add(same_mandate).error().id() == "person.duplicate");
    BOOST_TEST(all.size() == 1U);
    BOOST_TEST(all.by_email("anna@ngo.example")->mandate == "m-1");
    BOOST_TEST(!all.by_mandate("m-2").has_value());
}

BOOST_AUTO_TEST_CASE(the_commitment_hides_behind_its_salt_and_binds_every_field) {
    const std::string base = commitment(anna());
    BOOST_TEST(base.size() == 64U);
    for (auto member : {&Person::mandate, &Person::organisation, &Person::name, &Person::email,
                        &Person::salt, &Person::lang}) {
        Person changed = anna();
        (changed.*member) += "x";
        BOOST_TEST(commitment(changed) != base);
    }
    BOOST_TEST(commitment(parse_person(encode_person(anna())).value()) == base);
}

BOOST_AUTO_TEST_SUITE_END()
