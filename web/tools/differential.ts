/**
 * Both verifiers on the same archives: `node differential.mjs OGNIWO`. Sound elections of all groups and kinds and a fixed
 * set of changes to them, each chained again so that only the change itself can be wrong, and the elections of the
 * fixtures. The two must agree on the verdict, on the part of the checklist that fails, and on the warnings.
 */

import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { verifyElection } from "../src/protocol/verify.ts";
import { fixture, readBytes } from "../tests/protocol/support.ts";
import { archivesOfOtherKinds } from "./kind-mutations.ts";
import { mutatedArchives } from "./mutations.ts";

interface Verdict {
  ok: boolean;
  /** The line of the checklist that failed. */
  line: string;
  warnings: string;
}

interface NativeReport {
  ok: boolean;
  checks: { id: string; state: string }[];
  warnings: { id: string }[];
}

function ours(archive: Uint8Array): Verdict {
  const report = verifyElection(archive);
  const failed = report.checks.find((check) => check.outcome === "failed");
  const warned = report.checks.filter((check) => check.outcome === "warned");
  const warnings = warned.flatMap((check) => check.detail.split("; ").map((one) => one.split(":")[0] ?? ""));
  return { ok: report.ok, line: failed?.id ?? "", warnings: report.ok ? warnings.sort().join() : "" };
}

function native(program: string, path: string): Verdict {
  const run = spawnSync(program, ["verify", "--json", path], { encoding: "utf8" });
  if (run.status !== 0 && run.status !== 1) throw new Error(`${path}: exit ${String(run.status)}, ${run.stderr}`);
  const report = JSON.parse(run.stdout) as NativeReport;
  if (report.ok !== (run.status === 0)) throw new Error(`${path}: exit ${String(run.status)} beside ok ${String(report.ok)}`);
  const failed = report.checks.find((check) => check.state === "failed");
  return {
    ok: report.ok, line: failed?.id ?? "",
    warnings: report.ok ? [...new Set(report.warnings.map((one) => one.id))].sort().join() : "",
  };
}

/**
 * The native verifier reads event by event, so it may meet a second fault before the end shows that the order is wrong;
 * and it names the first line of the setup where a document of it is wrong as a whole.
 */
function agree(here: Verdict, there: Verdict): boolean {
  const part = (line: string): string => line.replace(/^setup\..*/u, "setup");
  const sameLine = part(here.line) === part(there.line) || (here.line === "archive.order" && there.line !== "");
  return here.ok === there.ok && sameLine && here.warnings === there.warnings;
}

/** The elections of the fixtures beside the repository; none where they are not there. */
function* fixtureArchives(): Generator<[string, Uint8Array]> {
  for (const folder of ["belenios", "belenios/tampered/ed25519-3.3.0-revotes", "belenios/tampered/ed25519-3.3.0-homomorphic-threshold"]) {
    const path = fixture(folder);
    for (const name of path === null ? [] : readdirSync(path)) {
      const archive = readdirSync(join(path as string, name)).find((one) => one.endsWith(".bel"));
      if (archive !== undefined) yield [`${folder}/${name}`, readBytes(join(path as string, name, archive))];
    }
  }
}

const [, , program = ""] = process.argv;
const folder = mkdtempSync(join(tmpdir(), "ogniwo-differential-"));
const lines = new Map<string, number>();
const wrong: string[] = [];
try {
  const path = join(folder, "election.bel");
  const kinds = await archivesOfOtherKinds();
  for (const [name, archive] of [...mutatedArchives(), ...kinds, ...fixtureArchives()]) {
    writeFileSync(path, archive);
    const [here, there] = [ours(archive), native(program, path)];
    const outcome = here.ok ? "accepted" : here.line;
    lines.set(outcome, (lines.get(outcome) ?? 0) + 1);
    if (!agree(here, there)) wrong.push(`${name}\n  here   ${JSON.stringify(here)}\n  native ${JSON.stringify(there)}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const total = [...lines.values()].reduce((sum, one) => sum + one, 0);
process.stdout.write(`${String(total)} archives: ${[...lines].map(([line, count]) => `${line} ${String(count)}`).sort().join(", ")}\n`);
for (const one of wrong) process.stdout.write(`${one}\n`);
// A set that no longer reaches every check would agree without saying anything.
if (lines.size !== 16 || total < 600) wrong.push("not every check refused something");
process.exitCode = wrong.length === 0 ? 0 : 1;
