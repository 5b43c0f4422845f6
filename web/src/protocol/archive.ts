/** Election archives, UUID.bel (PROTOCOL section 4): records, and the chain of events. Readers accept one form only. */

import { concat, equalBytes, fromUtf8, toHex, utf8 } from "./bytes.ts";
import { asFault, demand } from "./fault.ts";
import { expectCount, expectObject, expectString, parseJson, writeJson, type Json, type JsonObject } from "./json.ts";
import { sha256 } from "./sodium.ts";
import { encodeWeight, parseWeight } from "./weight.ts";

const block = 512;
/** The largest archive that a browser is asked to read. */
export const maxArchiveBytes = 256 << 20;

export interface Record {
  name: string;
  body: Uint8Array;
}

export const eventTypes = [
  "Setup", "Ballot", "EndBallots", "EncryptedTally", "Shuffle", "EndShuffles", "PartialDecryption", "Result",
] as const;
export type EventType = (typeof eventTypes)[number];

/** An event with the bodies of the data records that stand before it. */
export interface ArchiveEvent {
  type: EventType;
  height: number;
  /** Hex SHA-256 of the event's body. */
  hash: string;
  data: Uint8Array[];
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, "0");
}

/** The one header of a record. */
function header(name: string, size: number, timestamp: number): Uint8Array {
  const out = new Uint8Array(block);
  const put = (at: number, text: string): void => out.set(utf8(text), at);
  put(0, name);
  put(100, "0000644");
  put(108, "0000000");
  put(116, "0000000");
  put(124, octal(size, 11));
  put(136, octal(timestamp, 11));
  put(148, " ".repeat(8));
  put(156, "0");
  const sum = out.reduce((total, byte) => total + byte, 0);
  put(148, `${octal(sum, 6)}\0 `);
  return out;
}

export function encodeRecord(record: Record, timestamp: number): Uint8Array {
  const padding = (block - (record.body.length % block)) % block;
  return concat(header(record.name, record.body.length, timestamp), record.body, new Uint8Array(padding));
}

/** The header's timestamp decides every record's. Fault: archive.header. */
function parseHeader(body: Uint8Array): number {
  return asFault("archive.header", () => {
    const object = expectObject(parseJson(fromUtf8(body)), ["version", "timestamp"]);
    demand(object.version === 1, "archive.header", "version");
    const text = typeof object.timestamp === "number" ? String(object.timestamp) : expectString(object.timestamp, "timestamp");
    demand(/^(?:0|[1-9][0-9]{0,9})$/u.test(text) && Number(text) < 8 ** 11, "archive.header", "timestamp");
    const forms = [`{"version":1,"timestamp":"${text}"}`, `{"version":1,"timestamp":${text}}`];
    demand(forms.includes(fromUtf8(body)), "archive.header", "not in canonical form");
    return Number(text);
  });
}

/** Every record of an archive, each in its one form. Faults: archive.size, archive.truncated, archive.record, archive.header. */
export function parseRecords(bytes: Uint8Array): Record[] {
  demand(bytes.length <= maxArchiveBytes, "archive.size");
  const records: Record[] = [];
  let timestamp = 0;
  for (let at = 0; at < bytes.length;) {
    demand(at + block <= bytes.length, "archive.truncated");
    const head = bytes.subarray(at, at + block);
    const text = String.fromCharCode(...head);
    const name = text.slice(0, 100).replace(/\0+$/u, "");
    const size = /^[0-7]{11}$/u.test(text.slice(124, 135)) ? Number.parseInt(text.slice(124, 135), 8) : -1;
    demand(size >= 0 && /^[\x21-\x7e]+$/u.test(name), "archive.record", `at byte ${String(at)}`);
    const end = at + block + size + ((block - (size % block)) % block);
    demand(end <= bytes.length, "archive.truncated");
    const record = { name, body: bytes.subarray(at + block, at + block + size) };
    if (at === 0) {
      demand(name === "BELENIOS", "archive.header");
      timestamp = parseHeader(record.body);
    }
    demand(equalBytes(encodeRecord(record, timestamp), bytes.subarray(at, end)), "archive.record", `at byte ${String(at)}`);
    records.push(record);
    at = end;
  }
  demand(records.length > 0, "archive.header", "empty");
  return records;
}

interface EventBody {
  parent?: string;
  height: number;
  type: EventType;
  payload?: string;
}

/** A SHA-256 in lowercase hexadecimal. */
function expectHash(value: Json | undefined, what: string): string {
  const text = expectString(value, what);
  demand(/^[0-9a-f]{64}$/u.test(text), "json.shape", `${what} is not a hash`);
  return text;
}

function parseEvent(body: Uint8Array): EventBody {
  return asFault("archive.event", () => {
    const text = fromUtf8(body);
    const object = expectObject(parseJson(text), ["height", "type"], ["parent", "payload"]);
    const out: EventBody = { height: expectCount(object.height, "height"), type: object.type as EventType };
    demand(eventTypes.includes(out.type), "archive.event", "unknown type");
    const ordered: JsonObject = {};
    if (object.parent !== undefined) ordered.parent = out.parent = expectHash(object.parent, "parent");
    ordered.height = out.height;
    ordered.type = out.type;
    if (object.payload !== undefined) ordered.payload = out.payload = expectHash(object.payload, "payload");
    demand(writeJson(ordered) === text, "archive.event", "not in canonical form");
    return out;
  });
}

