/** The state of a key ceremony, read from the ledger and shown by it under the pinned key; the server only says where to look. */

import { Problem } from "../../api/http.ts";
import { api } from "../../api/routes.ts";
import type { CeremonyView, KeyStepName } from "../../api/types.ts";
import { sizeOfCheckpoint, splitBundle, tilePath, tilesFor, tileWidth } from "../../protocol/tile-paths.ts";
import { readCeremony, WorkerFault } from "../engine.ts";
import { keySteps, type CeremonyState } from "./state.ts";

/** An announcement lies among the first so many bundles of 256 entries. */
const maxBundles = 400;

/** What the log cannot show yet: it is signed every few moments. */
const notYet = () => new Problem("network", "network", 0, "", "", "", undefined);

/** The log does not show what the server says. */
function refused(error: unknown): never {
  if (!(error instanceof WorkerFault)) throw error;
  throw new Problem("refused", "ceremony.ledger", 0, "", error.message, "", undefined);
}

interface Posted {
  owner: number;
  step: KeyStepName;
  index: number;
  text: string;
}

function postedIn(view: CeremonyView): Posted[] {
  return view.trustees.flatMap(({ owner, posted }) => keySteps.flatMap((step) => {
    const one = posted[step];
    return one === undefined ? [] : [{ owner, step, index: one.entry_index, text: one.text }];
  }));
}

/** Reads one ceremony again and again: what was fetched is kept, and a view that has not changed is not checked twice. */
export class CeremonyReader {
  #announced: number | undefined;
  #last: { stamp: string; state: CeremonyState } | undefined;
  readonly #texts = new Map<string, Uint8Array>();
  /** Parts of the log never change. */
  readonly #tiles = new Map<string, Uint8Array>();

  constructor(readonly election: string, readonly vkey: string) {}

  async #tile(path: string, signal: AbortSignal | undefined): Promise<Uint8Array> {
    const bytes = this.#tiles.get(path) ?? await api.tile(path, signal);
    this.#tiles.set(path, bytes);
    return bytes;
  }

  /** Where the log announces the election; the worker checks what is there. */
  async #announcement(size: number, signal: AbortSignal | undefined): Promise<number> {
    if (this.#announced !== undefined) return this.#announced;
    const decoder = new TextDecoder();
    for (let bundle = 0; bundle * tileWidth < size; bundle += 1) {
      if (bundle >= maxBundles) throw new Problem("refused", "ceremony.far", 0, "", `not among the first ${maxBundles * tileWidth} entries`, "", undefined);
      const entries = splitBundle(await this.#tile(tilePath("entries", bundle, size), signal)) ?? [];
      const at = entries.findIndex((bytes) => {
        const text = decoder.decode(bytes);
        return text.includes('"kind":"election.announced"') && text.includes(`"election":"${this.election}"`);
      });
      if (at >= 0) return (this.#announced = bundle * tileWidth + at);
    }
    throw notYet();
  }

  async read(signal?: AbortSignal): Promise<CeremonyState> {
    const view = await api.ceremony(this.election, signal);
    const stamp = JSON.stringify(view);
    if (this.#last?.stamp === stamp) return this.#last.state;
    const checkpoint = await api.checkpoint(signal);
    const size = sizeOfCheckpoint(checkpoint);
    const posted = postedIn(view);
    const withdrawn = view.withdrawn?.entry_index ?? null;
    if (Number.isNaN(size) || posted.some(({ index }) => index >= size) || (withdrawn ?? 0) >= size) throw notYet();
    const announced = await this.#announcement(size, signal);
    const paths = tilesFor([announced, ...posted.map(({ index }) => index), ...(withdrawn === null ? [] : [withdrawn])], size);
    const tiles = new Map(await Promise.all(paths.map(async (path) => [path, await this.#tile(path, signal)] as const)));
    await Promise.all(posted.filter(({ step, text }) => step !== "commitment" && !this.#texts.has(text)).map(async ({ text }) => {
      this.#texts.set(text, await api.blob(text, signal));
    }));
    const entries = { announced, withdrawn, posted: posted.map(({ owner, step, index }) => ({ owner, step, index })) };
    const texts = new Map(posted.flatMap(({ text }) => {
      const bytes = this.#texts.get(text);
      return bytes === undefined ? [] : [[text, bytes] as const];
    }));
    const shown = await readCeremony({ election: this.election, vkey: this.vkey, checkpoint, tiles, entries, texts }, signal).catch(refused);
    const state = { ...shown, election: view.election, title: view.title, prepared: view.prepared, withdrawal: view.withdrawn, names: view.trustees.map((one) => one.name) };
    this.#last = { stamp, state };
    return state;
  }
}
