/** One function for each route of the server. Each throws a Problem when the server refuses or is away. */

import { trackerForUrl } from "./encoding.ts";
import { castPadded, getBytes, getJson, postBytes, postJson } from "./http.ts";
import type {
  BallotState, EntryReceipt, Federation, Organisation, Receipt, SessionAnswer, TextInfo, Vote, VoteSummary,
} from "./types.ts";

const part = encodeURIComponent;

export const api = {
  session: (signal?: AbortSignal) => getJson<SessionAnswer>("/api/session", signal),
  requestLink: (email: string, lang: string) => postJson<{ sent: true }>("/api/sign-in/request", { email, lang }),
  confirm: (proof: { token: string } | { code: string }) => postJson<SessionAnswer>("/api/sign-in/confirm", proof),
  signOut: () => postJson<void>("/api/sign-out", {}),

  federation: (signal?: AbortSignal) => getJson<Federation>("/api/federation", signal),
  organisations: async (signal?: AbortSignal) =>
    (await getJson<{ organisations: Organisation[] }>("/api/organisations", signal)).organisations,
  votes: async (signal?: AbortSignal) => (await getJson<{ votes: VoteSummary[] }>("/api/votes", signal)).votes,
  vote: (id: string, signal?: AbortSignal) => getJson<Vote>(`/api/votes/${part(id)}`, signal),
  text: (id: string, signal?: AbortSignal) => getJson<TextInfo>(`/api/texts/${part(id)}`, signal),
  blob: (sha256: string, signal?: AbortSignal) => getBytes(`/tlog/blob/${part(sha256)}`, signal),

  registerKey: (entry: string, sig: string) => postJson<EntryReceipt>("/api/keys", { entry, sig }),
  changeVote: (id: string, change: "open" | "close", signed: { act: string; key: string; sig: string }) =>
    postJson<EntryReceipt>(`/api/votes/${part(id)}/${change}`, signed),
  castRollCall: (id: string, signed: { act: string; key: string; sig: string }) =>
    castPadded<Receipt>(`/api/votes/${part(id)}/roll-call`, { json: signed }),
  castBallot: (election: string, ballot: Uint8Array) =>
    castPadded<Receipt>(`/api/elections/${part(election)}/ballots`, { bytes: ballot }),
  spoilBallot: (election: string, tracker: string) =>
    postJson<Receipt>(`/api/elections/${part(election)}/spoiled`, { tracker }),
  ballotState: (election: string, tracker: string) =>
    getJson<BallotState>(`/api/elections/${part(election)}/ballots/${part(trackerForUrl(tracker))}`),
  archivePath: (election: string) => `/api/elections/${part(election)}/archive`,
  archive: (election: string, signal?: AbortSignal) => getBytes(`/api/elections/${part(election)}/archive`, signal),
  decryption: (election: string, owner: number, bytes: Uint8Array) =>
    postBytes<EntryReceipt>(`/api/elections/${part(election)}/decryptions/${owner}`, bytes),
  exportPath: "/tlog/export",
};
