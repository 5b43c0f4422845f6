/** Small elections made here: seeded, so the same bytes every time. */

import { ArchiveWriter } from "../../src/protocol/archive.ts";
import { checkBallot } from "../../src/protocol/ballot-check.ts";
import { makeBallot } from "../../src/protocol/ballot-make.ts";
import { toHex, utf8 } from "../../src/protocol/bytes.ts";
import { assembleTrustees, makeCertificate, makePolynomial, makeVoutput, openDecryptionKey } from "../../src/protocol/ceremony.ts";
import { deriveCredential, generateCredential, publicCredential } from "../../src/protocol/credential.ts";
import { checkPartialDecryption, decryptTally, makePartialDecryption } from "../../src/protocol/decryption.ts";
import { ed25519 } from "../../src/protocol/ed25519.ts";
import { parseElection, type Election } from "../../src/protocol/election.ts";
import type { Group } from "../../src/protocol/group.ts";
import { writeJson, type Json, type JsonObject } from "../../src/protocol/json.ts";
import { needsShuffles } from "../../src/protocol/question.ts";
import { encodeResult, findCounts, type Counts } from "../../src/protocol/result.ts";
import { encodeRoll, type Roll } from "../../src/protocol/roll.ts";
import { randomScalar, type Scalar } from "../../src/protocol/scalar.ts";
import { applyShuffle, shuffleTally } from "../../src/protocol/shuffle.ts";
import { sha256, type Random } from "../../src/protocol/sodium.ts";
import { encodeTally, tallyOf, type Tally } from "../../src/protocol/tally.ts";
import { encodeTrustee, makeTrustee } from "../../src/protocol/trustee-key.ts";
import { combineTrustees, parseTrustees, type Trustee, type TrusteeItem } from "../../src/protocol/trustees.ts";
import { seededRandom } from "./support.ts";

export interface HomomorphicSample {
  answers: string[];
  blank?: boolean;
  min: number;
  max: number;
  question: string;
}
/** As in election.json: typed questions are written as they are. */
export type QuestionSample = HomomorphicSample | { type: string; value: JsonObject };

/** The outcome of a key ceremony. */
export interface CeremonySample {
  seeds: string[];
  certificates: string[];
  polynomials: string[];
  voutputs: string[];
  /** T */
  item: JsonObject;
  secrets: Scalar[];
}

export interface ElectionSample {
  random: Random;
  election: Election;
  electionJson: Uint8Array;
  trusteesJson: Uint8Array;
  rollJson: Uint8Array;
  /** By owner - 1. */
  trustees: Trustee[];
  items: TrusteeItem[];
  secrets: Scalar[];
  codes: string[];
  roll: Roll;
}

/** A whole ceremony, every party of it. */
export async function sampleCeremony(seed: string, size: number, threshold: number, group: Group = ed25519): Promise<CeremonySample> {
  const random = seededRandom(seed);
  const ceremony = { group, shape: { size, threshold } };
  const indices = Array.from({ length: size }, (_, i) => i + 1);
  const seeds = indices.map(() => generateCredential(random).replaceAll("-", ""));
  const seedOf = (index: number): string => seeds[index - 1] ?? "";
  const certificates = indices.map((index) => makeCertificate(ceremony, index, seedOf(index), random));
  const polynomials: string[] = [];
  for (const index of indices) polynomials.push(await makePolynomial(ceremony, certificates, index, seedOf(index), random));
  const voutputs: string[] = [];
  for (const index of indices) voutputs.push(await makeVoutput(ceremony, certificates, polynomials, index, seedOf(index), random));
  const secrets: Scalar[] = [];
  for (const index of indices) secrets.push(await openDecryptionKey(group, seedOf(index), voutputs[index - 1] ?? ""));
  return { seeds, certificates, polynomials, voutputs, secrets, item: assembleTrustees(ceremony, certificates, polynomials, voutputs) };
}

function questionJson(question: QuestionSample): JsonObject {
  if ("type" in question) return { ...question };
  const { answers, blank, min, max, question: text } = question;
  return { answers, ...(blank === true && { blank: true }), min, max, question: text };
}

