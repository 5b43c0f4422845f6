/** What the server's HTTP interface sends and takes. Times are Unix milliseconds; hashes are 64 hex digits. */

export type Role = "representative" | "officer" | "trustee";
export type VoteType = "secret" | "open";
export type VoteStatus = "prepared" | "open" | "closed" | "tallied" | "decided" | "withdrawn";
export type OpenOption = "yes" | "no" | "abstain";

export interface Person {
  name: string;
  mandate: string;
  organisation: { id: string; name: string };
  roles: Role[];
}

export interface SignedIn {
  signed_in: true;
  person: Person;
  csrf: string;
  expires_at: number;
  /** Public signing keys of the mandate, hex. */
  keys: string[];
  trustee_of: { election: string; owner: number }[];
}

export type SessionAnswer = { signed_in: false } | SignedIn;

/** A passkey of the person who is signed in. Times in Unix milliseconds; `last_used` 0: never. */
export interface Passkey {
  id: string;
  name: string;
  created: number;
  last_used: number;
}

/** What the server asks a new passkey to be. Bytes in hexadecimal digits; the challenge in base64url. */
export interface PasskeyOptions {
  challenge: string;
  rp: string;
  user: { id: string; name: string; display_name: string };
  exclude: string[];
}

export interface PasskeyRegistration {
  challenge: string;
  name: string;
  client_data: string;
  authenticator_data: string;
}

export interface SignInOptions {
  challenge: string;
  rp: string;
}

export interface PasskeyAnswer {
  challenge: string;
  id: string;
  client_data: string;
  authenticator_data: string;
  signature: string;
}

/** A browser in which the person is signed in. */
export interface ListedSession {
  id: string;
  created: number;
  last_used: number;
  here: boolean;
}

export interface Federation {
  name: string;
  origin: string;
  /** C2SP verifier key of the public log. */
  log_vkey: string;
  organisations: number;
  server_key: string;
  lang: string;
}

export interface Organisation {
  id: string;
  name: string;
  legal_form: string;
  seat: string;
  weight: number;
}

export interface Fraction {
  num: number;
  den: number;
  strict: boolean;
}

export interface Rule extends Fraction {
  base: "YN" | "YN_invalid" | "cast" | "cast_invalid" | "present" | "entitled";
}

/** An election that was given up before it opened. */
export interface Withdrawal {
  election: string;
  vote: string;
  title: string;
  /** Whether its keys were ready, so that the vote has a page. */
  prepared: boolean;
  /** Whether its keys were made on the ledger, so that it can be announced again. */
  announced: boolean;
  reason: string;
  officers: number;
  at: number;
  entry_index: number;
  in_its_place: { election: string; vote: string; prepared: boolean } | null;
}

/** What an officer signs to announce a withdrawn election again: all of the act's body but the hash of the new credentials. */
export interface Proposal {
  act: { vote: string; election: string; group: string } & Record<string, unknown>;
  /** How many credentials there are to be. */
  credentials: number;
}

export interface VoteSummary {
  id: string;
  type: VoteType;
  title: string;
  status: VoteStatus;
  prepared_at?: number;
  opened_at?: number;
  closed_at?: number;
  turnout: { cast: number; entitled: number };
  /** Of secret votes. */
  withdrawn?: Withdrawal | null;
  mine: null | "not_cast" | "cast";
}

export interface OpenDecision {
  yes: number;
  no: number;
  abstain: number;
  entitled: number;
  adopted: boolean;
  quorum: boolean;
  /** Under a double majority: how many organisations voted how. */
  organisations?: { yes: number; no: number; abstain: number; entitled: number };
  /** How the chair voted, when that settled a tie. */
  casting_vote?: OpenOption;
}

export interface TextInfo {
  id: string;
  title: string;
  version: number;
  blob: string;
}

export interface OpenVote extends VoteSummary {
  type: "open";
  question: string;
  text?: TextInfo;
  options: OpenOption[];
  rule: Rule;
  quorum: Fraction;
  /** What the organisations, each counted once, must reach too. */
  organisations_rule?: Rule;
  /** The representative whose vote settles a tie. */
  casting_vote?: { mandate: string; organisation: string; name: string };
  my_option?: OpenOption;
  roll_call: { organisation: string; name: string; option: OpenOption }[];
  decision?: OpenDecision;
}

