// The booth's forms for rankings, grades and lists. The election that asks is put before the page by answering for the server:
// how such an election is made and counted is tested elsewhere.

import { createHash } from "node:crypto";
import { at } from "./texts.mjs";
import { settled, tabTo } from "./browser.mjs";
import { takeReceipt } from "./journeys.mjs";

const people = ["Anna Zielińska — Stowarzyszenie Tarcza, Tarnów", "Bartosz Lis — Fundacja Most, Kraków", "Celina Wójcik — Stowarzyszenie Brzeg, Nowy Sącz", "Daniel Kos — Fundacja Iskra, Olkusz"];
const questions = {
  ranking: { type: "NonHomomorphic", value: { answers: people, question: "W jakiej kolejności popierasz kandydatury do Rady?" } },
  grades: { type: "NonHomomorphic", value: { answers: people, question: "Jak oceniasz kandydatury na skarbnika?" }, extra: { grades: ["bardzo dobra", "dobra", "dostateczna", "niedostateczna"] } },
  lists: { type: "Lists", value: { answers: [["Lista Wspólnie", people[0], people[1]], ["Lista Region", people[2], people[3]], ["Lista Nowy Głos", "Ewa Żak — Gorlice"]], question: "Którą listę popierasz?" } },
};

const must = (condition, what) => {
  if (!condition) throw new Error(what);
};

/** Opens the booth of an election with one question of a kind: "ranking", "grades" or "lists". */
export async function openBooth(page, lang, kind) {
  const election = Buffer.from(JSON.stringify({
    version: 1, description: "", name: kind, group: "Ed25519", public_key: "0", questions: [questions[kind]], uuid: "gVFdwjPMYZWHg9",
  }));
  const hash = createHash("sha256").update(election).digest("hex");
  const json = (body) => (route) => route.fulfill({ contentType: "application/json", body: JSON.stringify(body) });
  // What was marked on the form before is left without asking.
  page.removeAllListeners("dialog");
  page.on("dialog", (question) => question.accept());
  await page.unrouteAll();
  await page.route("**/api/session", json({
    signed_in: true, csrf: "c", expires_at: Date.now() + 3_600_000, keys: [], trustee_of: [],
    person: { name: "Anna", mandate: "m-01", organisation: { id: "o-01", name: "Fundacja Przykład" }, roles: ["representative"] },
  }));
  await page.route("**/api/votes/forms", json({
    id: "forms", type: "secret", title: "Wybór Rady Federacji", status: "open", turnout: { cast: 3, entitled: 29 }, mine: "not_cast", election: "gVFdwjPMYZWHg9",
    seats: 2, setup: { election: hash, trustees: hash, credentials: hash }, prepared: {}, trustees: [], ballots: 3,
  }));
  await page.route(`**/tlog/blob/${hash}`, (route) => route.fulfill({ contentType: "application/octet-stream", body: election }));
  await page.goto(at(lang, "/votes/forms/booth"));
  await settled(page);
  await page.locator("form fieldset").first().waitFor();
}

const names = (page) => page.locator(".ranking .who-is b").allTextContents();
const first = (text) => text.split(" — ")[0];
const [anna, bartosz, celina, daniel] = people.map(first);

