/** Shared by the tests: libsodium ready, seeded randomness, fixtures of the surrounding workspace. */

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { concat, utf8 } from "../../src/protocol/bytes.ts";
import { ProtocolFault } from "../../src/protocol/fault.ts";
import { ready, sha256, type Random } from "../../src/protocol/sodium.ts";

await ready();

function findRoot(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, "CMakeLists.txt")) && existsSync(join(folder, "web"))) return folder;
    if (folder === dirname(folder)) throw new Error("the tests run outside the repository");
  }
}

export const repository = findRoot();

/** Path of a fixture, or null when the folder beside the repository is not there. */
export function fixture(name: string): string | null {
  const path = join(repository, "../shared/fixtures", name);
  return existsSync(path) ? path : null;
}

export function readBytes(path: string): Uint8Array {
  return new Uint8Array(readFileSync(path));
}

/** The same bytes for the same seed: SHA-256 of seed and counter. */
export function seededRandom(seed: string): Random {
  let counter = 0;
  return {
    bytes(length) {
      const blocks: Uint8Array[] = [];
      for (let got = 0; got < length; got += 32) {
        blocks.push(sha256(utf8(`${seed}|${String(counter)}`)));
        counter += 1;
      }
      return concat(...blocks).slice(0, length);
    },
  };
}

/** The id of the refusal of `action`; "accepted" when there is none. */
export function faultOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof ProtocolFault) return error.id;
    throw error;
  }
  return "accepted";
}

/** The same of a promise. */
export async function faultAsync(action: () => Promise<unknown>): Promise<string> {
  const [result] = await Promise.allSettled([action()]);
  return faultOf(() => {
    if (result?.status === "rejected") throw result.reason;
  });
}
