import type { KeptPrompt } from "@/features/saving/outbox";

/** A photo on the phone that the server does not have yet. */
export interface WaitingPhoto {
  /** The key of its prompt. */
  prompt: string;
  /** What the answer names it by, here and at the server. */
  id: string;
  item: string;
  photo: Blob;
}

/** Where the phone keeps prompts and their photos; a promise is kept once it is on the disk. */
export interface OutboxStore {
  all: () => Promise<KeptPrompt[]>;
  read: (key: string) => Promise<KeptPrompt | undefined>;
  /** Writes what `change` makes of what is there, with nobody in between; undefined removes all. */
  change: (key: string, change: (kept?: KeptPrompt) => KeptPrompt | undefined) => Promise<void>;
  /** The photos that wait, of one prompt or of all. */
  photos: (key?: string) => Promise<WaitingPhoto[]>;
  putPhoto: (photo: WaitingPhoto) => Promise<void>;
  dropPhoto: (photo: Pick<WaitingPhoto, "prompt" | "id">) => Promise<void>;
}

const DATABASE = "esmpress";
const PROMPTS = "prompts";
const PHOTOS = "photos";

/** The prompts in IndexedDB; rejects where the browser has none to give. */
export async function openOutbox(): Promise<OutboxStore> {
  const database = await opened();
  const reading = (store: string) => database.transaction(store).objectStore(store);
  return {
    all: () => done(reading(PROMPTS).getAll() as IDBRequest<KeptPrompt[]>),
    read: (key) => done(reading(PROMPTS).get(key) as IDBRequest<KeptPrompt | undefined>),
    change: (key, change) => {
      const transaction = database.transaction([PROMPTS, PHOTOS], "readwrite");
      const store = transaction.objectStore(PROMPTS);
      const found = store.get(key) as IDBRequest<KeptPrompt | undefined>;
      found.onsuccess = () => {
        const kept = change(found.result);
        if (kept !== undefined) store.put(kept);
        else {
          store.delete(key);
          transaction.objectStore(PHOTOS).delete(allOf(key));
        }
      };
      return finished(transaction);
    },
    photos: (key) =>
      done(
        reading(PHOTOS).getAll(key === undefined ? null : allOf(key)) as IDBRequest<WaitingPhoto[]>,
      ),
    putPhoto: (photo) => writing(database, (photos) => photos.put(photo)),
    dropPhoto: ({ prompt, id }) => writing(database, (photos) => photos.delete([prompt, id])),
  };
}

function writing(
  database: IDBDatabase,
  write: (photos: IDBObjectStore) => IDBRequest,
): Promise<void> {
  const transaction = database.transaction(PHOTOS, "readwrite");
  write(transaction.objectStore(PHOTOS));
  return finished(transaction);
}

/** The keys of a prompt's photos: a list comes after every text. */
function allOf(key: string): IDBKeyRange {
  return IDBKeyRange.bound([key], [key, []]);
}

async function opened(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 2);
  request.onupgradeneeded = () => {
    const { result } = request;
    if (!result.objectStoreNames.contains(PROMPTS)) {
      result.createObjectStore(PROMPTS, { keyPath: "key" });
    }
    result.createObjectStore(PHOTOS, { keyPath: ["prompt", "id"] });
  };
  const database = await done(request);
  // A later release that keeps more must not wait for the tabs of this one.
  database.onversionchange = () => {
    database.close();
  };
  return database;
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
