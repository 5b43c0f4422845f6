import assert from "node:assert/strict";
import { test } from "node:test";
import { deriveCredential, generateCredential, normaliseCredential, publicCredential } from "../../src/protocol/credential.ts";
import { ed25519 } from "../../src/protocol/ed25519.ts";
import { belenios2048 } from "../../src/protocol/finite-field.ts";
import { equalPoints, powerOfCount, select } from "../../src/protocol/group.ts";
import { groups } from "../../src/protocol/groups.ts";
import { encodeScalar, hashToScalar, negated, parseScalar, randomScalar, scalarOf } from "../../src/protocol/scalar.ts";
import { faultOf, seededRandom } from "./support.ts";

// Values of PROTOCOL section 15.
const serG = "6666666666666666666666666666666666666666666666666666666666666658";
const serG2 = "2260cdf3092329c21da25ee8c9a21f5697390f51643851560e5f46ae6af8a3c9";
const serNeutral = "0000000000000000000000000000000000000000000000000000000000000001";
const beleniosP = "a3ef2d011fefb1b6e39e568fccdffb0fb7dc7ef3a791b6862791811d21fc35f21e6d36856b428030421f514ed40bfd4c06e092a495af8d79" +
  "a2f85e0fb11c0ede07dd973f9c53e50930c6e82ac36de1ae3fb8c3aabfff12ce27a5022ddd8912d107435012768a2cdd0a4091d8fa447f6c7ebc15a3" +
  "49fa318a6b4fe17d8d47e843a3e14dfa9b2162f4d7229abe93a188b46b006517d6f6747ebbb29c9ec3099b607f18fb1a8bc858279aa8599411d998d3" +
  "e3fada9e010840d082d8c31911acdd4a0e7992d0f18cc759cb5de0acf66a3882555bc810941e021b6a4ccfa04ee4008f878affa2375e2999b44f6cef" +
  "17d707301e59e0e6351e051ed9cec4157646e64f";
const uuid = "11111111111111";
const code = "XXXXX-XXXXXX-XXXXX-XXXXXX";

test("published values of Ed25519", () => {
  const { encode, generator, neutral, multiply, scalars } = ed25519;
  assert.equal(encode(generator), serG);
  assert.equal(encode(neutral), serNeutral);
  assert.equal(encode(powerOfCount(ed25519, generator, 2)), serG2);
  assert.equal(encode(multiply(generator, generator)), serG2);
  assert.equal(
    encodeScalar(hashToScalar(scalars, `pok|Ed25519|${serG}|${serG2}`)),
    "1250771407756293393790156214150399917004272475561465267008108616783221419657",
  );
});

test("published credential", () => {
  const x = deriveCredential(ed25519, code, uuid);
  assert.equal(encodeScalar(x), "5322394917452787855179170595065232744924124631414994432656231394895010483131");
  assert.equal(publicCredential(ed25519, x), "c8a6d00e58d59d00cabcaf3a1a8d8502e2325ac9949e41ca0891f152f4bce2b2");
  assert.equal(encodeScalar(deriveCredential(ed25519, code.replaceAll("-", ""), uuid)), encodeScalar(x));
});

for (const group of groups) {
  const { generator: g, neutral, scalars } = group;
  test(`${group.name}: the neutral element is an element like any other`, () => {
    const inverse = group.divide(neutral, g);
    assert.ok(equalPoints(group.multiply(g, neutral), g));
    assert.ok(equalPoints(group.multiply(neutral, neutral), neutral));
    assert.ok(equalPoints(group.divide(g, g), neutral));
    assert.ok(equalPoints(group.multiply(g, inverse), neutral));
    assert.ok(equalPoints(group.power(g, scalars.zero), neutral));
    assert.ok(equalPoints(group.power(neutral, scalarOf(scalars, 7)), neutral));
    assert.ok(equalPoints(group.powerOfGenerator(scalars.zero), neutral));
    assert.ok(equalPoints(group.parse(group.encode(neutral)), neutral));
    assert.ok(equalPoints(group.power(g, negated(scalars, scalars.one)), inverse));
    assert.ok(group.encode(g).length <= group.elementText);
  });

  test(`${group.name}: select takes one of two without a branch`, () => {
    assert.ok(equalPoints(select(0, g, neutral), g));
    assert.ok(equalPoints(select(1, g, neutral), neutral));
  });

  test(`${group.name}: exponents add and multiply`, () => {
    const random = seededRandom("exponents");
    for (let i = 0; i < 8; i += 1) {
      const a = randomScalar(scalars, random);
      const b = randomScalar(scalars, random);
      const [ga, gb] = [group.powerOfGenerator(a), group.powerOfGenerator(b)];
      assert.ok(equalPoints(group.power(g, a), ga));
      assert.ok(equalPoints(group.powerOfGenerator(scalars.add(a, b)), group.multiply(ga, gb)));
      assert.ok(equalPoints(group.powerOfGenerator(scalars.subtract(a, b)), group.divide(ga, gb)));
      assert.ok(equalPoints(group.power(ga, b), group.power(gb, a)));
      assert.ok(equalPoints(group.power(ga, b), group.powerOfGenerator(scalars.multiply(a, b))));
      const both = group.multiply(group.power(ga, b), group.power(gb, a));
      assert.ok(equalPoints(group.powers({ base: ga, exponent: b }, { base: gb, exponent: a }), both));
      assert.ok(equalPoints(group.powers({ base: g, exponent: a }, { base: gb, exponent: scalars.one }), group.multiply(ga, gb)));
    }
  });
}

