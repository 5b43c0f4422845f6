/** Reads a published text: a small part of Markdown, and the units of a Polish statute (§, ustęp, punkt). Pure. */

export type Inline = { kind: "text" | "em" | "strong"; text: string };

export type Block =
  | { kind: "heading"; level: 1 | 2 | 3; text: string; id: string }
  | { kind: "paragraph"; inline: Inline[] }
  /** A unit such as § 9.3; `no` is "§ 9.3", `id` the anchor "par-9-3". */
  | { kind: "unit"; no: string; id: string; inline: Inline[] }
  /** A point such as 2) inside a unit. */
  | { kind: "point"; no: string; id: string; inline: Inline[] }
  | { kind: "item"; inline: Inline[] };

const maxCharacters = 2_000_000;

/** Emphasis by one or two stars; anything else is plain text, also what looks like HTML. */
export function readInline(text: string): Inline[] {
  const out: Inline[] = [];
  const pattern = /\*\*([^*]+)\*\*|\*([^*]+)\*/gu;
  let at = 0;
  for (const found of text.matchAll(pattern)) {
    if (found.index > at) out.push({ kind: "text", text: text.slice(at, found.index) });
    out.push(found[1] !== undefined ? { kind: "strong", text: found[1] } : { kind: "em", text: found[2] ?? "" });
    at = found.index + found[0].length;
  }
  if (at < text.length) out.push({ kind: "text", text: text.slice(at) });
  return out;
}

interface Place {
  section: string;
  unit: string;
}

function readLine(line: string, place: Place, fresh: boolean): Block | null {
  const section = /^§\s*(\d+[a-z]?)\.?\s+(?:(\d+[a-z]?)\.\s+)?(.*)$/u.exec(line);
  if (section !== null) {
    place.section = section[1] ?? "";
    place.unit = section[2] ?? "";
    const no = place.unit === "" ? `§ ${place.section}` : `§ ${place.section}.${place.unit}`;
    const id = place.unit === "" ? `par-${place.section}` : `par-${place.section}-${place.unit}`;
    return { kind: "unit", no, id, inline: readInline(section[3] ?? "") };
  }
  const paragraph = /^(\d+[a-z]?)\.\s+(.*)$/u.exec(line);
  if (paragraph !== null && place.section !== "") {
    place.unit = paragraph[1] ?? "";
    return { kind: "unit", no: `§ ${place.section}.${place.unit}`, id: `par-${place.section}-${place.unit}`, inline: readInline(paragraph[2] ?? "") };
  }
  const point = /^(\d+[a-z]?)\)\s+(.*)$/u.exec(line);
  if (point !== null) {
    const under = [place.section, place.unit, point[1] ?? ""].filter((part) => part !== "").join("-");
    return { kind: "point", no: `${point[1]})`, id: `pkt-${under}`, inline: readInline(point[2] ?? "") };
  }
  const item = /^[-–•]\s+(.*)$/u.exec(line);
  if (item !== null) return { kind: "item", inline: readInline(item[1] ?? "") };
  return fresh ? { kind: "paragraph", inline: readInline(line) } : null;
}

/** Splits a text into blocks. Lines that continue a block are joined to it with a space. */
export function readLaw(source: string): Block[] {
  const blocks: Block[] = [];
  const place: Place = { section: "", unit: "" };
  let fresh = true;
  for (const raw of source.slice(0, maxCharacters).replace(/\r\n?/gu, "\n").split("\n")) {
    const line = raw.trim();
    if (line === "") {
      fresh = true;
      continue;
    }
    const heading = /^(#{1,3})\s+(.*)$/u.exec(line);
    if (heading !== null) {
      const level = Math.min((heading[1] ?? "#").length, 3) as 1 | 2 | 3;
      blocks.push({ kind: "heading", level, text: heading[2] ?? "", id: `rozdzial-${blocks.length}` });
      fresh = true;
      continue;
    }
    const block = readLine(line, place, fresh);
    const last = blocks.at(-1);
    if (block !== null) blocks.push(block);
    else if (last !== undefined && last.kind !== "heading") last.inline = [...last.inline, ...readInline(` ${line}`)];
    fresh = false;
  }
  return blocks;
}
