/** The Merkle tree of RFC 9162 section 2.1. Sizes and indexes are big integers: logs may hold up to 2^63 leaves. */

import { concat, equalBytes } from "./bytes.ts";
import { demand } from "./fault.ts";
import { sha256 } from "./sodium.ts";

const leafMark = Uint8Array.of(0);
const nodeMark = Uint8Array.of(1);

export function leafHash(data: Uint8Array): Uint8Array {
  return sha256(concat(leafMark, data));
}
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(concat(nodeMark, left, right));
}

/** Root of a small tree: what the proofs are about, by definition (section 2.1.1). */
export function rootOf(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return sha256(new Uint8Array(0));
  if (leaves.length === 1) return leaves[0] as Uint8Array;
  const split = splitOf(leaves.length);
  return nodeHash(rootOf(leaves.slice(0, split)), rootOf(leaves.slice(split)));
}

/** The largest power of two below n; n >= 2. */
function splitOf(n: number): number {
  let split = 1;
  while (2 * split < n) split *= 2;
  return split;
}

/** The path of a leaf in a small tree (section 2.1.3.1). Fault: merkle.range. */
export function inclusionProof(index: number, leaves: readonly Uint8Array[]): Uint8Array[] {
  demand(index >= 0 && index < leaves.length, "merkle.range");
  if (leaves.length === 1) return [];
  const split = splitOf(leaves.length);
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return index < split ? [...inclusionProof(index, left), rootOf(right)] : [...inclusionProof(index - split, right), rootOf(left)];
}

/** Between two sizes of a small tree (section 2.1.4.1). Fault: merkle.range. */
export function consistencyProof(oldSize: number, leaves: readonly Uint8Array[]): Uint8Array[] {
  demand(oldSize >= 0 && oldSize <= leaves.length, "merkle.range");
  if (oldSize === 0 || oldSize === leaves.length) return [];
  const part = (size: number, rest: readonly Uint8Array[], whole: boolean): Uint8Array[] => {
    if (size === rest.length) return whole ? [] : [rootOf(rest)];
    const split = splitOf(rest.length);
    const [left, right] = [rest.slice(0, split), rest.slice(split)];
    return size <= split ? [...part(size, left, whole), rootOf(right)] : [...part(size - split, right, false), rootOf(left)];
  };
  return part(oldSize, leaves, true);
}

/** Section 2.1.3.2. Faults: merkle.range, merkle.length, merkle.root. */
export function verifyInclusion(index: bigint, size: bigint, leaf: Uint8Array, proof: readonly Uint8Array[], root: Uint8Array): void {
  demand(index >= 0n && index < size, "merkle.range");
  demand(leaf.length === 32 && root.length === 32, "merkle.root", "not a hash");
  let fn = index;
  let sn = size - 1n;
  let hash = leaf;
  for (const step of proof) {
    demand(sn !== 0n, "merkle.length");
    if ((fn & 1n) === 1n || fn === sn) {
      hash = nodeHash(step, hash);
      while ((fn & 1n) === 0n && fn !== 0n) {
        fn >>= 1n;
        sn >>= 1n;
      }
    } else {
      hash = nodeHash(hash, step);
    }
    fn >>= 1n;
    sn >>= 1n;
  }
  demand(sn === 0n, "merkle.length");
  demand(equalBytes(hash, root), "merkle.root");
}

/**
 * Section 2.1.4.2. From size 0 and between equal sizes the proof is empty, and equal sizes have equal roots.
 * Faults: merkle.range, merkle.length, merkle.root.
 */
export function verifyConsistency(
  oldSize: bigint, size: bigint, oldRoot: Uint8Array, root: Uint8Array, proof: readonly Uint8Array[],
): void {
  demand(oldSize >= 0n && oldSize <= size, "merkle.range");
  if (oldSize === 0n || oldSize === size) {
    demand(proof.length === 0, "merkle.length");
    demand(oldSize !== 0n || equalBytes(oldRoot, rootOf([])), "merkle.root");
    demand(oldSize !== size || equalBytes(oldRoot, root), "merkle.root");
    return;
  }
  const isPower = (oldSize & (oldSize - 1n)) === 0n;
  const [first, ...path] = isPower ? [oldRoot, ...proof] : proof;
  demand(first !== undefined, "merkle.length");
  let fn = oldSize - 1n;
  let sn = size - 1n;
  while ((fn & 1n) === 1n) {
    fn >>= 1n;
    sn >>= 1n;
  }
  let oldHash = first;
  let hash = first;
  for (const step of path) {
    demand(sn !== 0n, "merkle.length");
    if ((fn & 1n) === 1n || fn === sn) {
      oldHash = nodeHash(step, oldHash);
      hash = nodeHash(step, hash);
      while ((fn & 1n) === 0n && fn !== 0n) {
        fn >>= 1n;
        sn >>= 1n;
      }
    } else {
      hash = nodeHash(hash, step);
    }
    fn >>= 1n;
    sn >>= 1n;
  }
  demand(sn === 0n, "merkle.length");
  demand(equalBytes(oldHash, oldRoot) && equalBytes(hash, root), "merkle.root");
}
