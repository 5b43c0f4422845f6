#pragma once
// The members of each body, once: the reader, the writer and their order in the documentation are all derived
// from these. Not for use outside kinds.cpp.

#include "ballots/ledger/kinds.hpp"

#include <type_traits>

namespace ogniwo::ledger {

template <class T, class Struct>
concept Of = std::is_same_v<std::remove_const_t<T>, Struct>;

void fields(Of<LogCreated> auto& b, auto&& f) {
    f("federation", b.federation);
    f("server_key", b.server_key);
    f("version", b.version);
}

void fields(Of<OrganisationAdmitted> auto& b, auto&& f) {
    f("organisation", b.organisation);
    f("name", b.name);
    f("legal_form", b.legal_form);
    f("seat", b.seat);
    f("weight", b.weight);
}
void fields(Of<MandateGranted> auto& b, auto&& f) {
    f("mandate", b.mandate);
    f("organisation", b.organisation);
    f("person", b.person);
    f("roles", b.roles);
}
void fields(Of<KeyRegistered> auto& b, auto&& f) {
    f("key", b.key);
    f("mandate", b.mandate);
    f("replaces", b.replaces);
}
void fields(Of<TextPublished> auto& b, auto&& f) {
    f("text", b.text);
    f("title", b.title);
    f("version", b.version);
    f("blob", b.blob);
}
void fields(Of<OpenVotePrepared> auto& b, auto&& f) {
    f("vote", b.vote);
    f("title", b.title);
    f("question", b.question);
    f("text", b.text);
    f("rule", b.rule);
    f("quorum", b.quorum);
    f("organisations", b.organisations);
    f("casting_vote", b.casting_vote);
}
void fields(Of<ElectionSetup> auto& b, auto&& f) {
    f("election", b.election);
    f("trustees", b.trustees);
    f("credentials", b.credentials);
}
void fields(Of<CountRule> auto& b, auto&& f) {
    f("method", b.method);
    f("constraints", b.constraints);
    f("lot", b.lot);
}
void fields(Of<TrusteeRun> auto& b, auto&& f) {
    f("size", b.size);
    f("threshold", b.threshold);
}
void fields(Of<ReplacedElection> auto& b, auto&& f) {
    f("election", b.election);
    f("officers", b.officers);
}
void fields(Of<ElectionAnnounced> auto& b, auto&& f) {
    f("vote", b.vote);
    f("title", b.title);
    f("election", b.election);
    f("group", b.group);
    f("seats", b.seats);
    f("quorum", b.quorum);
    f("count", b.count);
    f("definition", b.definition);
    f("credentials", b.credentials);
    f("trustees", b.trustees);
    f("runs", b.runs);
    f("replaces", b.replaces);
}
void fields(Of<TrusteeKeyPosted> auto& b, auto&& f) {
    f("election", b.election);
    f("owner", b.owner);
    f("key", b.key);
}
void fields(Of<CeremonyCertificatePosted> auto& b, auto&& f) {
    f("election", b.election);
    f("owner", b.owner);
    f("certificate", b.certificate);
}
void fields(Of<CeremonyCommitmentPosted> auto& b, auto&& f) {
    f("election", b.election);
    f("owner", b.owner);
    f("commitment", b.commitment);
}
void fields(Of<CeremonyPolynomialPosted> auto& b, auto&& f) {
    f("election", b.election);
    f("owner", b.owner);
    f("polynomial", b.polynomial);
}
void fields(Of<CeremonyKeyPosted> auto& b, auto&& f) {
    f("election", b.election);
    f("owner", b.owner);
    f("voutput", b.voutput);
}
void fields(Of<ElectionPrepared> auto& b, auto&& f) {
    f("vote", b.vote);
    f("title", b.title);
    f("election", b.election);
    f("seats", b.seats);
    f("quorum", b.quorum);
    f("setup", b.setup);
    f("trustees", b.trustees);
    f("runs", b.runs);
    f("count", b.count);
}
void fields(Of<ElectionWithdrawn> auto& b, auto&& f) {
    f("election", b.election);
    f("reason", b.reason);
    f("officers", b.officers);
}
void fields(Of<VoteOpened> auto& b, auto&& f) {
    f("vote", b.vote);
    f("officers", b.officers);
}
void fields(Of<VoteClosed> auto& b, auto&& f) {
    f("vote", b.vote);
    f("officers", b.officers);
}
void fields(Of<OpenVoteCast> auto& b, auto&& f) {
    f("vote", b.vote);
    f("option", b.option);
    f("organisation", b.organisation);
    f("mandates", b.mandates);
}
void fields(Of<BallotAccepted> auto& b, auto&& f) {
    f("election", b.election);
    f("tracker", b.tracker);
}
void fields(Of<BallotSpoiled> auto& b, auto&& f) {
    f("election", b.election);
    f("tracker", b.tracker);
}
void fields(Of<ParticipationPublished> auto& b, auto&& f) {
    f("vote", b.vote);
    f("organisations", b.organisations);
}
void fields(Of<ElectionTallied> auto& b, auto&& f) {
    f("election", b.election);
    f("encrypted_tally", b.encrypted_tally);
    f("sized_tally", b.sized_tally);
}
void fields(Of<ShufflePosted> auto& b, auto&& f) {
    f("election", b.election);
    f("owner", b.owner);
    f("shuffle", b.shuffle);
    f("owned", b.owned);
}
void fields(Of<ShufflesEnded> auto& b, auto&& f) {
    f("election", b.election);
    f("officers", b.officers);
}
void fields(Of<DecryptionPosted> auto& b, auto&& f) {
    f("election", b.election);
    f("owner", b.owner);
    f("partial_decryption", b.partial_decryption);
    f("owned", b.owned);
}
void fields(Of<CountOutcome> auto& b, auto&& f) {
    f("record", b.record);
    f("seed", b.seed);
}
void fields(Of<ElectionDecided> auto& b, auto&& f) {
    f("election", b.election);
    f("result", b.result);
    f("elected", b.elected);
    f("tie", b.tie);
    f("count", b.count);
}
void fields(Of<OpenVoteDecided> auto& b, auto&& f) {
    f("vote", b.vote);
    f("yes", b.yes);
    f("no", b.no);
    f("abstain", b.abstain);
    f("entitled", b.entitled);
    f("quorum", b.quorum);
    f("adopted", b.adopted);
    f("organisations", b.organisations);
    f("casting_vote", b.casting_vote);
}
void fields(Of<OrganisationNumbers> auto& b, auto&& f) {
    f("yes", b.yes);
    f("no", b.no);
    f("abstain", b.abstain);
    f("entitled", b.entitled);
}
void fields(Of<MajorityRule> auto& b, auto&& f) {
    f("base", b.base);
    f("num", b.num);
    f("den", b.den);
    f("strict", b.strict);
}
void fields(Of<QuorumRule> auto& b, auto&& f) {
    f("num", b.num);
    f("den", b.den);
    f("strict", b.strict);
}

} // namespace ogniwo::ledger
