// A browser whose every page is watched: foreign requests, violations of the content security policy, script errors,
// accessibility by axe, sideways scrolling. What is found is collected, and the run fails at its end.

import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const require = createRequire(join(root, "web/package.json"));
const { chromium } = require("playwright-core");
const axeSource = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];

/** Findings of a whole run: each is one line that says where and what. */
export class Findings {
  all = [];
  pages = 0;

  add(where, what) {
    this.all.push(`${where}: ${what}`);
    console.error(`  FOUND ${where}: ${what}`);
  }

  /** Says what was found in the end; the exit code of the run. */
  report(pictures) {
    console.log(`${this.pages} pages looked at, pictures in ${pictures}`);
    if (this.all.length === 0) return 0;
    console.log(`${this.all.length} findings:`);
    for (const line of this.all) console.log(`  ${line}`);
    return 1;
  }
}

export async function openBrowser() {
  return chromium.launch({ executablePath: process.env.OGNIWO_CHROMIUM ?? "/usr/bin/chromium", args: flags });
}

/** A fresh person: their own cookies and storage. */
export async function newPerson(browser, base, findings, name, options = {}) {
  const context = await browser.newContext({
    baseURL: base, ignoreHTTPSErrors: true, locale: "pl-PL", timezoneId: "Europe/Warsaw", acceptDownloads: true,
    viewport: { width: 1280, height: 900 }, ...options,
  });
  await context.exposeBinding("ogniwoViolation", (_source, text) => findings.add(name, `CSP: ${text}`));
  await context.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => globalThis.ogniwoViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
  });
  context.on("request", (request) => {
    const url = new URL(request.url());
    if (!["data:", "blob:"].includes(url.protocol) && url.origin !== new URL(base).origin) findings.add(name, `foreign request ${request.url()}`);
  });
  const page = await context.newPage();
  page.setDefaultTimeout(options.timeout ?? 20_000);
  page.on("pageerror", (error) => findings.add(name, `script error ${error.message}`));
  return { context, page, name };
}

async function axe(page) {
  await page.evaluate(axeSource);
  return page.evaluate(async (tags) => {
    const { violations } = await globalThis.axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
    return violations.map((one) => `${one.id}: ${one.help} [${one.nodes.slice(0, 3).map((node) => node.target.join(" ")).join(" | ")}]`);
  }, rules);
}

/** Waits until the page shows its content: an h1, and no bones. */
export async function settled(page) {
  await page.waitForSelector("main h1");
  await page.waitForFunction(() => document.querySelector(".bone") === null);
  await page.evaluate(() => document.fonts.ready);
}

/** What stands by itself and is pressed must be at least 44 pixels high; a link inside a sentence may be smaller. */
async function smallTargets(page) {
  return page.evaluate(() => [...document.querySelectorAll("button, summary, select, label:has(input), .btn, .bar a, .foot a, .row > a, .section-head > a, .card h2 > a, .card h3 > a, input[type=text], input[type=email]")]
    .filter((one) => {
      const { width, height } = one.getBoundingClientRect();
      return width > 0 && height < 43.5;
    }).map((one) => `${one.tagName} "${one.textContent.trim().slice(0, 40)}" ${Math.round(one.getBoundingClientRect().height)} px`));
}

/**
 * Looks at a page as it stands: axe in light and dark, sideways scrolling at 320, 360 and 768 pixels, targets at 360,
 * pictures at 360 and 1280. The viewport is 1280 wide afterwards.
 */
export async function inspect(page, name, findings, pictures) {
  await settled(page);
  findings.pages += 1;
  for (const scheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const violation of await axe(page)) findings.add(`${name} (${scheme})`, `axe ${violation}`);
  }
  await page.emulateMedia({ colorScheme: "light" });
  for (const width of [320, 360, 768, 1280]) {
    await page.setViewportSize({ width, height: width < 500 ? 780 : 900 });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (width === 360) for (const target of await smallTargets(page)) findings.add(name, `small target ${target}`);
    if (over > 0) findings.add(name, `scrolls sideways by ${over} px at ${width} px`);
    if ((width === 360 || width === 1280) && pictures !== undefined) {
      mkdirSync(pictures, { recursive: true });
      await page.screenshot({ path: join(pictures, `${name.replaceAll(/[^\p{L}\p{N}]+/gu, "-")}-${width}.png`), fullPage: true });
    }
  }
  const title = await page.title();
  if (!title.endsWith("· Ogniwo")) findings.add(name, `title "${title}"`);
  const headings = await page.locator("h1").count();
  if (headings !== 1) findings.add(name, `${headings} h1`);
}

/** Presses Tab until an element is focused for which `wanted` holds; fails after 80 presses. Returns how many it took. */
export async function tabTo(page, wanted, argument) {
  for (let presses = 1; presses <= 80; presses += 1) {
    await page.keyboard.press("Tab");
    const found = await page.evaluate(([source, value]) => {
      const element = document.activeElement;
      return element !== null && Function("element", "value", `return (${source})(element, value)`)(element, value);
    }, [wanted.toString(), argument]).catch(() => false);
    if (found) return presses;
  }
  throw new Error(`the keyboard does not reach ${wanted} ${argument ?? ""}`);
}
