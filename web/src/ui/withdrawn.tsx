/** Elections that were given up before they opened: when, why, and what was announced in their place. */

import type { ComponentChildren, JSX } from "preact";
import type { Withdrawal } from "../api/types.ts";
import { dateTime, useLang, useTexts } from "../i18n/index.ts";
import { Link } from "./router.tsx";
import { useContentLang } from "./session.tsx";

export function WithdrawnFacts({ withdrawal }: { withdrawal: Withdrawal }): JSX.Element {
  const { withdrawn: t } = useTexts();
  const lang = useLang();
  const written = useContentLang();
  const place = withdrawal.in_its_place;
  return (
    <dl class="facts">
      <div><dt>{t.reason}</dt><dd lang={written}>{withdrawal.reason}</dd></div>
      <div><dt>{t.when}</dt><dd>{dateTime(withdrawal.at, lang)}</dd></div>
      <div><dt>{t.place}</dt><dd>{place === null ? t.placeNone : place.prepared ? <Link to={`/votes/${place.vote}`}>{t.placeVote}</Link> : t.placeKeys}</dd></div>
    </dl>
  );
}

/** All of them; nothing when there are none. `action`: what somebody may do about one. */
export function WithdrawnSection({ list, action }: { list: Withdrawal[]; action?: (withdrawal: Withdrawal) => ComponentChildren }): JSX.Element | null {
  const t = useTexts();
  const written = useContentLang();
  if (list.length === 0) return null;
  return (
    <section class="section" aria-labelledby="withdrawn">
      <div class="section-head"><h2 id="withdrawn">{t.withdrawn.title}</h2></div>
      <div class="grid">
        {[...list].sort((a, b) => b.at - a.at).map((one) => (
          <article class="card" key={one.election}>
            <p class="eyebrow"><span class="tag">{t.status.state.withdrawn}</span></p>
            <h3 lang={written}>{one.prepared ? <Link to={`/votes/${one.vote}`}>{one.title}</Link> : one.title}</h3>
            <WithdrawnFacts withdrawal={one} />
            {action?.(one)}
          </article>
        ))}
      </div>
    </section>
  );
}
