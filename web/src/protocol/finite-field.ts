/**
 * The group BELENIOS-2048 (PROTOCOL section 1.1): the subgroup of order q of the integers modulo p, by the engine's big
 * integers. An element is 256 bytes, big-endian. These take a time that depends on their values, so that who can
 * measure the voter's own device closely may learn from it; elections in Ed25519, the default, have no such weakness.
 */

import { fromHex, toHex } from "./bytes.ts";
import { demand } from "./fault.ts";
import type { Group, Point, Term } from "./group.ts";
import { scalarFromBigInt, scalarToBigInt, type Scalar, type ScalarField } from "./scalar.ts";

const p = BigInt(
  "2069478569142254640101364365750500806492298929575110409710088478705737421924271740192223725449768433" +
  "8129066633138078958404960054389636289796393038773905722803605973749427671376777618898589872735865049" +
  "0811670993105358677809800307904916540637771737641986785272734744763418356000356983051931442845617019" +
  "1100078673730733356412397173289791324047457883446826065232797464795113767265869358218004631792207366" +
  "8860052627186363386088796882120769432366149491002923444346373222145884100586421050242120365433561201" +
  "3204811188524087310770141516662001623131771693721892480785077118278423174980732765988288251691831031" +
  "25680162072880719",
);
const q = BigInt("78571733251071885079927659812671450121821421258408794611510081919805623223441");
const g = BigInt(
  "2402352677501852209227687703532399932712287657378364916510075318787663274146353219320285676155269678" +
  "7996946682987493890950838965734256019006010684771644917354741372831046104586813145117816467554005274" +
  "0288984613986453266121505579709716201616827031288643245666383486363578210615491841998253431518974065" +
  "8186868651151358576410138882215396016043228843603930989333662772848406593138406010231675095763777982" +
  "6651036068224066350766977640253462537730851331734951942489677540525736590494924776314759915751987751" +
  "7771148149092045660020547812705472823814097251863985833411570056835369555342378147558249189605029668" +
  "0037745308460627",
);
const elementBytes = 256;
const windowBits = 4;

function toPoint(value: bigint): Point {
  return fromHex(value.toString(16).padStart(2 * elementBytes, "0")) as Point;
}
function fromPoint(point: Point): bigint {
  return BigInt(`0x${toHex(point)}`);
}

const scalars: ScalarField = {
  order: q,
  add: (a, b) => scalarFromBigInt((scalarToBigInt(a) + scalarToBigInt(b)) % q),
  subtract: (a, b) => scalarFromBigInt((scalarToBigInt(a) + q - scalarToBigInt(b)) % q),
  multiply: (a, b) => scalarFromBigInt((scalarToBigInt(a) * scalarToBigInt(b)) % q),
  reduce: (wide) => scalarFromBigInt(BigInt(`0x${toHex(wide.slice().reverse())}`) % q),
};

/** base^0, base^1, .. base^15 */
function powersBelow16(base: bigint): bigint[] {
  const table = [1n];
  while (table.length < 1 << windowBits) table.push((table.at(-1) as bigint) * base % p);
  return table;
}

/** The digits of an exponent to base 16, the most significant first. */
function digits(exponent: Scalar): number[] {
  return [...exponent].reverse().flatMap((byte) => [byte >> windowBits, byte & 15]);
}

/** The product of powers, which share their squarings. */
function productOfPowers(terms: readonly { base: bigint; exponent: Scalar }[]): bigint {
  const parts = terms.map(({ base, exponent }) => ({ table: powersBelow16(base), digits: digits(exponent) }));
  let out = 1n;
  for (let i = 0; i < 64; i += 1) {
    if (out !== 1n) for (let k = 0; k < windowBits; k += 1) out = out * out % p;
    for (const part of parts) {
      const digit = part.digits[i] as number;
      if (digit !== 0) out = out * (part.table[digit] as bigint) % p;
    }
  }
  return out;
}

/** For each place of an exponent to base 16 the powers of g that its digit can stand for; made at the first use. */
let generatorTable: bigint[][] = [];
function powerOfGenerator(exponent: Scalar): bigint {
  if (generatorTable.length === 0) {
    for (let base = g; generatorTable.length < 64;) {
      const table = powersBelow16(base);
      generatorTable.push(table);
      base = (table[15] as bigint) * base % p;
    }
  }
  return digits(exponent).reduce((out, digit, i) => (digit === 0 ? out : out * (generatorTable[63 - i]?.[digit] as bigint) % p), 1n);
}

function inverse(value: bigint): bigint {
  let [a, b, x, y] = [value, p, 1n, 0n];
  while (b !== 0n) {
    const times = a / b;
    [a, b, x, y] = [b, a - times * b, y, x - times * y];
  }
  return x < 0n ? x + p : x;
}

const wide = ({ base, exponent }: Term): { base: bigint; exponent: Scalar } => ({ base: fromPoint(base), exponent });

export const belenios2048: Group = {
  name: "BELENIOS-2048",
  scalars,
  neutral: toPoint(1n),
  generator: toPoint(g),
  elementText: 617,
  multiply: (a, b) => toPoint(fromPoint(a) * fromPoint(b) % p),
  divide: (a, b) => toPoint(fromPoint(a) * inverse(fromPoint(b)) % p),
  power: (base, exponent) => toPoint(productOfPowers([wide({ base, exponent })])),
  powerOfGenerator: (exponent) => toPoint(powerOfGenerator(exponent)),
  powers(first, second) {
    const left = fromPoint(first.base);
    if (left !== g) return toPoint(productOfPowers([wide(first), wide(second)]));
    return toPoint(powerOfGenerator(first.exponent) * productOfPowers([wide(second)]) % p);
  },
  encode: (point) => fromPoint(point).toString(10),
  parse(text, lenient = false) {
    demand(text.length <= 700 && (lenient ? /^[0-9]+$/u : /^(?:0|[1-9][0-9]*)$/u).test(text), "point.syntax");
    const value = BigInt(text);
    demand(value > 0n && value < p, "point.membership");
    demand(productOfPowers([{ base: value, exponent: scalarFromBigInt(q) }]) === 1n, "point.membership");
    return toPoint(value);
  },
};
