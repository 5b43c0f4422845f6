// On a phone every page is one button away, by finger and by keyboard.

import { ensure } from "./journeys.mjs";
import { settled } from "./browser.mjs";
import { at } from "./texts.mjs";

/** Opens the pages from their button, closes them with Escape, and goes to another page by keyboard. The viewport is 1280 wide afterwards. */
export async function menu(page, t, lang) {
  await page.setViewportSize({ width: 360, height: 780 });
  await page.goto(at(lang, "/"));
  await settled(page);
  const pages = page.getByRole("navigation", { name: t.nav.label });
  const button = page.getByRole("button", { name: t.nav.menu });
  ensure(!await pages.isVisible(), "the pages are open before anybody asks");
  await button.click();
  for (const name of [t.nav.board, t.nav.votes, t.nav.check, t.nav.verify, t.nav.help]) {
    const box = await pages.getByRole("link", { name, exact: true }).boundingBox();
    ensure(box !== null && box.x >= 0 && box.x + box.width <= 360, `${name} is out of sight`);
  }
  await page.keyboard.press("Escape");
  await pages.waitFor({ state: "hidden" });
  ensure(await button.evaluate((element) => document.activeElement === element && element.getAttribute("aria-expanded") === "false"), "Escape loses the focus");
  await page.keyboard.press("Enter");
  for (let presses = 0; presses < 4; presses += 1) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: t.verify.title }).waitFor();
  await pages.waitFor({ state: "hidden" });
  await page.setViewportSize({ width: 1280, height: 900 });
}
