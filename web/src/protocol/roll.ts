/** The public credentials of an election with their weights (PROTOCOL section 6). */

import { fromUtf8, utf8 } from "./bytes.ts";
import { limits } from "./election.ts";
import { asFault, demand } from "./fault.ts";
import { equalPoints, type Group } from "./group.ts";
import { expectArray, expectString, parseJson, writeJson } from "./json.ts";

/** Weight by credential: `ser(g^x)` as it stands on the list. */
export type Roll = ReadonlyMap<string, number>;

/** Weights are written for all as soon as one is not 1. */
export function encodeRoll(roll: Roll): Uint8Array {
  const weighted = [...roll.values()].some((weight) => weight !== 1);
  return utf8(writeJson([...roll].map(([credential, weight]) => (weighted ? `${credential},${String(weight)}` : credential))));
}

/**
 * Reads the list; elements are not decoded, which is enough to look a credential up.
 * Faults: credential.encoding, credential.weight, credential.duplicate, credential.limits.
 */
export function parseRoll(bytes: Uint8Array): Roll {
  return asFault("credential.encoding", () => {
    const list = expectArray(parseJson(fromUtf8(bytes), { maxLength: 16 << 20, maxValues: limits.voters + 1 }), "credentials");
    demand(list.length > 0 && list.length <= limits.voters, "credential.limits");
    const roll = new Map<string, number>();
    let total = 0;
    for (const value of list) {
      const [credential = "", weight, ...rest] = expectString(value, "a credential").split(",");
      demand(rest.length === 0 && (weight === undefined || /^(?:0|[1-9][0-9]{0,15})$/u.test(weight)), "credential.weight");
      demand(!roll.has(credential), "credential.duplicate", credential.slice(0, 64));
      roll.set(credential, weight === undefined ? 1 : Number(weight));
      total += roll.get(credential) ?? 0;
      demand(Number.isSafeInteger(total), "credential.weight", "the sum is above 2^53-1");
    }
    return roll;
  });
}

/** That every credential is an element of the group. Faults: credential.encoding, credential.membership, credential.neutral. */
export function checkRoll(group: Group, roll: Roll): void {
  for (const credential of roll.keys()) {
    const point = asFault("credential.encoding", () => group.parse(credential), { "point.membership": "credential.membership" });
    demand(!equalPoints(point, group.neutral), "credential.neutral");
  }
}
