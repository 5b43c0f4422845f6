// Trustees mix the votes of a ranking in their pages before they decrypt them: one after the other, one who was overtaken
// begins again by itself, the commission ends it, and `ogniwo verify` agrees.
// node tests/e2e/mixing.mjs [--out FOLDER]; exit codes as run.mjs.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endWithoutBrowser } from "./lib/demo.mjs";

endWithoutBrowser();
const { Findings, inspect, openBrowser } = await import("./lib/browser.mjs");
const { castAsItIs } = await import("./lib/challenge.mjs");
const journeys = await import("./lib/journeys.mjs");
const trustees = await import("./lib/trustees.mjs");
const { startFederation, tool } = await import("./lib/federation.mjs");
const { stage } = await import("./lib/stage.mjs");
const { at: addressOf, loadTexts } = await import("./lib/texts.mjs");

const out = process.argv.includes("--out") ? process.argv[process.argv.indexOf("--out") + 1] : join(tmpdir(), "ogniwo-e2e-mixing");
const findings = new Findings();
const texts = { pl: await loadTexts("pl"), en: await loadTexts("en") };
const title = "Komisja rewizyjna";
const question = { type: "NonHomomorphic", value: { answers: ["Anna Nowak", "Jan Kowalski", "Ewa Zima"], question: "Ustaw kandydatury w kolejności" } };
const votes = [[1, 2, 3], [2, 1, 3], [1, 3, 2]];
const federation = await startFederation({ voters: votes.length, runs: [{ size: 4, threshold: 2 }], question, count: { method: "stv-scottish" } });
const browser = await openBrowser();
const { step, person } = stage(browser, federation.base, findings, out);
const { uuid, folder } = federation;
const seen = new Set();
const langOf = (owner) => (owner % 2 === 1 ? "pl" : "en");

async function arrive(owner) {
  const who = await person(`trustee ${owner}`);
  await trustees.signIn(who, texts[langOf(owner)], langOf(owner), `t-${owner}@x.example`, folder, seen);
  await trustees.openPage(who.page, langOf(owner), uuid);
  const file = await trustees.makeKey(who.page, texts[langOf(owner)], uuid, owner, folder);
  await trustees.proveBackup(who.page, texts[langOf(owner)], file);
  return { ...who, owner, file, t: texts[langOf(owner)], lang: langOf(owner) };
}

/** The documents of the prepared election as the ledger has them, in a folder. */
async function setupFrom({ context }) {
  const setup = join(folder, "from-ledger");
  mkdirSync(setup);
  const { setup: names } = await (await context.request.get("/api/votes/komisja")).json();
  for (const [member, file] of [["election", "election.json"], ["trustees", "trustees.json"], ["credentials", "public_creds.json"]]) {
    writeFileSync(join(setup, file), await (await context.request.get(`/tlog/blob/${names[member]}`)).body());
  }
  return setup;
}

async function vote(setup, voter, ranks) {
  const who = await person(`representative ${voter + 1}`);
  await trustees.signIn(who, texts.pl, "pl", `m-${voter}@x.example`, folder, seen);
  const [code, choices, ballot] = ["code", "choices", "ballot"].map((name) => join(folder, `${name}-${voter}`));
  writeFileSync(code, `${federation.codes[voter]}\n`);
  writeFileSync(choices, JSON.stringify([ranks]));
  tool("ballot", "make", "--setup", setup, "--credential", code, "--choices", choices, ballot);
  const { status } = await castAsItIs(who.page, uuid, readFileSync(ballot, "utf8"));
  journeys.ensure(status === 200, `the ballot was not taken: ${status}`);
  await who.context.close();
}

const view = async ({ context }) => (await context.request.get("/api/votes/komisja")).json();

