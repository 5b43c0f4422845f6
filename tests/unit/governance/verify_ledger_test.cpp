// A whole federation in an export, and the ways in which a server could lie about it with every signature in
// place: each act is signed by whoever the forger is, the tree and the checkpoint fit, and the verifier still
// names what is wrong.

#include "announced_log.hpp"
#include "sample_election.hpp"

namespace {

using namespace ogniwo;
using namespace ogniwo::ledger;
using governance::LedgerReport;
using governance::sample::Line;
using governance::sample::origin;
using governance::sample::verify;
using governance::sample::Who;
namespace sample = ballots::sample;
using Edit = std::function<void(struct World&)>;

/// An open vote and a secret one, both decided.
struct World : governance::sample::SignedLog {
    sample::SampleElection election{{.questions = {sample::question(3, 1, 1)}, .weights = {1, 1, 1}}};
    sample::Parts parts;

    World() {
        parts = election.close({election.ballot(0, {{1, 0, 0}}), election.ballot(1, {{0, 1, 0}}),
                                election.ballot(0, {{0, 1, 0}})});
        found();
        vote();
    }

    Uuid uuid() { return Uuid{election.election->definition().uuid}; }
    BallotAccepted accepted(ByteView ballot) {
        blob(ballot);
        return {uuid(), Tracker{ballots::ballot_tracker(ballot)}};
    }
    DecryptionPosted posted(const std::string& owned) {
        return {uuid(), 1, blob(parts.decryptions[0].second), blob(as_bytes(owned))};
    }
    void found() {
        const DigestHex person{std::string(64, 'd')};
        add(LogCreated{Label{"F"}, key(Who::server), 1});
        add(OrganisationAdmitted{Id{"one"}, Label{"One"}, Label{"f"}, Label{"K"}, 2});
        add(OrganisationAdmitted{Id{"two"}, Label{"Two"}, Label{"f"}, Label{"K"}, 1});
        add(MandateGranted{Id{"chair"}, Id{"one"}, person, {Role::officer}});
        add(MandateGranted{Id{"rep1"}, Id{"one"}, person, {Role::representative}});
        add(MandateGranted{Id{"rep2"}, Id{"two"}, person, {Role::representative}});
        add(MandateGranted{Id{"t1"}, Id{"two"}, person, {Role::trustee}});
        add(KeyRegistered{key(Who::chair), Id{"chair"}, {}}, {Who::chair, Who::server});
        add(KeyRegistered{key(Who::one), Id{"rep1"}, {}}, {Who::one, Who::server});
        add(KeyRegistered{key(Who::two), Id{"rep2"}, {}}, {Who::two, Who::server});
        add(OpenVotePrepared{Id{"open"}, Label{"T"}, Label{"Q"}, {},
                             {ballots::MajorityBase::yes_no, 1, 2, true}, {1, 2, false}});
        add(ElectionPrepared{Id{"secret"}, Label{"S"}, uuid(), 1, {1, 2, false},
                             {blob(parts.election), blob(parts.trustees), blob(parts.credentials)},
                             {Id{"t1"}}});
        add(VoteOpened{Id{"open"}, 1}, {Who::chair});
        add(VoteOpened{Id{"secret"}, 1}, {Who::chair});
    }
    void vote() {
        add(OpenVoteCast{Id{"open"}, Option::yes, Id{"one"}, {Id{"rep1"}}}, {Who::one});
        add(OpenVoteCast{Id{"open"}, Option::no, Id{"two"}, {Id{"rep2"}}}, {Who::two});
        for (const Bytes& ballot : parts.ballots) {
            lines.push_back({accepted(ballot), {Who::server}, {}});
        }
        add(VoteClosed{Id{"open"}, 1}, {Who::chair});
        add(OpenVoteDecided{Id{"open"}, 2, 1, 0, 3, true, true});
        add(VoteClosed{Id{"secret"}, 1}, {Who::chair});
        add(ParticipationPublished{Id{"secret"}, {Id{"one"}, Id{"two"}}});
        add(ElectionTallied{uuid(), blob(parts.tally), blob(parts.sized_tally)});
        add(posted(ballots::owned_json(1, crypto::sha256(parts.decryptions[0].second))));
        add(ElectionDecided{uuid(), blob(parts.result), {1}, false});
    }
};

std::string verdict(const Edit& edit) {
    World world;
    edit(world);
    return governance::sample::verdict(world);
}

} // namespace

