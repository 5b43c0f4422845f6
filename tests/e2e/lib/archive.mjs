// An archive from one's own device, verified in the browser: a good one and a changed one, each in sight, with a way back.

import { settled } from "./browser.mjs";
import { ensure } from "./journeys.mjs";
import { at } from "./texts.mjs";

export async function verifyOwn(person, t, lang, uuid, look) {
  const { page, context } = person;
  const good = await (await context.request.get(`/api/elections/${uuid}/archive`)).body();
  const changed = Buffer.from(good);
  changed[changed.length - 1024] ^= 1;
  await page.goto(at(lang, "/verify"));
  await settled(page);
  for (const [name, buffer, title] of [["good.bel", good, t.verify.okTitle], ["changed.bel", changed, t.verify.badTitle]]) {
    await page.locator("#own-archive").setInputFiles({ name, mimeType: "application/octet-stream", buffer });
    const heading = page.getByRole("heading", { level: 1, name: title });
    await heading.waitFor({ timeout: 60_000 });
    ensure(await heading.evaluate((element) => element.getBoundingClientRect().top < innerHeight), `${title} is out of sight`);
    await look(name);
    await page.getByRole("button", { name: t.verify.title }).click();
    await page.getByRole("heading", { level: 1, name: t.verify.title }).waitFor();
  }
}
