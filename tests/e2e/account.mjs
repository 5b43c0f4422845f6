// A person's account: passkeys through Chromium's own authenticator, and the list of signed-in browsers.
// node tests/e2e/account.mjs [--out FOLDER]; exit codes as run.mjs.

import { tmpdir } from "node:os";
import { join } from "node:path";
import { endWithoutBrowser, letterTo, startDemo } from "./lib/demo.mjs";

endWithoutBrowser();
const { Findings, inspect, openBrowser, settled } = await import("./lib/browser.mjs");
const journeys = await import("./lib/journeys.mjs");
const trustees = await import("./lib/trustees.mjs");
const { stage } = await import("./lib/stage.mjs");
const { at, loadTexts } = await import("./lib/texts.mjs");

const out = process.argv.includes("--out") ? process.argv[process.argv.indexOf("--out") + 1] : join(tmpdir(), "ogniwo-e2e-account");
const findings = new Findings();
const texts = { pl: await loadTexts("pl"), en: await loadTexts("en") };
const demo = await startDemo(() => undefined);
const browser = await openBrowser();
const { step, person } = stage(browser, demo.base, findings, out);
const { ensure } = journeys;
const seen = new Set();

/** A device that holds passkeys and checks who is there. */
async function authenticator({ context, page }) {
  const session = await context.newCDPSession(page);
  await session.send("WebAuthn.enable");
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
    options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  return {
    credentials: async () => (await session.send("WebAuthn.getCredentials", { authenticatorId })).credentials,
    put: (credential) => session.send("WebAuthn.addCredential", { authenticatorId, credential }),
  };
}

const button = (page, name) => page.getByRole("button", { name, exact: true });

async function addPasskey({ page }, t, name) {
  await page.getByLabel(t.passkeys.name, { exact: true }).fill(name);
  await button(page, t.passkeys.add).click();
  await page.getByText(t.passkeys.added).waitFor();
  await page.getByText(name, { exact: true }).waitFor();
}

async function signInByPasskey({ page }, t, lang) {
  await page.goto(at(lang, "/sign-in"));
  await settled(page);
  await button(page, t.passkeys.signIn).click();
}

const { representatives: [anna], officer } = demo.parts;

try {
  const phone = await person("Anna's phone");
  const device = await authenticator(phone);
  await step("enter by invitation", () => journeys.enter(phone.page, texts.pl, "pl", anna.invitation));
  await step("an empty name is stopped", async () => {
    await phone.page.getByLabel(texts.pl.passkeys.name, { exact: true }).fill(" ");
    await button(phone.page, texts.pl.passkeys.add).click();
    await phone.page.getByRole("alert").getByText(texts.pl.passkeys.nameBad).waitFor();
  });
  await step("add a passkey", () => addPasskey(phone, texts.pl, "Telefon Anny"));
  await step("a letter tells of it", async () => {
    const { name, text } = await letterTo(demo.folder, anna.email);
    seen.add(name);
    ensure(text.includes("Telefon Anny"), "the letter does not name the passkey");
  });
  await step("the device has one already", async () => {
    await button(phone.page, texts.pl.passkeys.add).click();
    await phone.page.getByText(texts.pl.passkeys.held).waitFor();
  });
  await step("page account with a passkey", () => inspect(phone.page, "account with a passkey", findings, out));
  await step("sign out", () => journeys.leave(phone.page, texts.pl, "pl"));
  await step("sign in by the passkey", async () => {
    await signInByPasskey(phone, texts.pl, "pl");
    await button(phone.page, texts.pl.account.continue).waitFor();
  });

  const laptop = await person("Anna's laptop");
  const other = await authenticator(laptop);
  await step("no passkey on the other device", async () => {
    await signInByPasskey(laptop, texts.en, "en");
    await laptop.page.getByText(texts.en.passkeys.signInNotChosen).waitFor({ timeout: 20_000 });
    await inspect(laptop.page, "sign-in without a passkey", findings, out);
  });
  await step("the same passkey on the other device", async () => {
    for (const one of await device.credentials()) await other.put({ ...one, signCount: one.signCount + 10 });
    await signInByPasskey(laptop, texts.en, "en");
    await button(laptop.page, texts.en.account.continue).waitFor();
  });
  await step("a copy that counts backwards is refused", async () => {
    await journeys.leave(phone.page, texts.pl, "pl");
    await signInByPasskey(phone, texts.pl, "pl");
    await phone.page.getByRole("alert").waitFor();
    ensure(await button(phone.page, texts.pl.account.continue).count() === 0, "a copy signs in");
  });
  const third = await person("somebody in Anna's name");
  await step("a third browser, signed out from the laptop", async () => {
    await trustees.signIn(third, texts.en, "en", anna.email, demo.folder, seen);
    await laptop.page.goto(at("en", "/sign-in"));
    await settled(laptop.page);
    await laptop.page.getByText(texts.en.sessions.other, { exact: true }).waitFor();
    await inspect(laptop.page, "account with two sessions", findings, out);
    await button(laptop.page, texts.en.sessions.end).click();
    await laptop.page.getByText(texts.en.sessions.other, { exact: true }).waitFor({ state: "detached" });
    const state = await (await third.context.request.get("/api/session")).json();
    ensure(state.signed_in === false, "the other browser is still signed in");
  });
  await step("remove the passkey", async () => {
    await button(laptop.page, texts.en.passkeys.removeNamed("Telefon Anny")).click();
    await inspect(laptop.page, "removing a passkey", findings, out);
    await button(laptop.page, texts.en.passkeys.removeConfirm).click();
    await laptop.page.getByText("Telefon Anny").first().waitFor({ state: "detached" });
    await journeys.leave(laptop.page, texts.en, "en");
    await signInByPasskey(laptop, texts.en, "en");
    await laptop.page.getByRole("alert").waitFor();
  });

  const secretary = await person("the secretary");
  await authenticator(secretary);
  await step("an officer signs in by a passkey that verifies who is there", async () => {
    await journeys.enter(secretary.page, texts.en, "en", officer.invitation);
    await addPasskey(secretary, texts.en, "Office");
    await journeys.leave(secretary.page, texts.en, "en");
    await signInByPasskey(secretary, texts.en, "en");
    await button(secretary.page, texts.en.account.continue).waitFor();
  });
} finally {
  await browser.close();
  await demo.stop();
}
process.exit(findings.report(out));
