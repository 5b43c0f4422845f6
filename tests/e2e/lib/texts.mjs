// The texts of the pages, from the catalogues themselves: journeys press what people read, in either language.

import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const web = fileURLToPath(new URL("../../../web/", import.meta.url));
const { build } = createRequire(join(web, "package.json"))("esbuild");

async function load(file) {
  const { outputFiles } = await build({ entryPoints: [join(web, "src/i18n", file)], bundle: true, format: "esm", write: false, logLevel: "error" });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}

/** The texts of a language ("pl" or "en") as the pages show them. */
export async function loadTexts(lang) {
  const [module, trustee, officer] = await Promise.all([load("index.ts"), load("trustee.ts"), load("officer.ts")]);
  await Promise.all([module.loadTexts(lang), trustee.loadTrusteeTexts(lang), officer.loadOfficerTexts(lang)]);
  return { ...module.textsOf(lang), trustee: trustee.trusteeTextsOf(lang), officer: officer.officerTextsOf(lang) };
}

/** Those about counting methods. */
export async function loadCountTexts(lang) {
  const module = await load("counts.ts");
  await module.loadCountTexts(lang);
  return module.countTextsOf(lang);
}

/** The address of a page in a language. */
export function at(lang, path) {
  if (lang === "pl") return path;
  return path === "/" ? "/en" : `/en${path}`;
}
