// The native verifier and the one of the web client on the same archives. Usage: run.mjs OGNIWO
// Exit 77: the web packages are not installed.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const web = join(dirname(fileURLToPath(import.meta.url)), "../../../web");
if (!existsSync(join(web, "node_modules/esbuild"))) {
  console.log("skipped: the packages of web/ are not installed (npm ci)");
  process.exit(77);
}
for (const words of [["build.mjs", "vectors"], ["build/vectors/differential.mjs", resolve(process.argv[2])]]) {
  const { status } = spawnSync(process.execPath, words, { cwd: web, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
