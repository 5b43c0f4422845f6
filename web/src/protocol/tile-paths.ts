/** Where the log keeps its parts (C2SP tlog-tiles): tiles of up to 256 hashes, and bundles of as many entries. Pure text. */

/** How many hashes a full tile has, and how many entries a full bundle. */
export const tileWidth = 256;

/** Of `level` 0 the leaves, of each further one the roots of full tiles of the level below; or the entries themselves. */
export type TileLevel = number | "entries";

/** How many hashes a log of `size` entries has at a level. */
export function hashesAt(level: number, size: number): number {
  return Math.floor(size / tileWidth ** level);
}

/** How many of tile `index` a log of `size` entries fills: 0 to 256. */
export function widthOf(level: TileLevel, index: number, size: number): number {
  return Math.max(0, Math.min(tileWidth, hashesAt(level === "entries" ? 0 : level, size) - index * tileWidth));
}

/** The path below `/tlog/tile/`: "0/x001/234", with ".p/<width>" where the tile is not full. */
export function tilePath(level: TileLevel, index: number, size: number): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, "0").match(/.{3}/gu) ?? [];
  const name = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join("/");
  const width = widthOf(level, index, size);
  return `${String(level)}/${name}${width < tileWidth ? `.p/${String(width)}` : ""}`;
}

/** Every tile that shows entries at these indices under the root of a log of `size` entries: their bundles, paths and edges. */
export function tilesFor(indices: readonly number[], size: number): string[] {
  const paths = new Set<string>();
  for (const index of indices) paths.add(tilePath("entries", Math.floor(index / tileWidth), size));
  for (let level = 0; hashesAt(level, size) > 0; level += 1) {
    const edge = Math.floor(hashesAt(level, size) / tileWidth);
    if (widthOf(level, edge, size) > 0) paths.add(tilePath(level, edge, size));
    for (const index of indices) {
      const tile = Math.floor(index / tileWidth ** (level + 1));
      if (tile < edge) paths.add(tilePath(level, tile, size));
    }
  }
  return [...paths];
}

/** The number of entries that a checkpoint speaks of, before its signature is checked; NaN when it is none. */
export function sizeOfCheckpoint(note: string): number {
  const line = note.split("\n")[1] ?? "";
  return /^(?:0|[1-9][0-9]{0,14})$/u.test(line) ? Number(line) : Number.NaN;
}

/** The entries of a bundle, each after two bytes of length; null when it is none. */
export function splitBundle(bytes: Uint8Array): Uint8Array[] | null {
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
    if (at + 2 + length > bytes.length) return null;
    entries.push(bytes.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return entries;
}
