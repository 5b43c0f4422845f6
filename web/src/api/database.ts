/** The browser's own small database: signing keys (wrapped) and the pinned key of the public log. */

const name = "ogniwo";
const version = 1;
export type StoreName = "keys" | "pins";

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("keys", { keyPath: "mandate" });
      request.result.createObjectStore("pins", { keyPath: "name" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("indexedDB"));
    request.onblocked = () => reject(new Error("indexedDB is blocked"));
  });
}

async function run<T>(store: StoreName, mode: IDBTransactionMode, make: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const db = await open();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = db.transaction(store, mode);
      const request = make(transaction.objectStore(store));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = () => reject(transaction.error ?? new Error("indexedDB"));
      transaction.onabort = () => reject(transaction.error ?? new Error("indexedDB"));
    });
  } finally {
    db.close();
  }
}

/** One record, or undefined. Rejects where the browser forbids storage (private windows). */
export function get<T>(store: StoreName, key: string): Promise<T | undefined> {
  return run(store, "readonly", (s) => s.get(key) as IDBRequest<T | undefined>);
}

export function put(store: StoreName, record: object): Promise<unknown> {
  return run(store, "readwrite", (s) => s.put(record));
}

export function remove(store: StoreName, key: string): Promise<unknown> {
  return run(store, "readwrite", (s) => s.delete(key));
}
