/** Archives with one change each, from seeded elections: name and bytes. */

import { ArchiveWriter, encodeRecord, parseRecords, type EventType } from "../src/protocol/archive.ts";
import { encodeBallot, hashOfUnsigned, signaturePrefix } from "../src/protocol/ballot.ts";
import { concat, fromUtf8, toHex, utf8 } from "../src/protocol/bytes.ts";
import { deriveCredential } from "../src/protocol/credential.ts";
import type { Group } from "../src/protocol/group.ts";
import { groups } from "../src/protocol/groups.ts";
import { parseJson, writeJson, type Json, type JsonObject } from "../src/protocol/json.ts";
import { proveSchnorr } from "../src/protocol/proofs.ts";
import { sha256 } from "../src/protocol/sodium.ts";
import { runElection, sampleElection, type ElectionSample, type RunSample } from "../tests/protocol/sample.ts";

type Event = [EventType, ...Uint8Array[]];
type Named = [string, Uint8Array];
type Edit = [name: string, from: string | RegExp, to: string];

const hashOf = (bytes: Uint8Array): string => toHex(sha256(bytes));

function chained(events: readonly Event[]): Uint8Array {
  const writer = new ArchiveWriter(1_790_000_000);
  for (const [type, ...data] of events) writer.add(type, ...data);
  return writer.bytes();
}

function setupEvent(election: Uint8Array, trustees: Uint8Array, roll: Uint8Array, certificate?: Uint8Array): Event {
  const names = { election: hashOf(election), trustees: hashOf(trustees), credentials: hashOf(roll) };
  if (certificate === undefined) return ["Setup", election, trustees, roll, utf8(writeJson(names))];
  return ["Setup", election, trustees, roll, certificate, utf8(writeJson({ ...names, credentials_certificate: hashOf(certificate) }))];
}

/** The text with one edit. An edit that finds nothing would test nothing. */
function edited(bytes: Uint8Array, [name, from, to]: Edit): Uint8Array {
  const before = fromUtf8(bytes);
  const after = before.replace(from, to);
  if (after === before) throw new Error(`${name} changes nothing`);
  return utf8(after);
}

/** The last digit, or any other character, replaced by a neighbour. */
function nudged(text: string): string {
  return text.slice(0, -1) + (text.endsWith("1") ? "2" : "1");
}

/** Paths of all strings and numbers in a JSON value. */
function leaves(value: Json, at: string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [at];
  return Object.keys(value).flatMap((key) => leaves((value as JsonObject)[key] as Json, [...at, key]));
}

function withLeaf(root: Json, path: readonly string[], change: (old: string) => Json): Json {
  const copy = parseJson(writeJson(root)) as JsonObject;
  const last = path.at(-1) as string;
  const parent = path.slice(0, -1).reduce((inner, key) => inner[key] as JsonObject, copy);
  parent[last] = change(String(parent[last]));
  return copy;
}