BOOST_AUTO_TEST_SUITE(verify_ledger)

BOOST_AUTO_TEST_CASE(a_good_ledger_is_valid) {
    World world;
    const Bytes exported = world.exported();
    const LedgerReport report = verify(exported, {origin, world.log_key.public_key()});
    BOOST_TEST(!report.failure, report.to_text());
    for (const governance::LedgerCheck& check : report.checks) {
        BOOST_TEST((check.state == ballots::CheckState::passed), check.id);
    }
    BOOST_TEST(report.entries == world.lines.size());
    BOOST_TEST(report.organisations == 2U);
    BOOST_TEST(report.votes == 2U);
    BOOST_REQUIRE(report.elections.size() == 1U);
    BOOST_TEST(report.elections[0].complete);
    BOOST_TEST((*report.elections[0].counts == ballots::Counts{{0, 2, 0}}));
    BOOST_TEST(report.to_text().ends_with("\nVALID ledger\n"));
    const LedgerReport stranger = verify(exported, {origin, world.keys.at(Who::server).public_key()});
    BOOST_TEST((stranger.failure == Error("export.checkpoint")));
}

BOOST_AUTO_TEST_CASE(open_votes) {
    const auto expect = [](const char* expected, const Edit& edit) {
        BOOST_TEST(verdict(edit) == expected);
    };
    const auto decision = [&](auto change) {
        expect("ledger.state govern.decision", [&](World& w) { change(w.body<OpenVoteDecided>()); });
    };
    decision([](OpenVoteDecided& d) { d.yes = 3; });
    decision([](OpenVoteDecided& d) { d.no = 0; });
    decision([](OpenVoteDecided& d) { d.abstain = 1; });
    decision([](OpenVoteDecided& d) { d.entitled = 2; });
    decision([](OpenVoteDecided& d) { d.quorum = false; });
    decision([](OpenVoteDecided& d) { d.adopted = false; });
    const auto signed_by = [&](Who who) {
        expect("ledger.state govern.signer",
               [=](World& w) { w.line<OpenVoteCast>().signers = {who}; });
    };
    signed_by(Who::stranger);
    signed_by(Who::two);
    signed_by(Who::server);
    signed_by(Who::chair);
    expect("ledger.state govern.signer", [](World& w) {
        w.body<OpenVoteCast>().mandates = {Id{"rep2"}};
        w.line<OpenVoteCast>().signers = {Who::two};
    });
    expect("ledger.state govern.decision", [](World& w) { w.drop<OpenVoteCast>(); });
    expect("ledger.state govern.decision",
           [](World& w) { w.body<OpenVoteCast>(1).option = Option::abstain; });
    expect("ledger.state govern.decision", [](World& w) { w.postpone<OpenVoteCast>(1); });
    expect("ledger.state govern.vote_status", [](World& w) { // right after the close
        const Line late = w.line<OpenVoteCast>();
        w.lines.insert(w.lines.begin() + 1 + static_cast<std::ptrdiff_t>(w.find<VoteClosed>()), late);
    });
    expect("ledger.state govern.vote_status", [](World& w) { w.drop<VoteClosed>(); });
    expect("ledger.state govern.signer",
           [](World& w) { w.line<VoteClosed>().signers = {Who::server}; });
    expect("ledger.state govern.signer",
           [](World& w) { w.line<OpenVoteDecided>().signers = {Who::chair}; });
    expect("ledger.state govern.signer", [](World& w) { w.body<VoteOpened>().officers = 2; });
    expect("ledger.state govern.signer",
           [](World& w) { w.line<KeyRegistered>(1).signers = {Who::server}; });
    expect("ledger.state govern.order", [](World& w) { std::swap(w.lines[0], w.lines[1]); });
}

