/** Weights and counts in JSON (PROTOCOL section 3). */

import { demand } from "./fault.ts";
import type { Json } from "./json.ts";

/** Numbers above this are JSON strings (PROTOCOL section 3). */
const largestNumber = 1_073_741_823;

export function encodeWeight(weight: number): Json {
  return weight <= largestNumber ? weight : String(weight);
}

/** Either form, 0 to 2^53-1. Fault: weight.encoding. */
export function parseWeight(value: Json | undefined): number {
  const number = typeof value === "string" && /^(?:0|[1-9][0-9]{0,15})$/u.test(value) ? Number(value) : value;
  demand(typeof number === "number" && Number.isSafeInteger(number) && number >= 0, "weight.encoding");
  return number;
}
