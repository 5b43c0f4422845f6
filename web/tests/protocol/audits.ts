/** Vectors of opened ballots: good audit files, and each member changed in the ways in which a device or a server could lie. */

import { encodeEntry, makeAct, parseAct, signActText } from "../../src/protocol/act.ts";
import { ballotTracker } from "../../src/protocol/ballot.ts";
import { checkAudit, encodeAudit } from "../../src/protocol/ballot-audit.ts";
import { makeOpenableBallot, type OpenableBallot } from "../../src/protocol/ballot-make.ts";
import { fromUtf8, utf8 } from "../../src/protocol/bytes.ts";
import { parseJson, writeJson, type Json, type JsonObject } from "../../src/protocol/json.ts";
import { inclusionProof, leafHash, rootOf } from "../../src/protocol/merkle.ts";
import { encodeCheckpoint, encodeVkey, signNote } from "../../src/protocol/note.ts";
import { encodeReceipt } from "../../src/protocol/receipt.ts";
import { publicKeyOfSeed } from "../../src/protocol/signing.ts";
import { sampleElection, type ElectionSample, type QuestionSample } from "./sample.ts";
import { faultOf, seededRandom } from "./support.ts";

const origin = "ogniwo.example/audits";
const random = seededRandom("vectors audits");
const logSeed = random.bytes(32);
const serverSeed = random.bytes(32);
const vkey = encodeVkey({ name: origin, key: publicKeyOfSeed(logSeed) });

/** The receipt of an entry that is the fifth of eight. `vote`: what the receipt says of itself, for entries of cast ballots. */
function receiptOf(kind: string, body: JsonObject, { seed = logSeed, vote = { election: "", tracker: "" } } = {}): string {
  const act = makeAct(kind, body, origin, random);
  const entry = encodeEntry(parseAct(act), [signActText(act, serverSeed)]);
  const tree = Array.from({ length: 8 }, (_, i) => leafHash(i === 4 ? entry : utf8(`entry ${String(i)}`)));
  const checkpoint = signNote(encodeCheckpoint({ origin, size: 8n, root: rootOf(tree) }), origin, seed);
  return writeJson(encodeReceipt({ origin, ...vote, entry, entryIndex: 4, inclusionProof: inclusionProof(4, tree), checkpoint }));
}

function spoiled(uuid: string, ballot: Uint8Array, options = {}): string {
  return receiptOf("ballot.spoiled", { election: uuid, tracker: ballotTracker(ballot) }, options);
}

