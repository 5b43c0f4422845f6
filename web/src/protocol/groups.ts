/** The groups that an election may name; no other parameters are ever accepted. */

import { ed25519 } from "./ed25519.ts";
import { belenios2048, rfc3526 } from "./finite-field.ts";
import type { Group } from "./group.ts";

export const groups: readonly Group[] = [ed25519, belenios2048, rfc3526];

export function groupNamed(name: string): Group | undefined {
  return groups.find((one) => one.name === name);
}
