/**
 * The cryptography as promises, for the pages. Each call has a worker of its own that ends with the answer, so no
 * secret outlives the call that needed it and an abort leaves nothing running.
 */

import type {
  CeremonyInput, CeremonyKeyInput, Check, ElectionReport, EncryptBallotInput, EncryptedBallot, NewSigningKey, NewTrusteeKeyInput,
  PartialDecryptInput, ReceiptReport, ShuffleInput, SignActInput, SignedAct, TaskMessage, TaskName, TaskRequest, Tasks,
  VerifyReceiptInput,
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

function run<T extends TaskName>(task: T, input: Tasks[T]["input"], watch: Watch = {}): Promise<Tasks[T]["output"]> {
  return new Promise((resolve, reject) => {
    const { signal } = watch;
    if (signal?.aborted === true) {
      reject(new WorkerFault("worker.aborted", ""));
      return;
    }
    const worker = new Worker(workerUrl(), { type: "module", name: task });
    const end = (finish: () => void): void => {
      worker.terminate();
      signal?.removeEventListener("abort", onAbort);
      finish();
    };
    const onAbort = (): void => end(() => reject(new WorkerFault("worker.aborted", "")));
    signal?.addEventListener("abort", onAbort);
    worker.addEventListener("message", ({ data }: MessageEvent<TaskMessage>) => {
      if (data.kind === "progress") watch.onProgress?.(data.done, data.total);
      else if (data.kind === "check") watch.onCheck?.(data.check);
      else if (data.kind === "fault") end(() => reject(new WorkerFault(data.id, data.detail)));
      else end(() => resolve(data.output as Tasks[T]["output"]));
    });
    worker.addEventListener("messageerror", () => end(() => reject(new WorkerFault("worker.message", ""))));
    worker.addEventListener("error", (event) => end(() => reject(new WorkerFault("worker.broken", event.message))));
    worker.postMessage({ task, input } satisfies TaskRequest<T>);
  });
}

/**
 * Encrypts the choices and proves that they are allowed.
 * Faults: election.*, question.*, prepared.*, receipt.*, trustee.*, credential.* (credential.format, credential.unknown),
 * choice.*.
 */
export function encryptBallot(input: EncryptBallotInput, onProgress?: OnProgress, signal?: AbortSignal): Promise<EncryptedBallot> {
  return run("encryptBallot", input, { onProgress, signal });
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
