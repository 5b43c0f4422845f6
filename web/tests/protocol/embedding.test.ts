/** Integers in elements, generators from hashes, RFC-3526-2048, and the order of elements. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { ed25519 } from "../../src/protocol/ed25519.ts";
import { belenios2048, rfc3526 } from "../../src/protocol/finite-field.ts";
import { independentGenerators } from "../../src/protocol/generators.ts";
import { comparePoints, equalPoints } from "../../src/protocol/group.ts";
import { groups } from "../../src/protocol/groups.ts";
import { inverse, jacobi } from "../../src/protocol/modular.ts";
import { encodeScalar, randomScalar, scalarFromBigInt } from "../../src/protocol/scalar.ts";
import { faultOf, seededRandom } from "./support.ts";

const numbers = (...values: number[]): Uint8Array => Uint8Array.from(values);
const p = 2n * rfc3526.scalars.order + 1n;

/** pi times 2^bits, rounded down, by Machin's formula. */
function shiftedPi(bits: bigint): bigint {
  const unit = 1n << (bits + 64n);
  const arctan = (x: bigint): bigint => {
    let sum = 0n;
    for (let power = unit / x, n = 1n; power !== 0n; power /= -x * x, n += 2n) sum += power / n;
    return sum;
  };
  return (16n * arctan(5n) - 4n * arctan(239n)) >> 64n;
}

function powerModulo(base: bigint, exponent: bigint): bigint {
  let out = 1n;
  for (const bit of exponent.toString(2)) {
    out = out * out % p;
    if (bit === "1") out = out * base % p;
  }
  return out;
}

test("the prime of RFC 3526 is 2^2048 - 2^1984 - 1 + 2^64 (floor(2^1918 pi) + 124476), and q is half of it", () => {
  assert.equal(p, (1n << 2048n) - (1n << 1984n) - 1n + (1n << 64n) * (shiftedPi(1918n) + 124_476n));
  assert.equal(rfc3526.encode(rfc3526.generator), "2");
});

test("RFC-3526-2048: members are the numbers whose power q is 1", () => {
  const random = seededRandom("membership");
  const candidates = [2n, 3n, 4n, p - 1n, p - 2n, ...Array.from({ length: 8 }, () => BigInt(`0x${Buffer.from(random.bytes(255)).toString("hex")}`))];
  const members = candidates.map((value) => powerModulo(value, rfc3526.scalars.order) === 1n);
  assert.ok(members.includes(true) && members.includes(false));
  candidates.forEach((value, i) => {
    assert.equal(faultOf(() => rfc3526.parse(String(value))), members[i] === true ? "accepted" : "point.membership", String(i));
  });
  for (const text of ["0", String(p), String(p + 2n), String(p + 4n)]) assert.equal(faultOf(() => rfc3526.parse(text)), "point.membership");
  assert.equal(faultOf(() => rfc3526.parse("04")), "point.syntax");
  assert.equal(rfc3526.encode(rfc3526.parse("04", true)), "4");
});

test("Jacobi symbols and inverses, against squares counted by hand", () => {
  for (const n of [3n, 5n, 7n, 11n, 13n, 1009n]) {
    const squares = new Set(Array.from({ length: Number(n) - 1 }, (_, i) => BigInt(i + 1) ** 2n % n));
    for (let a = 1n; a < n; a += 1n) {
      assert.equal(jacobi(a, n), squares.has(a) ? 1 : -1, `${String(a)}/${String(n)}`);
      assert.equal(inverse(n, a) * a % n, 1n);
    }
    assert.equal(jacobi(0n, n), 0);
  }
  assert.equal(jacobi(2n, 15n), 1); // (2/3)(2/5) = (-1)(-1)
  assert.equal(jacobi(6n, 15n), 0);
});

