/** The definition of a secret election, fetched by its fingerprint and checked against it before anything is shown. */

import { sha256Hex } from "../api/encoding.ts";
import { Problem } from "../api/http.ts";
import { api } from "../api/routes.ts";
import type { ElectionDefinition, Question, SecretVote } from "../api/types.ts";

export interface LoadedElection {
  /** The exact bytes: what is encrypted refers to their hash. */
  bytes: Uint8Array;
  definition: ElectionDefinition;
}

function readQuestion(value: unknown): Question | null {
  if (typeof value !== "object" || value === null) return null;
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
