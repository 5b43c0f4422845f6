#include "crypto/generators.hpp"

#include "crypto/ed25519.hpp"
#include "crypto/finite_field.hpp"

#include <mutex>

namespace ogniwo::crypto {

// Grows by whole new lists: whoever holds an older one keeps it.
template <Group G> std::shared_ptr<const Generators<G>> shuffle_generators(std::size_t count) {
    static std::mutex mutex;
    static std::shared_ptr<const Generators<G>> kept;
    const std::lock_guard lock(mutex);
    if (!kept || kept->each.size() < count) {
        auto grown = std::make_shared<Generators<G>>(
            kept ? *kept : Generators<G>{G::prepare_vartime(G::independent_generator(-1)), {}});
        grown->each.reserve(count);
        for (std::size_t i = grown->each.size(); i < count; ++i) {
            grown->each.push_back(
                G::prepare_vartime(G::independent_generator(static_cast<std::int64_t>(i))));
        }
        kept = std::move(grown);
    }
    return kept;
}

template std::shared_ptr<const Generators<Ed25519>> shuffle_generators<Ed25519>(std::size_t);
template std::shared_ptr<const Generators<Belenios2048>>
    shuffle_generators<Belenios2048>(std::size_t);
template std::shared_ptr<const Generators<Rfc3526>> shuffle_generators<Rfc3526>(std::size_t);

} // namespace ogniwo::crypto
