// Where a run plays: its people, and its steps, whose failures are findings with pictures of every page.

import { join } from "node:path";
import { newPerson } from "./browser.mjs";

/** What a page says, in a line: its address, its heading, its errors and where the focus is. */
async function seen(page) {
  return page.evaluate(() => {
    const texts = [...document.querySelectorAll("h1, .errors li, .notice.bad")].map((one) => one.textContent.trim().slice(0, 120));
    const focus = document.activeElement;
    return `${location.pathname}: ${texts.join(" | ")}; focus on ${focus?.tagName} ${focus?.id ?? ""}`;
  }).catch((error) => error.message.split("\n")[0]);
}

export function stage(browser, base, findings, out) {
  const people = new Set();
  let failed = 0;
  /** One step of the run; what goes wrong in it is a finding. After two that failed the others are left out: each would wait in vain. */
  const step = async (name, work) => {
    if (failed === 2) {
      console.log(`left ${name}`);
      return undefined;
    }
    const began = Date.now();
    try {
      const value = await work();
      console.log(`ok   ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
      return value;
    } catch (error) {
      failed += 1;
      findings.add(name, error.message.split("\n").slice(0, 3).join(" "));
      for (const who of people) {
        if (who.page.isClosed()) continue;
        console.error(`        ${who.name} sees ${await seen(who.page)}`);
        await who.page.screenshot({ path: join(out, `failed ${name} ${who.name}.png`.replaceAll(/[^\p{L}\p{N}.]+/gu, "-")), fullPage: true }).catch(() => undefined);
      }
      return undefined;
    }
  };
  const person = async (name, options) => {
    const who = await newPerson(browser, base, findings, name, options);
    people.add(who);
    return who;
  };
  return { step, person };
}
