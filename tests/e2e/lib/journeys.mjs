// What people do, step by step, through the pages only. Each returns what a later step needs.

import { readFileSync } from "node:fs";
import { settled, tabTo } from "./browser.mjs";
import { letterTo } from "./demo.mjs";
import { at } from "./texts.mjs";

const button = (page, name) => page.getByRole("button", { name, exact: true });
const link = (page, name) => page.getByRole("link", { name, exact: true });

/** Fails with the reason instead of going on. */
export function ensure(condition, what) {
  if (!condition) throw new Error(what);
}

/**
 * Opens an invitation (or a sign-in link) and confirms it. A second load before the button is pressed shows that opening
 * alone uses nothing up, and the token must be gone from the address.
 */
export async function enter(page, t, lang, fragmentUrl) {
  const url = new URL(fragmentUrl);
  const path = `${at(lang, url.pathname)}${url.hash}`;
  await page.goto(path);
  await settled(page);
  await page.goto("about:blank");
  await page.goto(path);
  await settled(page);
  ensure(!page.url().includes("token"), "the token stays in the address");
  await button(page, url.pathname === "/invitation" ? t.invitation.button : t.signIn.landingButton).click();
  await page.getByRole("heading", { level: 1, name: /./u }).waitFor();
  await button(page, t.account.continue).waitFor();
}

/** Makes the signing key and saves the recovery file. */
export async function makeKey(page, t) {
  await button(page, t.key.create).click();
  const save = button(page, t.key.recovery);
  await save.waitFor();
  const [download] = await Promise.all([page.waitForEvent("download"), save.click()]);
  const file = JSON.parse(readFileSync(await download.path(), "utf8"));
  ensure(file.format === "ogniwo-signing-key" && /^[0-9a-f]{64}$/u.test(file.seed), "the recovery file is not one");
  await page.getByText(t.key.recoveryDone).waitFor();
  return file;
}

/** The same while the answer to the registration is lost: the next try makes a key in place of the one nobody has. */
export async function makeKeyOverBrokenLine(page, t) {
  await loseFirstAnswer(page, "**/api/keys");
  await button(page, t.key.create).click();
  await page.getByRole("alert").waitFor();
  const file = await makeKey(page, t);
  await page.unroute("**/api/keys");
  return file;
}

/** Votes in a secret vote with the mouse; returns the receipt that the browser saved. */
export async function voteSecret(page, t, lang, vote, credential, picks) {
  await page.goto(`${at(lang, `/votes/${vote}/booth`)}`);
  await settled(page);
  await page.getByText(t.booth.notYet).first().waitFor();
  await button(page, t.booth.next).click();
  ensure(await page.getByRole("alert").isVisible(), "an empty choice is not stopped");
  for (const pick of picks) await page.getByRole("checkbox").nth(pick).check();
  await button(page, t.booth.next).click();
  await page.getByRole("heading", { level: 1, name: t.booth.reviewTitle }).waitFor();
  await page.getByLabel(t.booth.credential, { exact: true }).fill(credential.slice(0, -1));
  await button(page, t.booth.encrypt).click();
  ensure(await page.getByRole("alert").isVisible(), "a short code is not stopped");
  await page.getByLabel(t.booth.credential, { exact: true }).fill(credential.replaceAll("-", " "));
  await button(page, t.booth.encrypt).click();
  await button(page, t.booth.cast).waitFor({ timeout: 60_000 });
  await page.getByText(t.booth.notYet).first().waitFor();
  await button(page, t.booth.cast).click();
  return takeReceipt(page, t);
}

/** The receipt page after casting: the title, four passed checks, and the file. */
export async function takeReceipt(page, t) {
  await page.getByRole("heading", { level: 1, name: t.receipt.title }).waitFor({ timeout: 60_000 });
  ensure(await page.locator(".trail li.done").count() === 4, "not every check of the receipt passed");
  ensure(await page.locator(".trail li.bad").count() === 0, "a check of the receipt failed");
  const [download] = await Promise.all([page.waitForEvent("download"), button(page, t.receipt.download).click()]);
  const path = await download.path();
  const receipt = JSON.parse(readFileSync(path, "utf8"));
  const shown = (await page.locator(".tracker").first().innerText()).replace(/\s/gu, "");
  ensure(shown === receipt.tracker, "the page shows another tracker than the receipt holds");
  return { path, receipt };
}

