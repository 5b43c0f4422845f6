/** The build: the same bytes twice, every file under its hash, nothing loaded without one. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { brotliDecompressSync, gzipSync } from "node:zlib";
import { repository } from "./support.ts";

interface Stored { file: string; sha384: string }
interface Entry extends Stored { type: string; immutable: boolean; worker?: boolean; brotli?: Stored }

function buildInto(folder: string): Map<string, Buffer> {
  execFileSync(process.execPath, ["build.mjs"], { cwd: join(repository, "web"), env: { ...process.env, OGNIWO_DIST: folder } });
  const files = new Map<string, Buffer>();
  const walk = (below: string): void => {
    for (const one of readdirSync(join(folder, below), { withFileTypes: true })) {
      const name = join(below, one.name);
      if (one.isDirectory()) walk(name);
      else files.set(name, readFileSync(join(folder, name)));
    }
  };
  walk("");
  return files;
}

test("two builds are one, and the manifest tells the truth", () => {
  const folders = [1, 2].map(() => mkdtempSync(join(tmpdir(), "ogniwo-build-")));
  try {
    const [first, second] = folders.map(buildInto) as [Map<string, Buffer>, Map<string, Buffer>];
    assert.deepEqual([...first.keys()].sort(), [...second.keys()].sort());
    for (const [name, bytes] of first) assert.ok(bytes.equals(second.get(name) as Buffer), name);

    const manifest = JSON.parse(String(first.get("manifest.json"))) as Record<string, Entry>;
    const listed = new Set(["manifest.json"]);
    for (const [path, entry] of Object.entries(manifest)) {
      const { file, brotli } = entry;
      for (const stored of [entry, brotli]) {
        if (stored === undefined) continue;
        listed.add(stored.file);
        assert.equal(createHash("sha384").update(first.get(stored.file) as Buffer).digest("base64"), stored.sha384, stored.file);
      }
      const plain = first.get(file) as Buffer;
      if (brotli !== undefined) assert.ok(brotliDecompressSync(first.get(brotli.file) as Buffer).equals(plain), path);
      assert.equal(entry.immutable, /-[0-9a-f]{16}\.\w+$/u.test(path), path);
    }
    assert.deepEqual([...first.keys()].filter((name) => !listed.has(name)), []);

    const page = String(first.get("index.html"));
    const loads = [...page.matchAll(/<(?:script|link)\b[^>]*?(?:src|href)="([^"]+)"(?: integrity="sha384-([^"]+)")?/gu)].filter(([, path]) => !(path ?? "").endsWith(".svg"));
    for (const [, path = "", sha384] of loads) assert.equal(manifest[path]?.sha384, sha384, path);
    assert.ok(!/<(?:script|style)>|\son\w+=|style=/u.test(page), "something inline");

    // What a page begins with is listed with its integrity; the rest loads by its name, which carries its hash.
    const scripts = Object.keys(manifest).filter((path) => path.endsWith(".js") && manifest[path]?.worker !== true);
    const text = (path: string) => String(first.get(manifest[path]?.file ?? ""));
    const named = new Set(scripts.flatMap((path) => [...text(path).matchAll(/"(\/assets\/[^"]+\.js)"/gu)].map(([, name = ""]) => name)));
    const begin = loads.map(([, path = ""]) => path).filter((path) => path.endsWith(".js"));
    assert.deepEqual([...named].filter((path) => manifest[path] === undefined), []);
    assert.deepEqual(scripts.filter((path) => !named.has(path) && !begin.includes(path)), []);
    for (const path of begin) {
      for (const [, name = ""] of text(path).matchAll(/(?:from|import)\s*"([^"]+)"/gu)) assert.ok(begin.includes(name), `${path} begins with ${name}`);
    }
    assert.ok(scripts.every((path) => !text(path).includes("crypto_scalarmult")), "libsodium is for the worker only");
    const size = (...paths: string[]) => paths.reduce((sum, path) => sum + gzipSync(first.get(manifest[path]?.file ?? "") as Buffer).length, 0);
    const stem = (name: string) => scripts.find((path) => path.startsWith(`/assets/${name}-`)) ?? "";
    const start = size(...begin, stem("pl"));
    assert.ok(start < 70_000, `a page begins with ${String(start)} bytes of script, gzipped`);
    const count = start + size(stem("count-view"), stem("counts-pl"));
    assert.ok(count < 80_000, `a page with a count has ${String(count)} bytes of script, gzipped`);
    const worker = Object.keys(manifest).find((path) => manifest[path]?.worker === true) ?? "";
    assert.ok(scripts.some((path) => text(path).includes(worker)));
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
});
