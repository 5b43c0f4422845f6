/**
 * A secret random permutation. Random keys are sorted by a network of comparators (Batcher's merge exchange: Knuth, The
 * Art of Computer Programming, volume 3, algorithm 5.2.2M): which places are compared depends on the size alone, and
 * whether a pair is exchanged is the secret. Replaying the exchanges permutes anything else alike.
 */

import { wipe } from "./bytes.ts";
import type { Random } from "./sodium.ts";

/** The pairs of places that are compared, in order. */
function* network(size: number): Generator<[number, number]> {
  const top = size < 2 ? 0 : 1 << (31 - Math.clz32(size - 1));
  for (let p = top; p > 0; p >>= 1) {
    let [q, r, d] = [top, 0, p];
    for (;;) {
      for (let i = 0; i < size - d; i += 1) if ((i & p) === r) yield [i, i + d];
      if (q === p) break;
      [d, q, r] = [q - p, q >> 1, p];
    }
  }
}

/** Exchanges the bytes of two rows of one length when the bit is 1, without a branch. */
function exchange(bit: number, a: Uint8Array, b: Uint8Array): void {
  const mask = -bit & 0xff;
  for (let i = 0; i < a.length; i += 1) {
    const difference = mask & ((a[i] as number) ^ (b[i] as number));
    a[i] = (a[i] as number) ^ difference;
    b[i] = (b[i] as number) ^ difference;
  }
}

export class SecretPermutation {
  readonly #pairs: [number, number][];
  /** 0 or 1 for each pair. */
  readonly #exchanged: Uint8Array;

  /** Uniform over all permutations of `size` elements. */
  constructor(size: number, random: Random) {
    this.#pairs = [...network(size)];
    this.#exchanged = new Uint8Array(this.#pairs.length);
    // 48 bits: that two of a thousand keys are equal has a chance of 2^-29, and would only favour one order of the two.
    const keys = Float64Array.from({ length: size }, () => random.bytes(6).reduce((key, byte) => 256 * key + byte, 0));
    this.#pairs.forEach(([i, k], at) => {
      const [a, b] = [keys[i] as number, keys[k] as number];
      this.#exchanged[at] = Number(a > b);
      keys[i] = Math.min(a, b);
      keys[k] = Math.max(a, b);
    });
    keys.fill(0);
  }

  /** Copies of rows of one length in the new order: number i is what was number psi(i). */
  apply<T extends Uint8Array>(rows: readonly T[]): T[] {
    const out = rows.map((row) => row.slice() as T);
    this.#pairs.forEach(([i, k], at) => exchange(this.#exchanged[at] as number, out[i] as T, out[k] as T));
    return out;
  }

  /** The inverse: number psi(i) is what was number i. */
  applyInverse<T extends Uint8Array>(rows: readonly T[]): T[] {
    const out = rows.map((row) => row.slice() as T);
    for (let at = this.#pairs.length - 1; at >= 0; at -= 1) {
      const [i, k] = this.#pairs[at] as [number, number];
      exchange(this.#exchanged[at] as number, out[i] as T, out[k] as T);
    }
    return out;
  }

  forget(): void {
    wipe(this.#exchanged);
  }
}