/** With the keyboard alone, then with the mouse; every change is read out, and the focus is never lost. */
export async function rank(page, t, lang) {
  await openBooth(page, lang, "ranking");
  const r = t.forms.ranking;
  const press = async (label) => {
    await page.getByRole("button", { name: label }).focus();
    await page.keyboard.press("Enter");
  };
  const add = (name, place) => `${r.add(place)} ${name}`;
  const focused = (text) => page.waitForFunction((value) => `${document.activeElement.getAttribute("aria-label") ?? ""}${document.activeElement.textContent}`.replace(": ", ":").startsWith(value.replace(": ", ":")), text);
  await page.getByRole("button", { name: t.booth.next }).click();
  await page.getByRole("link", { name: r.missing }).click();
  must(await page.evaluate(() => document.activeElement.id === "q0"), "the error does not lead to the ranking");
  await tabTo(page, (element, value) => element.textContent.includes(value) && element.tagName === "BUTTON", celina);
  await page.keyboard.press("Enter");
  await focused(add(daniel, 2));
  await page.keyboard.press("Enter");
  await press(add(anna, 3));
  must(JSON.stringify(await names(page)) === JSON.stringify([celina, daniel, anna]), `the order is ${await names(page)}`);
  await press(r.up(anna));
  await page.getByText(r.said(anna, 2, 3)).waitFor();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  must(JSON.stringify(await names(page)) === JSON.stringify([anna, celina, daniel]), `moved up: ${await names(page)}`);
  await focused(r.up(anna));
  await page.getByRole("combobox", { name: r.place(daniel) }).selectOption("1");
  must(JSON.stringify(await names(page)) === JSON.stringify([daniel, anna, celina]), `by number: ${await names(page)}`);
  await press(r.remove(anna));
  await focused(r.remove(celina));
  await page.getByText(r.count(2, 4)).first().waitFor();
  const box = async (i) => page.locator(".ranking .grip").nth(i).boundingBox();
  const [from, to] = [await box(1), await box(0)];
  await page.mouse.move(from.x + 10, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(from.x + 10, (from.y + to.y) / 2, { steps: 4 });
  await page.mouse.move(to.x + 10, to.y + 5, { steps: 4 });
  await page.mouse.up();
  must(JSON.stringify(await names(page)) === JSON.stringify([celina, daniel]), `dragged: ${await names(page)}`);
}

export async function grade(page, t, lang) {
  await openBooth(page, lang, "grades");
  const choose = (name, label) => page.getByRole("group", { name: new RegExp(`^${name}`, "u") }).getByRole("radio", { name: label, exact: true }).check();
  await choose(anna, "dobra");
  await choose(bartosz, "bardzo dobra");
  await choose(anna, "niedostateczna");
  await choose(bartosz, t.forms.grades.none);
  await choose(celina, "dobra");
  await page.getByText(t.forms.grades.count(2, 4)).waitFor();
}

export async function chooseList(page, t, lang) {
  await openBooth(page, lang, "lists");
  await page.getByRole("radio", { name: "Lista Region" }).check();
  await page.getByRole("button", { name: t.booth.next }).click();
  await page.getByRole("link", { name: t.forms.lists.noCandidate }).waitFor();
  await page.getByRole("checkbox", { name: new RegExp(`^${celina}`, "u") }).check();
  await page.getByRole("radio", { name: "Lista Wspólnie" }).check();
  must(await page.getByRole("checkbox", { checked: true }).count() === 0, "marks on another list stay");
  await page.getByRole("button", { name: t.forms.lists.all }).click();
  await page.getByText(t.forms.lists.count(2)).waitFor();
}

/** On to the step where the choice is read once more. */
export async function review(page, t, expected) {
  await page.getByRole("button", { name: t.booth.next }).click();
  await page.getByRole("heading", { level: 1, name: t.booth.reviewTitle }).waitFor();
  for (const text of expected) await page.locator("section.card").getByText(text).first().waitFor();
}

/** Votes in a ranking that the server really asks for: in `order`, by tapping, or with the keyboard alone; gives the receipt. */
export async function voteRanking(page, t, lang, vote, code, order, keyboard) {
  await page.goto(at(lang, `/votes/${vote.id}/booth`));
  await settled(page);
  const press = async (locator) => {
    if (!keyboard) return locator.click();
    await locator.focus();
    return page.keyboard.press("Enter");
  };
  for (const [i, name] of order.entries()) {
    const add = page.getByRole("button", { name: `${t.forms.ranking.add(i + 1)} ${name}` });
    await press(add);
    await add.waitFor({ state: "detached" });
  }
  must(JSON.stringify(await names(page)) === JSON.stringify(order), `the order is ${await names(page)}`);
  await press(page.getByRole("button", { name: t.booth.next }));
  await page.getByRole("heading", { level: 1, name: t.booth.reviewTitle }).waitFor();
  await page.locator("#credential").fill(code);
  await press(page.getByRole("button", { name: t.booth.encrypt }));
  await press(page.getByRole("button", { name: t.booth.cast, exact: true }));
  return takeReceipt(page, t);
}
