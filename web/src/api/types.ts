/** What the server's HTTP interface sends and takes. Times are Unix milliseconds; hashes are 64 hex digits. */

export type Role = "representative" | "officer" | "trustee";
export type VoteType = "secret" | "open";
export type VoteStatus = "prepared" | "open" | "closed" | "tallied" | "decided";
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
  base: "YN" | "cast" | "entitled";
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
  mine: null | "not_cast" | "cast";
}

export interface OpenDecision {
  yes: number;
  no: number;
  abstain: number;
  entitled: number;
  adopted: boolean;
  quorum: boolean;
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
  my_option?: OpenOption;
  roll_call: { organisation: string; name: string; option: OpenOption }[];
  decision?: OpenDecision;
}

export interface TrusteeState {
  owner: number;
  name: string;
  public_key: string;
  decrypted: boolean;
}

export interface SecretDecision {
  result: string;
  counts: number[][];
  elected: number[];
  tie: boolean;
  quorum?: { holds: boolean; needed: number };
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
  trustees: TrusteeState[];
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
  state: "unknown" | "pending" | "committed" | "invalid";
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