/** Votes in a secret vote with the keyboard alone: Tab, Space, Enter and typing. */
export async function voteSecretByKeyboard(page, t, lang, vote, credential) {
  await page.goto(at(lang, `/votes/${vote}/booth`));
  await settled(page);
  const named = (element, name) => element.tagName === "BUTTON" && element.textContent.trim() === name;
  const checkbox = (element) => element.tagName === "INPUT" && element.type === "checkbox";
  const field = (element, id) => element.id === id;
  await tabTo(page, checkbox);
  await page.keyboard.press("Space");
  await tabTo(page, named, t.booth.next);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: t.booth.reviewTitle }).waitFor();
  await tabTo(page, field, "credential");
  await page.keyboard.type(credential);
  await page.keyboard.press("Enter");
  await button(page, t.booth.cast).waitFor({ timeout: 60_000 });
  await tabTo(page, named, t.booth.cast);
  await page.keyboard.press("Enter");
  return takeReceipt(page, t);
}

/** Casts the open vote of an organisation and returns the receipt. */
export async function voteOpen(page, t, lang, vote, option) {
  await page.goto(at(lang, `/votes/${vote}/roll-call`));
  await settled(page);
  await page.getByRole("radio", { name: t.options[option] }).check();
  await button(page, t.roll.next).click();
  await button(page, t.roll.sign).click();
  return takeReceipt(page, t);
}

/** Checks a receipt file and a pasted tracker; `state` is the title that must come. */
export async function checkVote(page, t, lang, receipt, state) {
  await page.goto(at(lang, "/check"));
  await settled(page);
  await page.locator("#receipt-file").setInputFiles(receipt.path);
  await page.getByRole("heading", { level: 1, name: t.check.states[state].title }).waitFor();
  await page.locator(".trail li.done").nth(3).waitFor();
  await button(page, t.check.again).click();
  await page.getByLabel(t.check.tracker, { exact: true }).fill(receipt.receipt.tracker.match(/.{1,4}/gu).join(" "));
  const which = page.locator("#election");
  await which.selectOption(receipt.receipt.election);
  await button(page, t.check.button).click();
  await page.getByRole("heading", { level: 1, name: t.check.states[state].title }).waitFor();
}

/** Checks the receipt file of an open vote: it is on the board, under the name of the vote. */
export async function checkOpenVote(page, t, lang, receipt, title) {
  await page.goto(at(lang, "/check"));
  await settled(page);
  await page.locator("#receipt-file").setInputFiles(receipt.path);
  await page.getByRole("heading", { level: 1, name: t.check.states.committed.title }).waitFor();
  await page.getByText(t.check.openVote).waitFor();
  await page.getByText(t.receipt.showsOpen).waitFor();
  await page.locator(".receipt dd", { hasText: title }).waitFor();
}

/** A receipt that holds, and a server that says it knows no such vote: the page takes the side of the receipt. */
export async function checkDenied(page, t, lang, receipt) {
  await page.route("**/api/elections/*/ballots/*", (route) => route.fulfill({ json: { state: "unknown", replaced: false } }));
  await page.goto(at(lang, "/check"));
  await settled(page);
  await page.locator("#receipt-file").setInputFiles(receipt.path);
  await page.getByRole("heading", { level: 1, name: t.check.states.denied.title }).waitFor();
  await page.locator(".trail li.done").nth(3).waitFor();
  await page.unroute("**/api/elections/*/ballots/*");
}

/** An officer opens or closes a vote: the dialog names what follows, Escape leaves it, the second time it is confirmed. */
async function change(page, t, lang, title, words) {
  await page.goto(at(lang, "/officer"));
  await settled(page);
  const card = page.locator("article", { hasText: title });
  await card.getByRole("button", { name: words.ask }).click();
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await card.getByRole("button", { name: words.ask }).click();
  await page.getByRole("dialog").getByRole("button", { name: words.confirm }).click();
  await page.getByText(words.done(title)).waitFor({ timeout: 60_000 });
  await page.waitForFunction(() => document.activeElement?.getAttribute("role") === "status", undefined, { timeout: 5_000 });
}

export const openVote = (page, t, lang, title) =>
  change(page, t, lang, title, { ask: t.officer.open, confirm: t.officer.confirmOpen, done: t.officer.opened });

export const closeVote = (page, t, lang, title) =>
  change(page, t, lang, title, { ask: t.officer.close, confirm: t.officer.confirmClose, done: t.officer.closedDone });

export const endMixing = (page, t, lang, title) =>
  change(page, t, lang, title, { ask: t.officer.endMixing, confirm: t.officer.confirmMix, done: t.officer.mixDone });

/** A trustee chooses the key file and decrypts; with `lost` the answer does not arrive. The private key must be in no request. */
export async function decrypt(page, t, lang, uuid, keyFile, lost = false) {
  const secret = JSON.parse(readFileSync(keyFile, "utf8")).private_key;
  const leaks = [];
  page.on("request", (request) => {
    if ((request.postData() ?? "").includes(secret) || request.url().includes(secret)) leaks.push(request.url());
  });
  await page.goto(at(lang, `/trustee/${uuid}`));
  await settled(page);
  await page.locator("#trustee-key").setInputFiles(keyFile);
  const sent = lost ? await loseFirstAnswer(page, "**/api/elections/*/decryptions/*") : [];
  await button(page, t.trustee.decrypt).click();
  if (lost) await button(page, t.common.retry).click({ timeout: 60_000 });
  await page.getByRole("heading", { name: t.trustee.sentTitle }).waitFor({ timeout: 60_000 });
  ensure(!lost || sent.length === 2, "a lost answer is not asked for again");
  ensure(leaks.length === 0, "the trustee's key left the page");
}

