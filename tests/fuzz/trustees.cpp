// Bytes as a list of trustees, single ones and key ceremonies, and as what trustees send each other.
#include "ballots/ceremony.hpp"
#include "ballots/groups.hpp"
#include "ballots/trustees.hpp"
#include "crypto/base/check.hpp"
#include "splice.hpp"
#include "tests/unit/ballots/sample_election.hpp"

using namespace ogniwo;
using namespace ogniwo::ballots;

namespace {

// A ceremony whose certificates everybody has; the rest comes from strangers.
struct Certified {
    Ceremony ceremony{"Ed25519", {2, 2}};
    crypto::SeededRng rng{"fuzz"};
    std::vector<std::string> certificates;
    std::string polynomial;

    Certified() {
        std::vector<std::string> seeds;
        for (std::size_t i = 1; i <= 2; ++i) {
            seeds.emplace_back(crypto::generate_pki_seed(rng).expose());
            certificates.push_back(make_certificate(ceremony, i, seeds.back(), rng).value());
        }
        polynomial = make_polynomial(ceremony, certificates, 1, seeds[0], rng).value();
    }
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const sample::SampleElection sample({.questions = {sample::question(1, 0, 1)},
                                                .trustees = 1,
                                                .ceremonies = {{2, 2}},
                                                .weights = {1},
                                                .seed = "fuzz"});
    static const Certified own;
    const ByteView bytes(data, size);
    static_cast<void>(parse_trustees<crypto::Ed25519>(bytes));
    static_cast<void>(parse_trustees<crypto::Belenios2048>(bytes));
    const Bytes changed = fuzz::spliced(sample.setup.trustees, bytes);
    const auto trustees = parse_trustees<crypto::Ed25519>(changed);
    OGNIWO_CHECK(!trustees || trustees->keys.size() <= 30);

    const std::string text(as_text(bytes));
    const std::vector<std::string> certificates{text, own.certificates[1]};
    static_cast<void>(check_certificates(own.ceremony, certificates));
    for (const std::string& polynomial :
         {text, std::string(as_text(fuzz::spliced(as_bytes(own.polynomial), bytes)))}) {
        static_cast<void>(check_polynomial(own.ceremony, own.certificates, 1, polynomial));
    }
    return 0;
}
