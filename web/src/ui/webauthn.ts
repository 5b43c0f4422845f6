/** The browser's side of passkeys (WebAuthn Level 2): what the server asks for, and what goes back to it. */

import { fromHex, toHex } from "../api/encoding.ts";
import type { PasskeyAnswer, PasskeyOptions, PasskeyRegistration, SignInOptions } from "../api/types.ts";

/** Whether this browser can have passkeys on this page at all. */
export function canUsePasskeys(): boolean {
  return typeof PublicKeyCredential === "function" && typeof AuthenticatorAttestationResponse === "function"
    && typeof AuthenticatorAttestationResponse.prototype.getAuthenticatorData === "function";
}

/** Nobody chose a passkey: closed, timed out, or there was none. */
export class NotChosen extends Error {}
/** The authenticator holds a passkey of this account already. */
export class HeldAlready extends Error {}

function bytes(hex: string): Uint8Array<ArrayBuffer> {
  const read = fromHex(hex);
  if (read === null) throw new Error("not hexadecimal");
  return new Uint8Array(read);
}

function base64url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
}

const hex = (buffer: ArrayBuffer) => toHex(new Uint8Array(buffer));

function refusal(error: unknown): unknown {
  const name = error instanceof DOMException ? error.name : "";
  return name === "NotAllowedError" || name === "AbortError" ? new NotChosen() : name === "InvalidStateError" ? new HeldAlready() : error;
}

/** Asks the person for a new passkey. Throws NotChosen, HeldAlready, or what the browser throws. */
export async function makePasskey(options: PasskeyOptions, name: string): Promise<PasskeyRegistration> {
  const made = await navigator.credentials.create({
    publicKey: {
      challenge: base64url(options.challenge),
      rp: { id: options.rp, name: "Ogniwo" },
      user: { id: bytes(options.user.id), name: options.user.name, displayName: options.user.display_name },
      pubKeyCredParams: [-8, -7, -257].map((alg) => ({ type: "public-key", alg })),
      excludeCredentials: options.exclude.map((id) => ({ type: "public-key", id: bytes(id) })),
      authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "preferred" },
      attestation: "none",
      timeout: 240_000,
    },
  }).catch((error: unknown) => {
    throw refusal(error);
  });
  if (!(made instanceof PublicKeyCredential)) throw new NotChosen();
  const response = made.response as AuthenticatorAttestationResponse;
  return { challenge: options.challenge, name, client_data: hex(response.clientDataJSON), authenticator_data: hex(response.getAuthenticatorData()) };
}

/** Asks the person to sign in with a passkey. Throws NotChosen, or what the browser throws. */
export async function answerWithPasskey(options: SignInOptions): Promise<PasskeyAnswer> {
  const given = await navigator.credentials.get({
    publicKey: { challenge: base64url(options.challenge), rpId: options.rp, userVerification: "preferred", timeout: 240_000 },
  }).catch((error: unknown) => {
    throw refusal(error);
  });
  if (!(given instanceof PublicKeyCredential)) throw new NotChosen();
  const response = given.response as AuthenticatorAssertionResponse;
  return {
    challenge: options.challenge, id: hex(given.rawId), client_data: hex(response.clientDataJSON),
    authenticator_data: hex(response.authenticatorData), signature: hex(response.signature),
  };
}
