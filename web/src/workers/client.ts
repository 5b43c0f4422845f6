/**
 * The cryptography as promises, for the pages. Each call has a worker of its own that ends with the answer, so no
 * secret outlives the call that needed it and an abort leaves nothing running. Only the worker of a ballot waits until
 * the voter casts or opens it.
 */

import type {
  AnnouncedElection, AuditReport, CeremonyInput, CeremonyKeyInput, CeremonyLogInput, Check, CheckKeyFileInput, ElectionReport, EncryptBallotInput, EncryptedBallot, NewSigningKey,
  NewTrusteeKeyInput, OpenRequest, PartialDecryptInput, ReceiptReport, ShuffleInput, SignActInput, SignedAct, TaskMessage,
  TaskName, TaskRequest, Tasks, VerifyBallotAuditInput, VerifyReceiptInput,
} from "./messages.ts";

export type * from "./messages.ts";

/** Address of the worker's script, with the hash of its content; the build fills it in. */
declare const OGNIWO_WORKER: string;

/** A task refused or broke. `id` is stable, for example "credential.unknown"; `detail` is for logs, not for people. */
export class WorkerFault extends Error {
  constructor(readonly id: string, readonly detail: string) {
    super(detail === "" ? id : `${id}: ${detail}`);
    this.name = "WorkerFault";
  }
}

export type OnProgress = (done: number, total: number) => void;

interface Watch {
  onProgress?: OnProgress | undefined;
  onCheck?: ((check: Check) => void) | undefined;
  signal?: AbortSignal | undefined;
}

interface ScriptPolicy {
  createScriptURL(url: string): unknown;
}
interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): ScriptPolicy;
}

let policy: ScriptPolicy | undefined;

/** Under Trusted Types a worker starts only from a policy's address, and this policy knows one address. */
function workerUrl(): string {
  const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
  if (factory === undefined) return OGNIWO_WORKER;
  policy ??= factory.createPolicy("ogniwo-worker", {
    createScriptURL(url) {
      if (url !== OGNIWO_WORKER) throw new TypeError("not the address of the worker");
      return url;
    },
  });
  return policy.createScriptURL(OGNIWO_WORKER) as string;
}

/** Posts `message` and waits for the answer of the worker, which lives on after a good one. */
function ask(worker: Worker, message: unknown, watch: Watch): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const { signal } = watch;
    const listening = new AbortController();
    const on = { signal: listening.signal };
    const fail = (id: string, detail: string): void => {
      worker.terminate();
      listening.abort();
      reject(new WorkerFault(id, detail));
    };
    signal?.addEventListener("abort", () => fail("worker.aborted", ""), on);
    worker.addEventListener("message", ({ data }: MessageEvent<TaskMessage>) => {
      if (data.kind === "progress") watch.onProgress?.(data.done, data.total);
      else if (data.kind === "check") watch.onCheck?.(data.check);
      else if (data.kind === "fault") fail(data.id, data.detail);
      else {
        listening.abort();
        resolve(data.output);
      }
    }, on);
    worker.addEventListener("messageerror", () => fail("worker.message", ""), on);
    worker.addEventListener("error", (event) => fail("worker.broken", event.message), on);
    worker.postMessage(message);
  });
}

async function start<T extends TaskName>(task: T, input: Tasks[T]["input"], watch: Watch): Promise<{ worker: Worker; output: Tasks[T]["output"] }> {
  if (watch.signal?.aborted === true) throw new WorkerFault("worker.aborted", "");
  const worker = new Worker(workerUrl(), { type: "module", name: task });
  return { worker, output: (await ask(worker, { task, input } satisfies TaskRequest<T>, watch)) as Tasks[T]["output"] };
}

async function run<T extends TaskName>(task: T, input: Tasks[T]["input"], watch: Watch = {}): Promise<Tasks[T]["output"]> {
  const { worker, output } = await start(task, input, watch);
  worker.terminate();
  return output;
}

/** A ballot whose worker still knows how to open it. */
export interface OpenableBallot extends EncryptedBallot {
  /**
   * Opens it: the text of the audit file. The worker first checks that the receipt spoils this very ballot on the log of
   * the key that it was given. Once only: the randomness is gone then. Faults: receipt.*, audit.spoiled, worker.forgotten.
   */
  open(receiptText: string): Promise<string>;
  /** Forgets the randomness: from here on nobody can open the ballot. */
  forget(): void;
}

/**
 * Encrypts the choices and proves that they are allowed.
 * Faults: election.*, question.*, prepared.*, receipt.*, trustee.*, credential.* (credential.format, credential.unknown),
 * choice.*.
 */
export async function encryptBallot(input: EncryptBallotInput, onProgress?: OnProgress, signal?: AbortSignal): Promise<OpenableBallot> {
  const { worker, output } = await start("encryptBallot", input, { onProgress, signal });
  let known = true;
  const forget = (): void => {
    known = false;
    worker.terminate();
  };
  return {
    ...output,
    forget,
    async open(receiptText) {
      if (!known) throw new WorkerFault("worker.forgotten", "");
      try {
        return (await ask(worker, { receiptText } satisfies OpenRequest, {})) as string;
      } finally {
        forget();
      }
    },
  };
}