test("the parameters of BELENIOS-2048 are those of the specification", () => {
  const { order } = belenios2048.scalars;
  assert.equal(order.toString(16), "adb6066a73522565f4daa0f2579db7f2f0fa90c2168bc709e20263387d55c491");
  // p shows through the largest element text that is refused and the smallest that is not.
  const p = BigInt(`0x${beleniosP}`);
  assert.equal((p - 1n) % order, 0n);
  assert.equal(faultOf(() => belenios2048.parse("1")), "accepted");
  const g = BigInt(belenios2048.encode(belenios2048.generator));
  const square = belenios2048.encode(belenios2048.multiply(belenios2048.generator, belenios2048.generator));
  assert.equal(square, String(g * g % p));
});

test("BELENIOS-2048: numbers outside the group are refused", () => {
  const p = BigInt(`0x${beleniosP}`);
  const g = belenios2048.encode(belenios2048.generator);
  const refused: [string, string][] = [
    ["0", "point.membership"], [String(p), "point.membership"], [String(p + BigInt(g)), "point.membership"],
    [String(p - 1n), "point.membership"], ["2", "point.membership"], [String(p - BigInt(g)), "point.membership"],
    ["", "point.syntax"], ["-1", "point.syntax"], [`0${g}`, "point.syntax"], ["0x2", "point.syntax"], [` ${g}`, "point.syntax"],
  ];
  for (const [text, id] of refused) assert.equal(faultOf(() => belenios2048.parse(text)), id, text);
  assert.equal(belenios2048.encode(belenios2048.parse(`00${g}`, true)), g);
  assert.equal(faultOf(() => belenios2048.parse("0".repeat(700 - g.length) + g, true)), "accepted");
  assert.equal(faultOf(() => belenios2048.parse("0".repeat(701 - g.length) + g, true)), "point.syntax");
});

test("Ed25519: elements outside the group are refused", () => {
  const parsePoint = ed25519.parse;
  const encodePoint = ed25519.encode;
  // Small order: y = -1 (order 2) and y = 0 (order 4); then no curve point at y = 2; y = p + 1 is another text of neutral.
  const p = (1n << 255n) - 19n;
  const text = (y: bigint): string => y.toString(16).padStart(64, "0");
  assert.equal(faultOf(() => parsePoint(text(p - 1n))), "point.membership");
  assert.equal(faultOf(() => parsePoint(text(0n))), "point.membership");
  assert.equal(faultOf(() => parsePoint(text(2n))), "point.membership");
  assert.equal(faultOf(() => parsePoint(text(p + 1n))), "point.membership");
  assert.equal(encodePoint(parsePoint(text(p + 1n), true)), serNeutral);
  assert.equal(faultOf(() => parsePoint(text((1n << 255n) | 1n))), "point.membership");
  assert.equal(encodePoint(parsePoint(text((1n << 255n) | 1n), true)), serNeutral);
  assert.equal(faultOf(() => parsePoint(serG2.toUpperCase())), "point.syntax");
  assert.equal(encodePoint(parsePoint(serG2.toUpperCase(), true)), serG2);
  assert.equal(faultOf(() => parsePoint(serG2.slice(1), true)), "point.syntax");
  // g plus the point of order 2 is (-x, -y): on the curve, outside the subgroup.
  const y = BigInt(`0x${serG}`);
  assert.equal(faultOf(() => parsePoint(text((1n << 255n) | (p - y)))), "point.membership");
  assert.equal(faultOf(() => parsePoint(text((1n << 255n) | (p - y)), true)), "point.membership");
});

test("scalars have one text", () => {
  for (const { scalars } of groups) {
    const { order } = scalars;
    const read = (text: string, lenient = false): string => encodeScalar(parseScalar(scalars, text, lenient));
    const fault = (text: string, lenient = false): string => faultOf(() => read(text, lenient));
    assert.equal(read("0"), "0");
    assert.equal(read(String(order - 1n)), String(order - 1n));
    assert.equal(fault(String(order)), "scalar.range");
    assert.equal(fault("9".repeat(700)), "scalar.range");
    assert.equal(fault("9".repeat(701)), "scalar.syntax");
    for (const text of ["", "00", "01", "-1", "+1", "1 ", "1e3", "0x1", "٣"]) assert.equal(fault(text), "scalar.syntax", text);
    assert.equal(read("0012", true), "12");
    assert.equal(fault("-1", true), "scalar.syntax");
  }
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
