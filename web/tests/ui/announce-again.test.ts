import assert from "node:assert/strict";
import { test } from "node:test";
import { listOf } from "../../src/ui/officer/announce-again.tsx";

const bytes = (text: string) => new TextEncoder().encode(text);

test("a list of credentials has as many lines as were asked for, and keeps its exact text", () => {
  const text = ' ["a", "b,2"]\n';
  assert.equal(listOf(bytes(text), 2), text);
  for (const [other, size] of [[text, 1], [text, 3], ["[1,2]", 2], ['{"a":1}', 1], ["no list", 2], ["", 0], ['["a"', 1]] as const) assert.equal(listOf(bytes(other), size), null, other);
  assert.equal(listOf(null, 2), null);
  assert.equal(listOf(Uint8Array.of(0x5b, 0x22, 0xff, 0x22, 0x5d), 1), null);
});
