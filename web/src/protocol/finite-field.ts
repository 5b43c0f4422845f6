/**
 * The groups BELENIOS-2048 and RFC-3526-2048 (PROTOCOL section 1.1): the subgroup of order q of the integers modulo p,
 * by the engine's big integers. An element is 256 bytes, big-endian. These take a time that depends on their values, so
 * that who can measure the voter's own device closely may learn from it; elections in Ed25519, the default, have no such
 * weakness.
 */

import { fromHex, toHex, utf8 } from "./bytes.ts";
import { demand } from "./fault.ts";
import { equalPoints, type Group, type Point, type Term } from "./group.ts";
import { digitsOf, fixedBase, inverse, jacobi, productOfPowers, type Power } from "./modular.ts";
import { scalarFromBigInt, scalarToBigInt, type Scalar, type ScalarField } from "./scalar.ts";
import { sha256 } from "./sodium.ts";

interface Parameters {
  name: string;
  p: bigint;
  q: bigint;
  g: bigint;
  /** Bytes of a scalar. */
  scalarBytes: number;
  maxIntegers: number;
}

const elementBytes = 256;

function toPoint(value: bigint): Point {
  return fromHex(value.toString(16).padStart(2 * elementBytes, "0")) as Point;
}
function fromPoint(point: Uint8Array): bigint {
  return BigInt(`0x${toHex(point)}`);
}

function scalarField(q: bigint, bytes: number): ScalarField {
  const of = (value: bigint): Scalar => scalarFromBigInt(bytes, value);
  return {
    order: q, bytes, zero: of(0n), one: of(1n),
    add: (a, b) => of((scalarToBigInt(a) + scalarToBigInt(b)) % q),
    subtract: (a, b) => of((scalarToBigInt(a) + q - scalarToBigInt(b)) % q),
    multiply: (a, b) => of((scalarToBigInt(a) * scalarToBigInt(b)) % q),
    reduce: (wide) => of(BigInt(`0x${toHex(wide.slice().reverse())}`) % q),
  };
}

const power = ({ base, exponent }: Term): Power => ({ base: fromPoint(base), digits: digitsOf(exponent) });

/** v1 .. vn and a byte e, the smallest that makes a member. Half of all numbers are members where there is an embedding. */
function embed(isMember: (value: bigint) => boolean, integers: Uint8Array): Point {
  const out = new Uint8Array(elementBytes);
  out.set(integers, elementBytes - 1 - integers.length);
  while (!isMember(fromPoint(out))) out[elementBytes - 1] = (out[elementBytes - 1] as number) + 1;
  return out as Point;
}

function finiteField({ name, p, q, g, scalarBytes, maxIntegers }: Parameters): Group {
  const scalars = scalarField(q, scalarBytes);
  const generator = toPoint(g);
  const powerOfGenerator = fixedBase(p, g, 2 * scalarBytes);
  const orderDigits = digitsOf(scalarFromBigInt(scalarBytes, q));
  const cofactor = (p - 1n) / q;
  // Where p = 2q + 1 the members are the squares.
  const inSubgroup = cofactor === 2n
    ? (value: bigint): boolean => jacobi(value, p) === 1
    : (value: bigint): boolean => productOfPowers(p, [{ base: value, digits: orderDigits }]) === 1n;
  const isMember = (value: bigint): boolean => value > 0n && value < p && inSubgroup(value);
  return {
    name, scalars, generator, maxIntegers,
    neutral: toPoint(1n),
    elementText: 617,
    multiply: (a, b) => toPoint(fromPoint(a) * fromPoint(b) % p),
    divide: (a, b) => toPoint(fromPoint(a) * inverse(p, fromPoint(b)) % p),
    power: (base, exponent) => toPoint(productOfPowers(p, [power({ base, exponent })])),
    powerOfGenerator: (exponent) => toPoint(powerOfGenerator(digitsOf(exponent))),
    powers(...terms) {
      const rest: Power[] = [];
      let out = 1n;
      for (const term of terms) {
        if (equalPoints(term.base, generator)) out = out * powerOfGenerator(digitsOf(term.exponent)) % p;
        else rest.push(power(term));
      }
      return toPoint(out * productOfPowers(p, rest) % p);
    },
    encode: (point) => fromPoint(point).toString(10),
    parse(text, lenient = false) {
      demand(text.length <= 700 && (lenient ? /^[0-9]+$/u : /^(?:0|[1-9][0-9]*)$/u).test(text), "point.syntax");
      const value = BigInt(text);
      demand(isMember(value), "point.membership");
      return toPoint(value);
    },
    embed: (integers) => embed(isMember, integers),
    extract: (point, count) => point.slice(elementBytes - 1 - count, elementBytes - 1),
    independentGenerator(number) {
      const hash = BigInt(`0x${toHex(sha256(utf8(`ggen|${String(number)}`)))}`);
      return toPoint(productOfPowers(p, [{ base: hash, digits: digitsOf(scalarFromBigInt(elementBytes, cofactor)) }]));
    },
  };
}

export const belenios2048 = finiteField({
  name: "BELENIOS-2048", scalarBytes: 32, maxIntegers: 0,
  p: BigInt(
    "2069478569142254640101364365750500806492298929575110409710088478705737421924271740192223725449768433" +
    "8129066633138078958404960054389636289796393038773905722803605973749427671376777618898589872735865049" +
    "0811670993105358677809800307904916540637771737641986785272734744763418356000356983051931442845617019" +
    "1100078673730733356412397173289791324047457883446826065232797464795113767265869358218004631792207366" +
    "8860052627186363386088796882120769432366149491002923444346373222145884100586421050242120365433561201" +
    "3204811188524087310770141516662001623131771693721892480785077118278423174980732765988288251691831031" +
    "25680162072880719"),
  q: BigInt("78571733251071885079927659812671450121821421258408794611510081919805623223441"),
  g: BigInt(
    "2402352677501852209227687703532399932712287657378364916510075318787663274146353219320285676155269678" +
    "7996946682987493890950838965734256019006010684771644917354741372831046104586813145117816467554005274" +
    "0288984613986453266121505579709716201616827031288643245666383486363578210615491841998253431518974065" +
    "8186868651151358576410138882215396016043228843603930989333662772848406593138406010231675095763777982" +
    "6651036068224066350766977640253462537730851331734951942489677540525736590494924776314759915751987751" +
    "7771148149092045660020547812705472823814097251863985833411570056835369555342378147558249189605029668" +
    "0037745308460627"),
});

// RFC 3526 section 3.
const modp2048 = BigInt(
  "0xffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404dd" +
  "ef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed" +
  "ee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f" +
  "83655d23dca3ad961c62f356208552bb9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3b" +
  "e39e772c180e86039b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa0510" +
  "15728e5a8aacaa68ffffffffffffffff");

export const rfc3526 = finiteField({
  name: "RFC-3526-2048", scalarBytes: elementBytes, maxIntegers: 254, p: modp2048, q: (modp2048 - 1n) / 2n, g: 2n,
});
