import type { KeptPrompt } from "@/features/saving/outbox";

/** Where the phone keeps prompts; a promise is kept once it is on the disk. */
export interface OutboxStore {
  all: () => Promise<KeptPrompt[]>;
  read: (key: string) => Promise<KeptPrompt | undefined>;
  /** Writes what `change` makes of what is there, with nobody in between; undefined removes it. */
  change: (key: string, change: (kept?: KeptPrompt) => KeptPrompt | undefined) => Promise<void>;
}

const DATABASE = "esmpress";
const PROMPTS = "prompts";

/** The prompts in IndexedDB; rejects where the browser has none to give. */
export async function openOutbox(): Promise<OutboxStore> {
  const database = await opened();
  const prompts = (mode: IDBTransactionMode) => {
    const transaction = database.transaction(PROMPTS, mode);
    return { transaction, store: transaction.objectStore(PROMPTS) };
  };
  return {
    all: () => done(prompts("readonly").store.getAll() as IDBRequest<KeptPrompt[]>),
    read: (key) => done(prompts("readonly").store.get(key) as IDBRequest<KeptPrompt | undefined>),
    change: (key, change) => {
      const { transaction, store } = prompts("readwrite");
      const found = store.get(key) as IDBRequest<KeptPrompt | undefined>;
      found.onsuccess = () => {
        const kept = change(found.result);
        if (kept === undefined) store.delete(key);
        else store.put(kept);
      };
      return finished(transaction);
    },
  };
}

function opened(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(PROMPTS, { keyPath: "key" });
  };
  return done(request);
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(request.error ?? new Error());
    };
  });
}

function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => {
      resolve();
    };
    transaction.onabort = () => {
      reject(transaction.error ?? new Error());
    };
  });
}
