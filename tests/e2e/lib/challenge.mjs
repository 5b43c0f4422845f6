// Cast or challenge: a voter opens the encrypted ballot, checks it on another device and votes on a fresh one.

import { readFileSync } from "node:fs";
import { inspect, settled } from "./browser.mjs";
import { ensure, takeReceipt } from "./journeys.mjs";
import { at } from "./texts.mjs";

const button = (page, name) => page.getByRole("button", { name, exact: true });

/** Up to the opened ballot; returns its file. Until the board has the opening, nothing but the tracker leaves the page. */
export async function openBallot(page, t, lang, vote, credential, picks, look) {
  const posted = [];
  const note = (request) => {
    if (request.method() === "POST") posted.push({ path: new URL(request.url()).pathname, body: request.postData() ?? "" });
  };
  await page.goto(at(lang, `/votes/${vote}/booth`));
  await settled(page);
  for (const pick of picks) await page.getByRole("checkbox").nth(pick).check();
  const names = await page.locator("label.choice:has(input:checked) b").allInnerTexts();
  await button(page, t.booth.next).click();
  await page.getByLabel(t.booth.credential, { exact: true }).fill(credential);
  await button(page, t.booth.encrypt).click();
  await button(page, t.challenge.button).waitFor({ timeout: 60_000 });
  await look(page, "cast or challenge");
  page.on("request", note);
  await button(page, t.challenge.button).click();
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  ensure(posted.length === 0, "asking opens already");
  await button(page, t.challenge.button).click();
  await page.getByRole("dialog").getByRole("button", { name: t.challenge.confirm }).click();
  await page.getByRole("heading", { level: 1, name: t.challenge.openedTitle }).waitFor({ timeout: 30_000 });
  page.off("request", note);
  ensure(await button(page, t.booth.cast).count() === 0, "an opened ballot can be cast");
  const [download] = await Promise.all([page.waitForEvent("download"), button(page, t.challenge.download).click()]);
  const path = await download.path();
  const text = readFileSync(path, "utf8");
  const audit = JSON.parse(text);
  ensure(!text.includes(credential), "the file holds the voting code");
  const tracker = JSON.parse(Buffer.from(audit.receipt.entry, "base64").toString()).act.body.tracker;
  ensure(posted.length === 1 && posted[0].path.endsWith("/spoiled") && posted[0].body === JSON.stringify({ tracker }), `the booth sent ${JSON.stringify(posted)}`);
  await look(page, "opened ballot");
  return { names, name: download.suggestedFilename(), text, audit, tracker };
}

/** On another device, by somebody who is not signed in: it shows what was marked in the booth. */
export async function auditBallot(page, t, lang, opened, look) {
  await page.goto(at(lang, "/audit"));
  await settled(page);
  await look(page, `audit ${lang}`);
  const load = (text) => page.locator("#audit-file").setInputFiles({ name: opened.name, mimeType: "application/json", buffer: Buffer.from(text) });
  await load("{}");
  await page.getByText(t.audit.fileBad).waitFor();
  await load(opened.text);
  await page.getByRole("heading", { level: 1, name: t.audit.goodTitle }).waitFor({ timeout: 30_000 });
  const shown = await page.locator(".people li strong").allInnerTexts();
  ensure(shown.length > 0 && JSON.stringify(shown) === JSON.stringify(opened.names), `the ballot says ${shown.join(", ")}`);
  await look(page, `audited ballot ${lang}`);
  await button(page, t.audit.another).click();
  // A device that encrypted something else than it shows.
  const [choices] = opened.audit.choices;
  const lie = { ...opened.audit, choices: [[choices[0], ...choices.slice(1).reverse()]] };
  await load(JSON.stringify(lie));
  await page.getByRole("heading", { level: 1, name: t.audit.badTitle }).waitFor({ timeout: 30_000 });
  await page.getByText(t.audit.badCiphertext).waitFor();
  await look(page, `audit that fails ${lang}`);
}

/** Whoever asks for its number is told that it is no vote. */
export async function askBoard(page, t, lang, opened) {
  await page.goto(at(lang, "/check"));
  await settled(page);
  await page.getByLabel(t.check.tracker, { exact: true }).fill(opened.tracker);
  await page.locator("#election").selectOption(opened.audit.election);
  await button(page, t.check.button).click();
  await page.getByRole("heading", { level: 1, name: t.check.states.spoiled.title }).waitFor();
}

/** Any client that has the bytes sends them: the answer's status and problem. */
export async function castAsItIs(page, election, ballot) {
  return page.evaluate(async ([path, body]) => {
    const { csrf } = await (await fetch("/api/session")).json();
    const headers = { "content-type": "application/octet-stream", "x-ogniwo-csrf": csrf };
    const answer = await fetch(path, { method: "POST", headers, body });
    return { status: answer.status, problem: (await answer.json()).type };
  }, [`/api/elections/${election}/ballots`, ballot]);
}

/** From the opened ballot to a receipt for a fresh one, with the choice kept. */
export async function voteAfresh(page, t, picks) {
  await button(page, t.challenge.again).click();
  for (const pick of picks) ensure(await page.getByRole("checkbox").nth(pick).isChecked(), "the choice was not kept");
  await button(page, t.booth.next).click();
  await button(page, t.booth.encrypt).click();
  await button(page, t.booth.cast).click({ timeout: 60_000 });
  return takeReceipt(page, t);
}

/** The booth with a picture of each of its steps. */
export const looker = (findings, out) => (page, name) => inspect(page, name, findings, out);