const followers: { [type in EventType]: readonly EventType[] } = {
  Setup: ["Ballot", "EndBallots"],
  Ballot: ["Ballot", "EndBallots"],
  EndBallots: ["EncryptedTally"],
  EncryptedTally: ["Shuffle", "PartialDecryption"],
  Shuffle: ["Shuffle", "EndShuffles"],
  EndShuffles: ["PartialDecryption"],
  PartialDecryption: ["PartialDecryption", "Result"],
  Result: [],
};

const wrapperMembers: { [type in EventType]?: readonly string[] } = {
  Setup: ["election", "trustees", "credentials"],
  EncryptedTally: ["num_tallied", "total_weight", "encrypted_tally"],
  Shuffle: ["owner", "payload"],
  PartialDecryption: ["owner", "payload"],
};

/** Reads the payload of an event that names other records, in its one form. Fault: archive.payload. */
export function parseWrapper(type: EventType, payload: Uint8Array): JsonObject {
  const members = wrapperMembers[type] ?? [];
  return asFault("archive.payload", () => {
    const text = fromUtf8(payload);
    const object = expectObject(parseJson(text), members, type === "Setup" ? ["credentials_certificate"] : []);
    const ordered = [...members, "credentials_certificate"].filter((name) => name in object);
    demand(Object.keys(object).join() === ordered.join() && writeJson(object) === text, "archive.payload", "not in canonical form");
    for (const name of ["owner", "num_tallied"]) if (name in object) expectCount(object[name], name);
    if ("total_weight" in object) demand(encodeWeight(parseWeight(object.total_weight)) === object.total_weight, "archive.payload", "total_weight");
    return object;
  });
}

/** The hashes that such a payload names, in the order of the records. */
function namedBy(type: EventType, payload: Uint8Array): string[] {
  if (wrapperMembers[type] === undefined) return [];
  const object = parseWrapper(type, payload);
  return Object.keys(object).filter((name) => !["owner", "num_tallied", "total_weight"].includes(name))
    .map((name) => asFault("archive.payload", () => expectString(object[name], name)));
}

/** That the records before an event are exactly those that it needs. Faults: archive.payload. */
function checkPayload(event: EventBody, data: readonly Record[]): void {
  const needsNone = event.type === "EndBallots" || event.type === "EndShuffles";
  if (needsNone) {
    demand(event.payload === undefined && data.length === 0, "archive.payload", `event ${String(event.height)}`);
    return;
  }
  const last = data.at(-1);
  demand(last !== undefined && event.payload !== undefined, "archive.payload", `event ${String(event.height)}`);
  const names = [...namedBy(event.type, last.body), event.payload].map((hash) => `${hash}.data.json`);
  demand(names.length === data.length && names.every((name, i) => name === data[i]?.name), "archive.payload", `event ${String(event.height)}`);
}

/**
 * Names are the hashes of the bodies; events form one chain in an allowed order.
 * Faults: archive.record, archive.hash, archive.event, archive.chain, archive.order, archive.payload,
 * archive.unreferenced.
 */
export function readEvents(records: readonly Record[]): ArchiveEvent[] {
  const events: ArchiveEvent[] = [];
  let pending: Record[] = [];
  for (const record of records.slice(1)) {
    const hash = toHex(sha256(record.body));
    const kind = record.name.slice(64);
    demand(kind === ".data.json" || kind === ".event.json", "archive.record", "its name");
    demand(record.name.startsWith(hash), "archive.hash", record.name);
    if (kind === ".data.json") {
      demand(pending.length < 5, "archive.payload", "too many records before an event");
      pending.push(record);
      continue;
    }
    const body = parseEvent(record.body);
    const previous = events.at(-1);
    demand(body.height === events.length && body.parent === previous?.hash, "archive.chain", `event ${String(events.length)}`);
    const allowed = previous === undefined ? body.type === "Setup" : followers[previous.type].includes(body.type);
    demand(allowed, "archive.order", `event ${String(events.length)} is a ${body.type}`);
    checkPayload(body, pending);
    events.push({ type: body.type, height: body.height, hash, data: pending.map((one) => one.body) });
    pending = [];
  }
  demand(pending.length === 0, "archive.unreferenced");
  demand(events.length > 0, "archive.order", "no Setup event");
  return events;
}

/** Writes an archive event by event. */
export class ArchiveWriter {
  readonly #parts: Uint8Array[] = [];
  #parent: string | undefined;
  #height = 0;

  constructor(readonly timestamp: number) {
    this.#record("BELENIOS", utf8(`{"version":1,"timestamp":"${String(timestamp)}"}`));
  }

  #record(name: string, body: Uint8Array): void {
    this.#parts.push(encodeRecord({ name, body }, this.timestamp));
  }

  /** The last of `data` is the payload; none for the events that end a phase. */
  add(type: EventType, ...data: Uint8Array[]): void {
    const hashes = data.map((body) => toHex(sha256(body)));
    data.forEach((body, i) => this.#record(`${hashes[i] ?? ""}.data.json`, body));
    const event: JsonObject = {};
    if (this.#parent !== undefined) event.parent = this.#parent;
    event.height = this.#height;
    event.type = type;
    const payload = hashes.at(-1);
    if (payload !== undefined) event.payload = payload;
    const body = utf8(writeJson(event));
    this.#parent = toHex(sha256(body));
    this.#height += 1;
    this.#record(`${this.#parent}.event.json`, body);
  }

  bytes(): Uint8Array {
    return concat(...this.#parts);
  }
}
