// Verification beside its rival in one run, on one core beside plain libsodium calls, decryptions on one beside all:
// rounds take turns and medians are compared, so that a busy machine slows all alike. Usage: verification [ROUNDS [SHUFFLED]]

#include "ballots/ballot_check.hpp"
#include "crypto/shuffle_proof.hpp"
#include "tests/support/naive.hpp"
#include "tests/unit/ballots/sample_election.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <thread>

using namespace ogniwo;
using namespace ogniwo::ballots;
using G = crypto::Ed25519;

namespace {

struct Contender {
    const char* name;
    std::function<bool()> work;
    std::vector<double> seconds{};
};

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

// The first contender is what the others are compared with.
void compare(const char* what, std::vector<Contender> contenders, std::size_t rounds,
             std::size_t items) {
    for (std::size_t round = 0; round < rounds; ++round) {
        for (Contender& one : contenders) {
            const auto start = std::chrono::steady_clock::now();
            if (!one.work()) {
                std::fprintf(stderr, "%s: %s did not verify\n", what, one.name);
                std::exit(1);
            }
            one.seconds.push_back(
                std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
        }
    }
    std::printf("%s\n", what);
    const double rival = median(contenders.front().seconds);
    for (const Contender& one : contenders) {
        const double own = median(one.seconds);
        std::printf("  %-22s %10.1f us each %8.2fx\n", one.name,
                    own * 1e6 / static_cast<double>(items), rival / own);
    }
}

void ballots_of(std::size_t answers, std::uint64_t min, std::uint64_t max, std::size_t rounds) {
    constexpr std::size_t count = 20;
    sample::SampleElection s({.questions = {sample::question(answers, min, max)},
                              .weights = std::vector<std::uint64_t>(count, 1)});
    std::vector<Bytes> made;
    for (std::size_t i = 0; i < count; ++i) {
        made.push_back(s.ballot(i, s.random_choices()));
    }
    const Election& definition = s.election->definition();
    const auto setup = check_setup<G>(definition, s.setup.election, s.setup.trustees,
                                      s.setup.credentials, 1);
    const naive::Statement statement{s.election->phi(), definition.public_key, min, max};
    std::vector<Contender> contenders{{"libsodium", [&] {
                                           return std::ranges::all_of(made, [&](const Bytes& b) {
                                               return naive::ballot_holds(statement, b);
                                           });
                                       }}};
    for (const edwards::Path* path : {&edwards::portable_path(), edwards::avx2_path()}) {
        if (path != nullptr) {
            contenders.push_back({path->name, [&, path] {
                                      return std::ranges::all_of(made, [&](const Bytes& b) {
                                          G::Reader reader(crypto::Tables::keep, 1, *path);
                                          return check_ballot<G>(*setup, b, Strictness::cast, reader)
                                              .has_value();
                                      });
                                  }});
        }
    }
    const std::string what = "ballot, " + std::to_string(answers) + " answers, " +
                             std::to_string(min) + " to " + std::to_string(max);
    compare(what.c_str(), std::move(contenders), rounds, count);
}

void shuffle_of(std::size_t count, std::size_t rounds) {
    crypto::SeededRng rng("shuffle");
    const auto y = G::exp_generator(G::random_secret(rng));
    std::vector<crypto::Ciphertext<G>> input;
    for (std::size_t i = 0; i < count; ++i) {
        input.push_back(crypto::encrypt<G>(y, G::random_secret(rng), i));
    }
    const naive::Statement statement{"phi", G::point_text(y), 0, 0};
    crypto::Shuffle<G> shuffle = crypto::make_shuffle<G>(statement.phi, y, input, rng);
    const std::string number = std::to_string(count) + " ciphertexts";
    compare(("shuffle verified, " + number).c_str(),
            {{"equation by equation", [&] { return naive::shuffle_holds(statement, input, shuffle); }},
             {"kernel", [&] {
                  return crypto::check_shuffle<G>(statement.phi, y, input, shuffle).has_value();
              }}},
            rounds, count);
    compare(("shuffle with proof, " + number).c_str(), {{"made", [&] {
                                                             shuffle = crypto::make_shuffle<G>(
                                                                 statement.phi, y, input, rng);
                                                             return true;
                                                         }}},
            rounds, count);
}

// A trustee's part of the decryption of this many votes that were shuffled, made and checked by one thread and by all.
void decryptions_of(std::size_t count, std::size_t rounds) {
    sample::SampleElection s({.questions = {sample::ranking(5)}, .weights = std::vector<std::uint64_t>(count, 1)});
    std::vector<Bytes> ballots;
    for (std::size_t i = 0; i < count; ++i) {
        ballots.push_back(s.ballot(i, s.random_choices()));
    }
    const Bytes tally = s.tally(ballots).tally;
    crypto::SystemRng rng;
    const Bytes made = s.election->make_partial_decryption(1, s.keys[0].private_key, tally, rng).value();
    std::vector<Contender> making;
    std::vector<Contender> checking;
    for (const unsigned threads : {1U, std::max(1U, std::thread::hardware_concurrency())}) {
        const auto election =
            SecretElection::open(s.setup.election, s.setup.trustees, s.setup.credentials, threads).value();
        const char* name = threads == 1 ? "one thread" : "all threads";
        making.push_back({name, [&, election] {
                              return election->make_partial_decryption(1, s.keys[0].private_key, tally, rng).has_value();
                          }});
        checking.push_back(
            {name, [&, election] { return election->check_partial_decryption(1, tally, made).has_value(); }});
    }
    const std::string number = std::to_string(count) + " ciphertexts";
    compare(("decryption with proofs, " + number).c_str(), std::move(making), rounds, count);
    compare(("decryption verified, " + number).c_str(), std::move(checking), rounds, count);
}

} // namespace

int main(int argc, char** argv) {
    const std::size_t rounds = argc > 1 ? std::stoul(argv[1]) : 15;
    ballots_of(5, 1, 1, rounds);
    ballots_of(5, 0, 5, rounds);
    ballots_of(20, 0, 20, rounds);
    const std::size_t shuffled = argc > 2 ? std::stoul(argv[2]) : 1000;
    shuffle_of(shuffled, std::min<std::size_t>(rounds, 5));
    decryptions_of(shuffled, std::min<std::size_t>(rounds, 5));
}
