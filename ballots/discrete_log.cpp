#include "ballots/discrete_log.hpp"

#include "ballots/groups.hpp"
#include "crypto/base/check.hpp"

#include <cmath>
#include <functional>

namespace ogniwo::ballots {
namespace {

constexpr std::uint64_t max_table = std::uint64_t{1} << 20;
constexpr std::uint64_t batch = 512;

std::uint64_t fingerprint(std::string_view text) {
    return std::hash<std::string_view>{}(text);
}

std::uint64_t table_size(std::uint64_t bound, std::size_t expected) {
    const double best = std::sqrt(static_cast<double>(bound + 1) * static_cast<double>(expected));
    return std::clamp<std::uint64_t>(static_cast<std::uint64_t>(best) + 1, 1, max_table);
}

template <crypto::Group G> typename G::Point power(std::uint64_t exponent) {
    const crypto::Term<G> term{&G::generator(), G::scalar(exponent)};
    return G::multi_exp_vartime(std::span(&term, 1));
}

} // namespace

template <crypto::Group G>
DiscreteLog<G>::DiscreteLog(std::uint64_t bound, std::size_t expected)
    : bound_(bound), step_(table_size(bound, expected)),
      giant_(G::divide(G::neutral(), power<G>(step_))) {
    OGNIWO_CHECK(bound <= max_discrete_log);
    table_.reserve(static_cast<std::size_t>(step_));
    auto next = G::neutral();
    std::vector<typename G::Point> points;
    for (std::uint64_t start = 0; start < step_; start += batch) {
        points.clear();
        for (std::uint64_t i = start; i < std::min(start + batch, step_); ++i) {
            points.push_back(next);
            next = G::multiply(next, G::generator().point());
        }
        for (const std::string& text : G::point_texts(points)) {
            table_.push_back({fingerprint(text), static_cast<std::uint32_t>(table_.size())});
        }
    }
    std::ranges::sort(table_, {}, &Entry::fingerprint);
}

template <crypto::Group G>
std::optional<std::uint64_t> DiscreteLog<G>::look_up(std::string_view text) const {
    const auto found = std::ranges::lower_bound(table_, fingerprint(text), {}, &Entry::fingerprint);
    if (found == table_.end() || found->fingerprint != fingerprint(text)) {
        return std::nullopt;
    }
    return found->exponent;
}

template <crypto::Group G>
std::optional<std::uint64_t> DiscreteLog<G>::find(const typename G::Point& element) const {
    auto next = element;
    std::vector<typename G::Point> points;
    for (std::uint64_t start = 0; start <= bound_; start += step_ * batch) {
        points.clear();
        for (std::uint64_t j = 0; j < batch && start + j * step_ <= bound_; ++j) {
            points.push_back(next);
            next = G::multiply(next, giant_);
        }
        const std::vector<std::string> texts = G::point_texts(points);
        for (std::size_t j = 0; j < texts.size(); ++j) {
            const auto baby = look_up(texts[j]);
            // Fingerprints can collide: the exponent counts only when it gives the element.
            if (baby && power<G>(start + j * step_ + *baby) == element) {
                const std::uint64_t exponent = start + j * step_ + *baby;
                return exponent <= bound_ ? std::optional(exponent) : std::nullopt;
            }
        }
    }
    return std::nullopt;
}

#define OGNIWO_INSTANTIATE(G) template class DiscreteLog<G>;
OGNIWO_FOR_EACH_GROUP(OGNIWO_INSTANTIATE)
#undef OGNIWO_INSTANTIATE

} // namespace ogniwo::ballots
