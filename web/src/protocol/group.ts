/**
 * The group of an election (PROTOCOL section 1), written multiplicatively. Ed25519 (ed25519.ts) is the
 * default; BELENIOS-2048 and RFC-3526-2048 are of integers modulo a prime (finite-field.ts). Their parameters are fixed here, never read from an election.
 */

import { equalBytes } from "./bytes.ts";
import { ProtocolFault } from "./fault.ts";
import { scalarOf, type Scalar, type ScalarField } from "./scalar.ts";

declare const brand: unique symbol;
/** An element in the one binary form of its group. Every one that exists is in the subgroup of order q. */
export type Point = Uint8Array & { readonly [brand]: "point" };

/** base^exponent, one factor of a product. */
export interface Term {
  base: Point;
  exponent: Scalar;
}

export interface Group {
  /** As in election.json and in hash preimages. */
  readonly name: string;
  readonly scalars: ScalarField;
  readonly neutral: Point;
  readonly generator: Point;
  /** Characters of the longest ser(). */
  readonly elementText: number;
  multiply(a: Point, b: Point): Point;
  divide(a: Point, b: Point): Point;
  power(base: Point, exponent: Scalar): Point;
  /** g^exponent */
  powerOfGenerator(exponent: Scalar): Point;
  /** The product of powers. */
  powers(...terms: Term[]): Point;
  /** ser() */
  encode(point: Point): string;
  /**
   * Reads an element and checks that it is in the subgroup; the neutral element is. `lenient` accepts other spellings
   * of the same element, as the published verifiers do inside answers. Faults: point.syntax, point.membership.
   */
  parse(text: string, lenient?: boolean): Point;
  /** How many integers of 0..255 one element can hold; 0 in a group without an embedding. */
  readonly maxIntegers: number;
  /** The element that holds these, at most maxIntegers. The number of tries depends on them. */
  embed(integers: Uint8Array): Point;
  /** The `count` integers of an element; every element has some. What `embed` was given, when it made the element. */
  extract(point: Point, count: number): Uint8Array;
  /** Number -1, 0, 1, .. of the generators that are hashed (generators.ts keeps them). */
  independentGenerator(number: number): Point;
}

/** Variable time: for public values. */
export function equalPoints(a: Point, b: Point): boolean {
  return equalBytes(a, b);
}

/** The order of elements in published lists: of their bytes. Variable time. */
export function comparePoints(a: Point, b: Point): number {
  for (let i = 0; i < a.length; i += 1) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** base^n for a public number. */
export function powerOfCount(group: Group, base: Point, n: number): Point {
  return group.power(base, scalarOf(group.scalars, n));
}

/** Either of two elements without a branch on the choice: `bit` is 0 for the first, 1 for the second. */
export function select(bit: number, first: Point, second: Point): Point {
  const mask = -bit & 0xff;
  return first.map((byte, i) => byte ^ (mask & (byte ^ (second[i] as number)))) as Point;
}

/** The n up to `most` with g^n = element, by repeated multiplication: for small counts. Fault: result.range. */
export function discreteLog(group: Group, element: Point, most: number): number {
  let current = group.neutral;
  for (let n = 0; n <= most; n += 1) {
    if (equalPoints(current, element)) return n;
    current = group.multiply(current, group.generator);
  }
  throw new ProtocolFault("result.range", `no count up to ${String(most)}`);
}
