/** Refusals. `id` is stable and has the form "area.reason"; the detail is for logs and reports. */

export class ProtocolFault extends Error {
  constructor(readonly id: string, readonly detail = "") {
    super(detail === "" ? id : `${id}: ${detail}`);
    this.name = "ProtocolFault";
  }
}

/** Refuses. */
export function refuse(id: string, detail = ""): never {
  throw new ProtocolFault(id, detail);
}

/** Refuses with `id` unless the condition holds. */
export function demand(condition: boolean, id: string, detail = ""): asserts condition {
  if (!condition) throw new ProtocolFault(id, detail);
}

/**
 * Runs `action` and gives every refusal in it the id `id`, or the one that `others` lists for it. Refusals that belong
 * to the area of `id` already ("trustee.pok" where `id` is "trustee.encoding") stay as they are.
 */
export function asFault<T>(id: string, action: () => T, others: Record<string, string> = {}): T {
  const area = id.slice(0, id.indexOf(".") + 1);
  try {
    return action();
  } catch (error) {
    if (!(error instanceof ProtocolFault) || error.id.startsWith(area)) throw error;
    throw new ProtocolFault(others[error.id] ?? id, error.message);
  }
}
