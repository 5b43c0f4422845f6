// A key ceremony that can never end, because a trustee is gone between commitment and reveal: the commission withdraws the
// vote, everybody sees why, it is announced again, the trustees make a new key, and it is held.
// node tests/e2e/withdrawal.mjs [--out FOLDER]; exit codes as run.mjs.

import { readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endWithoutBrowser } from "./lib/demo.mjs";

endWithoutBrowser();
const { Findings, inspect, openBrowser, settled } = await import("./lib/browser.mjs");
const journeys = await import("./lib/journeys.mjs");
const trustees = await import("./lib/trustees.mjs");
const { startFederation, tool } = await import("./lib/federation.mjs");
const { stage } = await import("./lib/stage.mjs");
const { at: path, loadTexts } = await import("./lib/texts.mjs");

const out = process.argv.includes("--out") ? process.argv[process.argv.indexOf("--out") + 1] : join(tmpdir(), "ogniwo-e2e-withdrawal");
const findings = new Findings();
const texts = { pl: await loadTexts("pl"), en: await loadTexts("en") };
const title = "Komisja rewizyjna";
const reason = "Powiernik nr 3 zgubił plik z kluczem";
const three = [1, 2, 3];
const federation = await startFederation({
  voters: 3, runs: [{ size: 3, threshold: 2 }], question: { answers: ["Anna Nowak", "Jan Kowalski"], min: 1, max: 1, question: "Kogo wybierasz?" },
});
const browser = await openBrowser();
const { step, person } = stage(browser, federation.base, findings, out);
const { uuid, folder } = federation;
const seen = new Set();
const langOf = (owner) => (owner % 2 === 1 ? "pl" : "en");
const here = new Map();
const asFile = (text) => ({ name: "public_creds.json", mimeType: "application/json", buffer: Buffer.from(text) });

/** The dialog of a withdrawal: Escape leaves it, an empty and a long reason are stopped, the good one is signed. */
async function withdraw(page, t, lang, why) {
  await page.goto(path(lang, "/officer"));
  await settled(page);
  const ask = page.locator("article", { hasText: title }).getByRole("button", { name: t.officer.withdraw, exact: true });
  await ask.click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText(t.officer.cannotUndo).waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  await ask.click();
  const confirm = dialog.getByRole("button", { name: t.officer.confirmWithdraw, exact: true });
  await confirm.click();
  await page.locator("#reason-error", { hasText: t.officer.reasonMissing }).waitFor();
  journeys.ensure(await page.evaluate(() => document.activeElement?.id) === "reason", "the focus is not on the reason");
  await page.locator("#reason").fill("ż".repeat(501));
  await confirm.click();
  await page.locator("#reason-error", { hasText: t.officer.reasonLong(1002) }).waitFor();
  await inspect(page, `withdraw dialog ${lang}`, findings, out);
  await page.locator("#reason").fill(`  ${why.replace(" ", "\n")} `); // one line in the end
  await confirm.click();
  await page.getByText(t.officer.withdrawn(title)).waitFor({ timeout: 60_000 });
  await page.waitForFunction(() => document.activeElement?.getAttribute("role") === "status", undefined, { timeout: 5_000 });
}

