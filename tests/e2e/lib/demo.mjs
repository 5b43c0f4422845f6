// Starts the program's sample federation on a free port and reads what it hands out.

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:https";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));

export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** GET of the demo, whose certificate is its own: status and body. */
export function get(port, path) {
  return new Promise((resolve, reject) => {
    const call = request({ host: "127.0.0.1", port, path, rejectUnauthorized: false, timeout: 5000, headers: { host: `localhost:${port}` } }, (answer) => {
      let body = "";
      answer.setEncoding("utf8");
      answer.on("data", (text) => (body += text));
      answer.on("end", () => resolve({ status: answer.statusCode, body }));
    });
    call.on("error", reject);
    call.on("timeout", () => call.destroy(new Error("timeout")));
    call.end();
  });
}

/** The program: $OGNIWO, or the release build. */
export function program() {
  return process.env.OGNIWO ?? join(root, "build/release/server/ogniwo");
}

/** Ends a program that serves, at the latest after 15 seconds, and removes its folder. */
export async function end(child, folder) {
  if (child.exitCode === null) {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 15_000))]);
    if (child.exitCode === null) child.kill("SIGKILL");
  }
  rmSync(folder, { recursive: true, force: true });
}

/** Ends the run with 77 when there is no program or no browser to test. */
export function endWithoutBrowser() {
  const needed = [program(), process.env.OGNIWO_CHROMIUM ?? "/usr/bin/chromium", join(root, "web/node_modules/playwright-core")];
  const missing = needed.find((path) => !existsSync(path));
  if (missing === undefined) return;
  console.log(`SKIPPED: there is no ${missing}`);
  process.exit(77);
}

/** Who plays which part, from the hand-out of the demo and what the server says of its votes. */
async function cast(port, people) {
  const byMandate = (mandate) => people.find((person) => person.mandate === mandate);
  const votes = [];
  for (const { id } of JSON.parse((await get(port, "/api/votes")).body).votes) votes.push(JSON.parse((await get(port, `/api/votes/${id}`)).body));
  const running = votes.filter((vote) => vote.status === "open");
  const { ceremonies } = JSON.parse((await get(port, "/api/ceremonies")).body);
  const keysToMake = (mandate) => ceremonies.filter((one) => one.trustees.some((trustee) => trustee.mandate === mandate && trustee.next?.ready)).length;
  return {
    secret: running.find((vote) => vote.id === "rada-2026"),
    ranking: running.find((vote) => vote.id === "priorytety-2027"),
    open: running.find((vote) => vote.type === "open"),
    later: votes.find((vote) => vote.status === "prepared"),
    representatives: ["m-01", "m-02", "m-03", "m-04"].map(byMandate),
    officer: people.find((person) => person.roles.includes("officer")),
    // Some are asked for a key of another election too.
    trustees: people.filter((person) => person.key_file !== undefined).map((person) => ({ ...person, keysToMake: keysToMake(person.mandate) })),
  };
}

/** The text of the latest letter to an address in the demo's outbox; waits for one that is not among `seen`. */
export async function letterTo(folder, address, seen = new Set()) {
  const outbox = join(folder, "data-outbox");
  for (let tries = 0; tries < 50; tries += 1) {
    for (const name of existsSync(outbox) ? readdirSync(outbox).filter((one) => one.endsWith(".eml")).sort().reverse() : []) {
      const [head, body = ""] = readFileSync(join(outbox, name), "utf8").split(/\r?\n\r?\n/u);
      if (!seen.has(name) && head.includes(`To: ${address}`)) return { name, text: Buffer.from(body, "base64").toString("utf8") };
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no letter to ${address}`);
}

/** Starts the demo on free ports. `parts` says who plays what; `stop()` ends it and removes its folder. */
export async function startDemo(log) {
  if (!existsSync(program())) throw new Error(`${program()} is not built`);
  const folder = mkdtempSync(join(tmpdir(), "ogniwo-e2e-"));
  const port = await freePort();
  const child = spawn(program(), ["demo", "--data", join(folder, "data"), "--port", String(port), "--metrics-port", String(await freePort())], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", (text) => {
      output += text;
      log(text);
    });
  }
  const stop = () => end(child, folder);
  try {
    for (let tries = 0; !/\S+people\.json\s/u.test(output); tries += 1) {
      if (child.exitCode !== null) throw new Error(`the demo ended with ${child.exitCode}: ${output.slice(-2000)}`);
      if (tries > 480) throw new Error("the demo did not come up in two minutes");
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    const { people } = JSON.parse(readFileSync(/(\S+people\.json)\s/u.exec(output)[1], "utf8"));
    return { base: `https://localhost:${port}`, folder, parts: await cast(port, people), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
