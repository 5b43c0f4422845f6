// A federation of its own on a free port: an announced election whose trustees make their keys on the ledger.

import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { end, freePort, get, program } from "./demo.mjs";

/** Runs the program and gives what it says; throws when it refuses. */
export function tool(...parts) {
  return execFileSync(program(), parts.map(String), { encoding: "utf8" });
}

const names = ["Fundacja Alfa", "Stowarzyszenie Beta", "Fundacja Gamma", "Bank Żywności Delta", "Towarzystwo Epsilon", "Fundacja Zeta", "Stowarzyszenie Eta"];

function peopleOf(voters, owners) {
  const person = (mandate, organisation, roles) => ({ mandate, organisation: `org-${organisation}`, name: `Osoba ${mandate}`, email: `${mandate}@x.example`, roles: [roles] });
  return [
    ...Array.from({ length: voters }, (_, i) => person(`m-${i}`, i, "representative")),
    person("officer", 0, "officer"),
    ...owners.map((owner) => person(`t-${owner}`, owner - 1, "trustee")),
  ];
}

/** The files of an announced election; `question` as in election.json, `count` as in the founding file. */
function announce(folder, { voters, runs, question, count, owners }) {
  const inner = join(folder, "announced");
  mkdirSync(inner);
  const uuid = tool("election", "uuid").trim();
  tool("credentials", "generate", "--group", "Ed25519", "--uuid", uuid, "--count", voters, "--out", inner);
  writeFileSync(join(inner, "template.json"), JSON.stringify({ description: "Wybory komisji rewizyjnej.", name: "Komisja rewizyjna", questions: [question] }));
  const codes = readFileSync(join(inner, "private_creds.csv"), "utf8").trim().split("\n").map((line) => line.split(",")[1]);
  const vote = {
    type: "secret", vote: "komisja", title: "Komisja rewizyjna", seats: 1, quorum: { num: 0, den: 1, strict: false }, election: uuid, group: "Ed25519",
    template: "announced/template.json", credentials: "announced/public_creds.json", trustees: owners.map((owner) => `t-${owner}`), runs,
    ...(count !== undefined && { count }),
  };
  return { uuid, codes, vote };
}

/** Makes it and starts its server. `runs`: of the trustees 1, 2, ... as in the founding file; `stop()` ends it. */
export async function startFederation({ voters, runs, question, count }) {
  const folder = mkdtempSync(join(tmpdir(), "ogniwo-e2e-"));
  const owners = Array.from({ length: runs.reduce((sum, run) => sum + run.size, 0) }, (_, i) => i + 1);
  const { uuid, codes, vote } = announce(folder, { voters, runs, question, count, owners });
  const organisations = names.map((name, i) => ({ id: `org-${i}`, name, legal_form: "fundacja", seat: "Kraków", weight: 1 }));
  writeFileSync(join(folder, "founding.json"), JSON.stringify({ federation: "Federacja próbna", origin: "test.example/log", organisations, people: peopleOf(voters, owners), votes: [vote] }));
  tool("init", "--data", join(folder, "data"), "--federation", join(folder, "founding.json"));
  const port = await freePort();
  const config = { web_root: fileURLToPath(new URL("../../../web/dist", import.meta.url)), listen_port: port, metrics_port: 0, outbox_dir: join(folder, "data-outbox"), casts_per_minute_per_voter: 1000, sign_ins_per_quarter_hour: 1000 };
  writeFileSync(join(folder, "config.json"), JSON.stringify(config));
  const log = openSync(join(folder, "server.log"), "a");
  const child = spawn(program(), ["serve", "--data", join(folder, "data"), "--config", join(folder, "config.json")], { stdio: ["ignore", log, log] });
  const stop = () => end(child, folder);
  for (let tries = 0; (await get(port, "/healthz").catch(() => null))?.status !== 200; tries += 1) {
    if (tries > 120 || child.exitCode !== null) {
      const said = readFileSync(join(folder, "server.log"), "utf8").slice(-2000);
      await stop();
      throw new Error(`the server did not come up: ${said}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  const vkey = readFileSync(join(folder, "data-keys/log.vkey"), "utf8").trim();
  return { base: `https://localhost:${port}`, port, folder, uuid, codes, vkey, stop, nameOf: (owner) => names[owner - 1] };
}