try {
  const here = new Map();
  for (const owner of [1, 2, 3, 4]) here.set(owner, await step(`trustee ${owner} makes a key`, () => arrive(owner)));
  const at = (owner) => here.get(owner);
  for (const owner of [1, 2, 3, 4]) await step(`the key of trustee ${owner} is ready`, () => trustees.isReady(at(owner).page, at(owner).t));
  const chair = await person("officer");
  await step("the commission opens the vote", async () => {
    await trustees.signIn(chair, texts.pl, "pl", "officer@x.example", folder, seen);
    await journeys.makeKey(chair.page, texts.pl);
    await journeys.openVote(chair.page, texts.pl, "pl", title);
  });
  await step("representatives vote", async () => {
    const setup = await setupFrom(chair);
    for (const [voter, ranks] of votes.entries()) await vote(setup, voter, ranks);
  });
  await step("the commission closes the vote, and the server mixes first", async () => {
    await journeys.closeVote(chair.page, texts.pl, "pl", title);
    for (let tries = 0; (await view(chair)).mixing?.shuffles.length !== 1; tries += 1) {
      journeys.ensure(tries < 100, "the server does not mix");
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  });
  await step("the board asks a trustee to mix", async () => {
    const { page, t, lang } = at(1);
    await page.goto(addressOf(lang, "/"));
    await page.getByRole("link", { name: t.board.mix, exact: true }).waitFor();
    await inspect(page, "board asks to mix", findings, out);
  });
  await step("trustee 1 mixes", async () => {
    const { page, t, lang } = at(1);
    await trustees.openPage(page, lang, uuid);
    await inspect(page, `mix ${lang}`, findings, out);
    const receipt = await trustees.mix(page, t);
    const { kind, body } = JSON.parse(atob(receipt.entry)).act;
    journeys.ensure(kind === "shuffle.posted" && body.owner === 1, "the receipt is of something else");
    await inspect(page, "mixed", findings, out);
  });
  await step("trustee 2 is overtaken by trustee 3 and begins again", async () => {
    const [slow, fast] = [at(2), at(3)];
    let letGo;
    const held = new Promise((resolve) => (letGo = resolve));
    let posts = 0;
    await slow.page.route("**/shuffles/2?after=*", async (route) => {
      posts += 1;
      if (posts === 1) await held;
      await route.continue();
    });
    await trustees.openPage(slow.page, slow.lang, uuid);
    await slow.page.getByRole("button", { name: slow.t.trustee.mix, exact: true }).click();
    await slow.page.getByText(slow.t.trustee.sending).waitFor({ timeout: 60_000 });
    await trustees.openPage(fast.page, fast.lang, uuid);
    await trustees.mix(fast.page, fast.t);
    const said = slow.page.getByText(slow.t.trustee.mixStale).waitFor({ timeout: 60_000 });
    letGo();
    await said;
    await slow.page.getByRole("heading", { name: slow.t.trustee.mixDoneTitle }).waitFor({ timeout: 60_000 });
    journeys.ensure(posts === 2, `${posts} shuffles were posted`);
    const owners = (await view(slow)).mixing.shuffles.map((one) => one.owner);
    journeys.ensure(owners.join() === "0,1,3,2", `the mixers are ${owners}`);
  });
  await step("the fourth sees who has mixed", async () => {
    const { page, lang } = at(4);
    await trustees.openPage(page, lang, uuid);
    await inspect(page, `mix after four ${lang}`, findings, out);
  });
  await step("the commission ends the mixing", async () => {
    await chair.page.goto("/officer");
    await chair.page.getByRole("button", { name: texts.pl.officer.endMixing }).waitFor();
    await inspect(chair.page, "officer may end the mixing", findings, out);
    await journeys.endMixing(chair.page, texts.pl, "pl", title);
  });
  for (const owner of [4, 2]) {
    await step(`trustee ${owner} decrypts the mixed votes`, async () => {
      const { page, t, lang, file } = at(owner);
      await trustees.openPage(page, lang, uuid);
      await trustees.chooseFile(page, file);
      await trustees.decrypt(page, t);
    });
  }
  await step("the result shows the count", async () => {
    journeys.ensure((await view(chair)).status === "decided", "the vote is not decided");
    const { page } = at(1);
    await page.goto("/votes/komisja/result");
    await page.getByRole("list").filter({ hasText: "Anna Nowak" }).first().waitFor();
    await page.getByText("szkock").first().waitFor();
    await inspect(page, "counted result", findings, out);
  });
  await step("the result can be verified", async () => {
    await journeys.verify(at(1).page, texts.pl, "pl", uuid);
    const archive = join(folder, "archive");
    mkdirSync(archive);
    const fetched = async (path) => (await chair.context.request.get(path)).body();
    writeFileSync(join(archive, `${uuid}.bel`), await fetched(`/api/elections/${uuid}/archive`));
    journeys.ensure(tool("verify", archive).trim().endsWith("VALID"), "ogniwo verify refuses the archive");
    writeFileSync(join(folder, "ledger.tar"), await fetched("/tlog/export"));
    journeys.ensure(tool("verify", "--vkey", federation.vkey, join(folder, "ledger.tar")).includes("VALID ledger"), "ogniwo verify refuses the ledger");
  });
} finally {
  await browser.close();
  await federation.stop();
}
process.exit(findings.report(out));
