/** The kinds of ledger entries and the form of their fields (LEDGER). Unknown kinds and members are refused. */

import { fromBase64, isBase58, utf8 } from "./bytes.ts";
import { demand } from "./fault.ts";
import type { Json, JsonObject } from "./json.ts";

type Form = (value: Json) => boolean;

const text = (test: (value: string) => boolean): Form => (value) => typeof value === "string" && test(value);
const oneOf = (...names: string[]): Form => text((value) => names.includes(value));
const id = text((value) => /^[a-z0-9-]{1,64}$/u.test(value));
const hex64 = text((value) => /^[0-9a-f]{64}$/u.test(value));
const uuid = text((value) => value.length >= 14 && value.length <= 64 && isBase58(value));
const label = text((value) => value !== "" && utf8(value).length <= 1000 && !/[\0-\x1f\x7f]|\p{Surrogate}/u.test(value));
const tracker = text(isTracker);
const flag: Form = (value) => typeof value === "boolean";
const count: Form = (value) => typeof value === "number" && value >= 0;
const list = (form: Form): Form => (value) => Array.isArray(value) && value.length <= 4096 && value.every(form);

/** An optional member's name ends in "?". */
function record(forms: Record<string, Form>): Form {
  const all = new Map(Object.entries(forms).map(([name, form]) => [name.replace("?", ""), form]));
  const required = Object.keys(forms).filter((name) => !name.endsWith("?"));
  return (value) => typeof value === "object" && value !== null && !Array.isArray(value) &&
    required.every((name) => name in value) && Object.keys(value).every((name) => all.get(name)?.(value[name] as Json) === true);
}

const rule = record({ base: oneOf("YN", "YN_invalid", "cast", "cast_invalid", "present", "entitled"), num: count, den: count, strict: flag });
const quorum = record({ num: count, den: count, strict: flag });
const countRule = record({ method: label, "constraints?": hex64, lot: hex64 });
const runs = list(record({ size: count, threshold: count }));
/** What a trustee posts: a number, and the hash of a document of this name. */
const posted = (document: string): Form => record({ election: uuid, owner: count, [document]: hex64 });

const bodies = new Map<string, Form>(Object.entries({
  "log.created": record({ federation: label, server_key: hex64, version: count }),
  "organisation.admitted": record({ organisation: id, name: label, legal_form: label, seat: label, weight: count }),
  "mandate.granted": record({ mandate: id, organisation: id, person: hex64, roles: list(oneOf("representative", "officer", "trustee")) }),
  "key.registered": record({ key: hex64, mandate: id, "replaces?": hex64 }),
  "text.published": record({ text: id, title: label, version: count, blob: hex64 }),
  "open_vote.prepared": record({ vote: id, title: label, question: label, "text?": id, rule, quorum, "organisations?": rule, "casting_vote?": id }),
  "election.announced": record({
    vote: id, title: label, election: uuid, group: label, seats: count, quorum, "count?": countRule, definition: hex64,
    credentials: hex64, trustees: list(id), runs, "replaces?": record({ election: uuid, officers: count }),
  }),
  "trustee.key_posted": posted("key"),
  "ceremony.certificate_posted": posted("certificate"),
  "ceremony.commitment_posted": posted("commitment"),
  "ceremony.polynomial_posted": posted("polynomial"),
  "ceremony.key_posted": posted("voutput"),
  "election.prepared": record({
    vote: id, title: label, election: uuid, seats: count, quorum, "count?": countRule, trustees: list(id), "runs?": runs,
    setup: record({ election: hex64, trustees: hex64, credentials: hex64 }),
  }),
  "election.withdrawn": record({ election: uuid, reason: label, officers: count }),
  "vote.opened": record({ vote: id, officers: count }),
  "vote.closed": record({ vote: id, officers: count }),
  "open_vote.cast": record({ vote: id, option: oneOf("yes", "no", "abstain"), organisation: id, mandates: list(id) }),
  "ballot.accepted": record({ election: uuid, tracker }),
  "ballot.spoiled": record({ election: uuid, tracker }),
  "participation.published": record({ vote: id, organisations: list(id) }),
  "election.tallied": record({ election: uuid, encrypted_tally: hex64, sized_tally: hex64 }),
  "shuffle.posted": record({ election: uuid, owner: count, shuffle: hex64, owned: hex64 }),
  "shuffles.ended": record({ election: uuid, officers: count }),
  "decryption.posted": record({ election: uuid, owner: count, partial_decryption: hex64, owned: hex64 }),
  "election.decided": record({ election: uuid, result: hex64, elected: list(count), tie: flag, "count?": record({ record: hex64, seed: hex64 }) }),
  "open_vote.decided": record({
    vote: id, yes: count, no: count, abstain: count, entitled: count, quorum: flag, adopted: flag,
    "organisations?": record({ yes: count, no: count, abstain: count, entitled: count }), "casting_vote?": oneOf("yes", "no", "abstain"),
  }),
}));

/** Base64 without padding of 32 bytes, unused bits zero. */
export function isTracker(value: string): boolean {
  if (!/^[A-Za-z0-9+/]{43}$/u.test(value)) return false;
  try {
    return fromBase64(`${value}=`).length === 32;
  } catch {
    return false;
  }
}

/** Faults: entry.kind, entry.body. */
export function checkBody(kind: string, body: JsonObject): void {
  const form = bodies.get(kind);
  demand(form !== undefined, "entry.kind", kind.slice(0, 40));
  demand(form(body), "entry.body", kind);
}