BOOST_AUTO_TEST_CASE(secret_votes) {
    const auto expect = [](const char* expected, const Edit& edit) {
        BOOST_TEST(verdict(edit) == expected);
    };
    expect("ledger.state govern.vote_status", [](World& w) { w.postpone<BallotAccepted>(1); });
    expect("ledger.state govern.signer",
           [](World& w) { w.line<BallotAccepted>().signers = {Who::one}; });
    expect("ledger.elections tally.encrypted", [](World& w) { w.drop<BallotAccepted>(1); });
    expect("ledger.elections tally.encrypted", [](World& w) {
        std::swap(w.line<BallotAccepted>(0).body, w.line<BallotAccepted>(2).body);
    });
    expect("ledger.elections ballot.duplicate",
           [](World& w) { w.line<BallotAccepted>(1).body = w.line<BallotAccepted>(0).body; });
    expect("ledger.elections ballot.encoding", [](World& w) {
        w.line<BallotAccepted>(1).body = w.accepted(as_bytes(std::string_view("{}")));
    });
    expect("ledger.elections credential.duplicate", [](World& w) {
        const std::string text(as_text(w.parts.credentials));
        w.body<ElectionPrepared>().setup.credentials =
            w.blob(as_bytes("[" + text.substr(1, 66) + "," + text.substr(1)));
    });
    expect("ledger.elections tally.num_tallied", [](World& w) {
        std::string text(as_text(w.parts.sized_tally));
        text.replace(text.find("\":2"), 3, "\":3");
        w.body<ElectionTallied>().sized_tally = w.blob(as_bytes(text));
    });
    expect("ledger.elections result.value", [](World& w) {
        w.body<ElectionDecided>().result =
            w.blob(as_bytes(std::string_view(R"({"result":[[2,0,0]]})")));
        w.body<ElectionDecided>().elected = {0};
    });
    expect("ledger.elections ledger.owned", [](World& w) {
        w.line<DecryptionPosted>().body =
            w.posted(ballots::owned_json(2, crypto::sha256(w.parts.decryptions[0].second)));
    });
    expect("ledger.state govern.order", [](World& w) { w.drop<DecryptionPosted>(); });
    expect("ledger.results ledger.election", [](World& w) {
        const Uuid other{"22222222222222"};
        w.body<ElectionPrepared>().election = other;
        for (std::size_t i = 0; i < 3; ++i) {
            w.body<BallotAccepted>(i).election = other;
        }
        w.body<ElectionTallied>().election = other;
        w.body<DecryptionPosted>().election = other;
        w.body<ElectionDecided>().election = other;
    });
    expect("ledger.results ledger.trustees", [](World& w) {
        const Line second{MandateGranted{Id{"t2"}, Id{"two"}, DigestHex{std::string(64, 'd')}, {Role::trustee}}};
        w.lines.insert(w.lines.begin() + static_cast<std::ptrdiff_t>(w.find<ElectionPrepared>()), second);
        w.body<ElectionPrepared>().trustees = {Id{"t1"}, Id{"t2"}};
        w.drop<ElectionDecided>();
    });
}

