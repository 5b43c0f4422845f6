/** Archives with one change each, from elections with rankings, lists, shuffles and a key ceremony: name and bytes. */

import { fromUtf8, utf8 } from "../src/protocol/bytes.ts";
import { ed25519 } from "../src/protocol/ed25519.ts";
import { rfc3526 } from "../src/protocol/finite-field.ts";
import { parseJson, writeJson, type Json, type JsonObject } from "../src/protocol/json.ts";
import { runElection, sampleCeremony, sampleElection, type ElectionSample, type OwnedSample, type RunSample } from "../tests/protocol/sample.ts";
import { chained, edited, hashOf, leaves, nudged, setupEvent, signedAgain, withLeaf, type Edit, type Event, type Named } from "./edits.ts";

const ranking = { type: "NonHomomorphic", value: { answers: ["Ala", "Bea", "Cyd"], question: "Rank" } };
const lists = { type: "Lists", value: { answers: [["First", "Ala", "Bea"], ["Second", "Cyd"]], question: "Lists" } };
const yesNo = { answers: ["yes", "no"], min: 1, max: 1, question: "Online?" };

const parsed = (bytes: Uint8Array): JsonObject => parseJson(fromUtf8(bytes), { maxLength: bytes.length, maxValues: bytes.length }) as JsonObject;
const written = (value: Json): Uint8Array => utf8(writeJson(value));
const at = (value: Json, path: readonly string[]): Json => path.reduce<Json>((inner, key) => (inner as JsonObject)[key] as Json, value);

/** Every `step`-th leaf nudged, and in the place of a leaf the one that another document of the same form has there. */
function* changedLeaves(root: Json, donor: Json, step: number): Generator<[string, Json]> {
  for (const [i, path] of leaves(root).entries()) {
    if (i % step === 0) yield [`nudged ${path.join(".")}`, withLeaf(root, path, nudged)];
    if (i % step === Math.floor(step / 2)) yield [`foreign ${path.join(".")}`, withLeaf(root, path, () => at(donor, path))];
  }
}

