/** Certificates: the first message of each trustee of a key ceremony, with its two public keys (PROTOCOL section 10). */

import { asFault, demand, ProtocolFault } from "./fault.ts";
import { equalPoints, type Group, type Point } from "./group.ts";
import { expectString, writeJson, type Json } from "./json.ts";
import { openDocument, textSignatureHolds, type SignedMessage } from "./signed-message.ts";
import { checkShape, type CeremonyShape } from "./threshold.ts";

export interface Certificate {
  document: SignedMessage;
  /** g^signing key */
  verification: Point;
  /** g^decryption key */
  encryption: Point;
  /** Whether it says for which place in which ceremony it is; tools before 2.5.1 left that out. */
  hasContext: boolean;
}

/** The refusal names the trustee. */
export function ofTrustee<T>(index: number, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof ProtocolFault) throw new ProtocolFault(error.id, `trustee ${String(index)}: ${error.detail}`);
    throw error;
  }
}

/** An element inside a document of a ceremony. Faults: trustee.encoding, trustee.membership, trustee.neutral. */
export function parseCeremonyPoint(group: Group, value: Json | undefined): Point {
  return asFault("trustee.encoding", () => {
    const point = group.parse(expectString(value, "an element"));
    demand(!equalPoints(point, group.neutral), "trustee.neutral");
    return point;
  }, { "point.membership": "trustee.membership" });
}

/** The text that trustee `index` signs. */
export function certificateMessage(
  group: Group, { size, threshold }: CeremonyShape, index: number, keys: { verification: Point; encryption: Point }, hasContext = true,
): string {
  return writeJson({
    ...(hasContext && { context: { group: group.name, size, threshold, index } }),
    verification: group.encode(keys.verification), encryption: group.encode(keys.encryption),
  });
}

/**
 * Reads and checks one. Faults, which name the trustee: trustee.encoding, trustee.membership, trustee.neutral,
 * trustee.cert_signature, trustee.cert_context.
 */
export function parseCertificate(group: Group, shape: CeremonyShape, index: number, value: Json | undefined): Certificate {
  return ofTrustee(index, () => {
    const { document, message } = openDocument(group, value);
    const keys = {
      verification: parseCeremonyPoint(group, message.verification), encryption: parseCeremonyPoint(group, message.encryption),
    };
    demand(textSignatureHolds(group, document.message, keys.verification, document.signature), "trustee.cert_signature");
    const hasContext = "context" in message;
    demand(document.message === certificateMessage(group, shape, index, keys, hasContext), "trustee.cert_context",
      `not for this place of ${String(shape.size)}, threshold ${String(shape.threshold)}, group ${group.name}`);
    return { document, ...keys, hasContext };
  });
}

/** All of them, in order. Faults: those of parseCertificate, trustee.size, trustee.threshold, trustee.form, trustee.cert_duplicate. */
export function parseCertificates(group: Group, shape: CeremonyShape, values: readonly Json[]): Certificate[] {
  checkShape(shape);
  demand(values.length === shape.size, "trustee.size", `${String(values.length)} certificates of ${String(shape.size)} trustees`);
  const certificates = values.map((value, i) => parseCertificate(group, shape, i + 1, value));
  demand(new Set(certificates.map((one) => one.hasContext)).size === 1, "trustee.form", "some certificates have no context");
  for (const key of ["verification", "encryption"] as const) {
    const texts = certificates.map((one) => group.encode(one[key]));
    const again = texts.findIndex((text, i) => texts.indexOf(text) !== i);
    demand(again < 0, "trustee.cert_duplicate", `trustee ${String(again + 1)} has the key of another`);
  }
  return certificates;
}
