import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { sha256Hex } from "../api/encoding.ts";
import { api } from "../api/routes.ts";
import type { TextInfo } from "../api/types.ts";
import { holdShortWords, useTexts } from "../i18n/index.ts";
import { Icon } from "../ui/icons.tsx";
import { readLaw, type Block, type Inline } from "../ui/law.ts";
import { Loaded, Notice, Title } from "../ui/page.tsx";
import { useResource } from "../ui/resource.ts";
import { Link, useLocation } from "../ui/router.tsx";

interface LoadedText {
  info: TextInfo;
  blocks: Block[];
  matches: boolean;
}

async function loadText(id: string, signal: AbortSignal): Promise<LoadedText> {
  const info = await api.text(id, signal);
  const bytes = await api.blob(info.blob, signal);
  const matches = (await sha256Hex(bytes)) === info.blob;
  return { info, blocks: matches ? readLaw(new TextDecoder().decode(bytes)) : [], matches };
}

function Words({ inline }: { inline: Inline[] }): JSX.Element {
  return (
    <>
      {inline.map(({ kind, text }, i) => {
        const held = holdShortWords(text);
        return kind === "em" ? <em key={i}>{held}</em> : kind === "strong" ? <strong key={i}>{held}</strong> : held;
      })}
    </>
  );
}

/** "Rozdział I. Postanowienia ogólne" stands on two lines. */
function Chapter({ block }: { block: Block & { kind: "heading" } }): JSX.Element {
  const parts = /^(Rozdział\s+[IVXLC\d]+)\.\s*(.*)$/u.exec(block.text);
  return block.level === 3
    ? <h3 id={block.id}>{block.text}</h3>
    : <h2 id={block.id}>{parts === null ? block.text : <>{parts[1]}<br />{parts[2]}</>}</h2>;
}

function Unit({ block }: { block: Block }): JSX.Element {
  const t = useTexts();
  switch (block.kind) {
    case "heading":
      return <Chapter block={block} />;
    case "paragraph":
      return <p><Words inline={block.inline} /></p>;
    case "item":
      return <p class="unit"><span class="no" aria-hidden="true">–</span><Words inline={block.inline} /></p>;
    case "unit":
      return <p class="unit" id={block.id}><a class="no" href={`#${block.id}`} aria-label={t.text.anchor(block.no)}>{block.no}</a><Words inline={block.inline} /></p>;
    case "point":
      return <p class="unit sub" id={block.id}><span class="no">{block.no}</span><Words inline={block.inline} /></p>;
  }
}

function Reader({ text }: { text: LoadedText }): JSX.Element {
  const t = useTexts();
  const { fragment } = useLocation();
  const { info, blocks } = text;
  useEffect(() => {
    if (fragment !== "") document.getElementById(fragment)?.scrollIntoView();
  }, [fragment]);
  const body = blocks.filter((block) => !(block.kind === "heading" && block.level === 1));
  const chapters = body.filter((block): block is Block & { kind: "heading" } => block.kind === "heading" && block.level === 2);
  return (
    <>
      <div class="head">
        <Link class="back" to="/votes"><Icon name="left" />{t.vote.back}</Link>
        <p class="eyebrow"><span class="tag on">{t.text.version(info.version)}</span></p>
        <Title plain={info.title}>{info.title}</Title>
      </div>
      {!text.matches && <Notice kind="bad"><p>{t.text.mismatch}</p></Notice>}
      <div class="split">
        <article class="law" lang="pl">{body.map((block, i) => <Unit key={i} block={block} />)}</article>
        <aside class="stack-5 no-print">
          {chapters.length > 0 && (
            <nav class="card toc" aria-labelledby="contents">
              <h2 id="contents">{t.text.contents}</h2>
              <ol>{chapters.map((block) => <li key={block.id}><a href={`#${block.id}`} lang="pl">{block.text}</a></li>)}</ol>
            </nav>
          )}
          <div class="card">
            <button type="button" class="btn ghost wide" onClick={() => window.print()}><Icon name="print" />{t.text.print}</button>
            <details class="mt-4">
              <summary>{t.text.fingerprint}</summary>
              <p class="mono">{info.blob}</p>
              {text.matches && <p class="quiet">{t.text.matches}</p>}
            </details>
          </div>
        </aside>
      </div>
    </>
  );
}

/** The reader of published texts. The text arrives by its fingerprint, is checked, and becomes DOM nodes, never HTML. */
export function TextPage({ id }: { id: string }): JSX.Element {
  const [text, reload] = useResource(`text|${id}`, (signal) => loadText(id, signal));
  return <Loaded resource={text} reload={reload} blocks={3}>{(value) => <Reader text={value} />}</Loaded>;
}
