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

/** Runs `action` and gives every refusal in it the id `id`; the first id becomes part of the detail. */
export function asFault<T>(id: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof ProtocolFault) throw new ProtocolFault(id, error.id === id ? error.detail : error.message);
    throw error;
  }
}
