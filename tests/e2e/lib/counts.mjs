// Records of every counting method, drawn from a file: each has its picture, its table, and no accessibility fault.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { at } from "./texts.mjs";

const folder = new URL("../../../web/tests/ui/records/", import.meta.url);
export const records = JSON.parse(readFileSync(new URL("records.json", folder), "utf8")).map((one) => one.record);

const must = (condition, what) => {
  if (!condition) throw new Error(what);
};

/** Opens a record on the page that draws it, with everything that can be opened. */
export async function draw(page, t, lang, record) {
  const file = new URL(`${record}.record.json`, folder);
  const { title, method } = JSON.parse(readFileSync(file, "utf8"));
  await page.goto(at(lang, "/count"));
  await page.getByLabel(t.count.file).setInputFiles(fileURLToPath(file));
  await page.getByRole("heading", { level: 1, name: title }).waitFor();
  await page.locator(".count").waitFor();
  await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
  must(await page.locator(".count table").count() >= 1, `${method} has no table`);
  must(await page.locator(".count svg, .grade-bar, .places, .seat-strip").count() >= 1, `${method} has no picture`);
}

/** The rounds by keyboard: the button, the slider, the player that stops at the end. */
export async function stepThrough(page, c, lang, rounds) {
  const round = (n) => page.getByRole("heading", { level: 3, name: c.transfer.roundOf(n, rounds) });
  await round(1).waitFor();
  await page.getByRole("button", { name: c.transfer.next }).focus();
  await page.keyboard.press("Enter");
  await round(2).waitFor();
  await page.getByRole("slider", { name: c.transfer.slider }).focus();
  await page.keyboard.press("End");
  await round(rounds).waitFor();
  await page.keyboard.press("Home");
  await round(1).waitFor();
  await page.getByRole("button", { name: c.transfer.play }).click();
  await page.getByRole("button", { name: c.transfer.pause }).waitFor();
  await round(2).waitFor();
  await page.getByRole("button", { name: c.transfer.pause }).click();
}

/** The lot drawn again in the browser agrees with the record, and does not when the record names somebody else. */
export async function redoLot(page, t, c, lang) {
  await draw(page, t, lang, "lot");
  await page.getByRole("button", { name: c.lot.redo }).click();
  await page.getByText(c.lot.agrees).waitFor();
  const record = JSON.parse(readFileSync(new URL("lot.record.json", folder), "utf8"));
  const other = { ...record, elected: [1], election_order: [1], ties: [{ ...record.ties[0], chosen: [1] }], rounds: [{ ...record.rounds[0], elected: [1] }] };
  await page.getByRole("button", { name: t.count.another }).click();
  await page.getByLabel(t.count.file).setInputFiles({ name: "other.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(other)) });
  await page.getByRole("button", { name: c.lot.redo }).click();
  await page.getByText(c.lot.differs).waitFor();
}

/** Files that are no record: what is wrong is said, and nothing is drawn. */
export async function refuse(page, t, c, lang) {
  for (const [name, body] of [["text.json", "no record"], ["member.json", '{"method":"irv"}']]) {
    await page.goto(at(lang, "/count"));
    await page.getByLabel(t.count.file).setInputFiles({ name, mimeType: "application/json", buffer: Buffer.from(body) });
    await page.getByText(c.bad.title).waitFor();
    must(await page.locator(".count").count() === 0, "something is drawn");
  }
}
