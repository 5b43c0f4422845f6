import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { useTexts } from "../i18n/index.ts";
import { CountResult } from "../ui/counts/count-result.tsx";
import { FileField } from "../ui/forms.tsx";
import { Icon } from "../ui/icons.tsx";
import { Title } from "../ui/page.tsx";
import { Link } from "../ui/router.tsx";

/** The largest file that is read; what can be drawn is smaller (recordLimits). */
const largestFile = 8_000_000;

function Choose({ error, onRecord }: { error: string | undefined; onRecord: (record: { name: string; text: string } | null) => void }): JSX.Element {
  const t = useTexts();
  return (
    <div class="card">
      <FileField id="count-record" label={t.count.file} hint={t.count.fileHint} error={error} accept=".json,application/json" limit={largestFile}
        onBytes={(bytes, name) => onRecord(bytes === null ? null : { name, text: new TextDecoder().decode(bytes) })} />
    </div>
  );
}

/** `/count`: draws the record of a count that somebody has as a file. The file stays in the browser. */
export function CountPage(): JSX.Element {
  const t = useTexts();
  const [record, setRecord] = useState<{ name: string; text: string } | null>(null);
  const [tooLarge, setTooLarge] = useState(false);
  if (record !== null) {
    return (
      <>
        <div class="head">
          <button type="button" class="link back" onClick={() => setRecord(null)}><Icon name="left" />{t.count.another}</button>
          <Title plain={`${t.count.title}: ${record.name}`} step={record.name}>{titleOf(record.text) ?? record.name}</Title>
          <p class="quiet">{record.name}</p>
        </div>
        <CountResult record={record.text} />
      </>
    );
  }
  return (
    <>
      <div class="head">
        <Link class="back" to="/verify"><Icon name="left" />{t.nav.verify}</Link>
        <Title plain={t.count.title}>{t.count.title}</Title>
        <p class="lead">{t.count.lead}</p>
      </div>
      <div class="column stack-5">
        <Choose error={tooLarge ? t.count.tooLarge : undefined} onRecord={(chosen) => {
          setTooLarge(chosen === null);
          setRecord(chosen);
        }} />
        <section class="card" aria-labelledby="count-source">
          <h2 id="count-source">{t.count.howTitle}</h2>
          <p>{t.count.how}</p>
          <p class="command">ogniwo count --method stv-scottish --seats 5 --json {t.count.ballots}.blt &gt; {t.count.name}.json</p>
        </section>
      </div>
    </>
  );
}

/** The title in a record, for the heading alone: the record itself is read strictly by what draws it. */
export function titleOf(text: string): string | null {
  try {
    const value = JSON.parse(text) as { title?: unknown } | null;
    return typeof value?.title === "string" && value.title.trim() !== "" ? value.title : null;
  } catch {
    return null;
  }
}
