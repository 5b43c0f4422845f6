// The texts of the pages, from the catalogues themselves: journeys press what people read, in either language.

import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const web = fileURLToPath(new URL("../../../web/", import.meta.url));
const { build } = createRequire(join(web, "package.json"))("esbuild");

/** The texts of a language ("pl" or "en") as the pages show them. */
export async function loadTexts(lang) {
  const { outputFiles } = await build({ entryPoints: [join(web, "src/i18n/index.ts")], bundle: true, format: "esm", write: false, logLevel: "error" });
  const code = Buffer.from(outputFiles[0].contents).toString("base64");
  return (await import(`data:text/javascript;base64,${code}`)).textsOf(lang);
}

/** The address of a page in a language. */
export function at(lang, path) {
  if (lang === "pl") return path;
  return path === "/" ? "/en" : `/en${path}`;
}