BOOST_AUTO_TEST_CASE(opened_ballots) {
    const auto opened = [](World& w, std::size_t at, ByteView ballot) {
        w.lines.insert(w.lines.begin() + static_cast<std::ptrdiff_t>(at),
                       {BallotSpoiled{w.uuid(), Tracker{ballots::ballot_tracker(ballot)}}, {Who::server}, {}});
    };
    const Bytes never = to_bytes(std::string_view("opened and never cast"));
    BOOST_TEST(verdict([&](World& w) { opened(w, w.find<BallotAccepted>(1), never); }) == "valid");
    // Cast after the opening, and opened after it was cast.
    BOOST_TEST(verdict([&](World& w) { opened(w, w.find<BallotAccepted>(1), w.parts.ballots[1]); }) ==
               "ledger.state govern.spoiled");
    BOOST_TEST(verdict([&](World& w) { opened(w, w.find<BallotAccepted>(2) + 1, w.parts.ballots[1]); }) ==
               "ledger.elections ledger.spoiled");
    // Also one that a later ballot replaced.
    BOOST_TEST(verdict([&](World& w) { opened(w, w.find<BallotAccepted>(2) + 1, w.parts.ballots[0]); }) ==
               "ledger.elections ledger.spoiled");
    BOOST_TEST(verdict([&](World& w) {
                   opened(w, w.find<BallotAccepted>(1), never);
                   opened(w, w.find<BallotAccepted>(1), never);
               }) == "ledger.state govern.duplicate");
    BOOST_TEST(verdict([&](World& w) { opened(w, w.find<ParticipationPublished>(), never); }) ==
               "ledger.state govern.vote_status");
    BOOST_TEST(verdict([&](World& w) {
                   opened(w, w.find<BallotAccepted>(1), never);
                   w.line<BallotSpoiled>().signers = {Who::one};
               }) == "ledger.state govern.signer");
}

BOOST_AUTO_TEST_CASE(who_took_part_and_who_is_elected) {
    const auto expect = [](const char* expected, const Edit& edit) {
        BOOST_TEST(verdict(edit) == expected);
    };
    expect("ledger.state govern.order", [](World& w) { w.drop<ParticipationPublished>(); });
    expect("ledger.results ledger.participation",
           [](World& w) { w.body<ParticipationPublished>().organisations.pop_back(); });
    const auto decided = [&](std::vector<std::int64_t> elected, bool tie) {
        expect("ledger.results ledger.elected", [=](World& w) {
            w.body<ElectionDecided>().elected = elected;
            w.body<ElectionDecided>().tie = tie;
        });
    };
    decided({0}, false);
    decided({}, false);
    decided({1}, true);
    expect("ledger.state govern.decision",
           [](World& w) { w.body<ElectionDecided>().elected = {1, 0}; });
    // Two of three took part: enough for two thirds, too few for more than that.
    const auto quorum = [](bool strict, std::vector<std::int64_t> elected) {
        return verdict([=](World& w) {
            w.body<ElectionPrepared>().quorum = {2, 3, strict};
            w.body<ElectionDecided>().elected = elected;
        });
    };
    BOOST_TEST(quorum(false, {1}) == "valid");
    BOOST_TEST(quorum(false, {}) == "ledger.results ledger.elected");
    BOOST_TEST(quorum(true, {1}) == "ledger.results ledger.elected");
    BOOST_TEST(quorum(true, {}) == "valid");
}

