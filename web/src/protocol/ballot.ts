/** Ballots (PROTOCOL section 7): their form, and the texts that their proofs bind. */

import { fromUtf8, toBase64NoPad, utf8 } from "./bytes.ts";
import { ciphertextText, encodeCiphertext, parseCiphertext, product, type Ciphertext } from "./elgamal.ts";
import { choiceCount, type Election, type Question } from "./election.ts";
import { asFault, demand } from "./fault.ts";
import { expectArray, expectObject, expectString, parseJson, writeJson, type Json, type JsonObject } from "./json.ts";
import { parsePoint, type Point } from "./point.ts";
import { encodeProof, parseProof, parseProofs, type Proof } from "./proofs.ts";
import { sha256 } from "./sodium.ts";

export interface Answer {
  /** The blank flag first where the question has one. */
  choices: Ciphertext[];
  individualProofs: Proof[][];
  overallProof: Proof[];
  /** Empty unless the question has a blank flag. */
  blankProof: Proof[];
}

export interface Ballot {
  credential: string;
  credentialPoint: Point;
  answers: Answer[];
  /** Base64 without padding of SHA-256 of the ballot without its signature. */
  hash: string;
  signature: Proof;
  /** False when numbers inside `answers` are written in another way than ours; the published verifiers accept that. */
  canonical: boolean;
}

/** What a voter sees: base64 without padding of SHA-256 of the bytes. */
export function ballotTracker(bytes: Uint8Array): string {
  return toBase64NoPad(sha256(bytes));
}

/** Disjuncts of the overall proof. */
export function overallBranches(question: Question): number {
  return question.max - question.min + 1 + (question.blank ? 1 : 0);
}

/** The product of the answers' ciphertexts, without the blank flag. */
export function sumOfAnswers(question: Question, choices: readonly Ciphertext[]): Ciphertext {
  return product(question.blank ? choices.slice(1) : choices);
}

/** S0 */
export function ballotStatement(phi: string, credential: string): string {
  return `${phi}|${credential}`;
}
/** S */
export function answerStatement(s0: string, choices: readonly Ciphertext[]): string {
  return `${s0}|${choices.map(ciphertextText).join(",")}`;
}
/** The individual proof of a choice (over S0) and, without a blank flag, the overall proof (over S). */
export function provePrefix(statement: string, ciphertext: Ciphertext): string {
  return `prove|${statement}|${ciphertextText(ciphertext)}|`;
}
export function blankPrefix(s: string): string {
  return `bproof0|${s}|`;
}
export function overallBlankPrefix(s: string): string {
  return `bproof1|${s}|`;
}
export function signaturePrefix(hash: string): string {
  return `sig|${hash}|`;
}

function encodeAnswer(answer: Answer): JsonObject {
  const out: JsonObject = {
    choices: answer.choices.map(encodeCiphertext),
    individual_proofs: answer.individualProofs.map((proofs) => proofs.map(encodeProof)),
    overall_proof: answer.overallProof.map(encodeProof),
  };
  if (answer.blankProof.length > 0) out.blank_proof = answer.blankProof.map(encodeProof);
  return out;
}

/** The members of a ballot before its signature. */
export function unsignedBallot(election: Election, credential: string, answers: readonly Answer[]): JsonObject {
  return {
    election_uuid: election.uuid, election_hash: election.phi, credential, answers: answers.map(encodeAnswer),
  };
}

/** h of PROTOCOL section 2. */
export function hashOfUnsigned(unsigned: JsonObject): string {
  return toBase64NoPad(sha256(utf8(writeJson(unsigned))));
}

/** The exact bytes of a ballot. */
export function encodeBallot(unsigned: JsonObject, hash: string, signature: Proof): Uint8Array {
  return utf8(writeJson({ ...unsigned, signature: { hash, proof: encodeProof(signature) } }));
}

/** No ballot in canonical form is longer. */
export function ballotSizeLimit(election: Election): number {
  const proof = 190;
  const ciphertext = 160;
  return election.questions.reduce((sum, question) =>
    sum + 100 + choiceCount(question) * (ciphertext + 2 * proof + 3) + (overallBranches(question) + 2) * proof, 1000);
}

function parseAnswer(question: Question, value: Json): Answer {
  const object = expectObject(
    value, ["choices", "individual_proofs", "overall_proof", ...(question.blank ? ["blank_proof"] : [])]);
  const count = choiceCount(question);
  const choices = expectArray(object.choices, "choices");
  const individual = expectArray(object.individual_proofs, "individual_proofs");
  demand(choices.length === count && individual.length === count, "json.shape", "the number of choices");
  return {
    choices: choices.map((one) => parseCiphertext(one, true)),
    individualProofs: individual.map((one) => parseProofs(one, 2, true)),
    overallProof: parseProofs(object.overall_proof, overallBranches(question), true),
    blankProof: question.blank ? parseProofs(object.blank_proof, 2, true) : [],
  };
}

/**
 * Reads a ballot of this election as an auditor: everything outside `answers` in its one form, inside it no white
 * space. Faults: ballot.size, ballot.encoding, ballot.election, ballot.shape, ballot.membership, ballot.hash.
 */
export function parseBallot(election: Election, bytes: Uint8Array): Ballot {
  demand(bytes.length <= 4 * ballotSizeLimit(election), "ballot.size");
  const text = asFault("ballot.encoding", () => fromUtf8(bytes));
  const root = asFault("ballot.encoding", () => parseJson(text));
  const renamed = { "point.membership": "ballot.membership", "json.shape": "ballot.shape" };
  return asFault("ballot.encoding", () => {
    const object = asFault("ballot.encoding", () =>
      expectObject(root, ["election_uuid", "election_hash", "credential", "answers", "signature"]));
    const { election_uuid, election_hash, answers } = object;
    const credential = expectString(object.credential, "credential");
    const signed = asFault("ballot.encoding", () => expectObject(object.signature, ["hash", "proof"]));
    const unsigned: JsonObject = { election_uuid, election_hash, credential, answers } as JsonObject;
    const hash = expectString(signed.hash, "hash");
    const signature = parseProof(signed.proof);
    const whole = { ...unsigned, signature: { hash, proof: encodeProof(signature) } };
    demand(writeJson(whole) === text, "ballot.encoding", "not in canonical form");
    demand(election_uuid === election.uuid && election_hash === election.phi, "ballot.election");
    demand(hash === hashOfUnsigned(unsigned), "ballot.hash");
    const list = expectArray(answers, "answers");
    demand(list.length === election.questions.length, "json.shape", "the number of answers");
    const parsed = election.questions.map((question, i) => parseAnswer(question, list[i] as Json));
    return {
      credential, credentialPoint: parsePoint(credential), answers: parsed, hash, signature,
      canonical: writeJson(parsed.map(encodeAnswer)) === writeJson(list),
    };
  }, renamed);
}
