/** Ballots (PROTOCOL section 7): their form, and the texts that their proofs bind. */

import type { Answer } from "./answer.ts";
import { answersTo } from "./answers.ts";
import { fromUtf8, toBase64NoPad, utf8 } from "./bytes.ts";
import type { Election } from "./election.ts";
import { asFault, demand } from "./fault.ts";
import type { Point } from "./group.ts";
import { expectArray, expectObject, expectString, parseCompactJson, writeJson, type Json, type JsonObject } from "./json.ts";
import { encodeProof, parseProof, type Proof } from "./proofs.ts";
import { sha256 } from "./sodium.ts";

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

/** S0 */
export function ballotStatement(phi: string, credential: string): string {
  return `${phi}|${credential}`;
}
export function signaturePrefix(hash: string): string {
  return `sig|${hash}|`;
}

function encodeAnswers({ group, questions }: Election, answers: readonly Answer[]): JsonObject[] {
  return questions.map((question, i) => answersTo(question).encode(group, question, answers[i] as Answer));
}

/** The members of a ballot before its signature. */
export function unsignedBallot(election: Election, credential: string, answers: readonly Answer[]): JsonObject {
  return { election_uuid: election.uuid, election_hash: election.phi, credential, answers: encodeAnswers(election, answers) };
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
  const scalar = String(group.scalars.order).length + 3;
  const element = group.elementText + 3;
  const sizes = { scalar, element, proof: 28 + 2 * scalar, ciphertext: 20 + 2 * element };
  return questions.reduce((sum, one) => sum + answersTo(one).sizeLimit(one, sizes), 400 + uuid.length + element + sizes.proof);
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
    const signed = expectObject(object.signature, ["hash", "proof"]);
    const hash = expectString(signed.hash, "hash");
    const signature = parseProof(group, signed.proof, true);
    demand(hash === hashOfUnsigned(withoutSignature(text, signed)), "ballot.hash");
    const credential = expectString(object.credential, "credential");
    const credentialPoint = group.parse(credential);
    const list = expectArray(object.answers, "answers");
    demand(list.length === election.questions.length, "json.shape", "the number of answers");
    demand(writeJson({ hash, proof: encodeProof(signature) }) === writeJson(signed), "ballot.encoding", "the signature is not in canonical form");
    const answers = election.questions.map((question, i) => answersTo(question).parse(group, question, list[i] as Json));
    const canonical = writeJson(encodeAnswers(election, answers)) === writeJson(list);
    return { credential, credentialPoint, answers, hash, signature, canonical };
  }, { "point.membership": "ballot.membership", "json.shape": "ballot.shape" });
}
