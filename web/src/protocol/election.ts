/** The definition of a secret election, election.json (PROTOCOL section 5). */

import { fromUtf8, isBase58, toBase64NoPad } from "./bytes.ts";
import { asFault, demand } from "./fault.ts";
import { equalPoints, type Group, type Point } from "./group.ts";
import { groupNamed } from "./groups.ts";
import { expectArray, expectObject, expectString, parseJson } from "./json.ts";
import { choiceCount, isShuffled, parseQuestion, questionLimits, type Question } from "./question.ts";
import { sha256 } from "./sodium.ts";

export const limits = {
  electionBytes: 1 << 20, questions: 64, trustees: 64,
  /** Larger rolls are for the native verifier. */
  voters: 100_000,
} as const;

export interface Election {
  uuid: string;
  name: string;
  description: string;
  group: Group;
  /** The election key. */
  y: Point;
  publicKey: string;
  questions: Question[];
  /** Base64 without padding of SHA-256 of the stored bytes. */
  phi: string;
  /** Members that this client does not know; the hash covers them. */
  unknownMembers: string[];
}

const required = ["version", "description", "name", "group", "public_key", "questions", "uuid"];
const optional = ["administrator", "credential_authority", "language"];

/**
 * Reads the stored bytes. Members that it does not know are passed over: the hash covers them.
 * Faults: json.*, bytes.utf8, election.version, election.uuid, election.limits, election.question, election.public_key,
 * election.group_unsupported.
 */
export function parseElection(bytes: Uint8Array): Election {
  demand(bytes.length <= limits.electionBytes, "election.limits", "size");
  const root = parseJson(fromUtf8(bytes));
  const object = expectObject(root, required, "any");
  for (const key of optional) demand(!(key in object) || typeof object[key] === "string", "json.shape", key);
  demand(object.version === 1, "election.version");
  const uuid = expectString(object.uuid, "uuid");
  demand(uuid.length >= 14 && uuid.length <= 64 && isBase58(uuid), "election.uuid");
  const name = expectString(object.group, "group");
  const group = groupNamed(name);
  demand(group !== undefined, "election.group_unsupported", name.slice(0, 40));
  const list = expectArray(object.questions, "questions");
  demand(list.length > 0 && list.length <= limits.questions, "election.limits", "questions");
  const questions = list.map(parseQuestion);
  demand(questions.reduce((sum, one) => sum + choiceCount(one), 0) <= questionLimits.choices, "election.limits", "choices");
  const fits = (one: Question): boolean => !isShuffled(one) || choiceCount(one) <= group.maxIntegers;
  demand(questions.every(fits), "election.question", `an element of ${name} does not hold the numbers of all answers`);
  const publicKey = expectString(object.public_key, "public_key");
  const y = asFault("election.public_key", () => group.parse(publicKey));
  demand(!equalPoints(y, group.neutral), "election.public_key", "the neutral element");
  return {
    uuid, group, y, publicKey, questions, phi: toBase64NoPad(sha256(bytes)),
    unknownMembers: Object.keys(object).filter((key) => !required.includes(key) && !optional.includes(key)),
    name: expectString(object.name, "name"), description: expectString(object.description, "description"),
  };
}
