/** Arithmetic modulo an odd prime p by the engine's big integers: variable time, so for public values where it matters. */

const windowBits = 4;

export interface Power {
  base: bigint;
  /** Digits to base 16, the most significant first. */
  digits: readonly number[];
}

/** The digits of a little-endian number to base 16, the most significant first. */
export function digitsOf(exponent: Uint8Array): number[] {
  return [...exponent].reverse().flatMap((byte) => [byte >> windowBits, byte & 15]);
}

/** base^0, base^1, .. base^15 */
function powersBelow16(p: bigint, base: bigint): bigint[] {
  const table = [1n];
  while (table.length < 1 << windowBits) table.push((table.at(-1) as bigint) * base % p);
  return table;
}

/** The product of powers, which share their squarings. Precondition: as many digits in each. */
export function productOfPowers(p: bigint, powers: readonly Power[]): bigint {
  const parts = powers.map(({ base, digits }) => ({ table: powersBelow16(p, base), digits }));
  const length = powers[0]?.digits.length ?? 0;
  let out = 1n;
  for (let i = 0; i < length; i += 1) {
    if (out !== 1n) for (let k = 0; k < windowBits; k += 1) out = out * out % p;
    for (const part of parts) {
      const digit = part.digits[i] as number;
      if (digit !== 0) out = out * (part.table[digit] as bigint) % p;
    }
  }
  return out;
}

/** Powers of one base: a table has every digit at each of `length` places; it is made at the first use. */
export function fixedBase(p: bigint, base: bigint, length: number): (digits: readonly number[]) => bigint {
  const table: bigint[][] = [];
  return (digits) => {
    for (let next = base; table.length < length; next = (table.at(-1)?.[15] as bigint) * next % p) {
      table.push(powersBelow16(p, next));
    }
    return digits.reduce((out, digit, i) => (digit === 0 ? out : out * (table[length - 1 - i]?.[digit] as bigint) % p), 1n);
  };
}

/** The inverse of a value that p does not divide. */
export function inverse(p: bigint, value: bigint): bigint {
  let [a, b, x, y] = [value, p, 1n, 0n];
  while (b !== 0n) {
    const times = a / b;
    [a, b, x, y] = [b, a - times * b, y, x - times * y];
  }
  return x < 0n ? x + p : x;
}

/** The Jacobi symbol (a/n) for odd n > 0: 1, -1, or 0 when they share a factor. For a prime n, 1 says that a is a square. */
export function jacobi(a: bigint, n: bigint): number {
  let sign = 1;
  for (a %= n; a !== 0n; [a, n] = [n % a, a]) {
    let halvings = 0n;
    while ((a >> halvings & 1n) === 0n) halvings += 1n;
    a >>= halvings;
    const [a8, n8] = [Number(a & 7n), Number(n & 7n)];
    if ((halvings & 1n) === 1n && (n8 === 3 || n8 === 5)) sign = -sign;
    if (a8 % 4 === 3 && n8 % 4 === 3) sign = -sign;
  }
  return n === 1n ? sign : 0;
}
