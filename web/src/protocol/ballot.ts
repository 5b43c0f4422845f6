/** Ballots (PROTOCOL section 7): their form, and the texts that their proofs bind. */

import { fromUtf8, toBase64NoPad, utf8 } from "./bytes.ts";
import { ciphertextText, encodeCiphertext, parseCiphertext, product, type Ciphertext } from "./elgamal.ts";
import { choiceCount, type Election, type Question } from "./election.ts";
import { asFault, demand } from "./fault.ts";
import type { Group, Point } from "./group.ts";
import { expectArray, expectObject, expectString, parseCompactJson, writeJson, type Json, type JsonObject } from "./json.ts";
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
export function sumOfAnswers(group: Group, question: Question, choices: readonly Ciphertext[]): Ciphertext {
  return product(group, question.blank ? choices.slice(1) : choices);
}

/** S0 */
export function ballotStatement(phi: string, credential: string): string {
  return `${phi}|${credential}`;
}
/** S */
export function answerStatement(group: Group, s0: string, choices: readonly Ciphertext[]): string {
  return `${s0}|${choices.map((one) => ciphertextText(group, one)).join(",")}`;
}
/** The individual proof of a choice (over S0) and, without a blank flag, the overall proof (over S). */
export function provePrefix(group: Group, statement: string, ciphertext: Ciphertext): string {
  return `prove|${statement}|${ciphertextText(group, ciphertext)}|`;
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

function encodeAnswer(group: Group, answer: Answer): JsonObject {
  const out: JsonObject = {
    choices: answer.choices.map((one) => encodeCiphertext(group, one)),
    individual_proofs: answer.individualProofs.map((proofs) => proofs.map(encodeProof)),
    overall_proof: answer.overallProof.map(encodeProof),
  };
  if (answer.blankProof.length > 0) out.blank_proof = answer.blankProof.map(encodeProof);
  return out;
}

/** The members of a ballot before its signature. */
export function unsignedBallot(election: Election, credential: string, answers: readonly Answer[]): JsonObject {
  return {
    election_uuid: election.uuid, election_hash: election.phi, credential, answers: answers.map((one) => encodeAnswer(election.group, one)),
  };
}

/** h of PROTOCOL section 2: of the text of a ballot without its signature. */
export function hashOfUnsigned(unsigned: JsonObject | string): string {
  return toBase64NoPad(sha256(utf8(typeof unsigned === "string" ? unsigned : writeJson(unsigned))));
}

/** The exact bytes of a ballot. */
export function encodeBallot(unsigned: JsonObject, hash: string, signature: Proof): Uint8Array {
  return utf8(writeJson({ ...unsigned, signature: { hash, proof: encodeProof(signature) } }));
}

/** No ballot in canonical form is longer. */
export function ballotSizeLimit({ group, uuid, questions }: Election): number {
  const proof = '{"challenge":"","response":""},'.length + 2 * String(group.scalars.order).length;
  const ciphertext = '{"alpha":"","beta":""},'.length + 2 * group.elementText;
  return questions.reduce((sum, question) =>
    sum + 100 + choiceCount(question) * (ciphertext + 2 * proof + 3) + (overallBranches(question) + 2) * proof,
  400 + uuid.length + group.elementText + proof);
}

/** As the published verifiers read it: members that nobody knows are passed over. */
function parseAnswer(group: Group, question: Question, value: Json): Answer {
  const object = expectObject(value, ["choices", "individual_proofs", "overall_proof"], "any");
  demand("blank_proof" in object === question.blank, "json.shape", "the blank proof");
  const count = choiceCount(question);
  const choices = expectArray(object.choices, "choices");
  const individual = expectArray(object.individual_proofs, "individual_proofs");
  demand(choices.length === count && individual.length === count, "json.shape", "the number of choices");
  return {
    choices: choices.map((one) => parseCiphertext(group, one, true)),
    individualProofs: individual.map((one) => parseProofs(group, one, 2, true)),
    overallProof: parseProofs(group, object.overall_proof, overallBranches(question), true),
    blankProof: question.blank ? parseProofs(group, object.blank_proof, 2, true) : [],
  };
}

const members = ["election_uuid", "election_hash", "credential", "answers", "signature"];

/** The text that was signed: the tools hash the same bytes, whatever the numbers inside `answers` look like. */
function withoutSignature(text: string, signature: JsonObject): string {
  return `${text.slice(0, -`,"signature":${writeJson(signature)}}`.length)}}`;
}

/**
 * Reads a ballot of this election as an auditor: everything outside `answers` in its one form, inside it no white
 * space. Faults: ballot.size, ballot.encoding, ballot.election, ballot.shape, ballot.membership, ballot.hash.
 */
export function parseBallot(election: Election, bytes: Uint8Array): Ballot {
  const { group } = election;
  demand(bytes.length <= 4 * ballotSizeLimit(election), "ballot.size");
  return asFault("ballot.encoding", () => {
    const text = fromUtf8(bytes);
    const object = asFault("ballot.encoding", () => expectObject(parseCompactJson(text), members));
    demand(Object.keys(object).join() === members.join(), "ballot.encoding", "the order of the members");
    demand(object.election_uuid === election.uuid && object.election_hash === election.phi, "ballot.election");
    const signed = expectObject(object.signature, ["hash", "proof"], "any");
    const hash = expectString(signed.hash, "hash");
    const signature = parseProof(group, signed.proof, true);
    demand(hash === hashOfUnsigned(withoutSignature(text, signed)), "ballot.hash");
    const credential = expectString(object.credential, "credential");
    const credentialPoint = group.parse(credential);
    const list = expectArray(object.answers, "answers");
    demand(list.length === election.questions.length, "json.shape", "the number of answers");
    demand(writeJson({ hash, proof: encodeProof(signature) }) === writeJson(signed), "ballot.encoding", "the signature is not in canonical form");
    const answers = election.questions.map((question, i) => parseAnswer(group, question, list[i] as Json));
    const canonical = writeJson(answers.map((one) => encodeAnswer(group, one))) === writeJson(list);
    return { credential, credentialPoint, answers, hash, signature, canonical };
  }, { "point.membership": "ballot.membership", "json.shape": "ballot.shape" });
}