/** Verifies an election in the browser; every check must pass. */
export async function verify(page, t, lang, uuid) {
  await page.goto(at(lang, `/verify/${uuid}`));
  await settled(page);
  await button(page, t.verify.start).click();
  await page.getByRole("heading", { level: 1, name: t.verify.okTitle }).waitFor({ timeout: 120_000 });
  ensure(await page.locator(".checks .bad").count() === 0, "a check failed");
  return page.locator(".checks > li").count();
}

/** Signs out and sees that a page for members asks to sign in. */
export async function leave(page, t, lang) {
  await page.goto(at(lang, "/"));
  await settled(page);
  await button(page, t.nav.signOut).click();
  await link(page, t.nav.signIn).waitFor();
}

/** Loses the first answer to requests of that address, after the server has given it; returns the bytes sent so far. */
export async function loseFirstAnswer(page, address) {
  const sent = [];
  await page.route(address, async (route) => {
    sent.push(route.request().postDataBuffer());
    if (sent.length === 1) {
      await route.fetch();
      await route.abort("connectionreset");
    } else await route.continue();
  });
  return sent;
}

/** The page must say that nobody knows, and a retry must send the very same bytes and end in one receipt. */
async function retryOverBrokenLine(page, t, sent) {
  await page.getByRole("heading", { level: 1, name: t.booth.unknownTitle }).waitFor();
  await button(page, t.booth.unknownRetry).click();
  const receipt = await takeReceipt(page, t);
  ensure(sent.length === 2 && sent[0].equals(sent[1]), "the retry did not send the same bytes");
  return receipt;
}

/** Casts an open vote while the answer is lost after the server has the act. */
export async function voteOpenOverBrokenLine(page, t, lang, vote, option) {
  const sent = await loseFirstAnswer(page, "**/api/votes/*/roll-call");
  await page.goto(at(lang, `/votes/${vote}/roll-call`));
  await settled(page);
  await page.getByRole("radio", { name: t.options[option] }).check();
  await button(page, t.roll.next).click();
  await button(page, t.roll.sign).click();
  const receipt = await retryOverBrokenLine(page, t, sent);
  await page.unroute("**/api/votes/*/roll-call");
  return receipt;
}

/** Casts a secret vote while the answer is lost after the server has the ballot. */
export async function voteOverBrokenLine(page, t, lang, vote, credential, pick) {
  const sent = await loseFirstAnswer(page, "**/api/elections/*/ballots");
  await page.goto(at(lang, `/votes/${vote}/booth`));
  await settled(page);
  await page.getByRole("checkbox").nth(pick).check();
  await button(page, t.booth.next).click();
  await page.getByLabel(t.booth.credential, { exact: true }).fill(credential);
  await button(page, t.booth.encrypt).click();
  await button(page, t.booth.cast).click({ timeout: 60_000 });
  const receipt = await retryOverBrokenLine(page, t, sent);
  await page.unroute("**/api/elections/*/ballots");
  return receipt;
}

/** A page opened without a line says so, votes are safe, and a retry brings it back. */
export async function offline(person, t, lang) {
  const { page, context } = person;
  await page.goto(at(lang, "/help"));
  await settled(page);
  await context.setOffline(true);
  await page.getByRole("navigation").first().getByRole("link", { name: t.nav.votes, exact: true }).click();
  await page.getByRole("heading", { level: 1, name: t.errors.offlineTitle }).waitFor();
  await page.getByText(t.errors.offlineBar).waitFor();
  await context.setOffline(false);
  await button(page, t.common.retry).click();
  await page.getByRole("heading", { level: 1, name: t.votes.title }).waitFor();
}

/**
 * Signs in by e-mail: the letter's link is refused in another browser and not used up there; the code of the same letter
 * works where it was asked for. An address that is not in the register sees the same page.
 */
