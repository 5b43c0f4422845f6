#pragma once
// A federation with trustees and one announced election, as the state sees it: hashes only, no texts behind them.

#include "server/governance/key_ceremony.hpp"

#include <boost/test/unit_test.hpp>

namespace ogniwo::governance::sample {

using namespace ogniwo::ledger;

inline const KeyHex server{std::string(64, 'a')};
inline const KeyHex officer{std::string(64, 'b')};
inline const Uuid uuid{"11111111111111"};
inline const Uuid other_uuid{"22222222222222"};

// A hash for each trustee and step; which text is behind it is no question of the state.
inline DigestHex text(int step, std::int64_t owner) {
    std::string digits(64, '0');
    digits[0] = static_cast<char>('0' + step);
    digits[62] = static_cast<char>('0' + owner / 10);
    digits[63] = static_cast<char>('0' + owner % 10);
    return DigestHex{digits};
}

/// A federation with 64 trustees and an officer. Trustee 1 of the election has a key of their own, 2 to 4 hold a
/// ceremony, two of whom decrypt.
struct Federation {
    State state;
    std::uint64_t index = 0;

    std::string apply(const Body& body, const KeyHex& signer = server) {
        const std::uint64_t before = state.size();
        const auto applied = state.apply({body, {signer}, index, 1000});
        if (!applied) {
            BOOST_TEST(state.size() == before);
            return std::string(applied.error().id());
        }
        ++index;
        return "ok";
    }
    void must(const Body& body, const KeyHex& signer = server) {
        BOOST_REQUIRE_EQUAL(apply(body, signer), "ok");
    }

    Federation() {
        must(LogCreated{Label{"F"}, server, 1});
        must(OrganisationAdmitted{Id{"one"}, Label{"One"}, Label{"f"}, Label{"K"}, 1});
        const DigestHex person = text(9, 0);
        must(MandateGranted{Id{"chair"}, Id{"one"}, person, {Role::officer}});
        for (const Id& trustee : trustees(64)) {
            must(MandateGranted{trustee, Id{"one"}, person, {Role::trustee}});
        }
        BOOST_REQUIRE(state.apply({Body(KeyRegistered{officer, Id{"chair"}, {}}), {officer, server}, index++, 1000}));
    }

    static std::vector<Id> trustees(std::size_t count) {
        std::vector<Id> out;
        for (std::size_t i = 1; i <= count; ++i) {
            out.push_back(Id{"t" + std::to_string(i)});
        }
        return out;
    }
    static ElectionAnnounced announcement(std::vector<TrusteeRun> runs = {{1, 1}, {3, 2}}) {
        std::size_t size = 0;
        for (const TrusteeRun& run : runs) {
            size += static_cast<std::size_t>(std::max<std::int64_t>(run.size, 0));
        }
        return {.vote = Id{"council"},
                .title = Label{"C"},
                .election = uuid,
                .group = Label{"Ed25519"},
                .seats = 1,
                .quorum = {1, 2, false},
                .count = std::nullopt,
                .definition = text(8, 1),
                .credentials = text(8, 2),
                .trustees = trustees(size),
                .runs = std::move(runs)};
    }
    static ElectionPrepared preparation(const ElectionAnnounced& a) {
        return {.vote = a.vote,
                .title = a.title,
                .election = a.election,
                .seats = a.seats,
                .quorum = a.quorum,
                .setup = {text(7, 1), text(7, 2), a.credentials},
                .trustees = a.trustees,
                .runs = a.runs,
                .count = a.count};
    }

    std::string key(std::int64_t owner) { return apply(TrusteeKeyPosted{uuid, owner, text(0, owner)}); }
    std::string certificate(std::int64_t owner) {
        return apply(CeremonyCertificatePosted{uuid, owner, text(1, owner)});
    }
    std::string commitment(std::int64_t owner) {
        return apply(CeremonyCommitmentPosted{uuid, owner, text(2, owner)});
    }
    std::string polynomial(std::int64_t owner) {
        return apply(CeremonyPolynomialPosted{uuid, owner, text(2, owner)});
    }
    std::string voutput(std::int64_t owner) {
        return apply(CeremonyKeyPosted{uuid, owner, text(3, owner)});
    }
    using Step = std::string (Federation::*)(std::int64_t);
    static constexpr std::array<Step, 4> ceremony_steps{&Federation::certificate, &Federation::commitment,
                                                        &Federation::polynomial, &Federation::voutput};
    /// Everybody of trustees first..last in these steps of the ceremony.
    void all(std::size_t steps, std::int64_t first = 2, std::int64_t last = 4) {
        for (std::size_t step = 0; step < steps; ++step) {
            for (std::int64_t owner = first; owner <= last; ++owner) {
                BOOST_REQUIRE_EQUAL((this->*ceremony_steps.at(step))(owner), "ok");
            }
        }
    }
    /// From the preparation to the encrypted tally.
    void tally(const ElectionPrepared& prepared) {
        must(prepared);
        must(VoteOpened{prepared.vote, 1}, officer);
        must(VoteClosed{prepared.vote, 1}, officer);
        must(ParticipationPublished{prepared.vote, {}});
        must(ElectionTallied{prepared.election, text(6, 1), text(6, 2)});
    }
    std::string decrypt(std::int64_t owner) {
        return apply(DecryptionPosted{uuid, owner, text(5, owner), text(5, owner)});
    }
    std::string decide() { return apply(ElectionDecided{uuid, text(4, 0), {}, false, {}}); }
};

} // namespace ogniwo::governance::sample
