/** The receipt: what it says, what the browser has checked of it, and how to keep it. */

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Receipt } from "../api/types.ts";
import { localPath, number, useLang, useTexts, type Catalogue } from "../i18n/index.ts";
import { checkReceipt, type ReceiptCheck, type ReceiptCheckId } from "./engine.ts";
import { saveFile } from "./forms.tsx";
import { BrandMark, Icon } from "./icons.tsx";
import { Answer, Loading } from "./page.tsx";
import { Link } from "./router.tsx";
import { useWorld } from "./session.tsx";
import { Tracker } from "./votes.tsx";

const order: ReceiptCheckId[] = ["tracker", "entry", "inclusion", "checkpoint"];

/** Runs the checks once the pinned key of the log is known; null while they run. */
export function useReceiptChecks(receipt: Receipt, subject: string, tracker: string): ReceiptCheck[] | null {
  const { logKey } = useWorld();
  const [checks, setChecks] = useState<ReceiptCheck[] | null>(null);
  const vkey = logKey?.vkey;
  useEffect(() => {
    if (vkey === undefined) return undefined;
    let left = false;
    checkReceipt({ receipt, vkey, subject, tracker }).then(
      (found) => {
        if (!left) setChecks(found);
      },
      (error: unknown) => {
        if (!left) setChecks(order.map((id) => ({ id, ok: id === "entry" ? false : null, detail: error instanceof Error ? error.message : "" })));
      },
    );
    return () => {
      left = true;
    };
  }, [receipt, subject, tracker, vkey]);
  return checks;
}

function hintOf(id: ReceiptCheckId, ownBytes: boolean, t: Catalogue): [string, string] {
  switch (id) {
    case "tracker":
      return ownBytes ? [t.receipt.checks.tracker, t.receipt.checks.trackerHint] : [t.receipt.checks.trackerGiven, t.receipt.checks.trackerGivenHint];
    case "entry":
      return [t.receipt.checks.entry, t.receipt.checks.entryHint];
    case "inclusion":
      return [t.receipt.checks.inclusion, t.receipt.checks.inclusionHint];
    case "checkpoint":
      return [t.receipt.checks.checkpoint, t.receipt.checks.checkpointHint];
  }
}

/**
 * What the browser itself has checked, one line each. `ownBytes`: the tracker was computed from the bytes that this page
 * sent, not read from a file. `counted` is a last line for what is still to come.
 */
export function ReceiptChecks({ checks, counted, ownBytes }: { checks: ReceiptCheck[] | null; counted: "later" | "yes" | "none"; ownBytes: boolean }): JSX.Element {
  const t = useTexts();
  return (
    <ol class="trail">
      {order.map((id) => {
        const check = checks?.find((one) => one.id === id);
        const [name, hint] = hintOf(id, ownBytes, t);
        return (
          <li key={id} class={check?.ok == null ? undefined : check.ok ? "done" : "bad"}>
            <span aria-hidden="true"><Icon name={check?.ok === false ? "cross" : "check"} /></span>
            <span>
              <b>{name}{check !== undefined && <span class="visually-hidden">: {check.ok === null ? t.verify.skipped : check.ok ? t.verify.passed : t.verify.failed}</span>}</b>
              <small>{check?.ok === false && check.detail !== "" ? check.detail : hint}</small>
            </span>
          </li>
        );
      })}
      {counted !== "none" && (
        <li class={counted === "yes" ? "done" : undefined}>
          <span aria-hidden="true"><Icon name="check" /></span>
          <span><b>{t.receipt.checks.counted}</b>{counted === "later" && <small>{t.receipt.checks.countedHint}</small>}</span>
        </li>
      )}
    </ol>
  );
}

export function receiptFileName(receipt: Receipt, t: Catalogue): string {
  return `ogniwo-${t.receipt.file}-${receipt.tracker.replace(/[^A-Za-z0-9]/gu, "").slice(0, 8)}.json`;
}

