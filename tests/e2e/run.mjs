// The journeys of people through the real program: node tests/e2e/run.mjs [--out FOLDER]
// Representatives vote, an officer closes, three trustees decrypt, anybody verifies; in Polish and in English; every page
// passes axe in light and dark, scrolls never sideways, makes no foreign request and breaks no security policy.
// Exit 0 when all of it holds, 1 when something was found, 77 when there is no browser or no program to test.

import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { endWithoutBrowser, startDemo } from "./lib/demo.mjs";

endWithoutBrowser();
const { Findings, inspect, openBrowser } = await import("./lib/browser.mjs");
const journeys = await import("./lib/journeys.mjs");
const challenge = await import("./lib/challenge.mjs");
const faults = await import("./lib/faults.mjs");
const forms = await import("./lib/forms.mjs");
const counts = await import("./lib/counts.mjs");
const phone = await import("./lib/phone.mjs");
const archive = await import("./lib/archive.mjs");
const { stage } = await import("./lib/stage.mjs");
const { at, loadCountTexts, loadTexts } = await import("./lib/texts.mjs");

const out = process.argv.includes("--out") ? process.argv[process.argv.indexOf("--out") + 1] : join(tmpdir(), "ogniwo-e2e-pictures");
const findings = new Findings();
const texts = { pl: await loadTexts("pl"), en: await loadTexts("en") };
const countTexts = { pl: await loadCountTexts("pl"), en: await loadCountTexts("en") };
const demo = await startDemo((text) => process.env.OGNIWO_VERBOSE && process.stderr.write(text));
const browser = await openBrowser();

/** The scripts of a page as they travel, gzipped, in kB: with the cryptography or without. */
const mostWeight = { count: 80, booth: 280, trustee: 290 };
function weigh() {
  const dist = new URL("../../web/dist/", import.meta.url);
  const manifest = JSON.parse(readFileSync(new URL("manifest.json", dist), "utf8"));
  const paths = Object.keys(manifest).filter((path) => path.endsWith(".js"));
  const begin = paths.filter((path) => readFileSync(new URL("index.html", dist), "utf8").includes(path));
  const named = (...stems) => paths.filter((path) => stems.some((stem) => path.startsWith(`/assets/${stem}-`)));
  const sum = (list) => list.reduce((all, path) => all + gzipSync(readFileSync(new URL(manifest[path].file, dist))).length, 0);
  const first = sum([...begin, ...named("pl")]);
  const pages = { count: first + sum(named("count-view", "counts-pl")), booth: first + sum(named("booth", "worker")), trustee: first + sum(named("trustee", "trustee-pl", "worker")) };
  for (const [page, bytes] of Object.entries(pages)) {
    if (bytes > 1000 * mostWeight[page]) findings.add("weight", `the scripts of the page ${page} are ${bytes} bytes`);
  }
}

const { step, person } = stage(browser, demo.base, findings, out);
const look = (who, lang, path, name) => step(`page ${name} (${lang})`, async () => {
  await who.page.goto(at(lang, path));
  await inspect(who.page, `${name} ${lang}`, findings, out);
});

