/** The order that a method ends with: places, best first, and the line below the last seat. */

import { Fragment, type ComponentChildren, type JSX } from "preact";
import { useCount } from "./context.tsx";
import type { Candidate } from "./record-parts.ts";

/** `why` says in a sentence why a place stands above the next one. */
export function Order({ places, why }: { places: Candidate[][]; why?: (place: Candidate[], next: Candidate[]) => ComponentChildren }): JSX.Element {
  const { record, t, names, isElected } = useCount();
  let above = 0;
  return (
    <ol class="places">
      {places.map((place, i) => {
        const elected = place.filter(isElected);
        above += elected.length;
        const next = places[i + 1];
        // The line is drawn where it is one: the seats are full, and nobody below has one.
        const line = above === record.elected.length && elected.length > 0 && next !== undefined;
        return (
          <Fragment key={i}>
            <li>
              <span class="place" aria-hidden="true">{i + 1}</span>
              <span>
                <strong>{names(place)}</strong> {place.length > 1 && <span class="tag">{t.pairwise.equal}</span>}
                {elected.length > 0 && <> <span class="tag on">{t.electedTag}{elected.length < place.length && `: ${names(elected)}`}</span></>}
                {next !== undefined && why !== undefined && <small>{why(place, next)}</small>}
              </span>
            </li>
            {line && <li class="line"><span>{t.pairwise.seatLine(record.elected.length)}</span></li>}
          </Fragment>
        );
      })}
    </ol>
  );
}
