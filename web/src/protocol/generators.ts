/** Generators of a group that nobody knows a relation between (PROTOCOL section 1): constants, made once. */

import { toHex } from "./bytes.ts";
import { demand } from "./fault.ts";
import type { Group, Point } from "./group.ts";

interface Known {
  points: Point[];
  /** All of them, the neutral element and g: a generator must be none of these. */
  taken: Set<string>;
}

const known = new Map<Group, Known>();

/** gen(-1), then gen(0) .. gen(count - 1). */
export function independentGenerators(group: Group, count: number): { h: Point; each: Point[] } {
  const { points, taken } = known.get(group) ?? { points: [], taken: new Set([toHex(group.neutral), toHex(group.generator)]) };
  known.set(group, { points, taken });
  while (points.length <= count) {
    const point = group.independentGenerator(points.length - 1);
    demand(!taken.has(toHex(point)), "generator.repeated");
    taken.add(toHex(point));
    points.push(point);
  }
  return { h: points[0] as Point, each: points.slice(1, count + 1) };
}