/** The names of answers 1 and 2 are those of a ranking and of lists. */
function* ballots(sample: ElectionSample, { ballots: [first, second] }: RunSample, step: number): Generator<Named> {
  const setup = setupEvent(sample.electionJson, sample.trusteesJson, sample.rollJson);
  const root = parsed(first as Uint8Array);
  const donor = parsed(second as Uint8Array);
  const archiveOf = (answers: string): Uint8Array => chained([setup, ["Ballot", signedAgain(sample, root, answers)]]);
  const answers = root.answers as Json[];
  for (const [name, changed] of changedLeaves(answers, donor.answers as Json, step)) yield [name, archiveOf(writeJson(changed))];
  const text = writeJson(answers);
  const edits: Edit[] = [
    ["a ranking in a list", /"choices":(\{"alpha[^}]*\}),"proof"/u, '"choices":[$1],"proof"'], ["no proof of a ranking", /,"proof":\{[^}]*\}/u, ""],
    ["proof of a ranking null", /"proof":\{[^}]*\}/u, '"proof":null'], ["unknown member of a ranking", /"proof":\{/u, '"more":1,"proof":{'],
    ["leading zero in a ranking", /"proof":\{"challenge":"/u, '"proof":{"challenge":"0'], ["lists not nested", '"choices":[[', '"choices":[['.slice(0, -1)],
    ["no list proofs", /"list_proofs":\[.*?\]\]/u, '"list_proofs":[]'], ["overall proof of lists a list", /"overall_proof":(\{[^}]*\})/u, '"overall_proof":[$1]'],
    ["one response", /("response":\["\d+"),"\d+"\]/u, "$1]"], ["leading zero in a non-zero proof", '"response":["', '"response":["0'],
    ["members of a non-zero proof out of order", /("commitment":"\w+"),("challenge":"\d+")/u, "$2,$1"],
    ["commitment neutral", /"commitment":"\w+"/u, `"commitment":"${sample.election.group.encode(sample.election.group.neutral)}"`],
    ["commitment outside the group", /"commitment":"\w+"/u, `"commitment":"${(2n ** 255n - 20n).toString(16)}"`],
    ["commitment a number", /"commitment":"\w+"/u, '"commitment":1'], ["spaces", ",", ", "], ["unknown member of lists", '"list_proofs"', '"more":{},"list_proofs"'],
  ];
  for (const edit of edits) {
    const changed = text.replace(edit[1], edit[2]);
    if (changed !== text) yield [edit[0], archiveOf(changed)];
  }
}

function* setups({ electionJson, trusteesJson, rollJson }: ElectionSample, step: number): Generator<Named> {
  const definition: Edit[] = [
    ["unknown type", '"NonHomomorphic"', '"Other"'], ["a list without candidates", '["Second","Cyd"]', '["Second"]'], ["an empty list", '["Second","Cyd"]', "[]"],
    ["lists not nested", '[["First","Ala","Bea"],["Second","Cyd"]]', '["First","Ala"]'], ["extra", '{"type":"Lists"', '{"extra":[1,{}],"type":"Lists"'],
    ["unknown member", '{"type":"Lists"', '{"more":1,"type":"Lists"'], ["unknown member inside", '"question":"Lists"', '"min":1,"question":"Lists"'],
    ["no answers", '["Ala","Bea","Cyd"]', "[]"], ["30 answers", '["Ala","Bea","Cyd"]', JSON.stringify(Array(30).fill("x"))],
    ["31 answers", '["Ala","Bea","Cyd"]', JSON.stringify(Array(31).fill("x"))], ["no embedding", '"Ed25519"', '"BELENIOS-2048"'],
    ["a question not a string", '"question":"Rank"', '"question":1'], ["type not a string", '"Lists"', "7"], ["no value", /"value":\{"answers":\["Ala[^}]*\}/u, '"value":1'],
  ];
  for (const edit of definition) yield [`election ${edit[0]}`, chained([setupEvent(edited(electionJson, edit), trusteesJson, rollJson)])];
  yield ["a weight of 2", chained([setupEvent(electionJson, trusteesJson, edited(rollJson, ["", /"(\w+)"\]$/u, '"$1,2"]']))])];
  const withTrustees = (list: Json): Uint8Array => chained([setupEvent(electionJson, written(list), rollJson)]);
  const list = parsed(trusteesJson) as unknown as [Json, [string, JsonObject]];
  const [single, [, item]] = list;
  const withItem = (changed: Json): Uint8Array => withTrustees([single, ["Pedersen", changed]]);
  for (const [name, changed] of changedLeaves(item, item, step)) yield [`ceremony ${name}`, withItem(changed)];
  for (const name of ["certs", "coefexps", "signatures", "verification_keys"]) {
    const [first, second, ...rest] = item[name] as [Json, Json, ...Json[]];
    yield [`${name} exchanged`, withItem({ ...item, [name]: [second, first, ...rest] })];
    yield [`${name} repeated`, withItem({ ...item, [name]: [first, first, ...rest] })];
    yield [`${name} one less`, withItem({ ...item, [name]: [second, ...rest] })];
    yield [`${name} none`, withItem({ ...item, [name]: [] })];
    yield [`${name} not a list`, withItem({ ...item, [name]: {} })];
    yield [`${name} missing`, withItem(Object.fromEntries(Object.entries(item).filter(([key]) => key !== name)))];
  }
  for (const threshold of [0, 1, 3, 4, -1, "2"]) yield [`threshold ${String(threshold)}`, withItem({ ...item, threshold })];
  const unsigned = (key: Json): Json => Object.fromEntries(Object.entries(key as JsonObject).filter(([name]) => name !== "signature"));
  const keys = item.verification_keys as Json[];
  yield ["no key signed", withItem({ ...item, verification_keys: keys.map(unsigned) })];
  yield ["one key not signed", withItem({ ...item, verification_keys: keys.map((key, i) => (i === 1 ? unsigned(key) : key)) })];
  yield ["a key with a name", withItem({ ...item, verification_keys: keys.map((key) => ({ ...(key as JsonObject), name: "Żaneta" })) })];
  yield ["unknown member of a ceremony", withItem({ ...item, more: 1 })];
  yield ["members of a ceremony out of order", withItem(Object.fromEntries(Object.entries(item).reverse()))];
  yield ["ceremony twice", withTrustees([["Pedersen", item], ["Pedersen", item]])];
  yield ["ceremony first", withTrustees([["Pedersen", item], single])];
  yield ["a signed single key", withTrustees([single, ["Single", keys[0] as Json]])];
  yield ["only the ceremony", withTrustees([["Pedersen", item]])];
  for (const edit of [["space in a certificate", '{\\"context\\"', '{ \\"context\\"'], ["leading zero", /"certs":\[\{"message":"[^}]*\}[^}]*\}","signature":\{"challenge":"/u, "$&0"]] as Edit[]) {
    yield [edit[0], chained([setupEvent(electionJson, edited(trusteesJson, edit), rollJson)])];
  }
}

function* outcomes(sample: ElectionSample, run: RunSample, donor: RunSample, step: number): Generator<Named> {
  const setup = setupEvent(sample.electionJson, sample.trusteesJson, sample.rollJson);
  const owned = (type: "Shuffle" | "PartialDecryption", owner: number, bytes: Uint8Array): Event =>
    [type, bytes, utf8(`{"owner":${String(owner)},"payload":"${hashOf(bytes)}"}`)];
  const events = (type: "Shuffle" | "PartialDecryption", list: readonly OwnedSample[]): Event[] => list.map((one) => owned(type, one.owner, one.bytes));
  const head: Event[] = [setup, ...run.ballots.map((one): Event => ["Ballot", one]), ["EndBallots"], ["EncryptedTally", run.tallyJson, run.sizedJson]];
  const [first, second] = run.shuffles as [OwnedSample, OwnedSample];
  const shuffled: Event[] = [...head, ...events("Shuffle", run.shuffles), ["EndShuffles"]];
  const decrypted: Event[] = [...shuffled, ...events("PartialDecryption", run.decryptions)];
  const all: Event[] = [...decrypted, ["Result", run.resultJson]];
  yield ["sound", chained(all)];
  for (let length = head.length; length < all.length; length += 1) yield [`cut after event ${String(length)}`, chained(all.slice(0, length))];
  for (let i = head.length - 1; i < all.length; i += 1) {
    yield [`without event ${String(i)}`, chained(all.filter((_, k) => k !== i))];
    yield [`event ${String(i)} twice`, chained([...all.slice(0, i + 1), ...all.slice(i)])];
    if (i + 1 < all.length) yield [`events ${String(i)}, ${String(i + 1)} exchanged`, chained([...all.slice(0, i), all[i + 1] as Event, all[i] as Event, ...all.slice(i + 2)])];
  }
  yield ["no shuffle", chained([...head, ...events("PartialDecryption", run.decryptions)])];
  yield ["one shuffle, ended", chained([...head, owned("Shuffle", 1, first.bytes), ["EndShuffles"]])];
  for (const owner of [0, 2, 4, 5, -1]) yield [`shuffle of owner ${String(owner)}`, chained([...head, owned("Shuffle", owner, first.bytes)])];
  yield ["two shuffles of one owner", chained([...head, owned("Shuffle", 3, first.bytes), owned("Shuffle", 3, second.bytes)])];
  yield ["a shuffle of another tally", chained([...head, owned("Shuffle", 1, donor.shuffles[0]?.bytes as Uint8Array)])];
  const shuffleOf = (bytes: Uint8Array): Uint8Array => chained([...head, owned("Shuffle", 1, bytes)]);
  for (const [name, changed] of changedLeaves(parsed(first.bytes), parsed(second.bytes), step)) yield [`shuffle ${name}`, shuffleOf(written(changed))];
  const edits: Edit[] = [
    ["space", ",", ", "], ["bytes after", /$/u, " "], ["member", "{", '{"a":1,'], ["members out of order", /"alpha":"(\w+)","beta":"(\w+)"/u, '"beta":"$2","alpha":"$1"'],
    ["no proof", /"proofs":.*/u, '"proofs":[]}'], ["nothing", /.*/u, '{"ciphertexts":[],"proofs":[]}'], ["a ciphertext less", /\[\{"alpha[^}]*\},/u, "["],
    ["leading zero", /(\],\[)"(\d)/u, '$1"0$2'], ["not JSON", /.*/u, "x"], ["a number", /"alpha":"\w+"/u, '"alpha":1'], ["an element outside the group", /"alpha":"\w+"/u, '"alpha":"0"'],
  ];
  for (const edit of edits) yield [`shuffle: ${edit[0]}`, shuffleOf(edited(first.bytes, edit))];
  const [part] = run.decryptions as [OwnedSample];
  for (const [name, changed] of changedLeaves(parsed(part.bytes), parsed(donor.decryptions[0]?.bytes as Uint8Array), step)) {
    yield [`decryption ${name}`, chained([...shuffled, owned("PartialDecryption", part.owner, written(changed))])];
  }
  yield ["decryption of lists not nested", chained([...shuffled, owned("PartialDecryption", part.owner, edited(part.bytes, ["", /\],\[("\w+","\w+")\]\]\],"decryption_proofs"/u, ',$1]]],"decryption_proofs"']))])];
  for (let i = 0; i < run.decryptions.length; i += 1) {
    const some = run.decryptions.filter((_, k) => k !== i);
    yield [`without decryption ${String(i)}`, chained([...shuffled, ...events("PartialDecryption", some), ["Result", run.resultJson]])];
  }
  yield ["decryptions in the other order", chained([...shuffled, ...events("PartialDecryption", [...run.decryptions].reverse()), ["Result", run.resultJson]])];
  for (const owner of [0, 2, 3, 4, 5]) yield [`decryption of owner ${String(owner)}`, chained([...shuffled, owned("PartialDecryption", owner, part.bytes)])];
  const result = parsed(run.resultJson);
  for (const path of leaves(result)) {
    const changed = withLeaf(result, path, (old) => Number(old) + 1);
    yield [`result ${path.join(".")}`, chained([...decrypted, ["Result", written(changed)]])];
  }
  const rows = result.result as Json[];
  for (const [name, changed] of [
    ["flat", rows.map((row) => (row as Json[]).flat() as Json)], ["one question less", rows.slice(1)], ["votes in another order", rows.map((row) => [...row as Json[]].reverse())],
  ] as [string, Json][]) yield [`result ${name}`, chained([...decrypted, ["Result", written({ result: changed })]])];
}

/** All kinds in Ed25519, where every third leaf is changed; a ranking in RFC-3526-2048, which is slower, with few. */
export async function archivesOfOtherKinds(): Promise<Named[]> {
  const out: Named[] = [];
  const votes = [
    { voter: 0, choices: [[1, 0], [2, 1, 255], [0, 0, 0, 1, 1]] }, { voter: 1, choices: [[0, 1], [0, 0, 0], [1, 1, 0, 0, 0]] },
    { voter: 0, choices: [[0, 1], [1, 2, 3], [1, 1, 1, 0, 0]] },
  ];
  const ceremony = await sampleCeremony("differential kinds", 3, 2, ed25519);
  const sample = sampleElection("kinds", [yesNo, ranking, lists], ["Anna"], [1, 1], ed25519, ceremony);
  const [run, other] = [runElection(sample, votes, [1, 2, 4]), runElection(sample, votes, [1, 2, 4])];
  for (const [name, archive] of [...ballots(sample, run, 3), ...setups(sample, 5), ...outcomes(sample, run, other, 3)]) out.push([`kinds: ${name}`, archive]);
  const slow = sampleElection("slow kinds", [yesNo, ranking, lists], ["Anna"], [1, 1], rfc3526, await sampleCeremony("slow kinds", 2, 1, rfc3526));
  const [slowRun, slowOther] = [runElection(slow, votes, [1, 3]), runElection(slow, votes, [1, 3])];
  [...ballots(slow, slowRun, 20), ...outcomes(slow, slowRun, slowOther, 20)].forEach(([name, archive], i) => {
    if (i % 12 === 0) out.push([`kinds in ${rfc3526.name}: ${name}`, archive]);
  });
  return out;
}
