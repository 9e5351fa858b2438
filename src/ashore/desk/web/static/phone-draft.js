// What is being written: kept at every keystroke, one draft to a page, and taken up again by whichever page opens next.

import { saysSomething, plainNumber } from "./phone-report.js";
import * as store from "./phone-store.js";

const WORDS = ["place", "many", "children", "number", "words"];
const PHOTO_BYTES = 600_000; // with the rest of the report well under the 1 MiB a line may have
const SIDES = [1_600, 1_100, 800];

/** Hold a name for as long as this page lives. Returns what lets go of it, or null if another page holds it. */
function hold(name) {
  return new Promise((resolve) => {
    navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      if (lock === null) return resolve(null);
      return new Promise((release) => resolve(release));
    });
  });
}

/** The form on the page and the draft behind it. */
export class Draft {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
  }

  /** Take up the oldest draft that no other page is writing, or begin a new one. */
  async open() {
    for (const draft of await store.drafts()) {
      if (await this.#take(draft)) return;
    }
    await this.#take({ id: crypto.randomUUID(), begun: Date.now(), photo: 0, position: null });
  }

  /** Put what is being written aside and open a report that the desk did not take, to be corrected in its place. */
  async correct(entry) {
    const { seq, id, fields, written, compared } = entry;
    if (this.draft.id === id) return;
    this.close();
    const begun = (await store.drafts()).find((draft) => draft.id === id);
    const taken = await this.#take(begun ?? { ...fields, seq, id, written, compared, begun: 0 });
    await (taken ? this.keep() : this.open());
  }

  async #take(draft) {
    const release = await hold(`ashore-draft-${draft.id}`);
    if (release === null) return false;
    this.draft = draft;
    this.close = release;
    this.#show();
    return true;
  }

  #show() {
    this.form.reset();
    for (const name of WORDS) this.form.elements[name].value = this.draft[name] ?? "";
    if (this.draft.kind) this.form.elements.kind.value = this.draft.kind;
    this.form.dispatchEvent(new Event("shown"));
  }

  #read() {
    for (const name of WORDS) this.draft[name] = this.form.elements[name].value;
    this.draft.kind = this.form.elements.kind.value;
  }

  get blank() {
    return WORDS.every((name) => !this.draft[name]) && !this.draft.position && !this.draft.photo;
  }

  /** Keep what stands in the form. */
  keep() {
    this.#read();
    return this.blank && this.draft.seq === undefined ? store.dropDraft(this.draft) : store.keepDraft(this.draft);
  }

  async place(position) {
    this.draft.position = position;
    await this.keep();
  }

  /** Add a photo, made small enough to go with the report. Returns its bytes, or 0 where it cannot be read. */
  async picture(file) {
    const data = file && (await small(file).catch(() => null));
    this.draft.photo = data ? Math.ceil((data.length * 3) / 4) : 0;
    await (data ? store.keepPhoto(this.draft.id, data) : store.dropPhoto(this.draft.id));
    await this.keep();
    return this.draft.photo;
  }

  /** Begin anew; what stood here is forgotten. */
  async clear() {
    await store.dropDraft(this.draft);
    this.close();
    await this.open();
  }

  get saysSomething() {
    this.#read();
    return saysSomething(this.draft) || this.draft.photo > 0;
  }

  get moreChildrenThanPeople() {
    const [many, children] = [this.form.elements.many.value, this.form.elements.children.value].map(plainNumber);
    return many !== null && children !== null && children > many;
  }

  /** Put what stands in the form at the end of the queue, and begin the next. */
  async enqueue(log) {
    this.#read();
    const { id, seq, written, compared, kind, position, photo } = this.draft;
    const fields = { kind, position, photo };
    for (const name of WORDS) fields[name] = this.draft[name];
    const now = new Date();
    const entry = {
      id,
      log,
      fields,
      // A report that is corrected was still written when it was first written.
      written: written ?? {
        ms: now.getTime(),
        zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        offset_min: -now.getTimezoneOffset(),
      },
      compared: written ? compared : await store.fact("comparison"),
      line: null,
      refused: null,
    };
    await store.enqueue(seq === undefined ? entry : { ...entry, seq });
    this.close();
    await this.open();
  }
}

/** A picture as a JPEG data URL of at most PHOTO_BYTES. Rejects where the file is none. */
async function small(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const canvas = document.createElement("canvas");
  for (const side of SIDES) {
    const scale = Math.min(1, side / Math.max(picture.width, picture.height));
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const data = canvas.toDataURL("image/jpeg", 0.75);
    if (data.length * 0.75 <= PHOTO_BYTES) return data;
  }
  throw new RangeError("a picture that no shrinking makes small");
}
