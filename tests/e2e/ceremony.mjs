// Trustees make the key of an election through their pages, each with a browser and a file of their own: one alone, and
// five of whom any three decrypt. Then the vote is held, three of the five decrypt, and `ogniwo verify` agrees.
// node tests/e2e/ceremony.mjs [--out FOLDER]; exit codes as run.mjs.

import { mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endWithoutBrowser } from "./lib/demo.mjs";

endWithoutBrowser();
const { Findings, inspect, openBrowser } = await import("./lib/browser.mjs");
const journeys = await import("./lib/journeys.mjs");
const trustees = await import("./lib/trustees.mjs");
const { startFederation, tool } = await import("./lib/federation.mjs");
const { stage } = await import("./lib/stage.mjs");
const { loadTexts } = await import("./lib/texts.mjs");

const out = process.argv.includes("--out") ? process.argv[process.argv.indexOf("--out") + 1] : join(tmpdir(), "ogniwo-e2e-ceremony");
const findings = new Findings();
const texts = { pl: await loadTexts("pl"), en: await loadTexts("en") };
const question = { answers: ["Anna Nowak", "Jan Kowalski", "Ewa Zima"], min: 1, max: 2, question: "Kogo wybierasz do komisji rewizyjnej?" };
const alone = 1;
const five = [2, 3, 4, 5, 6];
const decrypting = [1, 2, 4, 6];
const federation = await startFederation({ voters: 3, runs: [{ size: 1, threshold: 1 }, { size: 5, threshold: 3 }], question });
const browser = await openBrowser();
const { step, person } = stage(browser, federation.base, findings, out);
const { uuid, folder, nameOf } = federation;
const namesOf = (owners) => owners.map(nameOf);
const seen = new Set();
/** Odd trustees read Polish, even ones English. */
const langOf = (owner) => (owner % 2 === 1 ? "pl" : "en");
const files = new Map();

async function arrive(owner, device = "") {
  const who = await person(`trustee ${owner}${device}`);
  await trustees.signIn(who, texts[langOf(owner)], langOf(owner), `t-${owner}@x.example`, folder, seen);
  return { ...who, owner, t: texts[langOf(owner)], lang: langOf(owner), noLeak: trustees.watchSecrets(who.page) };
}

/** From the page's first sight to the proved file. */
async function begin(who, look) {
  await trustees.openPage(who.page, who.lang, uuid);
  if (look) await inspect(who.page, `ceremony ${who.lang}`, findings, out);
  files.set(who.owner, await trustees.makeKey(who.page, who.t, uuid, who.owner, folder));
  if (look) await inspect(who.page, `key made ${who.lang}`, findings, out);
  await trustees.proveBackup(who.page, who.t, files.get(who.owner));
}

