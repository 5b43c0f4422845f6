#pragma once
// An election whose keys are made on the ledger, in a log that forgers may change.

#include "sample_keys.hpp"
#include "signed_log.hpp"

namespace ogniwo::governance::sample {

/// At the end of a log with organisation one: an announced election whose four trustees post their keys, then its preparation.
inline void announce(SignedLog& w, Keys& keys) {
    const std::vector<Id> trustees{Id{"k1"}, Id{"k2"}, Id{"k3"}, Id{"k4"}};
    for (const Id& trustee : trustees) {
        w.add(MandateGranted{trustee, Id{"one"}, DigestHex{std::string(64, 'd')}, {Role::trustee}});
    }
    const ElectionAnnounced announced = keys.announcement(trustees);
    w.blob(as_bytes(keys.definition));
    w.blob(keys.base.setup.credentials);
    w.add(announced);
    const auto each = [&](const std::vector<std::string>& texts, auto post) {
        for (std::size_t i = 0; i < texts.size(); ++i) {
            post(static_cast<std::int64_t>(i) + 2, w.blob(as_bytes(texts[i])));
        }
    };
    const Uuid uuid = keys.uuid();
    each(keys.certificates, [&](auto owner, auto name) { w.add(CeremonyCertificatePosted{uuid, owner, name}); });
    each(keys.polynomials, [&](auto owner, auto name) { w.add(CeremonyCommitmentPosted{uuid, owner, name}); });
    each(keys.polynomials, [&](auto owner, auto name) { w.add(CeremonyPolynomialPosted{uuid, owner, name}); });
    each(keys.voutputs, [&](auto owner, auto name) { w.add(CeremonyKeyPosted{uuid, owner, name}); });
    w.add(TrusteeKeyPosted{uuid, 1, w.blob(as_bytes(keys.single))});
    const std::string ceremony =
        assemble_trustees(keys.ceremony, keys.certificates, keys.polynomials, keys.voutputs).value();
    const auto setup = ballots::make_election(keys.ceremony.group, uuid.value,
                                              ballots::parse_election_template(as_bytes(keys.definition)).value(),
                                              {keys.single, ceremony}, keys.base.setup.credentials)
                           .value();
    w.blob(setup.election);
    w.blob(setup.trustees);
    w.add(prepare(announced, setup));
}

} // namespace ogniwo::governance::sample
