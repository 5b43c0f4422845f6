import assert from "node:assert/strict";
import { test } from "node:test";
import { deriveCredential, generateCredential, normaliseCredential, publicCredential } from "../../src/protocol/credential.ts";
import {
  divide, encodePoint, equalPoints, generator, invert, multiply, neutral, parsePoint, power, powerOfCount, powerOfGenerator, select,
} from "../../src/protocol/point.ts";
import { add, encodeScalar, hashToScalar, one, order, parseScalar, randomScalar, scalarOf, subtract, zero } from "../../src/protocol/scalar.ts";
import { faultOf, seededRandom } from "./support.ts";

// Values of PROTOCOL section 15.
const serG = "6666666666666666666666666666666666666666666666666666666666666658";
const serG2 = "2260cdf3092329c21da25ee8c9a21f5697390f51643851560e5f46ae6af8a3c9";
const serNeutral = "0000000000000000000000000000000000000000000000000000000000000001";
const uuid = "11111111111111";
const code = "XXXXX-XXXXXX-XXXXX-XXXXXX";

test("published values of the group", () => {
  assert.equal(encodePoint(generator), serG);
  assert.equal(encodePoint(neutral), serNeutral);
  assert.equal(encodePoint(powerOfCount(generator, 2)), serG2);
  assert.equal(encodePoint(multiply(generator, generator)), serG2);
  assert.equal(
    encodeScalar(hashToScalar(`pok|Ed25519|${serG}|${serG2}`)),
    "1250771407756293393790156214150399917004272475561465267008108616783221419657",
  );
});

test("published credential", () => {
  const x = deriveCredential(code, uuid);
  assert.equal(encodeScalar(x), "5322394917452787855179170595065232744924124631414994432656231394895010483131");
  assert.equal(publicCredential(x), "c8a6d00e58d59d00cabcaf3a1a8d8502e2325ac9949e41ca0891f152f4bce2b2");
  assert.equal(encodeScalar(deriveCredential(code.replaceAll("-", ""), uuid)), encodeScalar(x));
});

test("the neutral element is an element like any other", () => {
  const g = generator;
  assert.ok(equalPoints(multiply(g, neutral), g));
  assert.ok(equalPoints(multiply(neutral, neutral), neutral));
  assert.ok(equalPoints(divide(g, g), neutral));
  assert.ok(equalPoints(multiply(g, invert(g)), neutral));
  assert.ok(equalPoints(power(g, zero), neutral));
  assert.ok(equalPoints(power(neutral, scalarOf(7)), neutral));
  assert.ok(equalPoints(powerOfGenerator(zero), neutral));
  assert.ok(equalPoints(parsePoint(serNeutral), neutral));
  assert.ok(equalPoints(power(g, subtract(zero, one)), invert(g)));
});

test("select takes one of two without a branch", () => {
  assert.ok(equalPoints(select(0, generator, neutral), generator));
  assert.ok(equalPoints(select(1, generator, neutral), neutral));
});

test("exponents add", () => {
  const random = seededRandom("exponents");
  for (let i = 0; i < 20; i += 1) {
    const a = randomScalar(random);
    const b = randomScalar(random);
    assert.ok(equalPoints(powerOfGenerator(add(a, b)), multiply(powerOfGenerator(a), powerOfGenerator(b))));
    assert.ok(equalPoints(power(powerOfGenerator(a), b), power(powerOfGenerator(b), a)));
  }
});

test("elements outside the group are refused", () => {
  // Small order: y = -1 (order 2) and y = 0 (order 4); then no curve point at y = 2; y = p + 1 is another text of neutral.
  const p = (1n << 255n) - 19n;
  const text = (y: bigint): string => y.toString(16).padStart(64, "0");
  assert.equal(faultOf(() => parsePoint(text(p - 1n))), "point.membership");
  assert.equal(faultOf(() => parsePoint(text(0n))), "point.membership");
  assert.equal(faultOf(() => parsePoint(text(2n))), "point.membership");
  assert.equal(faultOf(() => parsePoint(text(p + 1n))), "point.membership");
  assert.equal(encodePoint(parsePoint(text(p + 1n), true)), serNeutral);
  assert.equal(faultOf(() => parsePoint(serG2.toUpperCase())), "point.syntax");
  assert.equal(encodePoint(parsePoint(serG2.toUpperCase(), true)), serG2);
  assert.equal(faultOf(() => parsePoint(serG2.slice(1), true)), "point.syntax");
  // g plus the point of order 2 is (-x, -y): on the curve, outside the subgroup.
  const y = BigInt(`0x${serG}`);
  assert.equal(faultOf(() => parsePoint(text((1n << 255n) | (p - y)))), "point.membership");
  assert.equal(faultOf(() => parsePoint(text((1n << 255n) | (p - y)), true)), "point.membership");
});

test("scalars have one text", () => {
  assert.equal(encodeScalar(parseScalar("0")), "0");
  assert.equal(encodeScalar(parseScalar(String(order - 1n))), String(order - 1n));
  assert.equal(faultOf(() => parseScalar(String(order))), "scalar.range");
  assert.equal(faultOf(() => parseScalar("9".repeat(200))), "scalar.range");
  assert.equal(faultOf(() => parseScalar("9".repeat(201))), "scalar.syntax");
  for (const text of ["", "00", "01", "-1", "+1", "1 ", "1e3", "0x1", "٣"]) assert.equal(faultOf(() => parseScalar(text)), "scalar.syntax", text);
  assert.equal(encodeScalar(parseScalar("0012", true)), "12");
  assert.equal(faultOf(() => parseScalar("-1", true)), "scalar.syntax");
});

test("codes have 22 characters of Base58", () => {
  assert.equal(normaliseCredential("XXXXXXXXXXXXXXXXXXXXXX"), code);
  for (const text of ["", "XXXXX-XXXXXX-XXXXX-XXXXX", "XXXXX-XXXXXX-XXXXX-XXXXXXX", "0XXXX-XXXXXX-XXXXX-XXXXXX", "XXXXXX-XXXXX-XXXXX-XXXXXX",
    "XXXXl-XXXXXX-XXXXX-XXXXXX", "XXXXX-XXXXXXXXXXX-XXXXXX", "XXXXX XXXXXX XXXXX XXXXXX"]) {
    assert.equal(faultOf(() => normaliseCredential(text)), "credential.format", text);
  }
  const random = seededRandom("codes");
  const letters = new Map<string, number>();
  for (let i = 0; i < 600; i += 1) {
    const made = generateCredential(random);
    assert.equal(normaliseCredential(made), made);
    for (const letter of made.replaceAll("-", "")) letters.set(letter, (letters.get(letter) ?? 0) + 1);
  }
  // 13,200 letters over 58: about 228 each, standard deviation 15.
  assert.equal(letters.size, 58);
  for (const [letter, count] of letters) assert.ok(count > 140 && count < 320, `${letter}: ${String(count)}`);
});
