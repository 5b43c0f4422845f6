/** Writes tests/vectors/*.json: `npm run vectors`. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../tests/protocol/support.ts";
import { makeVectors } from "../tests/protocol/vectors.ts";

for (const [name, text] of await makeVectors()) {
  writeFileSync(join(repository, "tests/vectors", name), text);
  process.stdout.write(`${name}: ${String(text.length)} bytes\n`);
}
