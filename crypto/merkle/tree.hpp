#pragma once
// The Merkle tree of RFC 9162 section 2.1: hashes, the growing right edge, and both kinds of proofs.
//
// A tree of any size is made of perfect subtrees; the one of `level` and `index` covers the leaves
// [index * 2^level, (index + 1) * 2^level). Only those are stored, the right edge is derived.

#include "crypto/base/bytes.hpp"
#include "crypto/base/result.hpp"

#include <functional>

namespace ogniwo::merkle {

using Proof = std::vector<Digest>;

/// No proof is longer: a path of a tree with 2^63 leaves.
inline constexpr std::size_t max_proof_length = 64;

/// SHA-256(0x00 || data).
Digest leaf_hash(ByteView data);
/// SHA-256(0x01 || left || right).
Digest node_hash(const Digest& left, const Digest& right);
/// Root of the tree without leaves: SHA-256 of nothing.
Digest empty_root();

/// Hash of a perfect subtree; called only for subtrees that are complete.
using NodeGetter = std::function<Result<Digest>(unsigned level, std::uint64_t index)>;
/// Told of each perfect subtree as it becomes complete, leaves (level 0) included.
using NodeSink = std::function<void(unsigned level, std::uint64_t index, const Digest& hash)>;

/// The right edge of a growing tree: one hash for each set bit of the size, at most 64.
class CompactRange {
  public:
    CompactRange() = default;
    /// The edge of a tree that is stored. Errors: those of the getter.
    static Result<CompactRange> load(std::uint64_t size, const NodeGetter& node);

    void append(const Digest& leaf, const NodeSink& sink);
    [[nodiscard]] Digest root() const;
    [[nodiscard]] std::uint64_t size() const { return size_; }

  private:
    std::uint64_t size_ = 0;
    std::vector<Digest> edge_; // largest subtree first
};

/// Root of the first `size` leaves. Errors: those of the getter.
Result<Digest> root_at(std::uint64_t size, const NodeGetter& node);

/// Path of leaf `index` in the tree of `size` leaves. Errors: merkle.range (index >= size), the getter's.
Result<Proof> inclusion_proof(std::uint64_t index, std::uint64_t size, const NodeGetter& node);
/// Errors: merkle.range (old_size > size), the getter's. Empty when old_size is 0 or equals size.
Result<Proof> consistency_proof(std::uint64_t old_size, std::uint64_t size, const NodeGetter& node);

/// RFC 9162 section 2.1.3.2; the length must be exactly right. Errors: merkle.range, merkle.length,
/// merkle.root.
Verdict verify_inclusion(std::uint64_t index, std::uint64_t size, const Digest& leaf,
                         const Proof& proof, const Digest& root);
/// RFC 9162 section 2.1.4.2. From size 0, and between equal sizes, the proof is empty (and equal sizes have
/// equal roots). Errors: merkle.range, merkle.length, merkle.root.
Verdict verify_consistency(std::uint64_t old_size, std::uint64_t size, const Digest& old_root,
                           const Digest& root, const Proof& proof);

} // namespace ogniwo::merkle
