#include "crypto/merkle/tree.hpp"

#include "crypto/base/check.hpp"
#include "crypto/sha256.hpp"

#include <bit>

namespace ogniwo::merkle {
namespace {

constexpr ByteArray<1> leaf_prefix{0};
constexpr ByteArray<1> node_prefix{1};

// Largest power of two below n. Precondition: n > 1.
std::uint64_t split_of(std::uint64_t n) { return std::bit_floor(n - 1); }

// Root of the leaves [first, first + n). `first` is a multiple of the power of two that covers n.
Result<Digest> range_root(std::uint64_t first, std::uint64_t n, const NodeGetter& node) {
    if (std::has_single_bit(n)) {
        const auto level = static_cast<unsigned>(std::countr_zero(n));
        return node(level, first >> level);
    }
    const std::uint64_t k = split_of(n);
    OGNIWO_ASSIGN(const Digest left, range_root(first, k, node));
    OGNIWO_ASSIGN(const Digest right, range_root(first + k, n - k, node));
    return node_hash(left, right);
}

} // namespace

Digest leaf_hash(ByteView data) { return crypto::sha256({leaf_prefix, data}); }

Digest node_hash(const Digest& left, const Digest& right) {
    return crypto::sha256({node_prefix, left, right});
}

Digest empty_root() { return crypto::sha256(ByteView{}); }

Result<CompactRange> CompactRange::load(std::uint64_t size, const NodeGetter& node) {
    CompactRange range;
    range.size_ = size;
    std::uint64_t first = 0;
    for (unsigned level = 64; level-- > 0;) {
        if ((size >> level & 1) != 0) {
            OGNIWO_ASSIGN(const Digest hash, node(level, first >> level));
            range.edge_.push_back(hash);
            first += std::uint64_t{1} << level;
        }
    }
    return range;
}

void CompactRange::append(const Digest& leaf, const NodeSink& sink) {
    Digest hash = leaf;
    sink(0, size_, hash);
    unsigned level = 0;
    for (std::uint64_t rest = size_; (rest & 1) != 0; rest >>= 1) {
        hash = node_hash(edge_.back(), hash);
        edge_.pop_back();
        ++level;
        sink(level, size_ >> level, hash);
    }
    edge_.push_back(hash);
    ++size_;
}

Digest CompactRange::root() const {
    if (edge_.empty()) {
        return empty_root();
    }
    Digest hash = edge_.back();
    for (std::size_t i = edge_.size() - 1; i-- > 0;) {
        hash = node_hash(edge_[i], hash);
    }
    return hash;
}

Result<Digest> root_at(std::uint64_t size, const NodeGetter& node) {
    return size == 0 ? Result<Digest>(empty_root()) : range_root(0, size, node);
}

Result<Proof> inclusion_proof(std::uint64_t index, std::uint64_t size, const NodeGetter& node) {
    if (index >= size) {
        return Error("merkle.range", "the leaf is not in the tree");
    }
    Proof proof;
    std::uint64_t first = 0;
    for (std::uint64_t n = size; n > 1;) { // from the root down, so the path comes out reversed
        const std::uint64_t k = split_of(n);
        const bool left = index - first < k;
        OGNIWO_ASSIGN(const Digest sibling, left ? range_root(first + k, n - k, node)
                                                 : range_root(first, k, node));
        proof.push_back(sibling);
        first = left ? first : first + k;
        n = left ? k : n - k;
    }
    std::ranges::reverse(proof);
    return proof;
}

Result<Proof> consistency_proof(std::uint64_t old_size, std::uint64_t size,
                                const NodeGetter& node) {
    if (old_size > size) {
        return Error("merkle.range", "the old tree is larger than the new one");
    }
    Proof proof;
    if (old_size == 0 || old_size == size) {
        return proof;
    }
    std::uint64_t first = 0;
    std::uint64_t m = old_size;
    std::uint64_t n = size;
    bool whole = true; // the old root itself is still the subtree in hand
    while (m != n) {
        const std::uint64_t k = split_of(n);
        const bool left = m <= k;
        OGNIWO_ASSIGN(const Digest sibling, left ? range_root(first + k, n - k, node)
                                                 : range_root(first, k, node));
        proof.push_back(sibling);
        if (left) {
            n = k;
        } else {
            first += k;
            m -= k;
            n -= k;
            whole = false;
        }
    }
    if (!whole) {
        OGNIWO_ASSIGN(const Digest start, range_root(first, n, node));
        proof.push_back(start);
    }
    std::ranges::reverse(proof);
    return proof;
}

Verdict verify_inclusion(std::uint64_t index, std::uint64_t size, const Digest& leaf,
                         const Proof& proof, const Digest& root) {
    if (index >= size) {
        return Error("merkle.range", "the leaf is not in the tree");
    }
    std::uint64_t fn = index;
    std::uint64_t sn = size - 1;
    Digest hash = leaf;
    for (const Digest& sibling : proof) {
        if (sn == 0) {
            return Error("merkle.length", "the path is too long");
        }
        if ((fn & 1) != 0 || fn == sn) {
            hash = node_hash(sibling, hash);
            while ((fn & 1) == 0 && fn != 0) {
                fn >>= 1;
                sn >>= 1;
            }
        } else {
            hash = node_hash(hash, sibling);
        }
        fn >>= 1;
        sn >>= 1;
    }
    if (sn != 0) {
        return Error("merkle.length", "the path is too short");
    }
    if (hash != root) {
        return Error("merkle.root", "the path does not lead to the root");
    }
    return pass();
}

Verdict verify_consistency(std::uint64_t old_size, std::uint64_t size, const Digest& old_root,
                           const Digest& root, const Proof& proof) {
    if (old_size > size) {
        return Error("merkle.range", "the old tree is larger than the new one");
    }
    if (old_size == 0 || old_size == size) {
        if (!proof.empty()) {
            return Error("merkle.length", "the proof must be empty");
        }
        const bool same = (old_size != 0 || old_root == empty_root()) &&
                          (old_size != size || old_root == root);
        return same ? pass() : Verdict(Error("merkle.root", "different roots for one size"));
    }
    Proof path = proof;
    if (std::has_single_bit(old_size)) {
        path.insert(path.begin(), old_root);
    }
    if (path.empty()) {
        return Error("merkle.length", "the proof is too short");
    }
    std::uint64_t fn = old_size - 1;
    std::uint64_t sn = size - 1;
    while ((fn & 1) != 0) {
        fn >>= 1;
        sn >>= 1;
    }
    Digest old_hash = path.front();
    Digest new_hash = path.front();
    for (const Digest& c : std::span(path).subspan(1)) {
        if (sn == 0) {
            return Error("merkle.length", "the proof is too long");
        }
        if ((fn & 1) != 0 || fn == sn) {
            old_hash = node_hash(c, old_hash);
            new_hash = node_hash(c, new_hash);
            while ((fn & 1) == 0 && fn != 0) {
                fn >>= 1;
                sn >>= 1;
            }
        } else {
            new_hash = node_hash(new_hash, c);
        }
        fn >>= 1;
        sn >>= 1;
    }
    if (sn != 0) {
        return Error("merkle.length", "the proof is too short");
    }
    if (old_hash != old_root || new_hash != root) {
        return Error("merkle.root", "the trees are not consistent");
    }
    return pass();
}

} // namespace ogniwo::merkle