/** Trustees one after the other who hold one key, `threshold` of whom decrypt; size 1 is a trustee in no ceremony. */
export interface TrusteeRun {
  size: number;
  threshold: number;
}

export interface TrusteeState {
  owner: number;
  /** Id of their organisation. */
  organisation: string;
  /** As in the setup: "" for the trustees of a ceremony. */
  name: string;
  public_key: string;
  decrypted: boolean;
  /** Decided without them, as a threshold allows. */
  absent: boolean;
}

export type KeyStepName = "certificate" | "commitment" | "polynomial" | "key";

/** A trustee of an announced election, whose key is not made yet or was made on the ledger. */
export interface KeyMaker {
  owner: number;
  mandate: string;
  organisation: string;
  /** Of the organisation. */
  name: string;
  posted: Partial<Record<KeyStepName, { text: string; entry_index: number }>>;
  next: { step: KeyStepName; ready: boolean } | null;
}

export interface CeremonyView {
  election: string;
  vote: string;
  title: string;
  group: string;
  /** Whether the vote is set up: every key is there. */
  prepared: boolean;
  withdrawn: Withdrawal | null;
  /** The withdrawn election in whose place this one was announced. */
  replaces: string | null;
  runs: TrusteeRun[];
  trustees: KeyMaker[];
  /** The reader's own number. */
  mine: number | null;
}

export interface SecretDecision {
  result: string;
  /** Sums by question; empty for rankings and grades, whose votes stand in the result itself. */
  counts: number[][];
  elected: number[];
  tie: boolean;
  quorum?: { holds: boolean; needed: number };
  /** Where a method counted the first question: the blob with its record, and the lot that was committed to before. */
  count?: { record: string; lot: string };
}

/** Of an election with rankings or grades: who has mixed its votes, in the order of the mixers. */
export interface Mixing {
  /** How many shuffles it takes at least. */
  min: number;
  votes: number;
  /** The trustees decrypt now. */
  ended: boolean;
  /** `owner` 0 is the server, whose `name` is null. */
  shuffles: { owner: number; name: string | null; shuffle: string; entry_index: number }[];
}

export interface SecretVote extends VoteSummary {
  type: "secret";
  election: string;
  seats: number;
  quorum?: Fraction;
  setup: { election: string; trustees: string; credentials: string };
  /** Of the entry that prepared the election; in the answer for one vote only. */
  prepared: Receipt;
  encrypted_tally?: string;
  mixing?: Mixing;
  /** How the votes of the first question become seats; `lot`: the commitment to what settles ties. */
  count?: { method: string; lot: string; constraints?: string };
  trustees: TrusteeState[];
  runs: TrusteeRun[];
  ballots: number;
  decision?: SecretDecision;
  participation?: { organisation: string; name: string }[];
}

export type Vote = OpenVote | SecretVote;

export interface Receipt {
  version: 1;
  origin: string;
  election: string;
  tracker: string;
  entry: string;
  entry_index: number;
  inclusion_proof: string[];
  checkpoint: string;
}

export interface BallotState {
  state: "unknown" | "pending" | "committed" | "invalid" | "spoiled";
  receipt?: Receipt;
  replaced: boolean;
}

/** What the server answers to an act that it put on the ledger. */
export interface EntryReceipt {
  entry_index: number;
  entry: string;
  inclusion_proof: string[];
  checkpoint: string;
}

/** How a question is answered that is not answered by marks. */
export type QuestionForm =
  | { kind: "ranking" }
  /** Names of the grades, best first. */
  | { kind: "grades"; grades: string[] }
  /** Of each list its name and its candidates' names. */
  | { kind: "lists"; lists: string[][] };

/** The part of a Belenios election definition that people see. */
export interface Question {
  question: string;
  /** Of lists: every name, one list after the other, as the ballot has them. */
  answers: string[];
  min: number;
  max: number;
  blank?: boolean;
  form?: QuestionForm;
}

export interface ElectionDefinition {
  uuid: string;
  name: string;
  description: string;
  group: string;
  public_key: string;
  questions: Question[];
}
