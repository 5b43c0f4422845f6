/**
 * Entries of the log, shown by its tiles under one signed head: what a reader uses who has no receipt. Each entry is
 * hashed into its tile, each tile into the one above, the tiles of the right edge into the root of the checkpoint.
 */

import { parseEntry, verifyEntrySignatures, type Entry } from "./act.ts";
import { equalBytes } from "./bytes.ts";
import { demand, refuse } from "./fault.ts";
import { leafHash, rootOf } from "./merkle.ts";
import { openCheckpoint, parseVkey } from "./note.ts";
import { hashesAt, splitBundle, tilePath, tileWidth, widthOf } from "./tile-paths.ts";

/** Parts of the log as it serves them. */
export interface LogParts {
  checkpoint: string;
  /** By their path, as tilesFor names them. */
  tiles: ReadonlyMap<string, Uint8Array>;
}

/** The hashes of tile `index` of a level; a tile that is not full lies on the right edge. Fault: tile.size. */
function hashesOf(parts: LogParts, level: number, index: number, size: number): Uint8Array[] {
  const path = tilePath(level, index, size);
  const bytes = parts.tiles.get(path);
  const width = widthOf(level, index, size);
  demand(bytes !== undefined && bytes.length === 32 * width, "tile.size", path);
  return Array.from({ length: width }, (_, i) => bytes.subarray(32 * i, 32 * i + 32));
}

/** The root that the right edge makes: at each level its hashes, then what is left over of the levels below. */
function rootOfEdge(parts: LogParts, size: number): Uint8Array {
  let rest: Uint8Array[] = [];
  for (let level = 0; hashesAt(level, size) > 0; level += 1) {
    const edge = Math.floor(hashesAt(level, size) / tileWidth);
    const hashes = widthOf(level, edge, size) === 0 ? [] : hashesOf(parts, level, edge, size);
    const all = [...hashes, ...rest];
    rest = all.length === 0 ? [] : [rootOf(all)];
  }
  return rest[0] ?? rootOf([]);
}

/** The hashes of a tile that is under the root. Faults: tile.size, tile.hash. */
function provenTile(parts: LogParts, level: number, index: number, size: number): Uint8Array[] {
  const hashes = hashesOf(parts, level, index, size);
  if (hashes.length < tileWidth) return hashes; // On the edge, which the root was made from.
  const above = provenTile(parts, level + 1, Math.floor(index / tileWidth), size)[index % tileWidth];
  demand(above !== undefined && equalBytes(rootOf(hashes), above), "tile.hash", tilePath(level, index, size));
  return hashes;
}

/**
 * The entries at these indices, with their signatures verified. Faults: note.*, checkpoint.*, tile.size, tile.hash,
 * tile.root, entry.*, act.*, receipt.origin (an entry of another log).
 */
export function provenEntries(parts: LogParts, vkey: string, indices: readonly number[]): Map<number, Entry> {
  const log = parseVkey(vkey);
  const checkpoint = openCheckpoint(parts.checkpoint, log);
  const size = Number(checkpoint.size);
  demand(equalBytes(rootOfEdge(parts, size), checkpoint.root), "tile.root");
  const found = new Map<number, Entry>();
  for (const index of new Set(indices)) {
    demand(index >= 0 && index < size, "tile.size", `the log has ${String(size)} entries`);
    const tile = Math.floor(index / tileWidth);
    const bundle = splitBundle(parts.tiles.get(tilePath("entries", tile, size)) ?? new Uint8Array(0));
    const bytes = bundle?.[index % tileWidth] ?? refuse("tile.size", tilePath("entries", tile, size));
    const leaf = provenTile(parts, 0, tile, size)[index % tileWidth];
    demand(leaf !== undefined && equalBytes(leafHash(bytes), leaf), "tile.hash", `entry ${String(index)}`);
    const entry = parseEntry(bytes);
    verifyEntrySignatures(entry);
    demand(entry.act.origin === log.name, "receipt.origin", `the entry is of ${entry.act.origin}`);
    found.set(index, entry);
  }
  return found;
}
