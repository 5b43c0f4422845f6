/** The definition of a secret election, fetched by its fingerprint and checked against it before anything is shown. */

import { sha256Hex } from "../api/encoding.ts";
import { Problem } from "../api/http.ts";
import { api } from "../api/routes.ts";
import type { ElectionDefinition, Question, QuestionForm, SecretVote } from "../api/types.ts";

export interface LoadedElection {
  /** The exact bytes: what is encrypted refers to their hash. */
  bytes: Uint8Array;
  definition: ElectionDefinition;
}

function areNames(value: unknown): value is string[] {
  return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === "string");
}

/** Rankings, grades and lists. A ranking whose `extra` names grades is a question of grades. */
function readTyped({ type, value, extra }: Record<string, unknown>): Question | null {
  if (typeof value !== "object" || value === null) return null;
  const { question, answers } = value as Record<string, unknown>;
  if (typeof question !== "string" || !Array.isArray(answers)) return null;
  if (type === "NonHomomorphic" && areNames(answers)) {
    const grades = typeof extra === "object" && extra !== null ? (extra as Record<string, unknown>).grades : undefined;
    if (grades !== undefined && (!areNames(grades) || grades.length > 20)) return null;
    const form: QuestionForm = grades === undefined ? { kind: "ranking" } : { kind: "grades", grades };
    return { question, answers, min: 0, max: answers.length, blank: true, form };
  }
  if (type !== "Lists" || answers.length === 0 || !answers.every((list: unknown) => areNames(list) && list.length >= 2)) return null;
  const lists = answers as string[][];
  return { question, answers: lists.flat(), min: 1, max: Math.max(...lists.map((list) => list.length - 1)), blank: false, form: { kind: "lists", lists } };
}

function readQuestion(value: unknown): Question | null {
  if (typeof value !== "object" || value === null) return null;
  if ("type" in value) return readTyped(value as Record<string, unknown>);
  const { question, answers, min, max, blank } = value as Record<string, unknown>;
  if (typeof question !== "string" || !Array.isArray(answers) || !answers.every((one) => typeof one === "string")) return null;
  if (typeof min !== "number" || typeof max !== "number" || !Number.isInteger(min) || !Number.isInteger(max)) return null;
  if (min < 0 || max < min || max > answers.length) return null;
  return { question, answers: answers as string[], min, max, blank: blank === true };
}

/** Reads election.json; null when it is not an election that this booth can vote in. */
export function readElection(bytes: Uint8Array): ElectionDefinition | null {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null) return null;
  const { uuid, name, description, group, public_key: publicKey, questions } = value as Record<string, unknown>;
  if (typeof uuid !== "string" || typeof name !== "string" || typeof group !== "string" || typeof publicKey !== "string") return null;
  if (!Array.isArray(questions) || questions.length === 0) return null;
  const read = questions.map(readQuestion);
  if (read.some((one) => one === null)) return null;
  return {
    uuid, name, group, public_key: publicKey, questions: read as Question[],
    description: typeof description === "string" ? description : "",
  };
}

/** A blob whose bytes have the SHA-256 by which it was asked for. */
export async function checkedBlob(sha256: string, signal?: AbortSignal): Promise<Uint8Array> {
  const bytes = await api.blob(sha256, signal);
  if ((await sha256Hex(bytes)) !== sha256) throw new Problem("refused", "blob.hash", 0, "", "", "", undefined);
  return bytes;
}

/** Fetches and checks the definition of a secret vote. */
export async function loadElection(vote: SecretVote, signal?: AbortSignal): Promise<LoadedElection> {
  const bytes = await checkedBlob(vote.setup.election, signal);
  const definition = readElection(bytes);
  if (definition === null || definition.uuid !== vote.election) throw new Problem("refused", "blob.hash", 0, "", "", "", undefined);
  return { bytes, definition };
}
