// Builds the web client: `node build.mjs` writes dist/, `tests` and `vectors` bundle what Node runs into build/.
// The same sources give the same bytes: names carry content hashes, nothing carries a time.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

const root = dirname(fileURLToPath(import.meta.url));
const dist = process.env.OGNIWO_DIST ?? join(root, "dist");
const types = {
  ".css": "text/css; charset=utf-8", ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8",
  ".json": "application/json", ".png": "image/png", ".svg": "image/svg+xml", ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json", ".woff2": "font/woff2", ".ico": "image/x-icon",
};
const shared = { bundle: true, format: "esm", target: "es2022", absWorkingDir: root, write: false, charset: "utf8",
  legalComments: "eof", logLevel: "warning" };
const sha384 = (bytes) => createHash("sha384").update(bytes).digest("base64");
const manifest = {};

function write(name, bytes) {
  mkdirSync(dirname(join(dist, name)), { recursive: true });
  writeFileSync(join(dist, name), bytes);
  return { file: name, sha384: sha384(bytes) };
}

// Writes one file and its brotli form (text only, when smaller) and lists it under its address. No gzip: what zlib makes
// of the same bytes differs from one Node to the next, and the server makes it itself.
function publish(path, bytes, { name = path.slice(1), immutable = false, worker = false } = {}) {
  const type = types[extname(name)];
  if (type === undefined) throw new Error(`no media type for ${name}`);
  const entry = { ...write(name, bytes), type, immutable, ...(worker && { worker }) };
  if (!type.startsWith("font/") && type !== "image/png" && bytes.length >= 512) {
    const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
    if (brotli.length < bytes.length) entry.brotli = write(`${name}.br`, brotli);
  }
  manifest[path] = entry;
  return entry;
}

function publishHashed(folder, stem, extension, bytes, options) {
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 16);
  const path = `/${folder}/${stem}-${hash}${extension}`;
  return { path, ...publish(path, bytes, { ...options, immutable: true }) };
}

const bundle = async (entry, options = {}) =>
  Buffer.from((await build({ ...shared, entryPoints: [entry], ...options })).outputFiles[0].contents);

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((one) => (one.isDirectory() ? filesBelow(join(folder, one.name)) : [join(folder, one.name)]));
}

// The pages' scripts: main, what it begins with, and what loads later. A script names those it imports, so they come first.
async function publishScripts(workerPath) {
  const { outputFiles, metafile } = await build({ ...shared, entryPoints: ["src/main.tsx"], splitting: true, metafile: true, outdir: "out",
    minifySyntax: true, minifyWhitespace: true, jsx: "automatic", jsxImportSource: "preact", define: { OGNIWO_WORKER: JSON.stringify(workerPath) } });
  const texts = new Map(outputFiles.map((file) => [relative(root, file.path), file.text]));
  const placed = new Map();
  const place = (name) => {
    if (!placed.has(name)) {
      const text = metafile.outputs[name].imports.reduce((all, one) => all.replaceAll(`"./${basename(one.path)}"`, `"${place(one.path).path}"`), texts.get(name));
      placed.set(name, publishHashed("assets", basename(name).replace(/(?:-[A-Z0-9]{8})?\.js$/u, ""), ".js", Buffer.from(text)));
    }
    return placed.get(name);
  };
  const statics = (name) => metafile.outputs[name].imports.filter((one) => one.kind === "import-statement").flatMap((one) => [one.path, ...statics(one.path)]);
  return { main: place("out/main.js"), first: [...new Set(statics("out/main.js"))].map(place) };
}

async function buildPages() {
  rmSync(dist, { recursive: true, force: true });
  const worker = publishHashed("assets", "worker", ".js", await bundle("src/workers/worker.ts", { minify: true }), { worker: true });
  const { main, first } = await publishScripts(worker.path);
  let css = readFileSync(join(root, "public/styles/ogniwo.css"), "utf8");
  for (const family of ["inter", "source-serif-4"]) {
    for (const script of ["latin", "latin-ext"]) {
      const name = `${family}-${script}-wght-normal`;
      const bytes = readFileSync(join(root, `node_modules/@fontsource-variable/${family}/files/${name}.woff2`));
      css = css.replaceAll(`/fonts/${name}.woff2`, publishHashed("fonts", name, ".woff2", bytes).path);
    }
  }
  const style = publishHashed("assets", "ogniwo", ".css", Buffer.from(css));
  for (const file of filesBelow(join(root, "public")).filter((one) => !one.endsWith(".css"))) {
    publish(`/${relative(join(root, "public"), file)}`, readFileSync(file));
  }
  const icon = existsSync(join(root, "public/icons/ogniwo.svg")) ? `<link rel="icon" href="/icons/ogniwo.svg" type="image/svg+xml">\n` : "";
  const lock = (one) => `integrity="sha384-${one.sha384}" crossorigin="anonymous"`;
  const html = `<!doctype html>\n<html lang="pl">\n<head>\n<meta charset="utf-8">\n<title>Ogniwo</title>
<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="color-scheme" content="light dark">\n${icon}` +
    `<link rel="stylesheet" href="${style.path}" ${lock(style)}>\n${first.map((one) => `<link rel="modulepreload" href="${one.path}" ${lock(one)}>\n`).join("")}<script type="module" src="${main.path}" ${lock(main)}></script>
</head>\n<body>\n<div id="app"></div>\n<noscript>${readFileSync(join(root, "src/noscript.html"), "utf8")}</noscript>\n</body>\n</html>\n`;
  publish("/", Buffer.from(html), { name: "index.html" });
  writeFileSync(join(dist, "manifest.json"), `${JSON.stringify(manifest, Object.keys(manifest).sort().concat(
    ["file", "sha384", "type", "immutable", "worker", "brotli"]), 1)}\n`);
}

// Node 18 has no globalThis.crypto, which libsodium asks for.
const banner = { js: 'import { webcrypto as nodeCrypto } from "node:crypto";\nglobalThis.crypto ??= nodeCrypto;' };
async function buildForNode(folder, out, suffix) {
  rmSync(join(root, out), { recursive: true, force: true });
  const entryPoints = filesBelow(join(root, folder)).filter((one) => one.endsWith(suffix));
  await build({ ...shared, write: true, entryPoints, outbase: folder, outdir: out, outExtension: { ".js": ".mjs" },
    platform: "node", external: ["playwright-core"], banner, jsx: "automatic", jsxImportSource: "preact" });
}

if (process.argv[2] === "tests") await buildForNode("tests", "build/tests", ".test.ts");
else if (process.argv[2] === "vectors") await buildForNode("tools", "build/vectors", ".ts");
else await buildPages();
