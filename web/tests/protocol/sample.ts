/** A small election made here: seeded, so the same bytes every time. */

import { ArchiveWriter } from "../../src/protocol/archive.ts";
import { checkBallot } from "../../src/protocol/ballot-check.ts";
import { makeBallot } from "../../src/protocol/ballot-make.ts";
import { toHex, utf8 } from "../../src/protocol/bytes.ts";
import { deriveCredential, generateCredential, publicCredential } from "../../src/protocol/credential.ts";
import { checkPartialDecryption, decryptTally, makePartialDecryption } from "../../src/protocol/decryption.ts";
import { ed25519 } from "../../src/protocol/ed25519.ts";
import { parseElection, type Election } from "../../src/protocol/election.ts";
import { writeJson, type JsonObject } from "../../src/protocol/json.ts";
import { encodeResult, findCounts, type Counts } from "../../src/protocol/result.ts";
import { encodeRoll, type Roll } from "../../src/protocol/roll.ts";
import { randomScalar, type Scalar } from "../../src/protocol/scalar.ts";
import { sha256, type Random } from "../../src/protocol/sodium.ts";
import { addToTally, emptyTally, encodeTally, type Tally } from "../../src/protocol/tally.ts";
import { combineTrustees, encodeTrustees, makeTrustee, type Trustee } from "../../src/protocol/trustees.ts";
import { seededRandom } from "./support.ts";

export interface QuestionSample {
  answers: string[];
  blank?: boolean;
  min: number;
  max: number;
  question: string;
}

export interface ElectionSample {
  random: Random;
  election: Election;
  electionJson: Uint8Array;
  trusteesJson: Uint8Array;
  rollJson: Uint8Array;
  trustees: Trustee[];
  secrets: Scalar[];
  codes: string[];
  roll: Roll;
}

/** An election with a trustee for each name and a voter for each weight. */
export function sampleElection(seed: string, questions: QuestionSample[], names: string[], weights: number[], group = ed25519): ElectionSample {
  const random = seededRandom(seed);
  const uuid = "TestVectors" + String(seed.length % 9 + 1) + "xyz";
  const secrets = names.map(() => randomScalar(group.scalars, random));
  const trustees = secrets.map((secret, i) => makeTrustee(group, secret, random, names[i]));
  const ordered = questions.map((q): JsonObject => ({ answers: q.answers, ...(q.blank === true && { blank: true }), min: q.min, max: q.max, question: q.question }));
  const electionJson = utf8(writeJson({
    version: 1, description: `Made from the seed ${seed}`, name: "Zażółć gęślą jaźń", group: group.name,
    public_key: group.encode(combineTrustees(group, trustees)), questions: ordered, uuid, administrator: "nobody", credential_authority: "nobody",
  }));
  const codes = weights.map(() => generateCredential(random));
  const pairs = codes.map((code, i): [string, number] => [publicCredential(group, deriveCredential(group, code, uuid)), weights[i] ?? 1]);
  const roll = new Map(pairs.sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    random, electionJson, trustees, secrets, codes, roll, election: parseElection(electionJson),
    trusteesJson: encodeTrustees(trustees), rollJson: encodeRoll(roll),
  };
}

export interface Vote {
  /** Number of the voter, from 0. */
  voter: number;
  choices: number[][];
}

export interface RunSample {
  ballots: Uint8Array[];
  tally: Tally;
  tallyJson: Uint8Array;
  sizedJson: Uint8Array;
  decryptions: Uint8Array[];
  owned: Uint8Array[];
  counts: Counts;
  resultJson: Uint8Array;
  archive: Uint8Array;
}

/** Casts the votes in order, the last of a voter counts, and brings the election to its result. */
export function runElection(sample: ElectionSample, votes: Vote[]): RunSample {
  const { election, roll, random, trustees, secrets } = sample;
  const { group } = election;
  const ballots = votes.map(({ voter, choices }) => makeBallot(election, roll, sample.codes[voter] ?? "", choices, random));
  const last = new Map(ballots.map((bytes) => checkBallot(election, roll, bytes)).map((ballot) => [ballot.credential, ballot]));
  let tally = emptyTally(election);
  for (const [credential, ballot] of last) tally = addToTally(group, tally, ballot, roll.get(credential) ?? 0);
  const weight = [...last.keys()].reduce((sum, credential) => sum + (roll.get(credential) ?? 0), 0);
  const tallyJson = encodeTally(group, tally);
  const sizedJson = utf8(writeJson({ num_tallied: last.size, total_weight: weight, encrypted_tally: toHex(sha256(tallyJson)) }));
  const decryptions = trustees.map((trustee, i) => makePartialDecryption(election, trustee, secrets[i] as Scalar, tally, random));
  const factors = trustees.map((trustee, i) => checkPartialDecryption(election, trustee, tally, decryptions[i] as Uint8Array));
  const counts = findCounts(group, decryptTally(group, tally, factors), weight);
  const resultJson = encodeResult(counts);
  const owned = decryptions.map((bytes, i) => utf8(writeJson({ owner: i + 1, payload: toHex(sha256(bytes)) })));
  const writer = new ArchiveWriter(1_790_000_000);
  const hash = (bytes: Uint8Array): string => toHex(sha256(bytes));
  const setup = utf8(writeJson({
    election: hash(sample.electionJson), trustees: hash(sample.trusteesJson), credentials: hash(sample.rollJson),
  }));
  writer.add("Setup", sample.electionJson, sample.trusteesJson, sample.rollJson, setup);
  for (const ballot of ballots) writer.add("Ballot", ballot);
  writer.add("EndBallots");
  writer.add("EncryptedTally", tallyJson, sizedJson);
  decryptions.forEach((bytes, i) => writer.add("PartialDecryption", bytes, owned[i] as Uint8Array));
  writer.add("Result", resultJson);
  return { ballots, tally, tallyJson, sizedJson, decryptions, owned, counts, resultJson, archive: writer.bytes() };
}