test("scalars of RFC-3526-2048 are as long as q", () => {
  const random = seededRandom("long scalars");
  const { scalars } = rfc3526;
  const long = Array.from({ length: 8 }, () => randomScalar(scalars, random));
  assert.ok(long.every((one) => one.length === 256));
  assert.ok(long.some((one) => BigInt(encodeScalar(one)) > 1n << 2040n));
  const last = scalarFromBigInt(256, scalars.order - 1n);
  assert.equal(encodeScalar(scalars.add(last, scalars.one)), "0");
});

// PROTOCOL section 15.
test("published embeddings and generators of Ed25519", () => {
  const embedded: [number[], string][] = [
    [[1, 2, 3, 4], "0000000000000000000000000000000000000000000000000000004080c10008"],
    [[0, 0, 0, 0], "0000000000000000000000000000000000000000000000000000000000000001"],
    [[255, 0, 1, 128], "00000000000000000000000000000000000000000000000000003fc000600004"],
  ];
  for (const [values, text] of embedded) assert.equal(ed25519.encode(ed25519.embed(numbers(...values))), text);
  const { h, each } = independentGenerators(ed25519, 2);
  assert.equal(ed25519.encode(h), "d6f7c1ea42e2474a28baea1141185bb7b39fe58011e5fc31d093b5c9345f18c7");
  assert.deepEqual(each.map(ed25519.encode), [
    "c95c81b40c41366b2e62e68fec3c5fa4dbb93f0c3c242ac2fe7a07c0e0fd92fe",
    "8278c9f7f36153e64f1e858bf1bfbf7f3a42f2f9589a4010c192a5d11c89746c",
  ]);
});

test("what is embedded comes out again, and is a member", () => {
  assert.deepEqual(groups.map((one) => one.maxIntegers), [30, 0, 254]);
  for (const group of [ed25519, rfc3526]) {
    const random = seededRandom(`embedding ${group.name}`);
    const full = new Uint8Array(group.maxIntegers).fill(255);
    for (const values of [numbers(), numbers(0), numbers(7), numbers(0, 0, 1), random.bytes(group.maxIntegers), full, new Uint8Array(group.maxIntegers)]) {
      const point = group.embed(values);
      assert.deepEqual(group.extract(point, values.length), values);
      assert.ok(equalPoints(group.parse(group.encode(point)), point));
    }
    // What stands above the integers is passed over.
    assert.deepEqual(group.extract(group.embed(numbers(9, 1, 2)), 2), numbers(1, 2));
  }
  // 7 * 256 is a square times 7: the first member at or after it is found by hand here.
  const first = Array.from({ length: 256 }, (_, e) => 1792n + BigInt(e)).find((value) => powerModulo(value, rfc3526.scalars.order) === 1n);
  assert.equal(rfc3526.encode(rfc3526.embed(numbers(7))), String(first));
});

test("generators are distinct members; asking for more keeps the first", () => {
  for (const group of groups) {
    const few = independentGenerators(group, 3);
    const more = independentGenerators(group, 8);
    assert.deepEqual(more.each.slice(0, 3), few.each);
    const texts = [more.h, ...more.each, group.generator, group.neutral].map(group.encode);
    assert.equal(new Set(texts).size, 11);
    for (const text of texts) assert.equal(faultOf(() => group.parse(text)), "accepted");
  }
});

test("elements are ordered by number, on Ed25519 by their bytes from the last digit", () => {
  const [two, four, large] = ["2", "4", String(p - 1n - 2n)].map((text) => rfc3526.parse(faultOf(() => rfc3526.parse(text)) === "accepted" ? text : "16"));
  assert.ok(two && four && large);
  assert.ok(comparePoints(two, four) < 0 && comparePoints(four, two) > 0 && comparePoints(large, large) === 0);
  assert.ok(comparePoints(two, belenios2048.generator) < 0);
  // g ends in 58, g^2 in c9: g comes first although its text is larger.
  const g2 = ed25519.multiply(ed25519.generator, ed25519.generator);
  assert.ok(comparePoints(ed25519.generator, g2) < 0);
});