try {
  for (const owner of three) {
    here.set(owner, await step(`trustee ${owner} signs in`, async () => {
      const who = await person(`trustee ${owner}`);
      await trustees.signIn(who, texts[langOf(owner)], langOf(owner), `t-${owner}@x.example`, folder, seen);
      return { ...who, t: texts[langOf(owner)], lang: langOf(owner) };
    }));
  }
  const begin = async (owner, election) => {
    const { page, t, lang } = here.get(owner);
    await trustees.openPage(page, lang, election);
    await trustees.proveBackup(page, t, await trustees.makeKey(page, t, election, owner, folder));
  };
  await step("two trustees begin; the third commits, and is gone before the reveal", async () => {
    const { page } = here.get(3);
    await page.route("**/ceremony/polynomial/3", (route) => route.abort());
    for (const owner of three) await begin(owner, uuid);
    const posted = async () => (await (await page.context().request.get(`/api/elections/${uuid}/ceremony`)).json()).trustees.map((one) => Object.keys(one.posted).length);
    for (let tries = 0; tries < 120 && (await posted()).join() !== "3,3,2"; tries += 1) await page.waitForTimeout(500);
    journeys.ensure((await posted()).join() === "3,3,2", "the ceremony did not stop between commitment and reveal");
    await trustees.waitsFor(here.get(2).page, here.get(2).t, [federation.nameOf(3)]);
    await page.goto("about:blank");
    await page.unroute("**/ceremony/polynomial/3");
  });

  const chair = await person("officer");
  await step("the commission withdraws the vote", async () => {
    await trustees.signIn(chair, texts.pl, "pl", "officer@x.example", folder, seen);
    await journeys.makeKey(chair.page, texts.pl);
    await chair.page.goto("/officer");
    await chair.page.getByRole("heading", { name: texts.pl.officer.keys, exact: true }).waitFor();
    await inspect(chair.page, "officer with keys being made", findings, out);
    await withdraw(chair.page, texts.pl, "pl", reason);
    await inspect(chair.page, "officer after a withdrawal", findings, out);
  });
  await step("a trustee's open page says so, with the reason that the log shows", async () => {
    const { page, t } = here.get(2);
    await page.getByRole("heading", { name: t.trustee.withdrawnTitle, exact: true }).waitFor({ timeout: 60_000 });
    await page.getByText(reason, { exact: true }).waitFor();
    await inspect(page, "trustee of a withdrawn vote", findings, out);
    await page.goto("/en/trustee");
    await page.getByText(t.trustee.withdrawnCard).waitFor();
  });
  await step("everybody sees it on the board", async () => {
    const visitor = await person("visitor");
    for (const lang of ["pl", "en"]) {
      for (const where of ["/", "/votes"]) {
        await visitor.page.goto(path(lang, where));
        const card = visitor.page.locator("section", { has: visitor.page.getByRole("heading", { name: texts[lang].withdrawn.title, exact: true }) }).locator("article", { hasText: title });
        await card.getByText(reason, { exact: true }).waitFor();
        await card.getByText(texts[lang].withdrawn.placeNone).waitFor();
        await inspect(visitor.page, `withdrawn ${where} ${lang}`, findings, out);
      }
    }
    await visitor.context.close();
  });

  /** Announced again in the place of `old`; with `look` every wrong list is tried first. */
  const announceAgain = async (old, look) => {
    const { page } = chair;
    const t = texts.pl;
    await page.goto("/officer");
    await page.getByRole("button", { name: t.officer.again, exact: true }).click();
    const dialog = page.getByRole("dialog");
    const confirm = dialog.getByRole("button", { name: t.officer.confirmAgain, exact: true });
    const command = await dialog.locator(".command").innerText();
    const made = join(folder, command.split(" ").at(-1));
    if (look) {
      await confirm.click();
      await page.locator("#new-list-error", { hasText: t.officer.againFileMissing }).waitFor();
      await page.locator("#new-list").setInputFiles(asFile("[]"));
      await page.locator("#new-list-error", { hasText: t.officer.againFileBad(3) }).waitFor();
      await inspect(page, "announce again dialog", findings, out);
      // The old list: the server says what is wrong with it.
      await page.locator("#new-list").setInputFiles(join(folder, "announced/public_creds.json"));
      await confirm.click();
      await dialog.getByRole("alert").waitFor();
    }
    tool(...command.split(" ").slice(1, -1), made);
    await page.locator("#new-list").setInputFiles(join(made, "public_creds.json"));
    await confirm.click();
    await page.getByText(t.officer.announced(title)).waitFor({ timeout: 60_000 });
    await page.getByText(t.withdrawn.placeKeys).waitFor();
    const election = /--uuid (\w+)/u.exec(command)[1];
    journeys.ensure(election !== old && await page.getByRole("button", { name: t.officer.again, exact: true }).count() === 0, "it can be announced twice");
    const codes = readFileSync(join(made, "private_creds.csv"), "utf8").trim().split("\n").map((line) => line.split(",")[1]);
    return { uuid: election, codes };
  };
  /** From the trustees' page of the withdrawn vote to the key of the new one. */
  const makeKeys = async (old, election) => {
    const { page, t, lang } = here.get(2);
    await trustees.openPage(page, lang, old);
    await page.getByRole("link", { name: t.trustee.withdrawnNext, exact: true }).click();
    await page.waitForURL(`**/trustee/${election}`);
    for (const owner of three) await begin(owner, election);
    for (const owner of three) await here.get(owner).page.getByText(here.get(owner).t.trustee.complete).waitFor({ timeout: 60_000 });
  };
  const second = await step("the commission announces it again, with new codes", () => announceAgain(uuid, true));
  await step("the trustees go from the old page to the new key, and make it", () => makeKeys(uuid, second.uuid));
  await step("the vote stands ready, with a wrong text: it is withdrawn too", async () => {
    await withdraw(chair.page, texts.en, "en", "A wrong text");
    const visitor = await person("visitor of the vote");
    await visitor.page.goto("/en/votes/komisja-2");
    await visitor.page.getByText(texts.en.vote.stateLine.withdrawn).waitFor();
    await visitor.page.getByText("A wrong text", { exact: true }).waitFor();
    await inspect(visitor.page, "a withdrawn vote", findings, out);
    await visitor.context.close();
    const { page, t, lang } = here.get(2);
    await trustees.openPage(page, lang, second.uuid);
    await page.getByRole("heading", { name: t.trustee.withdrawnTitle, exact: true }).waitFor();
    await page.getByText("A wrong text", { exact: true }).waitFor();
  });
  const again = await step("it is announced a third time", () => announceAgain(second.uuid, false));
  await step("the trustees make a third key", () => makeKeys(second.uuid, again.uuid));
  await step("the new vote is opened and voted in; an open vote cannot be withdrawn", async () => {
    await journeys.openVote(chair.page, texts.pl, "pl", title);
    await chair.page.getByRole("button", { name: texts.pl.officer.close, exact: true }).waitFor();
    journeys.ensure(await chair.page.getByRole("button", { name: texts.pl.officer.withdraw, exact: true }).count() === 0, "an open vote offers its withdrawal");
    const voter = await person("representative");
    await trustees.signIn(voter, texts.pl, "pl", "m-0@x.example", folder, seen);
    await voter.page.goto("/votes/komisja-3/booth");
    await settled(voter.page);
    await voter.page.getByRole("radio").first().check();
    await voter.page.getByRole("button", { name: texts.pl.booth.next, exact: true }).click();
    await voter.page.getByLabel(texts.pl.booth.credential, { exact: true }).fill(again.codes[0]);
    await voter.page.getByRole("button", { name: texts.pl.booth.encrypt, exact: true }).click();
    await voter.page.getByRole("button", { name: texts.pl.booth.cast, exact: true }).click({ timeout: 60_000 });
    await journeys.takeReceipt(voter.page, texts.pl);
    await voter.context.close();
  });
  await step("the ledger verifies", async () => {
    const tar = join(folder, "ledger.tar");
    writeFileSync(tar, await (await chair.context.request.get("/tlog/export")).body());
    journeys.ensure(tool("verify", "--vkey", federation.vkey, tar).includes("VALID ledger"), "ogniwo verify refuses the ledger");
  });
} finally {
  await browser.close();
  await federation.stop();
}
process.exit(findings.report(out));