/** The paper itself: also what is printed. */
export function ReceiptDocument({ receipt, title, open }: { receipt: Receipt; title: string; open: boolean }): JSX.Element {
  const t = useTexts();
  const lang = useLang();
  const { federation } = useWorld();
  return (
    <section class="receipt" aria-labelledby="receipt-title">
      <div class="receipt-head">
        <div>
          <h2 id="receipt-title">{t.receipt.document}</h2>
          <p>{federation?.name ?? receipt.origin}</p>
        </div>
        <BrandMark />
      </div>
      <dl class="facts">
        <div><dt>{t.receipt.vote}</dt><dd>{title}</dd></div>
        <div><dt>{t.receipt.position}</dt><dd class="tabular">{number(receipt.entry_index, lang)}</dd></div>
        <div><dt>{t.receipt.board}</dt><dd class="mono">{receipt.origin}</dd></div>
      </dl>
      <h3 class="mt-4">{t.receipt.tracker}</h3>
      <Tracker value={receipt.tracker} />
      <p class="quiet">{open ? t.receipt.showsOpen : t.receipt.shows}</p>
      <p class="print-only">{t.receipt.checkAt} <span class="mono">{window.location.origin}{localPath("/check", lang)}</span></p>
      <p class="print-only mono">{receipt.checkpoint}</p>
    </section>
  );
}

interface ReceiptViewProps {
  kind: "secret" | "open";
  voteId: string;
  title: string;
  /** What the entry must name: the election, or the vote of an open one. */
  subject: string;
  receipt: Receipt;
  /** Computed by this browser from the bytes that it sent. */
  tracker: string;
}

/** The page after casting. "Cast" is said only when every check has passed. */
export function ReceiptView({ kind, voteId, title, subject, receipt, tracker }: ReceiptViewProps): JSX.Element {
  const t = useTexts();
  const lang = useLang();
  const checks = useReceiptChecks(receipt, subject, tracker);
  const [saved, setSaved] = useState(false);
  if (checks === null) return <Loading />;
  const good = checks.every((check) => check.ok === true);
  const place = number(receipt.entry_index, lang);
  return (
    <>
      {good
        ? <Answer kind="good" title={t.receipt.title} step="receipt"><p>{kind === "secret" ? t.receipt.lead(place) : t.receipt.leadOpen(place)} {t.receipt.leadChange}</p></Answer>
        : <Answer kind="bad" title={t.receipt.checksBadTitle} step="receipt"><p>{t.receipt.checksBad}</p></Answer>}
      <div class="split">
        <div>
          <ReceiptDocument receipt={receipt} title={title} open={kind === "open"} />
          <div class="row no-print">
            <button type="button" class="btn" onClick={() => {
              saveFile(receiptFileName(receipt, t), "application/json", `${JSON.stringify(receipt, null, 1)}\n`);
              setSaved(true);
            }}><Icon name="download" />{t.receipt.download}</button>
            <button type="button" class="btn ghost" onClick={() => window.print()}><Icon name="print" />{t.receipt.print}</button>
          </div>
          <p class="quiet mt-4 no-print" role="status">{saved ? t.receipt.downloaded : ""}</p>
          <p class="mt-5 row no-print"><Link to={`/votes/${voteId}`}>{t.receipt.toVote}</Link><Link to="/">{t.receipt.toBoard}</Link></p>
          {kind === "secret" && <p class="quiet">{t.receipt.honest}</p>}
          <details class="no-print">
            <summary>{t.receipt.technical}</summary>
            <pre class="command">{JSON.stringify(receipt, null, 1)}</pre>
          </details>
        </div>
        <aside class="card" aria-labelledby="checked">
          <h2 id="checked">{t.receipt.checksTitle}</h2>
          <ReceiptChecks checks={checks} counted="later" ownBytes />
        </aside>
      </div>
    </>
  );
}
