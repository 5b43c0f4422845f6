#pragma once
// A key ceremony with a trustee outside it, text by text, as their makers post them.

#include "ballots/ceremony.hpp"
#include "crypto/random.hpp"
#include "crypto/sha256.hpp"
#include "crypto/threshold.hpp"
#include "sample_election.hpp"
#include "server/governance/key_ceremony.hpp"

namespace ogniwo::governance::sample {

/// Trustee 1 has a key of their own; 2, 3 and 4 hold a ceremony, two of whom decrypt.
struct Keys {
    static constexpr std::size_t size = 3;
    crypto::SeededRng rng;
    ballots::sample::SampleElection base; ///< for its credentials
    ballots::Ceremony ceremony;
    std::string single;
    std::vector<std::string> seeds, certificates, polynomials, voutputs; ///< of 2, 3 and 4
    std::string definition = R"({"description":"d","name":"n","questions":[{"answers":["A","B"],"min":0,"max":1,"question":"Q"}]})";

    explicit Keys(const std::string& group = "Ed25519")
        : rng("keys " + group), base({.group = group,
                .questions = {ballots::sample::question(2, 0, 1)},
                .seed = "its own credentials",
                .uuid = uuid().value}),
          ceremony{group, {size, 2}} {
        single = ballots::make_trustee_key(group, "", rng).value().public_key_json;
        for (std::size_t i = 1; i <= size; ++i) {
            seeds.emplace_back(crypto::generate_pki_seed(rng).expose());
            certificates.push_back(make_certificate(ceremony, i, seeds.back(), rng).value());
        }
        for (std::size_t i = 1; i <= size; ++i) {
            polynomials.push_back(make_polynomial(ceremony, certificates, i, seeds[i - 1], rng).value());
        }
        for (std::size_t i = 1; i <= size; ++i) {
            voutputs.push_back(voutput(i));
        }
    }
    std::string voutput(std::size_t i) {
        const auto vinput = make_vinput(ceremony, certificates, polynomials, i).value();
        return make_voutput(ceremony, certificates, i, seeds[i - 1], vinput, rng).value();
    }
    static ledger::Uuid uuid() { return {"KeysAAAAAAAAAA"}; }
    ledger::ElectionAnnounced announcement(std::vector<ledger::Id> trustees) const {
        const auto name = [](ByteView bytes) { return ledger::DigestHex{crypto::sha256_hex(bytes)}; };
        return {.vote = {"announced"},
                .title = {"A"},
                .election = uuid(),
                .group = {ceremony.group},
                .seats = 1,
                .quorum = {1, 2, false},
                .count = std::nullopt,
                .definition = name(as_bytes(definition)),
                .credentials = name(base.setup.credentials),
                .trustees = std::move(trustees),
                .runs = {{1, 1}, {size, 2}}};
    }
};

} // namespace ogniwo::governance::sample