BOOST_AUTO_TEST_CASE(keys_that_are_made_on_the_ledger) {
    const auto expect = [](const char* expected, const auto& edit) {
        governance::sample::Keys keys;
        BOOST_TEST(verdict([&](World& w) {
                       announce(w, keys);
                       edit(w, keys);
                   }) == expected);
    };
    const auto nothing = [](World&, auto&) {};
    expect("valid", nothing);
    // Still going on.
    const auto drop_preparation = [](World& w) { w.lines.pop_back(); };
    expect("valid", [&](World& w, auto&) { drop_preparation(w); });
    expect("valid", [&](World& w, auto&) {
        drop_preparation(w);
        w.drop<TrusteeKeyPosted>();
        w.drop<CeremonyKeyPosted>(2);
    });
    const auto swap_setup = [](World& w, auto member, const Bytes& bytes) {
        std::get<ElectionPrepared>(w.lines.back().body).setup.*member = w.blob(bytes);
    };
    // The server swaps the list of trustees for a sound one of its own.
    expect("ledger.keys ledger.setup", [&](World& w, auto& keys) {
        const auto own = ballots::make_trustee_key(keys.ceremony.group, "", keys.rng).value().public_key_json;
        const auto forged = ballots::sample::hold_ceremony(keys.ceremony.group, keys.ceremony.shape, keys.rng);
        const auto setup = ballots::make_election(keys.ceremony.group, keys.uuid().value,
                                                  ballots::parse_election_template(as_bytes(keys.definition)).value(),
                                                  {own, forged.trustees_json}, keys.base.setup.credentials)
                               .value();
        swap_setup(w, &ElectionSetup::election, setup.election);
        swap_setup(w, &ElectionSetup::trustees, setup.trustees);
    });
    // Or asks another question than it announced.
    expect("ledger.keys ledger.setup", [&](World& w, auto&) {
        const DigestHex& name = std::get<ElectionPrepared>(w.lines.back().body).setup.election;
        std::string text(as_text(w.blobs.at(hex_decode_array<32>(name.value).value())));
        text.replace(text.find(R"("B")"), 3, R"("C")");
        swap_setup(w, &ElectionSetup::election, to_bytes(text));
    });
    // Texts that do not hold, whoever let them in.
    const auto text = [&](const char* expected, auto post) {
        expect(expected, [&](World& w, auto& keys) { post(w, keys); });
        expect(expected, [&](World& w, auto& keys) {
            drop_preparation(w);
            post(w, keys);
        });
    };
    text("ledger.keys trustee.cert_context", [](World& w, auto&) {
        std::swap(w.body<CeremonyCertificatePosted>(0).certificate, w.body<CeremonyCertificatePosted>(1).certificate);
    });
    text("ledger.keys trustee.verification_key", [](World& w, auto&) {
        std::swap(w.body<CeremonyKeyPosted>(0).voutput, w.body<CeremonyKeyPosted>(1).voutput);
    });
    text("ledger.keys trustee.coefexps_signature", [](World& w, auto&) {
        w.body<CeremonyCommitmentPosted>(0).commitment = w.body<CeremonyCommitmentPosted>(1).commitment;
        w.body<CeremonyPolynomialPosted>(0).polynomial = w.body<CeremonyPolynomialPosted>(1).polynomial;
    });
    text("ledger.keys trustee.encoding", [](World& w, auto&) {
        w.body<TrusteeKeyPosted>().key = w.blob(as_bytes(std::string_view("{}")));
    });
    // A rushing trustee, and steps that the server let pass before their time.
    text("ledger.state govern.commitment", [](World& w, auto& keys) {
        const auto later = make_polynomial(keys.ceremony, keys.certificates, 3, keys.seeds[2], keys.rng).value();
        w.body<CeremonyPolynomialPosted>(2).polynomial = w.blob(as_bytes(later));
    });
    text("ledger.state govern.order", [](World& w, auto&) {
        std::swap(w.line<CeremonyCommitmentPosted>(2), w.line<CeremonyPolynomialPosted>(0));
    });
    // Thresholds other than the list's, where the keys were made elsewhere.
    const auto elsewhere = [&](const char* expected, std::optional<std::vector<TrusteeRun>> runs) {
        expect(expected, [&](World& w, auto&) {
            std::erase_if(w.lines, [](const Line& line) {
                return std::holds_alternative<ElectionAnnounced>(line.body) ||
                       std::holds_alternative<TrusteeKeyPosted>(line.body) ||
                       kind_of(line.body).starts_with("ceremony.");
            });
            std::get<ElectionPrepared>(w.lines.back().body).runs = runs;
        });
    };
    elsewhere("valid", {{{1, 1}, {3, 2}}});
    elsewhere("ledger.results ledger.trustees", {{{1, 1}, {3, 3}}});
    elsewhere("ledger.results ledger.trustees", {{{3, 2}, {1, 1}}});
    elsewhere("ledger.results ledger.trustees", {});
}

BOOST_AUTO_TEST_CASE(no_control_character_reaches_a_terminal) {
    LedgerReport report;
    report.federation = "A\xc2\x9b" "2J";
    report.origin = "o\x1b[2J";
    report.checks = {{"ledger.log", "Head", ballots::CheckState::failed, "d\x7f"}};
    report.failure = Error("ledger.setup", "x\x1b");
    const std::string text = report.to_text();
    for (const char* control : {"\x1b", "\x7f", "\xc2\x9b"}) {
        BOOST_TEST(text.find(control) == std::string::npos);
    }
    BOOST_TEST(text.find("A?2J (o?[2J)") == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