weigh();
try {
  const { secret, open, later, representatives, officer, trustees } = demo.parts;
  const [first, second, third, fourth] = representatives;

  const guest = await person("guest");
  for (const lang of ["pl", "en"]) {
    await look(guest, lang, "/", "board");
    await look(guest, lang, "/votes", "votes");
    await look(guest, lang, `/votes/${secret.id}`, "secret vote");
    await look(guest, lang, `/votes/${open.id}`, "open vote");
    await look(guest, lang, "/sign-in", "sign-in");
    await look(guest, lang, "/sign-in#token=none", "sign-in landing");
    await look(guest, lang, "/invitation", "invitation without token");
    await look(guest, lang, "/check", "check");
    await look(guest, lang, "/verify", "verify");
    await look(guest, lang, "/help", "help");
    await look(guest, lang, `/votes/${secret.id}/result`, "result before the close");
    await look(guest, lang, "/votes/none", "no such vote");
    await look(guest, lang, "/officer", "officer without session");
    if (open.text !== undefined) await look(guest, lang, `/texts/${open.text.id}`, "text");
    await step(`pages on a phone (${lang})`, () => phone.menu(guest.page, texts[lang], lang));
    await step(`offline (${lang})`, () => journeys.offline(guest, texts[lang], lang));
  }

  // Records of every counting method, and the booth's forms for rankings, grades and lists.
  for (const record of counts.records) {
    const lang = counts.records.indexOf(record) % 2 === 0 ? "pl" : "en";
    await step(`draw the count ${record}`, async () => {
      await counts.draw(guest.page, texts[lang], lang, record);
      await inspect(guest.page, `count ${record}`, findings, out);
    });
  }
  for (const lang of ["pl", "en"]) {
    await look(guest, lang, "/count", "count");
    await step(`rounds by keyboard (${lang})`, async () => {
      await counts.draw(guest.page, texts[lang], lang, "stv-scottish");
      await counts.stepThrough(guest.page, countTexts[lang], lang, 6);
    });
    await step(`the lot once more (${lang})`, () => counts.redoLot(guest.page, texts[lang], countTexts[lang], lang));
    await step(`what is no record (${lang})`, () => counts.refuse(guest.page, texts[lang], countTexts[lang], lang));
    const voter = await person(`voter with other forms (${lang})`);
    for (const [name, mark, expected] of [["ranking", forms.rank, ["Celina Wójcik"]], ["grades", forms.grade, ["niedostateczna"]], ["lists", forms.chooseList, ["Lista Wspólnie"]]]) {
      await step(`booth with ${name} (${lang})`, async () => {
        await mark(voter.page, texts[lang], lang);
        await inspect(voter.page, `booth with ${name} ${lang}`, findings, out);
        await forms.review(voter.page, texts[lang], expected);
        await inspect(voter.page, `review of ${name} ${lang}`, findings, out);
      });
    }
    await voter.context.close();
  }

  await step("no scripts", async () => {
    const reader = await person("reader without scripts", { javaScriptEnabled: false });
    await faults.withoutScripts(reader.page);
    await reader.context.close();
  });

  // Polish, with the mouse.
  const anna = await person("first representative");
  await step("enter by invitation", () => journeys.enter(anna.page, texts.pl, "pl", first.invitation));
  await step("page account", () => inspect(anna.page, "account", findings, out));
  const recovery = await step("make a signing key", () => journeys.makeKey(anna.page, texts.pl));
  await step("opening an invitation twice is refused", async () => {
    const thief = await person("second use of an invitation");
    const url = new URL(first.invitation);
    await thief.page.goto(`${url.pathname}${url.hash}`);
    await thief.page.getByRole("button", { name: texts.pl.invitation.button }).click();
    await thief.page.getByRole("heading", { level: 1, name: texts.pl.signIn.linkBadTitle }).waitFor();
    await thief.context.close();
  });
  await step("the way back leads to the account, not to a used invitation", async () => {
    await anna.page.goto("/invitation");
    await anna.page.getByRole("heading", { level: 1, name: texts.pl.account.title }).waitFor();
  });
  await look(anna, "pl", "/", "board of a representative");
  await look(anna, "pl", `/votes/${secret.id}/booth`, "booth");
  await look(anna, "pl", `/votes/${open.id}/roll-call`, "roll-call");
  await look(anna, "pl", "/officer", "officer page of a representative");
  await step("stay in the booth", () => journeys.stayInBooth(anna.page, texts, secret.id));
  const earlier = await step("secret vote", () => journeys.voteSecret(anna.page, texts.pl, "pl", secret.id, first.voting_code, [0, 2]));
  await step("page receipt", () => inspect(anna.page, "receipt", findings, out));
  const opened = await step("open vote", () => journeys.voteOpen(anna.page, texts.pl, "pl", open.id, "yes"));
  if (opened !== undefined) await step("page open receipt", () => inspect(anna.page, "receipt of an open vote", findings, out));
  if (earlier !== undefined) await step("check the vote", () => journeys.checkVote(anna.page, texts.pl, "pl", earlier, "committed"));
  await step("page checked", () => inspect(anna.page, "checked vote", findings, out));
  if (opened !== undefined) await step("check the open vote", () => journeys.checkOpenVote(anna.page, texts.pl, "pl", opened, open.title));
  if (earlier !== undefined) await step("a server that denies a vote", () => journeys.checkDenied(anna.page, texts.pl, "pl", earlier));

  // The ranking: by tapping on a phone, then over that with the keyboard in the other language.
  const { ranking } = demo.parts;
  const projects = ["Starania o wieloletnie konkursy ofert", "Wspólny fundusz wkładów własnych", "Szkolenia z dostępności cyfrowej"];
  await look(anna, "pl", `/votes/${ranking.id}`, "ranking vote");
  await anna.page.setViewportSize({ width: 360, height: 780 });
  const ranked = await step("vote in a ranking on a phone", () => forms.voteRanking(anna.page, texts.pl, "pl", ranking, first.voting_code_priorities, projects, false));
  await anna.page.setViewportSize({ width: 1280, height: 900 });
  await step("vote in the ranking again by keyboard", () => forms.voteRanking(anna.page, texts.en, "en", ranking, first.voting_code_priorities, projects.toReversed(), true));
  if (ranked !== undefined) await step("the first ranking is replaced", () => journeys.checkVote(anna.page, texts.pl, "pl", ranked, "replaced"));

  // English, with the keyboard alone; the same organisation votes again and the first vote is shown as replaced.
  await step("vote again by keyboard, in English", () => journeys.voteSecretByKeyboard(anna.page, texts.en, "en", secret.id, first.voting_code));
  if (earlier !== undefined) await step("the first vote is replaced", () => journeys.checkVote(anna.page, texts.en, "en", earlier, "replaced"));
  if (recovery !== undefined) await step("the recovery file on a second device", async () => {
    const [device, stranger] = [await person("second device"), await person("another stranger")];
    await journeys.signInByLetter(device, stranger, texts.en, "en", first.email, demo.folder);
    await journeys.loadKey(device.page, texts.en, "en", recovery);
    await inspect(device.page, "key on a second device", findings, out);
    await Promise.all([device.context.close(), stranger.context.close()]);
  });
  if (earlier !== undefined) await step("a changed log key raises the alarm", async () => {
    const visitor = await person("visitor with another log key");
    await journeys.otherLogKey(visitor.page, texts.pl, "pl", earlier);
    await inspect(visitor.page, "changed log key", findings, out);
    await visitor.context.close();
  });
  await step("sign out", () => journeys.leave(anna.page, texts.pl, "pl"));

  const piotr = await person("second representative");
  await step("second representative enters", () => journeys.enter(piotr.page, texts.en, "en", second.invitation));
  const shown = challenge.looker(findings, out);
  const ballot = await step("open a ballot instead of casting it", () => challenge.openBallot(piotr.page, texts.en, "en", secret.id, second.voting_code, [0, 2], shown));
  if (ballot !== undefined) {
    for (const lang of ["pl", "en"]) await step(`check it on another device (${lang})`, () => challenge.auditBallot(guest.page, texts[lang], lang, ballot, shown));
    await step("the board knows it as opened", () => challenge.askBoard(guest.page, texts.pl, "pl", ballot));
    await step("vote on a fresh ballot", async () => {
      const { receipt } = await challenge.voteAfresh(piotr.page, texts.en, [0, 2]);
      journeys.ensure(receipt.tracker !== ballot.tracker, "the opened ballot was cast");
    });
  }
  const counted = await step("vote over a broken line", () => journeys.voteOverBrokenLine(piotr.page, texts.en, "en", secret.id, second.voting_code, 1));
  await step("another organisation's code is refused", async () => {
    const other = await person("third representative");
    await journeys.enter(other.page, texts.pl, "pl", third.invitation);
    if (ballot !== undefined) {
      const { status, problem } = await challenge.castAsItIs(other.page, secret.election, ballot.audit.ballot);
      journeys.ensure(status === 409 && problem === "/problems/ballot.spoiled", `another client casts an opened ballot: ${status} ${problem}`);
    }
    await other.page.goto(`/votes/${secret.id}/booth#credential=${second.voting_code}`);
    await other.page.getByRole("checkbox").first().check();
    await other.page.getByRole("button", { name: texts.pl.booth.next }).click();
    journeys.ensure(!other.page.url().includes("credential"), "the code stays in the address");
    await other.page.getByRole("button", { name: texts.pl.booth.encrypt }).click();
    await other.page.getByRole("button", { name: texts.pl.booth.cast }).click({ timeout: 60_000 });
    await other.page.getByRole("heading", { level: 1, name: texts.pl.booth.rejectedTitle }).waitFor();
    await inspect(other.page, "refused vote", findings, out);
    await other.context.close();
  });

  const late = await person("representative who is late");
  await step("cast without a line, and to a busy server", async () => {
    await journeys.enter(late.page, texts.pl, "pl", fourth.invitation);
    await faults.greeting(late.page, texts.pl, "pl", 3);
    await faults.upToCasting(late.page, texts.pl, "pl", secret.id, fourth.voting_code, 3);
    await faults.castWithoutLine(late, texts.pl);
    await inspect(late.page, "vote that did not arrive", findings, out);
    await faults.castToBusyServer(late.page, texts.pl);
    await inspect(late.page, "busy server", findings, out);
  });

  await step("sign in by letter", async () => {
    const [member, stranger] = [await person("member with mail"), await person("stranger")];
    await journeys.signInByLetter(member, stranger, texts.pl, "pl", third.email, demo.folder);
    await inspect(stranger.page, "link in another browser", findings, out);
    await Promise.all([member.context.close(), stranger.context.close()]);
  });

  // The officer opens one vote and closes two.
  const chair = await person("officer");
  await step("officer enters", () => journeys.enter(chair.page, texts.pl, "pl", officer.invitation));
  await step("officer's key", () => journeys.makeKey(chair.page, texts.pl));
  for (const lang of ["pl", "en"]) await look(chair, lang, "/officer", "officer");
  await step("lost requests", () => faults.lostRequests(chair, texts.pl, "pl"));
  await step("the officer's board", () => faults.greeting(chair.page, texts.pl, "pl", 0));
  await step("nobody votes before the opening", async () => {
    await guest.page.goto(`/votes/${later.id}`);
    await inspect(guest.page, "vote before it opens", findings, out);
    journeys.ensure(await guest.page.locator(`a[href$="/votes/${later.id}/roll-call"]`).count() === 0, "a vote that is not open offers to vote");
  });
  await step("open a vote", () => journeys.openVote(chair.page, texts.pl, "pl", later.title));
  await step("vote over a broken line in what was just opened", async () => {
    await piotr.page.goto(at("en", "/sign-in"));
    await journeys.makeKeyOverBrokenLine(piotr.page, texts.en);
    return journeys.voteOpenOverBrokenLine(piotr.page, texts.en, "en", later.id, "no");
  });
  await step("close the secret vote", () => journeys.closeVote(chair.page, texts.pl, "pl", secret.title));
  await step("cast after the close", async () => {
    await faults.castAfterClose(late.page, texts.pl);
    await inspect(late.page, "cast after the close", findings, out);
    await late.context.close();
  });
  await step("close the open vote", () => journeys.closeVote(chair.page, texts.pl, "pl", open.title));
  for (const lang of ["pl", "en"]) await look(guest, lang, `/votes/${open.id}/result`, "open result");

  // The trustees decrypt, and anybody verifies.
  for (const [i, trustee] of trustees.entries()) {
    const keeper = await person(`trustee ${i + 1}`);
    await step(`trustee ${i + 1} enters`, () => journeys.enter(keeper.page, texts.pl, "pl", trustee.invitation));
    await step(`trustee ${i + 1} is waited for`, () => faults.greeting(keeper.page, texts.pl, "pl", 1 + trustee.keysToMake));
    if (i === 0) for (const lang of ["pl", "en"]) {
      await look(keeper, lang, "/trustee", "trusteeships");
      await look(keeper, lang, `/trustee/${secret.election}`, "trustee");
    }
    await step(`trustee ${i + 1} decrypts`, () => journeys.decrypt(keeper.page, texts.pl, "pl", secret.election, trustee.key_file, i === 1));
    await step(`trustee ${i + 1} is waited for no more`, () => faults.greeting(keeper.page, texts.pl, "pl", trustee.keysToMake));
    await keeper.context.close();
  }
  for (const lang of ["pl", "en"]) {
    await look(guest, lang, `/votes/${secret.id}/result`, "secret result");
    const checks = await step(`verify in the browser (${lang})`, () => journeys.verify(guest.page, texts[lang], lang, secret.election));
    if (checks !== undefined) await step(`page verified (${lang})`, () => inspect(guest.page, `verified ${lang}`, findings, out));
    await step(`verify an archive of one's own (${lang})`, () => archive.verifyOwn(guest, texts[lang], lang, secret.election, (name) => inspect(guest.page, `own ${name} ${lang}`, findings, out)));
    await look(guest, lang, "/", "board after the votes");
    if (counted !== undefined) await step(`the vote is counted (${lang})`, () => journeys.checkVote(guest.page, texts[lang], lang, counted, "counted"));
  }
} finally {
  await browser.close();
  await demo.stop();
}

process.exit(findings.report(out));
