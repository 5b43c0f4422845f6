// Starts the program's sample federation on a free port and reads what it hands out.

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:https";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** True when the server answers that it is well. The demo's certificate is its own. */
function healthy(port) {
  return new Promise((resolve) => {
    const call = request({ host: "127.0.0.1", port, path: "/healthz", rejectUnauthorized: false, timeout: 2000, headers: { host: `localhost:${port}` } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    call.on("error", () => resolve(false));
    call.on("timeout", () => call.destroy());
    call.end();
  });
}

/** The program: $OGNIWO, or the release build. */
export function program() {
  return process.env.OGNIWO ?? join(root, "build/release/server/ogniwo");
}

/** Starts the demo; `handOut` is the JSON of its hand-out file. `stop()` ends it and removes its folder. */
export async function startDemo(log) {
  if (!existsSync(program())) throw new Error(`${program()} is not built`);
  const folder = mkdtempSync(join(tmpdir(), "ogniwo-e2e-"));
  const port = await freePort();
  const child = spawn(program(), ["demo", "--data", join(folder, "data"), "--port", String(port)], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", (text) => {
      output += text;
      log(text);
    });
  }
  const stop = async () => {
    if (child.exitCode === null) {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 15_000))]);
      if (child.exitCode === null) child.kill("SIGKILL");
    }
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    for (let tries = 0; !(await healthy(port)); tries += 1) {
      if (child.exitCode !== null) throw new Error(`the demo ended with ${child.exitCode}: ${output.slice(-2000)}`);
      if (tries > 240) throw new Error("the demo did not come up in two minutes");
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    const path = /(\S+\.json)\b/u.exec(output)?.[1];
    if (path === undefined) throw new Error(`the demo names no hand-out file: ${output.slice(-2000)}`);
    return { base: `https://localhost:${port}`, folder, handOut: JSON.parse(readFileSync(path, "utf8")), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
