/**
 * JSON read strictly (no equal keys, integers up to 2^53-1 only, bounded) and written in the two forms that are hashed:
 * compact with members in their order (PROTOCOL section 3), and canonical (RFC 8785).
 */

import { demand, refuse } from "./fault.ts";

export type Json = string | number | boolean | null | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

export interface JsonLimits {
  maxLength: number;
  maxDepth: number;
  /** Values of every kind, keys included. */
  maxValues: number;
}

const defaultLimits: JsonLimits = { maxLength: 1 << 20, maxDepth: 32, maxValues: 200_000 };

/** For a text that came as a record of an archive, whose size has a bound of its own. */
export function recordLimits(text: string): Partial<JsonLimits> {
  return { maxLength: text.length, maxValues: text.length };
}

const spaces = /[ \t\n\r]*/uy;
const numberForm = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/uy;
// A string token; what it means is left to JSON.parse, which takes exactly these.
const stringForm = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;

class Reader {
  /** Whether everything read so far stands as writeJson writes it. */
  compact = true;
  #at = 0;
  #values = 0;

  constructor(readonly text: string, readonly limits: JsonLimits) {}

  document(): Json {
    const value = this.#value(1);
    this.#skip();
    demand(this.#at === this.text.length, "json.syntax", "text after the end");
    return value;
  }

  #match(form: RegExp): string | undefined {
    form.lastIndex = this.#at;
    const found = form.exec(this.text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #skip(): void {
    if (this.#match(spaces) !== "") this.compact = false;
  }

  /** Takes the character when it comes next, after white space. */
  #take(character: string): boolean {
    this.#skip();
    if (this.text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #count(): void {
    this.#values += 1;
    demand(this.#values <= this.limits.maxValues, "json.values");
  }

  #value(depth: number): Json {
    demand(depth <= this.limits.maxDepth, "json.depth");
    this.#count();
    this.#skip();
    switch (this.text[this.#at]) {
      case "{": return this.#object(depth);
      case "[": return this.#array(depth);
      case '"': return this.#string();
      case "t": return this.#word("true", true);
      case "f": return this.#word("false", false);
      case "n": return this.#word("null", null);
      default: return this.#number();
    }
  }

  #word<T>(word: string, value: T): T {
    demand(this.text.startsWith(word, this.#at), "json.syntax");
    this.#at += word.length;
    return value;
  }

  #string(): string {
    const token = this.#match(stringForm);
    if (token === undefined) return refuse("json.syntax", "a string");
    const value = JSON.parse(token) as string;
    demand(!/\p{Surrogate}/u.test(value), "json.syntax", "a lone surrogate");
    if (quotedWithDel(value) !== token) this.compact = false;
    return value;
  }

  #number(): number {
    const token = this.#match(numberForm);
    if (token === undefined) return refuse("json.syntax", "a value");
    const value = Number(token);
    demand(/^-?[0-9]+$/u.test(token) && token !== "-0" && Number.isSafeInteger(value), "json.number", token.slice(0, 40));
    return value;
  }

  #array(depth: number): Json[] {
    const out: Json[] = [];
    this.#take("[");
    if (this.#take("]")) return out;
    do out.push(this.#value(depth + 1)); while (this.#take(","));
    demand(this.#take("]"), "json.syntax", "an array");
    return out;
  }

  #object(depth: number): JsonObject {
    // No prototype: "__proto__" is a member like any other.
    const out = Object.create(null) as JsonObject;
    this.#take("{");
    if (this.#take("}")) return out;
    do {
      this.#skip();
      this.#count();
      const key = this.#string();
      demand(!(key in out), "json.duplicate_key", key.slice(0, 40));
      demand(this.#take(":"), "json.syntax", "an object");
      out[key] = this.#value(depth + 1);
    } while (this.#take(","));
    demand(this.#take("}"), "json.syntax", "an object");
    return out;
  }
}

/** Faults: json.size, json.depth, json.values, json.number, json.duplicate_key, json.syntax. */
export function parseJson(text: string, limits: Partial<JsonLimits> = {}): Json {
  const all = { ...defaultLimits, ...limits };
  demand(text.length <= all.maxLength, "json.size");
  return new Reader(text, all).document();
}

/** The same, of a text that must be as writeJson writes it. Faults: those of parseJson, json.compact. */
export function parseCompactJson(text: string, limits: Partial<JsonLimits> = {}): Json {
  const reader = new Reader(text, { ...defaultLimits, maxLength: text.length, ...limits });
  const value = reader.document();
  demand(reader.compact, "json.compact");
  return value;
}

function quoted(text: string): string {
  demand(!/\p{Surrogate}/u.test(text), "json.syntax", "a lone surrogate");
  return JSON.stringify(text);
}

function quotedWithDel(text: string): string {
  return quoted(text).replaceAll("\x7f", "\\u007f");
}

function write(value: Json, members: (object: JsonObject) => string[], quote: (text: string) => string): string {
  if (typeof value === "string") return quote(value);
  if (typeof value === "number") {
    demand(Number.isSafeInteger(value) && !Object.is(value, -0), "json.number");
    return String(value);
  }
  if (value === null || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return `[${value.map((one) => write(one, members, quote)).join(",")}]`;
  return `{${members(value).map((key) => `${quote(key)}:${write(value[key] as Json, members, quote)}`).join(",")}}`;
}

/** Compact, members in the order they have; DEL is escaped (PROTOCOL section 3). Fault: json.number, json.syntax. */
export function writeJson(value: Json): string {
  return write(value, Object.keys, quotedWithDel);
}

/** RFC 8785 for integers: members sorted by UTF-16 code units. Fault: json.number, json.syntax. */
export function writeCanonicalJson(value: Json): string {
  return write(value, (object) => Object.keys(object).sort(), quoted);
}

/** The value as an object with all of `required` and at most `optional` besides. Fault: json.shape. */
export function expectObject(value: Json | undefined, required: readonly string[], optional: readonly string[] | "any" = []): JsonObject {
  demand(typeof value === "object" && value !== null && !Array.isArray(value), "json.shape", "not an object");
  for (const key of required) demand(key in value, "json.shape", `missing member ${key}`);
  for (const key of Object.keys(value)) {
    demand(optional === "any" || required.includes(key) || optional.includes(key), "json.shape", `unknown member ${key.slice(0, 40)}`);
  }
  return value;
}

/** Fault: json.shape. */
export function expectString(value: Json | undefined, what: string): string {
  demand(typeof value === "string", "json.shape", `${what} is not a string`);
  return value;
}

/** A non-negative integer. Fault: json.shape. */
export function expectCount(value: Json | undefined, what: string): number {
  demand(typeof value === "number" && value >= 0, "json.shape", `${what} is not a count`);
  return value;
}

/** Fault: json.shape. */
export function expectArray(value: Json | undefined, what: string): Json[] {
  demand(Array.isArray(value), "json.shape", `${what} is not an array`);
  return value;
}