/**
 * Checks the audit file of an opened ballot against documents and a log key from elsewhere.
 * Faults: election.*, prepared.*, trustee.*, and those of the file: audit.*, receipt.*, ballot.*, choice.*.
 */
export function verifyBallotAudit(input: VerifyBallotAuditInput): Promise<AuditReport> {
  return run("verifyBallotAudit", input);
}

/** A new Ed25519 key from the browser's randomness. */
export function makeSigningKey(): Promise<NewSigningKey> {
  return run("makeSigningKey", {});
}

/** The public key (64 hex digits) of a 32-byte seed. Fault: key.seed. */
export function publicKeyOf(seed: Uint8Array): Promise<string> {
  return run("publicKeyOf", { seed });
}

/** Makes an act with a fresh nonce and signs it. Faults: act.*, key.seed. */
export function signAct(input: SignActInput): Promise<SignedAct> {
  return run("signAct", input);
}

/** Signs an act that was made before; it must be canonical. Faults: act.*, key.seed. */
export function signActBytes(act: Uint8Array, seed: Uint8Array): Promise<SignedAct> {
  return run("signActBytes", { act, seed });
}

/** A new key for a trustee who takes part in no ceremony: the text of its file. Fault: election.group_unsupported. */
export function makeTrusteeKey(input: NewTrusteeKeyInput): Promise<string> {
  return run("makeTrusteeKey", input);
}

/** The public key of such a file with its proof, as it is posted. Faults: key_file.*. */
export function publicTrusteeKey(keyFileText: string, name?: string): Promise<string> {
  return run("publicTrusteeKey", { keyFileText, ...(name !== undefined && { name }) });
}

/** A new key for a trustee of a ceremony: the text of its file. Fault: election.group_unsupported. */
export function makeCeremonyKey(input: NewTrusteeKeyInput): Promise<string> {
  return run("makeCeremonyKey", input);
}

/** The first step of a ceremony: the certificate. Faults: key_file.format, trustee.size, trustee.threshold, ceremony.index. */
export function ceremonyCertificate(input: CeremonyInput): Promise<string> {
  return run("ceremonyCertificate", input);
}

/**
 * The second step: checks all certificates and gives the polynomial with the hash that is posted before it; the same at
 * every call. Faults, which name whoever is to blame: key_file.format, trustee.*, ceremony.index, ceremony.seed.
 */
export function ceremonyPolynomial(input: CeremonyInput & { certificates: string[] }): Promise<{ polynomial: string; commitment: string }> {
  return run("ceremonyPolynomial", input);
}

/**
 * The last step: checks what everybody posted, opens the shares and gives the text with this trustee's keys. Faults, which
 * name whoever is to blame: those of the second step, ceremony.commitment, ceremony.polynomial, channel.*, trustee.share.
 */
export function ceremonyKey(input: CeremonyKeyInput): Promise<string> {
  return run("ceremonyKey", input);
}

/**
 * Who makes the keys of an announced election and what they posted, each entry shown by the log, each text by its hash.
 * Faults: note.*, checkpoint.*, tile.*, entry.*, act.*, receipt.origin, ceremony.entry, blob.hash.
 */
export function readCeremony(input: CeremonyLogInput, signal?: AbortSignal): Promise<AnnouncedElection> {
  return run("readCeremony", input, { signal });
}

/** Whether a key file is that of a trustee. Faults: key_file.format, key_file.election, key_file.owner, key_file.key. */
export async function checkKeyFile(input: CheckKeyFileInput): Promise<void> {
  await run("checkKeyFile", input);
}

/**
 * A shuffle of the votes with its proof: the exact bytes to send. Progress counts the checks first. Faults: archive.*,
 * receipt.*, prepared.*, the id of the check that failed, tally.missing, shuffle.unexpected, shuffle.ended.
 */
export function shuffle(input: ShuffleInput, onProgress?: OnProgress, signal?: AbortSignal): Promise<Uint8Array> {
  return run("shuffle", input, { onProgress, signal });
}

/**
 * A trustee's part of the decryption: the exact bytes to send. Progress counts the ballots that are checked first,
 * then the ciphertexts. Faults: archive.*, receipt.*, prepared.*, the id of the check that failed, tally.missing,
 * shuffle.missing, key_file.format, key_file.election, key_file.key, key_file.voutput, channel.* (not this trustee's
 * voutput), decryption.key.
 */
export function partialDecrypt(input: PartialDecryptInput, onProgress?: OnProgress, signal?: AbortSignal): Promise<Uint8Array> {
  return run("partialDecrypt", input, { onProgress, signal });
}

/** Makes every check on an archive (.bel, up to 1,000 ballots). A bad archive is a report with ok false, not a fault. */
export function verifyElection(
  archive: Uint8Array, onProgress?: OnProgress, watch: { onCheck?: (check: Check) => void; signal?: AbortSignal } = {},
): Promise<ElectionReport> {
  return run("verifyElection", { archive }, { ...watch, onProgress });
}

/** Checks a receipt against the log key that the caller trusts. A bad receipt is a report with ok false. */
export function verifyReceipt(input: VerifyReceiptInput): Promise<ReceiptReport> {
  return run("verifyReceipt", input);
}
