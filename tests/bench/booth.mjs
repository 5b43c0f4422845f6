// How long the booth takes to encrypt and prove a vote in Chromium, worker start included, and whether the page stays
// responsive meanwhile. The sample election has 9 candidates and a blank vote, more work than 5 answers.
// Usage: node tests/bench/booth.mjs OGNIWO

import { performance } from "node:perf_hooks";
import { resolve } from "node:path";

process.env.OGNIWO = resolve(process.argv[2]);
const { Findings, newPerson, openBrowser, settled } = await import("../e2e/lib/browser.mjs");
const { startDemo } = await import("../e2e/lib/demo.mjs");
const { enter } = await import("../e2e/lib/journeys.mjs");
const { loadTexts } = await import("../e2e/lib/texts.mjs");

const t = await loadTexts("pl");
const demo = await startDemo(() => {});
const browser = await openBrowser();
const button = (page, name) => page.getByRole("button", { name, exact: true });
const times = [];
let longestGap = 0;
try {
  const { page } = await newPerson(browser, demo.base, new Findings(), "voter");
  const [person] = demo.parts.representatives;
  await enter(page, t, "pl", person.invitation);
  for (let run = 0; run < 7; run += 1) {
    await page.goto("about:blank");
    await page.goto(`/votes/${demo.parts.secret.id}/booth`);
    await settled(page);
    await page.getByRole("checkbox").nth(run).check();
    await button(page, t.booth.next).click();
    await page.getByLabel(t.booth.credential, { exact: true }).fill(person.voting_code);
    await page.evaluate(() => {
      globalThis.longestGap = 0;
      let last = performance.now();
      const tick = (now) => {
        globalThis.longestGap = Math.max(globalThis.longestGap, now - last);
        last = now;
        requestAnimationFrame(tick);
      };
      requestAnimationFrame(tick);
    });
    const began = performance.now();
    await button(page, t.booth.encrypt).click();
    await button(page, t.booth.cast).waitFor();
    times.push(performance.now() - began);
    longestGap = Math.max(longestGap, await page.evaluate(() => globalThis.longestGap));
  }
} finally {
  await browser.close();
  await demo.stop();
}
times.sort((a, b) => a - b);
const line = (what, value, unit) => console.log(`${what.padEnd(58)}${value.toFixed(0).padStart(10)} ${unit}`);
line("booth in Chromium, 9 candidates and blank, median", times[times.length >> 1], "ms");
line("booth in Chromium, slowest of seven", times.at(-1), "ms");
line("longest time between two frames of the page meanwhile", longestGap, "ms");
