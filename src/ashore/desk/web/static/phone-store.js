// What the phone keeps: what is being written, what waits to be sent, and what it last heard of the desk.
// Every change is one transaction, so that a report is in one place however the phone stops.

const NAME = "ashore-phone";
const VERSION = 1;

let opening = null;

function opened() {
  opening ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, VERSION);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("drafts", { keyPath: "id" });
      asked.result.createObjectStore("queue", { keyPath: "seq", autoIncrement: true });
      asked.result.createObjectStore("photos", { keyPath: "id" });
      asked.result.createObjectStore("facts", { keyPath: "name" });
    };
    asked.onsuccess = () => {
      const forget = () => (opening = null);
      asked.result.onclose = forget;
      asked.result.onversionchange = () => {
        asked.result.close();
        forget();
      };
      resolve(asked.result);
    };
    asked.onerror = () => {
      opening = null;
      reject(asked.error);
    };
  });
  return opening;
}

/** Do `work` in one transaction; what its request finds is returned once all of it is on the disk. */
async function within(stores, mode, work) {
  const db = await opened();
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(stores, mode, { durability: "strict" });
    const request = work(transaction);
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onabort = () => reject(transaction.error);
  });
}

/** Everything half written, the oldest first. */
export async function drafts() {
  const found = await within(["drafts"], "readonly", (change) => change.objectStore("drafts").getAll());
  return found.sort((one, other) => one.begun - other.begun);
}

/** Keep what is half written, at once: a page that closes with the next keystroke has still handed this one over. */
export async function keepDraft(draft) {
  const db = await opened();
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(["drafts"], "readwrite", { durability: "relaxed" });
    transaction.objectStore("drafts").put(draft);
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
    transaction.commit();
  });
}

/** Forget what was half written, its photo too unless a report that waits has the same one. */
export function dropDraft(draft) {
  return within(["drafts", "photos"], "readwrite", (change) => {
    change.objectStore("drafts").delete(draft.id);
    if (draft.seq === undefined) change.objectStore("photos").delete(draft.id);
  });
}

/** Put a report at the end of the queue, or back in its place, and take its draft away, both or neither. */
export function enqueue(entry) {
  return within(["queue", "drafts"], "readwrite", (change) => {
    change.objectStore("drafts").delete(entry.id);
    return change.objectStore("queue").put(entry);
  });
}

/** What waits, in the order in which it was written. */
export function waiting() {
  return within(["queue"], "readonly", (change) => change.objectStore("queue").getAll());
}

/** Change a report that waits; one that was erased meanwhile stays erased. Returns whether it was there. */
export async function amend(seq, changes) {
  let there = false;
  await within(["queue"], "readwrite", (change) => {
    const queue = change.objectStore("queue");
    queue.get(seq).onsuccess = ({ target }) => {
      there = target.result !== undefined;
      if (there) queue.put({ ...target.result, ...changes });
    };
  });
  return there;
}

/** Let go of reports: the desk has them, or somebody erased them. */
export function letGo(entries) {
  return within(["queue", "drafts", "photos"], "readwrite", (change) => {
    for (const { seq, id } of entries) {
      change.objectStore("queue").delete(seq);
      change.objectStore("drafts").delete(id);
      change.objectStore("photos").delete(id);
    }
  });
}

/** A photo, as a data URL, under the id of the report it goes with. */
export function keepPhoto(id, data) {
  return within(["photos"], "readwrite", (change) => change.objectStore("photos").put({ id, data }));
}

export function dropPhoto(id) {
  return within(["photos"], "readwrite", (change) => change.objectStore("photos").delete(id));
}

export async function photo(id) {
  const found = await within(["photos"], "readonly", (change) => change.objectStore("photos").get(id));
  return found?.data ?? null;
}

/** What was last heard of the desk: `comparison` of the clocks, `heard` by the phone's clock. */
export async function fact(name) {
  const found = await within(["facts"], "readonly", (change) => change.objectStore("facts").get(name));
  return found?.value ?? null;
}

export function keepFact(name, value) {
  return within(["facts"], "readwrite", (change) => change.objectStore("facts").put({ name, value }));
}
