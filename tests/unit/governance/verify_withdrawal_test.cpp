// Exports with a withdrawn election: what the verifier accepts, and every lie about the order of a withdrawal and about
// what stands in its place, named.

#include "announced_log.hpp"

#include "ballots/credential_roll.hpp"
#include "server/governance/withdrawal.hpp"

namespace {

using namespace ogniwo;
using namespace ogniwo::ledger;
using namespace governance::sample;

/// An announced election, prepared in the last line.
struct AnnouncedLog : SignedLog {
    Keys made;

    AnnouncedLog() {
        add(LogCreated{Label{"F"}, key(Who::server), 1});
        add(OrganisationAdmitted{Id{"one"}, Label{"One"}, Label{"f"}, Label{"K"}, 1});
        add(MandateGranted{Id{"chair"}, Id{"one"}, DigestHex{std::string(64, 'd')}, {Role::officer}});
        add(KeyRegistered{key(Who::chair), Id{"chair"}, {}}, {Who::chair, Who::server});
        announce(*this, made);
    }
    void not_prepared() { lines.pop_back(); }
    void withdraw() { add(ElectionWithdrawn{made.uuid(), Label{"Wrong text"}, 1}, {Who::chair}); }
    void open() { add(VoteOpened{Id{"announced"}, 1}, {Who::chair}); }
    /// Announced again with these credentials; the trustees have posted nothing yet.
    ElectionAnnounced& again(const std::vector<ballots::CredentialLine>& roll) {
        ElectionAnnounced next = body<ElectionAnnounced>();
        next.vote = Id{"announced-2"};
        next.election = Uuid{"KeysBBBBBBBBBB"};
        next.credentials = blob(ballots::encode_credential_list(roll));
        next.replaces = ReplacedElection{made.uuid(), 1};
        add(next, {Who::chair, Who::server});
        return std::get<ElectionAnnounced>(lines.back().body);
    }
    std::vector<ballots::CredentialLine> roll() const {
        return ballots::parse_credential_list(made.base.setup.credentials).value();
    }
    /// As many of the same weights, none of the old ones.
    std::vector<ballots::CredentialLine> new_roll() const {
        auto fresh = roll();
        for (auto& line : fresh) {
            line.credential += "new";
        }
        return fresh;
    }
};

template <class Edit> std::string outcome(const Edit& edit) {
    AnnouncedLog log;
    edit(log);
    return verdict(log);
}

} // namespace

BOOST_AUTO_TEST_SUITE(verify_withdrawal)

BOOST_AUTO_TEST_CASE(before_and_after_the_preparation) {
    BOOST_TEST(outcome([](AnnouncedLog& l) { l.withdraw(); }) == "valid");
    BOOST_TEST(outcome([](AnnouncedLog& l) {
                   l.not_prepared();
                   l.withdraw();
               }) == "valid");
    BOOST_TEST(outcome([](AnnouncedLog& l) { // the last polynomial is lost
                   l.not_prepared();
                   l.drop<TrusteeKeyPosted>();
                   for (int i = 0; i < 3; ++i) {
                       l.drop<CeremonyKeyPosted>();
                   }
                   l.drop<CeremonyPolynomialPosted>(2);
                   l.withdraw();
               }) == "valid");
}

BOOST_AUTO_TEST_CASE(an_entry_after_the_withdrawal) {
    const auto later = [](auto postponed) {
        return outcome([&](AnnouncedLog& l) {
            l.not_prepared();
            l.withdraw();
            postponed(l);
        });
    };
    BOOST_TEST(later([](auto& l) { l.template postpone<TrusteeKeyPosted>(); }) == "ledger.state govern.withdrawn");
    BOOST_TEST(later([](auto& l) { l.template postpone<CeremonyKeyPosted>(2); }) == "ledger.state govern.withdrawn");
    BOOST_TEST(outcome([](AnnouncedLog& l) {
                   l.withdraw();
                   l.postpone<ElectionPrepared>();
               }) == "ledger.state govern.withdrawn");
    BOOST_TEST(outcome([](AnnouncedLog& l) {
                   l.withdraw();
                   l.open();
               }) == "ledger.state govern.withdrawn");
    BOOST_TEST(outcome([](AnnouncedLog& l) {
                   l.withdraw();
                   l.withdraw();
               }) == "ledger.state govern.withdrawn");
}

BOOST_AUTO_TEST_CASE(a_withdrawal_after_the_opening_or_of_nobody) {
    BOOST_TEST(outcome([](AnnouncedLog& l) {
                   l.open();
                   l.withdraw();
               }) == "ledger.state govern.opened");
    BOOST_TEST(outcome([](AnnouncedLog& l) {
                   l.withdraw();
                   l.lines.back().signers = {Who::server};
               }) == "ledger.state govern.signer");
    BOOST_TEST(outcome([](AnnouncedLog& l) {
                   l.withdraw();
                   l.lines.back().at.reset();
               }) == "ledger.state govern.rule");
}

BOOST_AUTO_TEST_CASE(what_stands_in_its_place) {
    const auto replaced = [](auto edit) {
        return outcome([&](AnnouncedLog& l) {
            l.withdraw();
            edit(l, l.again(l.new_roll()));
        });
    };
    BOOST_TEST(replaced([](auto&, auto&) {}) == "valid");
    BOOST_TEST(replaced([](auto& l, auto& a) { a.definition = l.blob(std::string_view("{}")); }) == "ledger.state govern.rule");
    BOOST_TEST(replaced([](auto& l, auto&) { l.lines.back().signers = {Who::server}; }) == "ledger.state govern.signer");
    BOOST_TEST(replaced([](auto& l, auto&) { l.lines.back().signers = {Who::chair}; }) == "ledger.state govern.signer");
    BOOST_TEST(replaced([](auto& l, auto&) { l.template postpone<ElectionWithdrawn>(); }) == "ledger.state govern.order");
    BOOST_TEST(replaced([](auto& l, auto& a) {
                   auto roll = l.new_roll();
                   roll.pop_back();
                   a.credentials = l.blob(ballots::encode_credential_list(roll));
               }) == "ledger.keys credential.number");
    BOOST_TEST(replaced([](auto& l, auto& a) {
                   auto roll = l.new_roll();
                   roll.front().credential = l.roll().front().credential;
                   a.credentials = l.blob(ballots::encode_credential_list(roll));
               }) == "ledger.keys credential.reused");
}

// Also of elections that have nothing else to do with each other (SECURITY N20).
BOOST_AUTO_TEST_CASE(credentials_of_another_election) {
    const auto beside = [](std::size_t shared) {
        return outcome([&](AnnouncedLog& l) {
            auto roll = l.new_roll();
            for (std::size_t i = 0; i < shared; ++i) {
                roll[i].credential = l.roll()[i].credential;
            }
            l.again(roll).replaces.reset();
            l.lines.back().signers = {Who::server};
        });
    };
    BOOST_TEST(beside(0) == "valid");
    BOOST_TEST(beside(1) == "ledger.keys credential.reused");
    BOOST_TEST(beside(3) == "ledger.keys credential.reused");
}

BOOST_AUTO_TEST_SUITE_END()
