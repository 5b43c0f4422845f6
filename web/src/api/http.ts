/** The one place that calls fetch: typed answers, problem+json errors, the CSRF header, deadlines. */

/** Why a request did not give an answer. `kind` is "network" when nobody knows whether the server got it. */
export class Problem extends Error {
  constructor(
    readonly kind: "network" | "refused",
    /** Stable id of the failed check, such as "ballot.closed"; "network" when there was no answer. */
    readonly id: string,
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    /** Request id, to quote to whoever runs the server. */
    readonly instance: string,
    readonly voteRecorded: boolean | undefined,
  ) {
    super(`${id}: ${title}`);
    this.name = "Problem";
  }
}

export function isProblem(error: unknown): error is Problem {
  return error instanceof Problem;
}

const state = { csrf: "", lang: "pl", clockAhead: 0 };

/**
 * The server's time in Unix milliseconds, as far as its last answer tells: a session must not seem to be over because
 * the clock of the device is wrong.
 */
export function serverNow(): number {
  return Date.now() - state.clockAhead;
}

/** Milliseconds by which the device is ahead of the `Date` of an answer; 0 when the header says nothing. */
export function aheadOf(dateHeader: string | null, now: number): number {
  const sent = dateHeader === null ? Number.NaN : Date.parse(dateHeader);
  // The header has whole seconds and an answer takes a while: small differences are no wrong clock.
  return Number.isNaN(sent) || Math.abs(now - sent) < 5_000 ? 0 : now - sent;
}

/** Remembers the CSRF token of the session; the empty text forgets it. */
export function setCsrf(token: string): void {
  state.csrf = token;
}

/** The language in which the server shall word its answers. */
export function setAnswerLanguage(lang: string): void {
  state.lang = lang;
}

const listeners = new Set<(problem: Problem) => void>();

/** Calls `listener` for every refused request (the session watches for its own end). Returns the way to stop. */
export function onProblem(listener: (problem: Problem) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** Reads the error of an answer that is not 2xx; a body that is no problem+json still gives a Problem. */
export function problemOf(status: number, body: unknown): Problem {
  const fields = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
  const type = text(fields["type"]);
  const id = type.startsWith("/problems/") ? type.slice("/problems/".length) : type.slice(type.lastIndexOf("/") + 1);
  const recorded = fields["vote_recorded"];
  return new Problem(
    "refused", id || `http.${status}`, status, text(fields["title"]), text(fields["detail"]), text(fields["instance"]),
    typeof recorded === "boolean" ? recorded : undefined,
  );
}

interface Options {
  method?: "GET" | "POST";
  json?: unknown;
  bytes?: Uint8Array;
  /** Hide the length of what is sent. */
  padded?: boolean;
  signal?: AbortSignal | undefined;
  /** Milliseconds until the request counts as lost. */
  timeout?: number;
}

const multiple = 4096;

/**
 * How many bytes bring `length` up to the next multiple: what is cast always has one of few lengths on the wire, as its
 * answer has, whatever was chosen.
 */
export function paddingFor(length: number): number {
  return (multiple - (length % multiple)) % multiple;
}

/** Bytes with spaces after them, and the header that tells the server how many to take off: always five digits. */
export function padBytes(bytes: Uint8Array): { body: Uint8Array; count: string } {
  const count = paddingFor(bytes.length);
  const body = new Uint8Array(bytes.length + count).fill(0x20);
  body.set(bytes);
  return { body, count: String(count).padStart(5, "0") };
}

/** JSON with spaces after it, which are no part of its value. */
export function padJson(json: unknown): string {
  const text = JSON.stringify(json);
  return text + " ".repeat(paddingFor(new TextEncoder().encode(text).length));
}

async function send(path: string, options: Options): Promise<Response> {
  const headers: Record<string, string> = { accept: "application/json, application/problem+json", "accept-language": state.lang };
  let body: BodyInit | undefined;
  if (options.json !== undefined) {
    headers["content-type"] = "application/json";
    body = options.padded ? padJson(options.json) : JSON.stringify(options.json);
  } else if (options.bytes !== undefined) {
    headers["content-type"] = "application/octet-stream";
    const padded = options.padded ? padBytes(options.bytes) : null;
    if (padded !== null) headers["x-padding"] = padded.count;
    body = (padded?.body ?? options.bytes.slice()).buffer as ArrayBuffer;
  }
  const method = options.method ?? "GET";
  if (method === "POST" && state.csrf !== "") headers["x-ogniwo-csrf"] = state.csrf;

  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), options.timeout ?? 30_000);
  const stop = () => deadline.abort();
  options.signal?.addEventListener("abort", stop);
  try {
    const init: RequestInit = { method, headers, credentials: "same-origin", cache: "no-store", redirect: "error", signal: deadline.signal };
    if (body !== undefined) init.body = body;
    const response = await fetch(path, init);
    state.clockAhead = aheadOf(response.headers.get("date"), Date.now());
    if (response.ok) return response;
    let parsed: unknown = null;
    try {
      parsed = await response.json();
    } catch {
      parsed = null;
    }
    const problem = problemOf(response.status, parsed);
    for (const listener of listeners) listener(problem);
    throw problem;
  } catch (error) {
    if (isProblem(error)) throw error;
    if (options.signal?.aborted) throw error;
    throw new Problem("network", "network", 0, "", "", "", undefined);
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener("abort", stop);
  }
}

/** A body that broke off half-way is a lost connection, not an answer. */
async function whole<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch {
    throw new Problem("network", "network", 0, "", "", "", undefined);
  }
}

export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await send(path, { signal });
  return whole(() => response.json() as Promise<T>);
}

export async function postJson<T>(path: string, json: unknown): Promise<T> {
  const response = await send(path, { method: "POST", json });
  if (response.status === 204) return undefined as T;
  return whole(() => response.json() as Promise<T>);
}

export async function postBytes<T>(path: string, bytes: Uint8Array): Promise<T> {
  const response = await send(path, { method: "POST", bytes, timeout: 60_000 });
  return whole(() => response.json() as Promise<T>);
}

/** Sends a vote: a ballot as it is, or a signed act as JSON. Its length on the wire does not depend on the choice. */
export async function castPadded<T>(path: string, vote: { bytes: Uint8Array } | { json: unknown }): Promise<T> {
  const response = await send(path, { method: "POST", ...vote, padded: true, timeout: 60_000 });
  return whole(() => response.json() as Promise<T>);
}

export async function getBytes(path: string, signal?: AbortSignal): Promise<Uint8Array> {
  const response = await send(path, { signal, timeout: 120_000 });
  return whole(async () => new Uint8Array(await response.arrayBuffer()));
}