try {
  const here = new Map();
  for (const owner of [alone, ...five]) here.set(owner, await step(`trustee ${owner} signs in`, () => arrive(owner)));
  const at = (owner) => here.get(owner);

  await step("the board and the list ask for the key", async () => {
    const { page, t } = at(3);
    await page.goto("/");
    await page.getByRole("link", { name: t.board.makeKey, exact: true }).waitFor();
    await page.goto("/trustee");
    await page.getByRole("link", { name: `${t.trustee.takePart}: Komisja rewizyjna` }).waitFor();
    await inspect(page, "trusteeships while keys are made", findings, out);
  });
  await step("a board that another key signs stops the page", async () => {
    const { page, t } = at(2);
    await page.route("**/tlog/tile/0/**", async (route) => {
      const body = await (await route.fetch()).body();
      body[0] ^= 1;
      await route.fulfill({ body });
    });
    await trustees.openPage(page, "en", uuid);
    await page.getByText(t.errors.byId["ceremony.ledger"]).waitFor();
    await page.unroute("**/tlog/tile/0/**");
  });

  await step("trustees 2 and 3 begin", async () => {
    await begin(at(2), true);
    await begin(at(3), true);
    await trustees.waitsFor(at(2).page, at(2).t, namesOf([4, 5, 6]));
    await inspect(at(2).page, "ceremony at work en", findings, out);
  });
  await step("trustee 4 begins and leaves", async () => {
    await begin(at(4), false);
    await trustees.waitsFor(at(3).page, at(3).t, namesOf([5, 6]));
    await at(4).context.close();
  });
  await step("trustees 6 and 5 come later, one over a broken line", async () => {
    const sent = await journeys.loseFirstAnswer(at(6).page, "**/ceremony/*/6");
    await begin(at(6), false);
    await begin(at(5), false);
    await trustees.waitsFor(at(2).page, at(2).t, namesOf([4]));
    journeys.ensure(sent.length >= 2, "the broken line was not there");
  });
  await step("trustee 4 comes back on another device, with wrong files first", async () => {
    here.set(4, await arrive(4, " again"));
    const { page, t, lang } = at(4);
    await trustees.openPage(page, lang, uuid);
    await inspect(page, "back to the ceremony", findings, out);
    await trustees.wrongFiles(page, t, files.get(4), files.get(3));
    await inspect(page, "wrong file", findings, out);
    await trustees.chooseFile(page, files.get(4));
  });
  for (const owner of five) await step(`the key of trustee ${owner} is ready`, () => trustees.isReady(at(owner).page, at(owner).t));
  await step("everybody waits for the one who is alone", () => at(2).page.getByText(at(2).t.trustee.othersMissing).waitFor());
  await step("the trustee with a key of their own", async () => {
    await begin(at(alone), true);
    await trustees.isReady(at(alone).page, at(alone).t);
    for (const owner of [alone, ...five]) await at(owner).page.getByText(at(owner).t.trustee.complete).waitFor({ timeout: 60_000 });
    await inspect(at(3).page, "key ready pl", findings, out);
    await inspect(at(2).page, "key ready en", findings, out);
  });

  const chair = await person("officer");
  await step("the commission opens the vote", async () => {
    await trustees.signIn(chair, texts.pl, "pl", "officer@x.example", folder, seen);
    await journeys.makeKey(chair.page, texts.pl);
    await journeys.openVote(chair.page, texts.pl, "pl", "Komisja rewizyjna");
  });
  for (const [i, picks] of [[0], [1], [0, 2]].entries()) {
    await step(`representative ${i + 1} votes`, async () => {
      const voter = await person(`representative ${i + 1}`);
      await trustees.signIn(voter, texts.pl, "pl", `m-${i}@x.example`, folder, seen);
      await journeys.voteSecret(voter.page, texts.pl, "pl", "komisja", federation.codes[i], picks);
      await voter.context.close();
    });
  }
  await step("a trustee waits while the vote is open", async () => {
    await trustees.openPage(at(3).page, "pl", uuid);
    await at(3).page.getByText(texts.pl.trustee.waiting).waitFor();
    await inspect(at(3).page, "trustee waits", findings, out);
  });
  await step("the commission closes the vote", () => journeys.closeVote(chair.page, texts.pl, "pl", "Komisja rewizyjna"));

  for (const owner of decrypting) {
    await step(`trustee ${owner} decrypts`, async () => {
      const { page, t, lang } = at(owner);
      await trustees.openPage(page, lang, uuid);
      await trustees.wrongFiles(page, t, files.get(owner), files.get(owner === 2 ? 3 : 2));
      await trustees.chooseFile(page, files.get(owner));
      if (owner === 2) await inspect(page, "trustee decrypts", findings, out);
      const receipt = await trustees.decrypt(page, t);
      journeys.ensure(JSON.parse(atob(receipt.entry)).act.body.owner === owner, "the receipt is of another");
    });
  }
  for (const owner of [3, 5]) {
    await step(`trustee ${owner} was not needed`, async () => {
      const { page, t, lang } = at(owner);
      await trustees.openPage(page, lang, uuid);
      await page.getByRole("heading", { name: t.trustee.absentTitle }).waitFor();
      journeys.ensure(await page.getByText(t.vote.trusteeAbsent).count() === 2, "not two trustees were absent");
      await inspect(page, `trustee not needed ${owner}`, findings, out);
    });
  }
  await step("the vote's page names who was absent", async () => {
    const { page, t } = at(3);
    await page.goto("/votes/komisja");
    for (const name of namesOf([3, 5])) await page.locator("li", { hasText: name }).filter({ hasText: t.vote.trusteeAbsent }).waitFor();
    await inspect(page, "vote with absent trustees", findings, out);
  });
  await step("the result can be verified", async () => {
    await journeys.verify(at(3).page, texts.pl, "pl", uuid);
    const archive = join(folder, "archive");
    mkdirSync(archive);
    const fetched = async (path) => (await at(3).context.request.get(path)).body();
    writeFileSync(join(archive, `${uuid}.bel`), await fetched(`/api/elections/${uuid}/archive`));
    journeys.ensure(tool("verify", archive).trim().endsWith("VALID"), "ogniwo verify refuses the archive");
    writeFileSync(join(folder, "ledger.tar"), await fetched("/tlog/export"));
    journeys.ensure(tool("verify", "--vkey", federation.vkey, join(folder, "ledger.tar")).includes("VALID ledger"), "ogniwo verify refuses the ledger");
  });
  await step("no key left a page", async () => {
    for (const [owner, file] of files) at(owner).noLeak(file);
  });
} finally {
  await browser.close();
  await federation.stop();
}
process.exit(findings.report(out));
