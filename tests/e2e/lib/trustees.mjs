// What trustees do in their pages: make a key, come back with its file, decrypt; and the files that are no good.

import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { settled } from "./browser.mjs";
import { letterTo } from "./demo.mjs";
import { ensure } from "./journeys.mjs";
import { at } from "./texts.mjs";

const button = (page, name) => page.getByRole("button", { name, exact: true });
const titled = (page, name) => page.getByRole("heading", { name, exact: true });
const asFile = (text, name = "key.json") => ({ name, mimeType: "application/json", buffer: Buffer.from(text) });

/** Signs in with the code of a letter that comes now. */
export async function signIn({ page }, t, lang, email, folder, seen) {
  await page.goto(at(lang, "/sign-in"));
  await settled(page);
  await page.getByLabel(t.signIn.email, { exact: true }).fill(email);
  await button(page, t.signIn.send).click();
  const { name, text } = await letterTo(folder, email, seen);
  seen.add(name);
  await page.getByLabel(t.signIn.code, { exact: true }).fill(/\b([A-Z0-9]{4}-[A-Z0-9]{4})\b/u.exec(text)[1]);
  await button(page, t.signIn.codeSend).click();
  await button(page, t.account.continue).waitFor();
}

/** Watches that a secret of the file is in no request; returns what to ask in the end. */
export function watchSecrets(page) {
  const requests = [];
  page.on("request", (request) => requests.push(`${request.url()} ${request.postDataBuffer()?.toString("latin1") ?? ""}`));
  return (file) => {
    const { seed, private_key: key } = JSON.parse(readFileSync(file, "utf8"));
    ensure(requests.every((text) => !text.includes(seed ?? key)), "a trustee's key left the page");
  };
}

export async function openPage(page, lang, uuid) {
  await page.goto(at(lang, `/trustee/${uuid}`));
  await settled(page);
}

/** Makes the key and saves its file; nothing may be posted. */
export async function makeKey(page, t, uuid, owner, folder) {
  const posted = [];
  const watch = (request) => request.method() === "POST" && posted.push(request.url());
  page.on("request", watch);
  await button(page, t.trustee.makeButton).click();
  const [download] = await Promise.all([page.waitForEvent("download"), button(page, t.trustee.saveButton).click()]);
  const file = join(folder, `key-${owner}.json`);
  copyFileSync(await download.path(), file);
  const { election, owner: of } = JSON.parse(readFileSync(file, "utf8"));
  ensure(download.suggestedFilename() === `${t.trustee.fileName}-${uuid}-${owner}.json` && election === uuid && of === owner, "the key file is of another");
  for (const wrong of [asFile(readFileSync(file, "utf8").replace(/.(?="\n\})/u, (last) => (last === "2" ? "3" : "2"))), asFile("{}"), asFile("")]) {
    await page.locator("#backup").setInputFiles(wrong);
    await page.locator("#backup-error").waitFor();
  }
  ensure(posted.length === 0, `something was posted before the file was proved: ${posted[0]}`);
  page.off("request", watch);
  return file;
}

/** Chooses the saved file, as its proof or to go on. */
export async function proveBackup(page, t, file) {
  await page.locator("#backup").setInputFiles(file);
  await page.getByRole("heading", { name: new RegExp(`${t.trustee.workTitle}|${t.trustee.readyTitle}`, "u") }).waitFor();
}

/** Files that are no good, each with the one line that it gets; no two in a row get the same, so that each is waited for. */
export async function wrongFiles(page, t, file, other) {
  const good = JSON.parse(readFileSync(file, "utf8"));
  const changed = (change) => JSON.stringify({ ...good, ...change });
  const { seed } = good;
  const errors = t.trustee.fileErrors;
  const cases = [
    [asFile("no key at all"), errors["key_file.format"]],
    [asFile(changed({ election: "another1Election" })), errors["key_file.election"]],
    [asFile(changed({ version: 3 })), errors["key_file.format"]],
    [other, errors["key_file.owner"]],
    [asFile(readFileSync(file, "utf8").slice(0, -12)), errors["key_file.format"]],
  ];
  if (seed !== undefined) cases.push([asFile(changed({ seed: `${seed.slice(0, -1)}${seed.endsWith("z") ? "y" : "z"}` })), errors["key_file.key"]]);
  for (const [wrong, line] of cases) {
    await page.locator("#trustee-key").setInputFiles(wrong);
    await page.locator("#trustee-key-error", { hasText: line }).waitFor();
  }
}

export async function chooseFile(page, file) {
  await page.locator("#trustee-key").setInputFiles(file);
}

export const isReady = (page, t) => titled(page, t.trustee.readyTitle).waitFor({ timeout: 60_000 });

/** The page names those it waits for, and nobody else. */
export async function waitsFor(page, t, names) {
  await page.getByText(t.trustee.waitingFor(names.join(", ")), { exact: true }).waitFor({ timeout: 60_000 });
}

/** Decrypts with the chosen file; the receipt is saved. */
export async function decrypt(page, t) {
  await button(page, t.trustee.decrypt).click();
  return takeReceipt(page, t, t.trustee.sentTitle);
}

/** Mixes the votes; the receipt is saved. */
export async function mix(page, t) {
  await button(page, t.trustee.mix).click();
  return takeReceipt(page, t, t.trustee.mixDoneTitle);
}

async function takeReceipt(page, t, title) {
  await titled(page, title).waitFor({ timeout: 60_000 });
  const [download] = await Promise.all([page.waitForEvent("download"), button(page, t.trustee.receiptSave).click()]);
  return JSON.parse(readFileSync(await download.path(), "utf8"));
}