export async function signInByLetter(person, stranger, t, lang, email, folder) {
  for (const { page } of [stranger, person]) {
    await page.goto(at(lang, "/sign-in"));
    await settled(page);
  }
  await button(stranger.page, t.signIn.send).click();
  ensure(await stranger.page.getByRole("alert").isVisible(), "an empty address is not stopped");
  await stranger.page.getByLabel(t.signIn.email, { exact: true }).fill("nobody@ngo.example");
  await button(stranger.page, t.signIn.send).click();
  await stranger.page.getByRole("heading", { level: 1, name: t.signIn.checkTitle }).waitFor();

  await person.page.getByLabel(t.signIn.email, { exact: true }).fill(email);
  await button(person.page, t.signIn.send).click();
  await person.page.getByRole("heading", { level: 1, name: t.signIn.checkTitle }).waitFor();
  const { text } = await letterTo(folder, email);
  const token = /#(token=\S+)/u.exec(text)?.[1];
  const code = /\b([A-Z0-9]{4}-[A-Z0-9]{4})\b/u.exec(text)?.[1];
  ensure(token !== undefined && code !== undefined, "the letter has no link or no code");

  await stranger.page.goto("about:blank");
  await stranger.page.goto(`${at(lang, "/sign-in")}#${token}`);
  await button(stranger.page, t.signIn.landingButton).click();
  await stranger.page.getByRole("alert").waitFor();
  ensure(await button(stranger.page, t.account.continue).count() === 0, "a link works in another browser");

  await person.page.getByLabel(t.signIn.code, { exact: true }).fill(code.toLowerCase());
  await button(person.page, t.signIn.codeSend).click();
  await button(person.page, t.account.continue).waitFor();
}

/** A second device: the recovery file brings the key, and nothing new is registered. */
export async function loadKey(page, t, lang, file) {
  const registered = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/api/keys")) registered.push(request.url());
  });
  await page.goto(at(lang, "/sign-in"));
  await settled(page);
  await page.getByText(t.key.import, { exact: true }).first().click();
  await page.locator("#recovery").setInputFiles({ name: "wrong.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify({ ...file, seed: "00".repeat(32) })) });
  await page.getByText(t.key.importBad).waitFor();
  await page.locator("#recovery").setInputFiles({ name: "key.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(file)) });
  await button(page, t.key.recovery).waitFor();
  ensure(registered.length === 0, "a known key was registered again");
}

/** The log key that this browser remembers is another one: every page says so, and a receipt does not pass. */
export async function otherLogKey(page, t, lang, receipt) {
  await page.goto(at(lang, "/"));
  await settled(page);
  await page.locator(".foot .mono").waitFor(); // the key is shown once it is remembered
  await page.evaluate(() => new Promise((resolve, reject) => {
    const opening = indexedDB.open("ogniwo");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const transaction = opening.result.transaction("pins", "readwrite");
      const store = transaction.objectStore("pins");
      const reading = store.get("log");
      reading.onsuccess = () => {
        const [name, , key] = reading.result.vkey.split("+");
        const turned = `${key.slice(0, 10)}${key[10] === "A" ? "B" : "A"}${key.slice(11)}`;
        store.put({ ...reading.result, vkey: `${name}+00000000+${turned}` });
      };
      transaction.oncomplete = () => {
        opening.result.close();
        resolve();
      };
    };
  }));
  await page.goto(at(lang, "/check"));
  await settled(page);
  await page.getByText(t.errors.logKeyTitle).waitFor();
  await page.locator("#receipt-file").setInputFiles(receipt.path);
  await page.getByText(t.check.bad).waitFor();
  ensure(await page.locator(".trail li.bad").count() > 0, "a receipt passes under another log key");
}

/** In the booth: the other language keeps the choice, and leaving asks first, by a link and by the back button alike. */
export async function stayInBooth(page, texts, vote) {
  const asked = [];
  const answer = (dialog) => {
    asked.push(dialog.message());
    return dialog.dismiss();
  };
  page.on("dialog", answer);
  await page.goto("/votes");
  await settled(page);
  await page.goto(`/votes/${vote}`);
  await settled(page);
  await link(page, texts.pl.vote.castNow).click();
  await settled(page);
  await page.getByRole("checkbox").nth(1).check();
  await link(page, texts.pl.nav.otherLanguage).click();
  await button(page, texts.en.booth.next).waitFor();
  ensure(await page.getByRole("checkbox").nth(1).isChecked(), "the other language forgets the choice");
  await button(page, texts.en.booth.next).click();
  await page.getByRole("heading", { level: 1, name: texts.en.booth.reviewTitle }).waitFor();
  await link(page, texts.en.nav.board).click();
  await page.goBack();
  await page.getByRole("heading", { level: 1, name: texts.pl.booth.reviewTitle }).waitFor();
  await page.goBack();
  await page.getByRole("heading", { level: 1, name: texts.pl.booth.reviewTitle }).waitFor();
  ensure(asked.join("|") === `${texts.en.booth.leaveMade}|${texts.pl.booth.leaveMade}`, `leaving asked "${asked.join("|")}"`);
  page.off("dialog", answer);
  page.once("dialog", (dialog) => dialog.accept());
  await link(page, texts.pl.nav.board).click();
  await page.getByRole("heading", { level: 1 }).filter({ hasText: texts.pl.board.greeting }).waitFor();
}
