/** The definition of a secret election, election.json (PROTOCOL section 5): homomorphic questions. */

import { fromUtf8, isBase58, toBase64NoPad } from "./bytes.ts";
import { asFault, demand } from "./fault.ts";
import { equalPoints, type Group, type Point } from "./group.ts";
import { groupNamed } from "./groups.ts";
import { expectArray, expectCount, expectObject, expectString, parseJson, type Json } from "./json.ts";
import { sha256 } from "./sodium.ts";

export const limits = {
  electionBytes: 1 << 20, questions: 64, choices: 1024, range: 1024, trustees: 64,
  /** Larger rolls are for the native verifier. */
  voters: 100_000,
} as const;

export interface Question {
  question: string;
  answers: string[];
  blank: boolean;
  /** How many answers a vote that is not blank selects. */
  min: number;
  max: number;
}

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

/** Ciphertexts of one ballot: the answers, after the blank flag where there is one. */
export function choiceCount(question: Question): number {
  return question.answers.length + (question.blank ? 1 : 0);
}

/** Whether parts of a question kind that this client does not know are asked for. */
function isTyped(value: Json): boolean {
  return typeof value === "object" && value !== null && "type" in value;
}

function parseQuestion(value: Json): Question {
  demand(!isTyped(value), "question.unsupported", "only homomorphic questions");
  const object = expectObject(value, ["answers", "min", "max", "question"], ["blank"]);
  const answers = expectArray(object.answers, "answers").map((one) => expectString(one, "an answer"));
  const min = expectCount(object.min, "min");
  const max = expectCount(object.max, "max");
  demand(object.blank === undefined || typeof object.blank === "boolean", "json.shape", "blank");
  demand(answers.length > 0 && min <= max && min <= answers.length, "election.question", "0 <= min <= max, min <= answers");
  demand(max - min < limits.range, "election.limits", "max-min");
  return { question: expectString(object.question, "question"), answers, blank: object.blank === true, min, max };
}

/**
 * Reads the stored bytes. Members that it does not know are passed over: the hash covers them.
 * Faults: json.*, bytes.utf8, election.version, election.uuid, election.limits, election.question, election.public_key,
 * election.group_unsupported, question.unsupported.
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
  demand(questions.reduce((sum, one) => sum + choiceCount(one), 0) <= limits.choices, "election.limits", "choices");
  const publicKey = expectString(object.public_key, "public_key");
  const y = asFault("election.public_key", () => group.parse(publicKey));
  demand(!equalPoints(y, group.neutral), "election.public_key", "the neutral element");
  return {
    uuid, group, y, publicKey, questions, phi: toBase64NoPad(sha256(bytes)),
    unknownMembers: Object.keys(object).filter((key) => !required.includes(key) && !optional.includes(key)),
    name: expectString(object.name, "name"), description: expectString(object.description, "description"),
  };
}

/** Whether the choices are a vote that the question allows. Faults: choice.length, choice.value, choice.blank, choice.range. */
export function checkChoices(question: Question, choices: readonly number[]): void {
  demand(choices.length === choiceCount(question), "choice.length");
  demand(choices.every((one) => one === 0 || one === 1), "choice.value");
  const selected = choices.reduce<number>((sum, one) => sum + one, 0);
  if (question.blank && choices[0] === 1) {
    demand(selected === 1, "choice.blank");
    return;
  }
  demand(selected >= question.min && selected <= question.max, "choice.range");
}
