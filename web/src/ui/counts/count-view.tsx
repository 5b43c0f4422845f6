/** A count as a whole: who is elected, how the method works, its picture with its table, ties, groups, the lot. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { useCountTexts } from "../../i18n/counts.ts";
import { useLang } from "../../i18n/index.ts";
import type { Json } from "../../protocol/json.ts";
import { Notice } from "../page.tsx";
import { CountContext, makeCount } from "./context.tsx";
import { isWhole, type Exact } from "./exact.ts";
import { Grades } from "./grades.tsx";
import { Lists } from "./lists.tsx";
import { LotView } from "./lot-view.tsx";
import { PairwiseView } from "./pairwise.tsx";
import type { Detail } from "./record-detail.ts";
import { parseRecord, readRecord, type CountRecord } from "./record.ts";
import { Scores } from "./scores.tsx";
import { Shares } from "./shares.tsx";
import { Summary } from "./summary.tsx";
import { GroupEffects, Ties } from "./ties.tsx";
import { Transfer } from "./transfer.tsx";

/** Whether some number of the record is not whole, so that it may be shown rounded or exact. */
export function hasFractions(record: CountRecord): boolean {
  const { detail } = record;
  const some = (values: readonly (Exact | null)[]) => values.some((one) => one !== null && !isWhole(one));
  switch (detail.family) {
    case "scores":
      return some([...detail.scores, detail.needed]);
    case "pairwise":
      return some(detail.scores ?? []);
    case "transfer":
      return detail.rounds.some((round) => some([...round.votes, ...(round.keep ?? []), round.quota, round.exhausted, round.loss, round.transferValue]));
    case "grades":
      return false;
    case "lists":
      return some([record.quota, ...detail.awards.flatMap((award) => award.values)]);
    case "shares":
      return some([detail.share, ...detail.steps.flatMap((step) => [step.price, step.left])]);
  }
}

function Picture({ detail, grades }: { detail: Detail; grades: readonly string[] }): JSX.Element {
  switch (detail.family) {
    case "scores":
      return <Scores detail={detail} />;
    case "pairwise":
      return <PairwiseView detail={detail} />;
    case "transfer":
      return <Transfer detail={detail} />;
    case "grades":
      return <Grades detail={detail} names={grades} />;
    case "lists":
      return <Lists detail={detail} />;
    case "shares":
      return <Shares detail={detail} />;
  }
}

export interface CountProps {
  /** The record as JSON: the text of a file, or what was parsed from it, such as the `count` of a vote. */
  record: string | object;
  /** Names to show in place of those in the record, in its order. */
  names?: readonly string[] | undefined;
  /** Names of the grades, best first. */
  grades?: readonly string[] | undefined;
}

function Drawn({ record, names = [], grades = [] }: { record: CountRecord; names?: readonly string[] | undefined; grades?: readonly string[] | undefined }): JSX.Element {
  const t = useCountTexts();
  const lang = useLang();
  const [exact, setExact] = useState(false);
  const method = t.methods[record.method];
  return (
    <CountContext.Provider value={makeCount(record, names, t, lang, exact)}>
      <div class="count stack-5">
        <Summary />
        <section class="method" aria-labelledby="count-how">
          <h2 id="count-how">{t.title}</h2>
          <p><strong>{method.name}.</strong> {method.how}</p>
          {hasFractions(record) && (
            <label class="switch no-print"><input type="checkbox" checked={exact} onChange={() => setExact(!exact)} /><span>{t.exact}<small>{t.rounded}</small></span></label>
          )}
        </section>
        <Picture detail={record.detail} grades={grades} />
        <GroupEffects />
        <Ties />
        <LotView />
      </div>
    </CountContext.Provider>
  );
}

/** Reads the record strictly and draws it; what is wrong with one that cannot be read is said. */
export function CountView({ record, names, grades }: CountProps): JSX.Element {
  const t = useCountTexts();
  let read: CountRecord;
  try {
    read = typeof record === "string" ? parseRecord(record) : readRecord(record as Json);
  } catch (error) {
    const why = error instanceof Error ? error.message : "";
    return <Notice kind="bad" live><p><strong>{t.bad.title}</strong></p><p>{/^json\.(?:size|values)/u.test(why) ? t.bad.size : t.bad.text}</p><p class="mono">{why}</p></Notice>;
  }
  return <Drawn record={read} names={names} grades={grades} />;
}