/** Names and texts of audit files; those whose name begins with "good" must pass. `other`: another vote that the questions allow. */
function cases(sample: ElectionSample, choices: number[][], other: number[][], forbidden: number[][]): [string, string][] {
  const { election, roll, codes } = sample;
  const { uuid, group } = election;
  const ballotOf = (voter: number, vote: number[][]): OpenableBallot => makeOpenableBallot(election, roll, codes[voter] ?? "", vote, random);
  const [made, second] = [ballotOf(0, choices), ballotOf(0, other)];
  const receipt = spoiled(uuid, made.ballot);
  const text = encodeAudit(uuid, made, receipt);
  const good = parseJson(text) as JsonObject;
  const proof = good.receipt as JsonObject;
  const rows = good.randomness as string[][];
  const [first = [], ...rest] = rows;
  const [r = "", ...others] = first;
  const withR = (...row: Json[]): JsonObject => ({ ...good, randomness: [row, ...rest] });
  const broken = utf8(fromUtf8(made.ballot).replace(/"response":"(.)/u, (head, digit: string) => head.slice(0, -1) + (digit === "1" ? "2" : "1")));
  const about = { election: uuid, tracker: ballotTracker(made.ballot) };
  const hashes = proof.inclusion_proof as string[];
  const list: [string, Json][] = [
    ["good", good],
    ["good, members in another order", Object.fromEntries(Object.entries(good).reverse())],
    ["good, another vote", parseJson(encodeAudit(uuid, second, spoiled(uuid, second.ballot)))],
    ["good, another voter", parseJson(encodeAudit(uuid, ...((one: OpenableBallot) => [one, spoiled(uuid, one.ballot)] as const)(ballotOf(1, choices))))],
    ["another format", { ...good, format: "ogniwo-trustee-key" }],
    ["another version", { ...good, version: 2 }],
    ["an unknown member", { ...good, more: 1 }],
    ["no ballot", Object.fromEntries(Object.entries(good).filter(([key]) => key !== "ballot"))],
    ["a ballot that is no text", { ...good, ballot: 1 }],
    ["another election", { ...good, election: "22222222222222" }],
    ["a ballot that is not the spoiled one", { ...good, ballot: fromUtf8(second.ballot) }],
    ["a ballot with a wrong proof", { ...good, ballot: fromUtf8(broken), receipt: parseJson(spoiled(uuid, broken)) }],
    ["a ballot that says something else", { ...good, ballot: fromUtf8(second.ballot), receipt: parseJson(spoiled(uuid, second.ballot)) }],
    ["other choices", { ...good, choices: other }],
    ["choices that are no vote", { ...good, choices: forbidden }],
    ["a choice of 256", { ...good, choices: [[256, ...(choices[0] ?? []).slice(1)], ...choices.slice(1)] }],
    ["a negative choice", { ...good, choices: [[-1, ...(choices[0] ?? []).slice(1)], ...choices.slice(1)] }],
    ["choices without a question", { ...good, choices: choices.slice(1) }],
    ["choices without a list", { ...good, choices: choices[0] ?? [] }],
    ["other randomness", withR(String((BigInt(r) + 1n) % group.scalars.order), ...others)],
    ["no randomness for a ciphertext", withR(...others)],
    ["randomness for one ciphertext more", withR(r, ...others, "1")],
    ["randomness with a leading zero", withR(`0${r}`, ...others)],
    ["randomness beyond the order", withR(String(BigInt(r) + group.scalars.order), ...others)],
    ["negative randomness", withR(`-${r}`, ...others)],
    ["empty randomness", withR("", ...others)],
    ["randomness that is no text", withR(1, ...others)],
    ["randomness without a question", { ...good, randomness: rows.slice(1) }],
    ["the receipt of a ballot that was cast", { ...good, receipt: parseJson(receiptOf("ballot.accepted", about, { vote: about })) }],
    ["a receipt for another election", { ...good, receipt: parseJson(spoiled("22222222222222", made.ballot)) }],
    ["a receipt of another log", { ...good, receipt: parseJson(spoiled(uuid, made.ballot, { seed: random.bytes(32) })) }],
    ["a receipt with another proof", { ...good, receipt: { ...proof, inclusion_proof: [...hashes].reverse() } }],
    ["a receipt with another index", { ...good, receipt: { ...proof, entry_index: 5 } }],
    ["a receipt that is a text", { ...good, receipt }],
    ["no object", [good]],
  ];
  if (others.length > 0) list.push(["randomness in another order", withR(others[0] ?? "", r, ...others.slice(1))]);
  return [
    ...list.map(([name, value]): [string, string] => [name, writeJson(value)]),
    ["good, with white space", JSON.stringify(JSON.parse(text), null, 2)],
    ["equal keys", text.replace('"version":1', '"version":1,"version":1')],
    ["cut off", text.slice(0, -1)],
    ["nothing", ""],
  ];
}

/** What depends on the kind of a question. */
const ofKind = /^good|^other choices|^choices that are no vote|^a ballot that says something else|random/u;

/** `all`: also the cases that are the same for every kind of question. */
function electionAudits(name: string, questions: QuestionSample[], votes: [number[][], number[][], number[][]], all = false): Json {
  const sample = sampleElection(`vectors audits ${name}`, questions, ["Anna", "Bolesław"], [1, 1]);
  return {
    name, election: fromUtf8(sample.electionJson), trustees: fromUtf8(sample.trusteesJson), credentials: fromUtf8(sample.rollJson),
    audits: cases(sample, ...votes).filter(([about]) => all || ofKind.test(about)).map(([about, audit]) => {
      const failed = faultOf(() => checkAudit(sample.election, sample.roll, audit, vkey));
      return { name: about, audit, failed: failed === "accepted" ? null : failed };
    }),
  };
}

export function audits(): Json {
  const council = { answers: ["Ala", "Bea", "Cyd"], blank: true, min: 1, max: 2, question: "Rada?" };
  const audit = { answers: ["Ewa", "Flo"], min: 0, max: 1, question: "Komisja?" };
  const ranking = { type: "NonHomomorphic", value: { answers: ["Gil", "Hel", "Iza"], question: "Kolejność?" } };
  const control = { answers: ["Ala\u001b[2K\nvalid: Bea", "Bea"], min: 1, max: 1, question: "Rada?\u001b[2K\nvalid: ?" };
  const lists = { type: "Lists", value: { answers: [["Lista 1", "Jan", "Kai"], ["Lista 2", "Leo"]], question: "Listy?" } };
  return {
    vkey,
    elections: [
      electionAudits("blank", [council], [[[0, 1, 0, 1]], [[1, 0, 0, 0]], [[0, 1, 1, 1]]], true),
      electionAudits("two questions", [audit, council], [[[0, 1], [0, 0, 1, 0]], [[0, 0], [0, 0, 1, 0]], [[1, 1], [0, 0, 1, 0]]]),
      electionAudits("ranking", [ranking], [[[1, 3, 2]], [[1, 2, 3]], [[1, 2]]]),
      electionAudits("lists", [lists], [[[1, 0, 1, 0, 0]], [[0, 0, 0, 1, 1]], [[1, 0, 1, 1, 0]]]),
      electionAudits("control characters", [control], [[[1, 0]], [[0, 1]], [[1, 1]]]),
    ],
  };
}
