// What people meet when something goes wrong on the way: a line that is down, a vote that closes, a page without scripts.

import { settled } from "./browser.mjs";
import { ensure } from "./journeys.mjs";
import { at } from "./texts.mjs";

const button = (page, name) => page.getByRole("button", { name, exact: true });

/** Goes through the booth up to the last step, where the vote is encrypted and not yet cast. */
export async function upToCasting(page, t, lang, vote, credential, pick) {
  await page.goto(at(lang, `/votes/${vote}/booth`));
  await settled(page);
  await button(page, t.booth.next).click();
  await page.getByRole("alert").waitFor();
  await page.getByRole("checkbox").nth(pick).check();
  await page.getByRole("alert").waitFor({ state: "detached" });
  await button(page, t.booth.next).click();
  await page.getByLabel(t.booth.credential, { exact: true }).fill(credential);
  await button(page, t.booth.encrypt).click();
  await button(page, t.booth.cast).waitFor({ timeout: 60_000 });
}

/** Casting and asking without a line: nobody knows, the page says so twice, and says "not there" only when it has asked. */
export async function castWithoutLine({ page, context }, t) {
  await context.setOffline(true);
  await button(page, t.booth.cast).click();
  await page.getByRole("heading", { level: 1, name: t.booth.unknownTitle }).waitFor();
  await button(page, t.booth.unknownCheck).click();
  await page.getByText(t.booth.unknownNoAnswer).waitFor();
  ensure(await page.getByText(t.booth.unknownNotThere).count() === 0, "a vote is called absent that nobody has looked for");
  await context.setOffline(false);
  await button(page, t.booth.unknownCheck).click();
  await page.getByText(t.booth.unknownNotThere).waitFor();
}

/** A server that is too busy says that nothing was recorded: then the page must not say that nobody knows. */
export async function castToBusyServer(page, t) {
  await page.route("**/api/elections/*/ballots", (route) => route.fulfill({
    status: 503, contentType: "application/problem+json",
    body: JSON.stringify({ type: "/problems/storage.queue_full", title: "busy", status: 503, vote_recorded: false }),
  }));
  await button(page, t.booth.unknownRetry).click();
  await page.getByRole("heading", { level: 1, name: t.booth.rejectedTitle }).waitFor();
  await page.getByText(t.errors.voteNotRecorded).waitFor();
  await button(page, t.booth.unknownRetry).waitFor();
  await page.unroute("**/api/elections/*/ballots");
}

/** The vote was closed while somebody stood in the booth: refused, once and for all, with a way out and none back. */
export async function castAfterClose(page, t) {
  await button(page, t.booth.unknownRetry).click();
  await page.getByRole("heading", { level: 1, name: t.booth.rejectedTitle }).waitFor();
  await page.getByText(t.errors.byId["ballot.closed"]).waitFor();
  ensure(await button(page, t.booth.startOver).count() === 0, "a closed vote offers to start over");
  await page.getByRole("link", { name: t.booth.toVote, exact: true }).waitFor();
}

/** A refresh that is lost leaves the panel and says so; a sign-out that is lost is not shown as done. */
export async function lostRequests({ page, context }, t, lang) {
  await page.goto(at(lang, "/officer"));
  await settled(page);
  await page.locator("article").first().waitFor();
  const cards = await page.locator("article").count();
  await context.setOffline(true);
  await button(page, t.officer.refresh).click();
  await page.getByText(t.errors.missed).waitFor();
  ensure(await page.locator("article").count() === cards, "a lost refresh takes the panel away");
  await button(page, t.nav.signOut).click();
  await page.getByText(t.session.stuck).waitFor();
  await context.setOffline(false);
  await button(page, t.common.retry).click();
  await page.getByText(t.errors.missed).waitFor({ state: "detached" });
}

/** Without JavaScript a page says why and what is left, in both languages. */
export async function withoutScripts(page) {
  await page.goto("/");
  ensure((await page.locator("h1").innerText()).length > 0 && await page.locator("[lang=en] h2").isVisible(), "a page without scripts is empty");
  const link = page.locator("a[download]").first();
  const answer = await page.request.head(await link.getAttribute("href")).catch(() => null) ?? await page.request.get(await link.getAttribute("href"));
  ensure(answer.ok() || answer.status() === 405, `what it offers answers ${answer.status()}`);
}

/** The greeting on the board counts what is shown under it. */
export async function greeting(page, t, lang, waiting) {
  await page.goto(at(lang, "/"));
  await settled(page);
  await page.getByRole("heading", { level: 1 }).filter({ hasText: t.board.waiting(waiting).replaceAll("\u00a0", " ") }).waitFor();
  ensure(await page.locator("article.todo").count() === waiting, "the board greets with another number than it shows");
}
