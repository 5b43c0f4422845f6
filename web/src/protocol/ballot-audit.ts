/**
 * Opening a ballot instead of casting it (Benaloh challenge): the file that the device which made the ballot hands out,
 * and the check that another device makes with it ("The audit file" in ballots/README.md).
 */

import { parseEntry } from "./act.ts";
import { ballotTracker } from "./ballot.ts";
import { checkBallot } from "./ballot-check.ts";
import type { OpenableBallot } from "./ballot-make.ts";
import { fromUtf8, utf8 } from "./bytes.ts";
import type { Election } from "./election.ts";
import { encryptBit, type Ciphertext } from "./elgamal.ts";
import { asFault, demand, refuse } from "./fault.ts";
import { equalPoints } from "./group.ts";
import { expectArray, expectCount, expectObject, expectString, parseJson, writeJson, type Json } from "./json.ts";
import { checkChoices, isShuffled, type Question } from "./question.ts";
import { parseReceipt, verifyReceipt } from "./receipt.ts";
import type { Roll } from "./roll.ts";
import { encodeScalar, parseScalar, type Scalar } from "./scalar.ts";

const format = "ogniwo-ballot-audit";
const members = ["format", "version", "election", "ballot", "choices", "randomness", "receipt"];
const jsonLimits = { maxLength: 4 << 20, maxDepth: 5, maxValues: 10_000 };
const maxChoice = 255;

/** What the device that made a ballot says of it. */
export interface BallotAudit {
  election: string;
  /** The exact bytes. */
  ballot: Uint8Array;
  choices: number[][];
  /** Decimal text of r for each ciphertext of each question. */
  randomness: string[][];
  /** Receipt of the entry that says that the ballot was opened. */
  receiptText: string;
}

/**
 * That the log says that this ballot was opened, so that it can never be cast. Returns the index of the entry.
 * Faults: receipt.*, audit.spoiled.
 */
export function checkSpoiled(receiptText: string, vkey: string, uuid: string, ballot: Uint8Array): number {
  const report = verifyReceipt(receiptText, vkey);
  if (report.failed !== undefined) refuse(report.failed, report.detail);
  const receipt = parseReceipt(receiptText);
  const { kind, body } = parseEntry(receipt.entry).act;
  demand(kind === "ballot.spoiled" && body.election === uuid && body.tracker === ballotTracker(ballot), "audit.spoiled");
  return receipt.entryIndex;
}

/** The file. Only for a ballot whose opening is on the log: call checkSpoiled first. */
export function encodeAudit(uuid: string, { ballot, choices, randomness }: OpenableBallot, receiptText: string): string {
  return writeJson({
    format, version: 1, election: uuid, ballot: fromUtf8(ballot), choices,
    randomness: randomness.map((row) => row.map(encodeScalar)), receipt: parseJson(receiptText),
  });
}

function parseRows<T>(value: Json | undefined, what: string, parse: (one: Json) => T): T[][] {
  return expectArray(value, what).map((row) => expectArray(row, what).map(parse));
}

function parseChoice(value: Json): number {
  const choice = expectCount(value, "a choice");
  demand(choice <= maxChoice, "audit.shape", "a choice is a number from 0 to 255");
  return choice;
}

/** Faults: audit.size, audit.shape, receipt.shape. */
export function parseAudit(text: string): BallotAudit {
  demand(text.length <= jsonLimits.maxLength && utf8(text).length <= jsonLimits.maxLength, "audit.size");
  return asFault("audit.shape", () => {
    const object = expectObject(parseJson(text, jsonLimits), members);
    demand(object.format === format && object.version === 1, "audit.shape", "not an audit file of version 1");
    const audit = {
      election: expectString(object.election, "election"), ballot: utf8(expectString(object.ballot, "ballot")),
      choices: parseRows(object.choices, "choices", parseChoice),
      randomness: parseRows(object.randomness, "randomness", (one) => expectString(one, "randomness")),
      receiptText: writeJson(object.receipt ?? null),
    };
    parseReceipt(audit.receiptText);
    return audit;
  }, { "receipt.shape": "receipt.shape" });
}

/** The ciphertexts of these choices with this randomness. Precondition: a number for each. */
function encryptAgain({ group, y }: Election, question: Question, choices: readonly number[], r: readonly Scalar[]): Ciphertext[] {
  if (!isShuffled(question)) return choices.map((choice, i) => encryptBit(group, y, choice, r[i] as Scalar));
  const [only] = r as [Scalar];
  const numbers = group.embed(Uint8Array.from(choices));
  return [{ alpha: group.powerOfGenerator(only), beta: group.multiply(group.power(y, only), numbers) }];
}

/** What a ballot says to one question. */
export interface AuditedAnswer {
  question: string;
  /** A blank vote: nothing is said. */
  blank: boolean;
  /** The names that are selected; in a ranking every name with its number, else null. */
  said: { name: string; number: number | null }[];
}

function inWords(question: Question, choices: readonly number[]): AuditedAnswer {
  const blank = question.type === "Homomorphic" && question.blank;
  const names = question.type === "Lists" ? question.lists.flat() : question.answers;
  const numbers = blank ? choices.slice(1) : choices;
  const all = names.map((name, i) => ({ name, number: isShuffled(question) ? (numbers[i] ?? 0) : null }));
  return {
    question: question.question, blank: blank && choices[0] === 1,
    said: isShuffled(question) ? all : all.filter((_, i) => numbers[i] === 1),
  };
}

export interface AuditReport {
  tracker: string;
  entryIndex: number;
  /** For each question what the ballot says. */
  answers: AuditedAnswer[];
}

/**
 * That the ballot says what the file says, and that it can never be cast. The election and the key of the log come from
 * another source than the file.
 * Faults: those of parseAudit, audit.election, receipt.*, audit.spoiled, ballot.*, choice.*, audit.randomness, audit.ciphertext.
 */
export function checkAudit(election: Election, roll: Roll, text: string, vkey: string): AuditReport {
  const { questions, group } = election;
  const audit = parseAudit(text);
  demand(audit.election === election.uuid, "audit.election", audit.election.slice(0, 64));
  const entryIndex = checkSpoiled(audit.receiptText, vkey, audit.election, audit.ballot);
  const ballot = checkBallot(election, roll, audit.ballot);
  demand(ballot.canonical, "ballot.encoding", "not in canonical form");
  demand(audit.choices.length === questions.length, "choice.length", "the number of questions");
  demand(audit.randomness.length === questions.length, "audit.randomness", "not one list for each question");
  questions.forEach((question, i) => {
    const which = `question ${String(i + 1)}`;
    const choices = audit.choices[i] ?? [];
    const randomness = audit.randomness[i] ?? [];
    const encrypted = ballot.answers[i]?.choices ?? [];
    checkChoices(question, choices);
    demand(randomness.length === encrypted.length, "audit.randomness", which);
    const r = randomness.map((one) => asFault("audit.randomness", () => parseScalar(group.scalars, one)));
    const again = encryptAgain(election, question, choices, r);
    encrypted.forEach(({ alpha, beta }, k) => {
      const own = again[k];
      const same = own !== undefined && equalPoints(alpha, own.alpha) && equalPoints(beta, own.beta);
      demand(same, "audit.ciphertext", `${which}, ciphertext ${String(k + 1)}`);
    });
  });
  const answers = questions.map((question, i) => inWords(question, audit.choices[i] ?? []));
  return { tracker: ballotTracker(audit.ballot), entryIndex, answers };
}
