/** One function for each route of the server. Each throws a Problem when the server refuses or is away. */

import { trackerForUrl } from "./encoding.ts";
import { castPadded, getBytes, getJson, postBytes, postJson } from "./http.ts";
import type {
  BallotState, CeremonyView, EntryReceipt, Federation, KeyStepName, ListedSession, Organisation, Passkey, PasskeyAnswer, PasskeyOptions,
  PasskeyRegistration, Proposal, Receipt, SessionAnswer, SignInOptions, TextInfo, Vote, VoteSummary, Withdrawal,
} from "./types.ts";

const part = encodeURIComponent;

export const api = {
  session: (signal?: AbortSignal) => getJson<SessionAnswer>("/api/session", signal),
  requestLink: (email: string, lang: string) => postJson<{ sent: true }>("/api/sign-in/request", { email, lang }),
  confirm: (proof: { token: string } | { code: string }) => postJson<SessionAnswer>("/api/sign-in/confirm", proof),
  signOut: () => postJson<void>("/api/sign-out", {}),
  signInChallenge: () => postJson<SignInOptions>("/api/sign-in/passkey/challenge", {}),
  signInByPasskey: (answer: PasskeyAnswer) => postJson<SessionAnswer>("/api/sign-in/passkey", answer),
  passkeys: (signal?: AbortSignal) => getJson<{ passkeys: Passkey[]; limit: number }>("/api/passkeys", signal),
  passkeyChallenge: () => postJson<PasskeyOptions>("/api/passkeys/challenge", {}),
  addPasskey: (made: PasskeyRegistration) => postJson<Passkey>("/api/passkeys", made),
  removePasskey: (id: string) => postJson<void>("/api/passkeys/remove", { id }),
  sessions: async (signal?: AbortSignal) => (await getJson<{ sessions: ListedSession[] }>("/api/sessions", signal)).sessions,
  endSession: (id: string) => postJson<void>(`/api/sessions/${part(id)}/end`, {}),

  federation: (signal?: AbortSignal) => getJson<Federation>("/api/federation", signal),
  organisations: async (signal?: AbortSignal) =>
    (await getJson<{ organisations: Organisation[] }>("/api/organisations", signal)).organisations,
  votes: async (signal?: AbortSignal) => (await getJson<{ votes: VoteSummary[] }>("/api/votes", signal)).votes,
  board: (signal?: AbortSignal) => getJson<{ votes: VoteSummary[]; withdrawn: Withdrawal[] }>("/api/votes", signal),
  vote: (id: string, signal?: AbortSignal) => getJson<Vote>(`/api/votes/${part(id)}`, signal),
  text: (id: string, signal?: AbortSignal) => getJson<TextInfo>(`/api/texts/${part(id)}`, signal),
  blob: (sha256: string, signal?: AbortSignal) => getBytes(`/tlog/blob/${part(sha256)}`, signal),

  registerKey: (entry: string, sig: string) => postJson<EntryReceipt>("/api/keys", { entry, sig }),
  changeVote: (id: string, change: "open" | "close", signed: { act: string; key: string; sig: string }) =>
    postJson<EntryReceipt>(`/api/votes/${part(id)}/${change}`, signed),
  withdraw: (election: string, signed: { act: string; key: string; sig: string }) =>
    postJson<EntryReceipt>(`/api/elections/${part(election)}/withdraw`, signed),
  proposal: (withdrawn: string, signal?: AbortSignal) => getJson<Proposal>(`/api/elections/${part(withdrawn)}/replacement`, signal),
  /** `credentials`: the exact text of the list that the act names. */
  announceAgain: (withdrawn: string, signed: { act: string; key: string; sig: string; credentials: string }) =>
    postJson<EntryReceipt>(`/api/elections/${part(withdrawn)}/replacement`, signed),
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
  /** `after`: how many shuffles it builds on. */
  shuffle: (election: string, owner: number, bytes: Uint8Array, after: number) =>
    postBytes<Receipt>(`/api/elections/${part(election)}/shuffles/${owner}?after=${after}`, bytes),
  endShuffles: (vote: string, signed: { act: string; key: string; sig: string }) =>
    postJson<EntryReceipt>(`/api/votes/${part(vote)}/shuffles-ended`, signed),
  decryption: (election: string, owner: number, bytes: Uint8Array) =>
    postBytes<Receipt>(`/api/elections/${part(election)}/decryptions/${owner}`, bytes),
  ceremonies: async (signal?: AbortSignal) => (await getJson<{ ceremonies: CeremonyView[] }>("/api/ceremonies", signal)).ceremonies,
  ceremony: (election: string, signal?: AbortSignal) => getJson<CeremonyView>(`/api/elections/${part(election)}/ceremony`, signal),
  keyStep: (election: string, step: KeyStepName, owner: number, bytes: Uint8Array) =>
    postBytes<EntryReceipt>(`/api/elections/${part(election)}/ceremony/${step}/${owner}`, bytes),
  checkpoint: async (signal?: AbortSignal) => new TextDecoder().decode(await getBytes("/tlog/checkpoint", signal)),
  /** `path` as in protocol/tile-paths.ts. */
  tile: (path: string, signal?: AbortSignal) => getBytes(`/tlog/tile/${path}`, signal),
  exportPath: "/tlog/export",
};