/** An election with a single trustee for each name, then those of the ceremony, and a voter for each weight. */
export function sampleElection(
  seed: string, questions: QuestionSample[], names: string[], weights: number[], group: Group = ed25519, ceremony?: CeremonySample,
): ElectionSample {
  const random = seededRandom(seed);
  const uuid = "TestVectors" + String(seed.length % 9 + 1) + "xyz";
  const singles = names.map(() => randomScalar(group.scalars, random));
  const list = singles.map((secret, i): Json => ["Single", encodeTrustee(makeTrustee(group, secret, random, names[i]))]);
  if (ceremony !== undefined) list.push(["Pedersen", ceremony.item]);
  const trusteesJson = utf8(writeJson(list));
  const { keys: trustees, items } = parseTrustees(group, trusteesJson);
  const electionJson = utf8(writeJson({
    version: 1, description: `Made from the seed ${seed}`, name: "Zażółć gęślą jaźń", group: group.name,
    public_key: group.encode(combineTrustees(group, { items })), questions: questions.map(questionJson), uuid,
    administrator: "nobody", credential_authority: "nobody",
  }));
  const codes = weights.map(() => generateCredential(random));
  const pairs = codes.map((code, i): [string, number] => [publicCredential(group, deriveCredential(group, code, uuid)), weights[i] ?? 1]);
  const roll = new Map(pairs.sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    random, electionJson, trusteesJson, trustees, items, secrets: [...singles, ...(ceremony?.secrets ?? [])], codes, roll,
    election: parseElection(electionJson), rollJson: encodeRoll(roll),
  };
}

export interface Vote {
  /** Number of the voter, from 0. */
  voter: number;
  choices: number[][];
}

/** A document of a trustee with its wrapper. */
export interface OwnedSample {
  owner: number;
  bytes: Uint8Array;
  owned: Uint8Array;
}

export interface RunSample {
  ballots: Uint8Array[];
  /** Before shuffles. */
  tallyJson: Uint8Array;
  sizedJson: Uint8Array;
  shuffles: OwnedSample[];
  /** After shuffles. */
  tally: Tally;
  decryptions: OwnedSample[];
  counts: Counts;
  resultJson: Uint8Array;
  archive: Uint8Array;
}

function ownedBy(owner: number, bytes: Uint8Array): OwnedSample {
  return { owner, bytes, owned: utf8(writeJson({ owner, payload: toHex(sha256(bytes)) })) };
}

/** Casts the votes in order, the last of a voter counts; the mixers shuffle where that is needed. */
export function tallySample(sample: ElectionSample, votes: Vote[], mixers = [1, 2]): Omit<RunSample, "decryptions" | "counts" | "resultJson" | "archive"> {
  const { election, roll, random } = sample;
  const ballots = votes.map(({ voter, choices }) => makeBallot(election, roll, sample.codes[voter] ?? "", choices, random));
  const last = new Map(ballots.map((bytes) => checkBallot(election, roll, bytes)).map((ballot) => [ballot.credential, ballot]));
  const counting = [...last].map(([credential, { answers }]) => ({ answers, weight: roll.get(credential) ?? 0 }));
  let tally = tallyOf(election, counting);
  const tallyJson = encodeTally(election, tally);
  const weight = counting.reduce((sum, one) => sum + one.weight, 0);
  const sizedJson = utf8(writeJson({ num_tallied: last.size, total_weight: weight, encrypted_tally: toHex(sha256(tallyJson)) }));
  const shuffles = !needsShuffles(election.questions) ? [] : mixers.map((owner) => {
    const bytes = shuffleTally(election, tally, random);
    tally = applyShuffle(election, tally, bytes);
    return ownedBy(owner, bytes);
  });
  return { ballots, tallyJson, sizedJson, shuffles, tally };
}

/** The same to its result; `owners` decrypt, or all trustees. */
export function runElection(sample: ElectionSample, votes: Vote[], owners = sample.trustees.map((_, i) => i + 1)): RunSample {
  const { election, roll, random, trustees, items, secrets } = sample;
  const run = tallySample(sample, votes);
  const decryptions = owners.map((owner) =>
    ownedBy(owner, makePartialDecryption(election, trustees[owner - 1] as Trustee, secrets[owner - 1] as Scalar, run.tally, random)));
  const present = new Map(decryptions.map(({ owner, bytes }) =>
    [owner, checkPartialDecryption(election, trustees[owner - 1] as Trustee, run.tally, bytes)]));
  const weight = [...roll.values()].reduce((sum, one) => sum + one, 0);
  const counts = findCounts(election, decryptTally(election.group, items, run.tally, present), weight);
  const resultJson = encodeResult(election, counts);
  const writer = new ArchiveWriter(1_790_000_000);
  const hash = (bytes: Uint8Array): string => toHex(sha256(bytes));
  const setup = utf8(writeJson({
    election: hash(sample.electionJson), trustees: hash(sample.trusteesJson), credentials: hash(sample.rollJson),
  }));
  writer.add("Setup", sample.electionJson, sample.trusteesJson, sample.rollJson, setup);
  for (const ballot of run.ballots) writer.add("Ballot", ballot);
  writer.add("EndBallots");
  writer.add("EncryptedTally", run.tallyJson, run.sizedJson);
  for (const { bytes, owned } of run.shuffles) writer.add("Shuffle", bytes, owned);
  if (run.shuffles.length > 0) writer.add("EndShuffles");
  for (const { bytes, owned } of decryptions) writer.add("PartialDecryption", bytes, owned);
  writer.add("Result", resultJson);
  return { ...run, decryptions, counts, resultJson, archive: writer.bytes() };
}