const otherNumbers: Edit[] = [
  ["leading zero", /"challenge":"/u, '"challenge":"0'], ["many leading zeros", /"challenge":"/u, `"challenge":"${"0".repeat(620)}`],
  ["too many leading zeros", /"challenge":"/u, `"challenge":"${"0".repeat(640)}`], ["negative number", /"challenge":"/u, '"challenge":"-'],
  ["plus sign", /"challenge":"/u, '"challenge":"+'], ["empty number", /"challenge":"\d+"/u, '"challenge":""'],
  ["hexadecimal number", /"challenge":"/u, '"challenge":"0x'], ["no string", /"challenge":"\d+"/u, '"challenge":1'],
  ["null", /"challenge":"\d+"/u, '"challenge":null'], ["number out of range", /"challenge":"\d+"/u, `"challenge":"${"9".repeat(80)}"`],
];

const otherForms: Edit[] = [
  ["space", ",", ", "], ["line feed", ":", ":\n"], ["escaped letter", /"choices"/u, '"\\u0063hoices"'], ["tab", "{", "{\t"],
  ["unknown member of an answer", '{"choices"', '{"more":1,"choices"'], ["unknown member of an answer, a number", '{"choices"', '{"7":1,"choices"'],
  ["two unknown members, numbers out of order", '{"choices"', '{"9":1,"7":"x","choices"'],
  ["unknown member with a fraction", '{"choices"', '{"more":1.5,"choices"'], ["unknown member null", '{"choices"', '{"more":null,"choices"'],
  ["unknown member __proto__", '{"choices"', '{"__proto__":{},"choices"'], ["unknown member with an escape", '{"choices"', '{"m\\/":1,"choices"'],
  ["unknown member with DEL", '{"choices"', '{"\x7f":1,"choices"'], ["unknown member with an escaped DEL", '{"choices"', '{"\\u007f":1,"choices"'],
  ["equal members", '{"choices"', '{"choices":1,"choices"'], ["unknown member of a ciphertext", '"alpha"', '"aleph":"1","alpha"'],
  ["unknown member of a proof", '{"challenge"', '{"a":1,"challenge"'], ["members of a proof out of order", /"challenge":"(\d+)","response":"(\d+)"/u, '"response":"$2","challenge":"$1"'],
  ["members of a ciphertext out of order", /"alpha":"(\w+)","beta":"(\w+)"/u, '"beta":"$2","alpha":"$1"'],
  ["missing member", /"alpha":"\w+",/u, ""], ["element not a string", /"alpha":"\w+"/u, '"alpha":1'], ["empty element", /"alpha":"\w+"/u, '"alpha":""'],
  ["no overall proof", /"overall_proof":\[[^\]]*\]/u, '"overall_proof":[]'], ["overall proof not a list", /"overall_proof":\[[^\]]*\]/u, '"overall_proof":{}'],
  ["no blank proof", /,"blank_proof":\[[^\]]*\]/u, ""], ["blank proof null", /"blank_proof":\[[^\]]*\]/u, '"blank_proof":null'],
  ["a blank proof where there is none", /("overall_proof":\[[^\]]*\])\}\]$/u, '$1,"blank_proof":[]}]'],
  ["a choice less", /"choices":\[\{[^}]*\},/u, '"choices":['], ["a proof less", /"individual_proofs":\[\[\{[^}]*\},/u, '"individual_proofs":[['],
  ["element 0", /"alpha":"\w+"/u, '"alpha":"0"'], ["element with a leading zero", /"alpha":"/u, '"alpha":"0'],
];

/** Changes inside the answers, signed again by the voter, so that the signature is no reason to refuse. */
function* insideAnswers(sample: ElectionSample, ballot: Uint8Array, other: Uint8Array): Generator<Named> {
  const { group, uuid } = sample.election;
  const root = parseJson(fromUtf8(ballot)) as JsonObject;
  const donor = parseJson(fromUtf8(other)) as JsonObject;
  const signed = (answers: string): Uint8Array => {
    const { election_uuid, election_hash, credential } = root;
    const head = writeJson({ election_uuid, election_hash, credential } as JsonObject).slice(0, -1);
    const hash = hashOfUnsigned(`${head},"answers":${answers}}`);
    const [code = ""] = sample.codes;
    const proof = proveSchnorr(group, signaturePrefix(hash), deriveCredential(group, code, uuid), sample.random);
    return utf8(fromUtf8(encodeBallot({}, hash, proof)).replace("{", () => `${head},"answers":${answers},`));
  };
  const text = writeJson(root.answers as Json);
  yield ["signed again", signed(text)];
  for (const edit of [...otherNumbers, ...otherForms]) {
    yield [edit[0], signed(fromUtf8(edited(utf8(text), edit)))];
  }
  for (const spelling of spellings(group)) yield [`alpha ${spelling.slice(0, 20)}..`, signed(text.replace(/"alpha":"\w+"/u, `"alpha":"${spelling}"`))];
  const upper = text.replace(/"alpha":"(\w+)"/u, (all) => all.toUpperCase().replace("ALPHA", "alpha"));
  yield ["capitals", signed(upper)];
  const paths = leaves(root.answers as Json);
  for (const path of paths.filter((_, i) => i % 5 === 0)) {
    yield [`nudged ${path.join(".")}`, signed(writeJson(withLeaf(root.answers as Json, path, nudged)))];
    const foreign = path.reduce<Json>((inner, key) => (inner as JsonObject)[key] as Json, donor.answers as Json);
    yield [`foreign ${path.join(".")}`, signed(writeJson(withLeaf(root.answers as Json, path, () => foreign)))];
  }
  const [first, second] = root.answers as [JsonObject, JsonObject];
  yield ["answers exchanged", signed(writeJson([second, first]))];
  yield ["an answer less", signed(writeJson([first]))];
  yield ["an answer more", signed(writeJson([first, second, second]))];
  const choices = first.choices as Json[];
  yield ["choices exchanged", signed(writeJson([{ ...first, choices: [choices[1] as Json, choices[0] as Json, ...choices.slice(2)] }, second]))];
}

/** Texts of elements that are odd, small, outside the group or of another form. */
function spellings(group: Group): string[] {
  const g = group.encode(group.generator);
  const neutral = group.encode(group.neutral);
  if (group.name !== "Ed25519") return [neutral, g, `00${g}`, "-1", "2", `${"0".repeat(690)}${g}`];
  const p = (1n << 255n) - 19n;
  const hex = (y: bigint): string => y.toString(16).padStart(64, "0");
  return [neutral, g, hex(0n), hex(2n), hex(p - 1n), hex(p), hex(p + 1n), hex((1n << 255n) | 1n), hex((1n << 255n) | (p + 1n)), hex((1n << 256n) - 1n)];
}

/** Changes to the ballot around its answers, unsigned. */
function* aroundAnswers({ election }: ElectionSample, ballot: Uint8Array): Generator<Named> {
  const edits: Edit[] = [
    ["another uuid", election.uuid, "99999999999999"], ["another definition", /"election_hash":"../u, '"election_hash":"AA'],
    ["another hash", /"hash":"../u, '"hash":"AA'], ["spaces before", "{", " {"], ["member before", "{", '{"a":1,'], ["bytes after", /$/u, "x"],
    ["signature 0", /"proof":\{"challenge":"/u, '"proof":{"challenge":"0'], ["member of the signature", '"proof":', '"p":1,"proof":'],
    ["member of the proof", '"proof":{', '"proof":{"p":1,'], ["credential in capitals", /"credential":"(\w+)"/u, '"credential":"A$1"'],
    ["no signature", /,"signature":.*\}\}\}$/u, "}"], ["signature null", /"signature":.*\}\}\}$/u, '"signature":null}'],
    ["response of the signature", /"response":"\d(\d*"\}\}\})$/u, '"response":"$1'], ["uuid not a string", `"${election.uuid}"`, "1"],
    ["members out of order", /("election_uuid":"\w+"),("election_hash":"[^"]+")/u, "$2,$1"],
  ];
  for (const edit of edits) yield [edit[0], edited(ballot, edit)];
  yield ["not UTF-8", Uint8Array.from(ballot, (byte, i) => (i === 3 ? 0xff : byte))];
  yield ["not JSON", utf8("9")];
  yield ["empty", new Uint8Array(0)];
  yield ["cut", ballot.slice(0, -1)];
}

/** Changes to the three documents of the setup; no ballot follows. */
function* setups({ electionJson, trusteesJson, rollJson, election, trustees }: ElectionSample): Generator<Named> {
  const definition: Edit[] = [
    ["version", '"version":1', '"version":2'], ["group", /"group":"[^"]+"/u, '"group":"P-256"'], ["max above the answers", '"max":2', '"max":4'],
    ["min above the answers", '"min":1,"max":2', '"min":4,"max":4'], ["min above max", '"min":1,"max":2', '"min":3,"max":2'],
    ["min negative", '"min":1', '"min":-1'], ["min a fraction", '"min":1', '"min":1.5'], ["min a string", '"min":1', '"min":"1"'],
    ["blank not a truth", '"blank":true', '"blank":1'], ["blank false", '"blank":true', '"blank":false'], ["a wide range", '"max":2', '"max":5000'],
    ["unknown member of a question", '"question"', '"extra":1,"question"'], ["typed question", '{"answers"', '{"type":"Lists","answers"'],
    ["no answers", /"answers":\[[^\]]*\]/u, '"answers":[]'], ["an answer not a string", /"answers":\["Ala"/u, '"answers":[1'],
    ["no questions", /"questions":\[.*\],"uuid"/u, '"questions":[],"uuid"'], ["uuid short", election.uuid, "abc"], ["uuid not Base58", election.uuid, `${election.uuid}0`],
    ["unknown member", '"uuid"', '"more":{"a":[1,null]},"uuid"'], ["equal members", '"uuid"', '"uuid":"x","uuid"'], ["administrator not a string", '"nobody"', "1"],
    ["language", '"uuid"', '"language":"pl","uuid"'], ["language not a string", '"uuid"', '"language":1,"uuid"'], ["spaces", ",", ", "],
    ["escaped name", '"name":"Za', '"name":"\\u005aa'], ["lone surrogate", '"name":"', '"name":"\\ud800'], ["description missing", /"description":"[^"]*",/u, ""],
    ["key not of the trustees", /"public_key":"[^"]+"/u, `"public_key":"${election.group.encode(election.group.generator)}"`],
    ["key neutral", /"public_key":"[^"]+"/u, `"public_key":"${election.group.encode(election.group.neutral)}"`],
    ["key outside the group", /"public_key":"[^"]+"/u, '"public_key":"2"'], ["key with a leading zero", /"public_key":"/u, '"public_key":"0'],
    ["bytes after", /$/u, "\n"], ["byte order mark", /^/u, "\ufeff"], ["deep", '"name":"', `"deep":${"[".repeat(40)}${"]".repeat(40)},"name":"`],
    ["large number", '"uuid"', '"more":9007199254740992,"uuid"'], ["minus zero", '"uuid"', '"more":-0,"uuid"'],
  ];
  const keys: Edit[] = [
    ["kind", '"Single"', '"Double"'], ["Pedersen", '"Single"', '"Pedersen"'], ["third element", /\]\]$/u, ",1]]"], ["none", /^.*$/u, "[]"],
    ["not a list", /^.*$/u, "{}"], ["twice", /^\[(\[.*?\}\]),.*$/u, "[$1,$1]"], ["name not a string", '"Anna"', "1"],
    ["name of 1000 bytes", "Anna", "a".repeat(1000)], ["name of 1001 bytes", "Anna", "a".repeat(1001)], ["name of 1001 bytes, 501 letters", "Anna", `${"ż".repeat(500)}a`],
    ["signature", '"public_key"', '"signature":{},"public_key"'], ["unknown member", '"public_key"', '"more":1,"public_key"'], ["proof", /"response":"\d/u, '"response":"'],
    ["proof out of order", /"challenge":"(\d+)","response":"(\d+)"/u, '"response":"$2","challenge":"$1"'], ["member of a proof", '"pok":{', '"pok":{"a":1,'],
    ["leading zero", '"challenge":"', '"challenge":"0'], ["members out of order", /\{("pok":\{[^}]*\}),("public_key":"\w+")/u, "{$2,$1"], ["spaces", ",", ", "],
    ["key neutral", trustees[0]?.text ?? "", election.group.encode(election.group.neutral)], ["key in another form", '"public_key":"', '"public_key":"0'],
    ["key outside the group", trustees[0]?.text ?? "", "2"],
  ];
  const list: Edit[] = [
    ["empty", /^.*$/u, "[]"], ["not a list", /^.*$/u, "{}"], ["not a string", /"[^"]+"/u, "1"], ["twice", /^\["([^"]+)"/u, '["$1","$1"'], ["spaces", ",\"", ", \""],
    ["weight 0", /^\["([^",]+)(,\d+)?"/u, '["$1,0"'], ["weight -1", /^\["([^",]+)(,\d+)?"/u, '["$1,-1"'], ["weight 01", /^\["([^",]+)(,\d+)?"/u, '["$1,01"'],
    ["weight 2^53-1", /^\["([^",]+)(,\d+)?"/u, '["$1,9007199254740991"'], ["weight 2^53", /^\["([^",]+)(,\d+)?"/u, '["$1,9007199254740992"'],
    ["weight 2^53-10", /^\["([^",]+)(,\d+)?"/u, '["$1,9007199254740980"'], ["weight empty", /^\["([^",]+)(,\d+)?"/u, '["$1,"'],
    ["weight twice", /^\["([^",]+)(,\d+)?"/u, '["$1,1,1"'], ["neutral", /^\["[^",]+/u, `["${election.group.encode(election.group.neutral)}`],
    ["outside the group", /^\["[^",]+/u, '["2'], ["leading zero", /^\["/u, '["0'], ["empty text", /^\["[^"]+"/u, '[""'],
  ];
  for (const edit of definition) yield [`election ${edit[0]}`, chained([setupEvent(edited(electionJson, edit), trusteesJson, rollJson)])];
  for (const edit of keys) yield [`trustees ${edit[0]}`, chained([setupEvent(electionJson, edited(trusteesJson, edit), rollJson)])];
  for (const edit of list) yield [`credentials ${edit[0]}`, chained([setupEvent(electionJson, trusteesJson, edited(rollJson, edit))])];
  yield ["setup with a certificate", chained([setupEvent(electionJson, trusteesJson, rollJson, utf8("{}"))])];
}

/** Changes to what follows the ballots. */
function* outcomes({ electionJson, trusteesJson, rollJson }: ElectionSample, run: RunSample): Generator<Named> {
  const setup = setupEvent(electionJson, trusteesJson, rollJson);
  const ballots = run.ballots.map((one): Event => ["Ballot", one]);
  const sized = (tally: Uint8Array, edit?: Edit): Uint8Array => {
    const own = utf8(fromUtf8(run.sizedJson).replace(/[0-9a-f]{64}/u, hashOf(tally)));
    return edit === undefined ? own : edited(own, edit);
  };
  const owned = (owner: string, bytes: Uint8Array): Uint8Array => utf8(`{"owner":${owner},"payload":"${hashOf(bytes)}"}`);
  const [anna, barbara] = run.decryptions.map((one) => one.bytes) as [Uint8Array, Uint8Array];
  const decrypted = (owner: string, bytes: Uint8Array): Event => ["PartialDecryption", bytes, owned(owner, bytes)];
  const head: Event[] = [setup, ...ballots, ["EndBallots"]];
  const tallied: Event = ["EncryptedTally", run.tallyJson, run.sizedJson];
  const result: Event = ["Result", run.resultJson];
  const all: Event[] = [...head, tallied, decrypted("1", anna), decrypted("2", barbara), result];
  for (let length = 1; length <= all.length; length += 1) yield [`cut after event ${String(length)}`, chained(all.slice(0, length))];
  for (let i = 0; i < all.length; i += 1) {
    yield [`without event ${String(i)}`, chained(all.filter((_, k) => k !== i))];
    yield [`event ${String(i)} twice`, chained([...all.slice(0, i + 1), ...all.slice(i)])];
    if (i + 1 < all.length) yield [`events ${String(i)}, ${String(i + 1)} exchanged`, chained([...all.slice(0, i), all[i + 1] as Event, all[i] as Event, ...all.slice(i + 2)])];
  }
  yield ["shuffles", chained([...head, tallied, ["Shuffle", anna, owned("1", anna)], ["EndShuffles"]])];
  yield ["one shuffle", chained([...head, tallied, ["Shuffle", anna, owned("1", anna)]])];
  const edits: Edit[] = [
    ["num_tallied", /"num_tallied":\d+/u, '"num_tallied":9'], ["num_tallied a string", /"num_tallied":(\d+)/u, '"num_tallied":"$1"'],
    ["total_weight", /"total_weight":\d+/u, '"total_weight":8000'], ["total_weight a string", /"total_weight":(\d+)/u, '"total_weight":"$1"'],
    ["total_weight a fraction", /"total_weight":\d+/u, '"total_weight":1.5'], ["negative", /"num_tallied":/u, '"num_tallied":-'],
    ["spaces", ",", ", "], ["member", "{", '{"a":1,'],
  ];
  for (const edit of edits) yield [`sized tally ${edit[0]}`, chained([...head, ["EncryptedTally", run.tallyJson, sized(run.tallyJson, edit)]])];
  for (const edit of [["alpha", /"alpha":"\d/u, '"alpha":"'], ["spaces", ",", ", "], ["empty", /^.*$/u, "[]"], ["not JSON", /^.*$/u, "x"]] as Edit[]) {
    const tally = edited(run.tallyJson, edit);
    yield [`tally ${edit[0]}`, chained([...head, ["EncryptedTally", tally, sized(tally)]])];
  }
  const parts: Edit[] = [
    ["spaces", ",", ", "], ["factor", /"decryption_factors":\[\["[^"]+"/u, '"decryption_factors":[["2"'], ["leading zero", '"challenge":"', '"challenge":"0'],
    ["response", /"response":"\d/u, '"response":"'], ["shape", /\[\["[^"]+",/u, "[["], ["proof out of order", /"challenge":"(\d+)","response":"(\d+)"/u, '"response":"$2","challenge":"$1"'],
    ["member of a proof", '{"challenge"', '{"a":1,"challenge"'], ["member", /^\{/u, '{"a":1,'], ["not JSON", /^.*$/u, "x"], ["rows", /^.*$/u, '{"decryption_factors":[],"decryption_proofs":[]}'],
    ["factor not a string", /\[\["[^"]+"/u, "[[1"],
  ];
  for (const edit of parts) yield [`decryption ${edit[0]}`, chained([...head, tallied, decrypted("1", edited(anna, edit))])];
  for (const owner of ["0", "3", "2", "-1", "1.5", '"1"', "01", "4294967297"]) yield [`decryption of owner ${owner}`, chained([...head, tallied, decrypted(owner, anna)])];
  yield ["decryptions in the other order", chained([...head, tallied, decrypted("2", barbara), decrypted("1", anna), result])];
  yield ["one trustee missing", chained([...head, tallied, decrypted("1", anna), result])];
  yield ["one trustee twice", chained([...head, tallied, decrypted("1", anna), decrypted("1", anna), result])];
  const numbers: Edit[] = [
    ["a count", /\[\[\d+/u, "[[5"], ["a count above the weights", /\[\[\d+/u, "[[5000"], ["a string", /\[\[(\d+)/u, '[["$1"'], ["shape", /\[\[\d+,/u, "[["],
    ["member", "{", '{"a":1,'], ["spaces", ",", ", "], ["a fraction", /\[\[\d+/u, "[[1.5"], ["not JSON", /^.*$/u, "x"], ["negative", /\[\[/u, "[[-"],
  ];
  for (const edit of numbers) yield [`result ${edit[0]}`, chained([...all.slice(0, -1), ["Result", edited(run.resultJson, edit)]])];
}

/** The archive up to its second event, which has one edit and the name that belongs to it. */
function secondEvent(archive: Uint8Array, edit: Edit): Uint8Array {
  const records = parseRecords(archive);
  const isEvent = ({ name }: { name: string }): boolean => name.endsWith(".event.json");
  const at = records.findIndex((one, i) => isEvent(one) && records.slice(0, i).some(isEvent));
  const body = edited(records[at]?.body ?? new Uint8Array(), edit);
  const changed = [...records.slice(0, at), { name: `${hashOf(body)}.event.json`, body }];
  return concat(...changed.map((one) => encodeRecord(one, 1_790_000_000)));
}

/** Changes to the bytes of the archive itself. */
function* raw({ archive }: RunSample): Generator<Named> {
  for (let at = 5; at < archive.length; at += Math.floor(archive.length / 25)) {
    yield [`byte ${String(at)}`, archive.map((byte, i) => (i === at ? byte ^ 1 : byte))];
  }
  for (const at of [0, 100, 108, 116, 124, 136, 148, 156, 157, 257, 300, 511, 512, 560, 700]) {
    yield [`header byte ${String(at)}`, archive.map((byte, i) => (i === at ? byte ^ 1 : byte))];
  }
  const events: Edit[] = [
    ["parent", /"parent":"../u, '"parent":"zz'], ["another parent", /"parent":"\w+"/u, `"parent":"${"0".repeat(64)}"`], ["no parent", /"parent":"\w+",/u, ""], ["height", '"height":1', '"height":2'], ["height 0", '"height":1', '"height":0'],
    ["type", '"Ballot"', '"Bullet"'], ["payload", /"payload":"../u, '"payload":"zz'], ["no payload", /,"payload":"\w+"/u, ""], ["spaces", ",", ", "],
    ["member", "{", '{"a":1,'],
  ];
  for (const edit of events) yield [`second event: ${edit[0]}`, secondEvent(archive, edit)];
  yield ["nothing", new Uint8Array(0)];
  yield ["one byte less", archive.slice(0, -1)];
  yield ["one block more", new Uint8Array([...archive, ...new Uint8Array(512)])];
  yield ["half a block more", new Uint8Array([...archive, ...new Uint8Array(256)])];
  yield ["header only", archive.slice(0, 1024)];
}

function* ofGroup(group: Group): Generator<Named> {
  const council = { answers: ["Ala", "Bea", "Cyd"], blank: true, min: 1, max: 2, question: "Council?" };
  const statute = { answers: ["yes", "no"], min: 0, max: 1, question: "Statute?" };
  const sample = sampleElection(`differential ${group.name}`, [council, statute], ["Anna", "Barbara"], [1, 1, 7], group);
  const run = runElection(sample, [
    { voter: 0, choices: [[0, 1, 1, 0], [1, 0]] }, { voter: 1, choices: [[1, 0, 0, 0], [0, 0]] }, { voter: 0, choices: [[0, 0, 0, 1], [0, 1]] },
  ]);
  yield ["sound", run.archive];
  yield* setups(sample);
  const setup = setupEvent(sample.electionJson, sample.trusteesJson, sample.rollJson);
  const [ballot, other, again] = run.ballots as [Uint8Array, Uint8Array, Uint8Array];
  for (const [name, changed] of [...aroundAnswers(sample, ballot), ...insideAnswers(sample, ballot, again)]) {
    yield [`ballot ${name}`, chained([setup, ["Ballot", changed]])];
  }
  yield ["ballot of another voter's answers", chained([setup, ["Ballot", edited(ballot, ["", /"credential":"\w+"/u, /"credential":"\w+"/u.exec(fromUtf8(other))?.[0] ?? ""])]])];
  yield* outcomes(sample, run);
  if (group.name === "Ed25519") yield* raw(run);
}

/** All changes in Ed25519; in the other groups, which are slower, every third and every twelfth. */
export function* mutatedArchives(): Generator<Named> {
  const steps = [1, 3, 12];
  for (const [i, group] of groups.entries()) {
    const step = steps[i] ?? 12;
    let number = 0;
    for (const [name, archive] of ofGroup(group)) {
      if (number % step === 0) yield [`${group.name}: ${name}`, archive];
      number += 1;
    }
  }
}
