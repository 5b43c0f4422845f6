// The kernel step by step, by Google Benchmark: what a verification is made of, on every path. The whole beside its
// rival is verification.cpp.

#include "crypto/ed25519.hpp"
#include "crypto/edwards/kernel.hpp"
#include "crypto/finite_field.hpp"
#include "crypto/random.hpp"

#include <benchmark/benchmark.h>

using namespace ogniwo;
using namespace ogniwo::edwards;

namespace {

Affine random_point(Rng& rng) {
    for (;;) {
        Encoding bytes{};
        rng.fill(bytes);
        if (Affine p; decode(bytes, p) == 1) {
            return p;
        }
    }
}

PublicScalar random_exponent(Rng& rng) {
    ByteArray<32> bytes{};
    rng.fill(bytes);
    bytes[31] &= 0x0f;
    return PublicScalar(bytes);
}

std::vector<Affine> random_points(std::size_t count) {
    crypto::SeededRng rng("kernel");
    std::vector<Affine> out;
    std::generate_n(std::back_inserter(out), count, [&] { return random_point(rng); });
    return out;
}

const Path* path_of(const benchmark::State& state) { return state.range(0) == 0 ? &portable_path() : avx2_path(); }

template <Fe (*operation)(const Fe&, const Fe&)> void field(benchmark::State& state) {
    const auto points = random_points(1);
    Fe a = points[0].x;
    for (auto _ : state) {
        a = operation(a, points[0].y);
        benchmark::DoNotOptimize(a);
    }
}

void decode_point(benchmark::State& state) {
    const Encoding bytes = encode(random_points(1)[0]);
    Affine out;
    for (auto _ : state) {
        benchmark::DoNotOptimize(decode(bytes, out));
    }
}

void check_membership(benchmark::State& state) {
    const auto points = random_points(64);
    std::vector<std::uint8_t> members(points.size());
    for (auto _ : state) {
        check_members_vartime(*path_of(state), points, members);
    }
    state.SetItemsProcessed(state.iterations() * std::ssize(points));
}

void product(benchmark::State& state) {
    crypto::SeededRng rng("product");
    const auto points = random_points(64);
    const auto fixed = make_fixed_table_vartime(points[0]);
    std::vector<BaseTable> tables(points.size());
    std::vector<BaseTable*> pointers;
    std::ranges::transform(tables, std::back_inserter(pointers), [](BaseTable& table) { return &table; });
    std::vector<std::uint8_t> members(points.size());
    make_tables_vartime(*path_of(state), points, pointers, members);
    std::vector<edwards::Product> products(points.size());
    for (std::size_t i = 0; i < products.size(); ++i) {
        products[i].tabulated = {pointers[i], random_exponent(rng)};
        products[i].fixed[0] = {fixed.get(), random_exponent(rng)};
    }
    for (auto _ : state) {
        benchmark::DoNotOptimize(products_vartime(*path_of(state), products));
    }
    state.SetItemsProcessed(state.iterations() * std::ssize(products));
}

void multi_exp(benchmark::State& state) {
    crypto::SeededRng rng("multi");
    const auto points = random_points(static_cast<std::size_t>(state.range(0)));
    std::vector<PublicScalar> exponents;
    std::generate_n(std::back_inserter(exponents), points.size(), [&] { return random_exponent(rng); });
    for (auto _ : state) {
        benchmark::DoNotOptimize(multi_exp_vartime(points, exponents));
    }
    state.SetItemsProcessed(state.iterations() * std::ssize(points));
}

template <class G> void secret_powers(benchmark::State& state) {
    crypto::SeededRng rng("secret");
    const auto base = G::prepare_secret(G::generator().point());
    std::vector<typename G::SecretScalar> exponents;
    std::generate_n(std::back_inserter(exponents), state.range(0), [&] { return G::random_secret(rng); });
    const crypto::SecretPowers<G> factor{&base, exponents};
    for (auto _ : state) {
        benchmark::DoNotOptimize(G::products(std::span(&factor, 1)));
    }
    state.SetItemsProcessed(state.iterations() * std::ssize(exponents));
}

} // namespace

BENCHMARK(field<mul>)->Name("field multiplication");
BENCHMARK(decode_point)->Name("point decoded");
BENCHMARK(check_membership)->Name("membership, 64 points")->ArgName("AVX2")->Arg(0)->Arg(1);
BENCHMARK(product)->Name("product of two powers, 64 of them")->ArgName("AVX2")->Arg(0)->Arg(1);
BENCHMARK(multi_exp)->Name("one product of many powers")->Arg(100)->Arg(1000)->Arg(10000);
BENCHMARK(secret_powers<crypto::Ed25519>)->Name("secret powers of g, Ed25519")->Arg(100);
BENCHMARK(secret_powers<crypto::Belenios2048>)->Name("secret powers of g, BELENIOS-2048")->Arg(10);

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    if (avx2_path() == nullptr) {
        benchmark::SetBenchmarkFilter("-.*AVX2:1.*");
    }
    benchmark::RunSpecifiedBenchmarks();
}
