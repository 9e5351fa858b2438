// From what somebody wrote on a phone to one line of format ashore.report/1. Nothing here touches the page, the
// network or the phone's store.

/** How each kind of report is written in the format: its channel, what it is about, what was done and counted. */
export const KINDS = {
  call: { channel: "phone", about: "craft" },
  radio: { channel: "vhf", about: "craft" },
  boat: { channel: "sighting", about: "craft" },
  water: { channel: "sighting", about: "person_in_water" },
  people: { channel: "sighting", about: "group" },
  landed: { channel: "sighting", about: "craft", action: "landed", counts: "seen" },
  body: { channel: "sighting", about: "body", action: "body_found", counts: "dead" },
  note: { channel: "note", about: "craft" },
};

/** How far two clocks may stand apart before a time written by one of them needs a word. */
export const NEAR_MS = 60_000;

/**
 * @typedef {{ahead_ms: number, error_ms: number, server_ms: number}} Comparison
 *   how far the phone's clock stood ahead of the desk's, give or take, and the desk's time of looking
 * @typedef {{ms: number, zone: string, offset_min: number}} Written
 *   what the phone's clock read, its zone, and minutes east of UTC
 */

/** Text without the blanks around it, those included that the desk takes for blanks and JavaScript does not. */
export function bare(text) {
  return (text ?? "").replace(/^[\s\x1c-\x1f\x85]+|[\s\x1c-\x1f\x85]+$/g, "");
}

/** Whether there is anything in what was written that a desk could follow up. */
export function saysSomething(fields) {
  const said = ["words", "place", "many", "children", fields.kind === "call" ? "number" : "words"];
  return said.some((name) => bare(fields[name])) || Boolean(fields.position) || Boolean(KINDS[fields.kind]?.action);
}

/** A number that stands alone, or null: what is more than digits is words, and no phone reads them. */
export function plainNumber(words) {
  return /^[0-9]{1,4}$/.test(bare(words)) ? Number(bare(words)) : null;
}

/**
 * When something was written, by the desk's clock.
 *
 * `how` is "kept" where the phone's clock agrees with the desk's, "corrected" where it stood wrong by the same
 * before and after writing, and "unknown" where it was changed in between or reads what cannot be.
 * @param {Written} written
 * @param {Comparison | null} before the last comparison before it was written
 * @param {Comparison} now the one just made
 */
export function timed(written, before, now) {
  const ahead = now.ahead_ms;
  const ms = written.ms - ahead;
  const changed = before !== null && Math.abs(before.ahead_ms - ahead) > NEAR_MS;
  const early = before !== null && ms < before.server_ms - NEAR_MS;
  if (changed || early || ms > now.server_ms + NEAR_MS) return { how: "unknown" };
  if (Math.abs(ahead) <= NEAR_MS) {
    return { how: "kept", shift_ms: 0, error_s: Math.ceil((Math.abs(ahead) + now.error_ms) / 1_000) };
  }
  const apart = before === null ? 0 : Math.abs(before.ahead_ms - ahead);
  return { how: "corrected", shift_ms: -ahead, error_s: Math.ceil((apart + now.error_ms) / 1_000) };
}

/** An instant as ISO 8601 with the offset of the phone's own zone. */
export function iso(ms, offset_min) {
  const local = new Date(ms + offset_min * 60_000).toISOString().slice(0, 19);
  const minutes = Math.abs(offset_min);
  const two = (number) => String(number).padStart(2, "0");
  return `${local}${offset_min < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/**
 * One line, without its end. It is made once, when the desk first answers, and sent as it is from then on:
 * the same id with the same bytes is what makes a second sending a duplicate.
 * @param {object} entry what stands in the queue
 * @param {Comparison} now
 * @param {string | null} photo a data URL
 * @param {(name: string, fields?: object) => string} says a sentence in the language of the page
 */
export function lineOf(entry, now, photo, says) {
  const { written, fields } = entry;
  const time = timed(written, entry.compared, now);
  const at = (ms) => (time.how === "unknown" ? null : iso(ms + time.shift_ms, written.offset_min));
  const kind = KINDS[fields.kind];
  const alone = photo !== null && !saysSomething(fields) && `[${says("photo-alone")}]`;
  const report = {
    format: "ashore.report/1",
    id: entry.id,
    channel: kind.channel,
    received_at: iso(now.server_ms, written.offset_min),
    received_zone: written.zone,
    said_at: at(written.ms),
    text: [bare(fields.words) || alone, remarkOn(written, time, says)].filter(Boolean).join("\n") || null,
    assumed: time.how === "corrected" ? ["said_at"] : [],
    attachments: photo === null ? [] : [photo],
    phone_clock: { read: iso(written.ms, written.offset_min), ahead_ms: now.ahead_ms, before: entry.compared },
  };
  if (fields.kind === "call" && bare(fields.number)) report.sender = { phone: bare(fields.number) };
  const mention = mentionOf(kind, fields, at, time, says);
  return JSON.stringify(mention === null ? report : { ...report, mentions: [mention] });
}

/** What whoever reads the report must know of the clock it was written by; nothing where that clock was right. */
function remarkOn(written, time, says) {
  if (time.how === "kept") return "";
  if (time.how === "unknown") return `[${says("time-unknown", { time: iso(written.ms, written.offset_min) })}]`;
  const minutes = Math.round(Math.abs(time.shift_ms) / 60_000);
  return `[${says(time.shift_ms < 0 ? "time-was-ahead" : "time-was-behind", { minutes })}]`;
}

function mentionOf(kind, fields, at, time, says) {
  const positions = [];
  if (bare(fields.place)) positions.push({ place: bare(fields.place), how: "place", of: "craft" });
  if (fields.position) {
    const { lat, lon, error_m, ms } = fields.position;
    // The browser does not tell satellites from masts, so neither do we.
    const when = time.how === "unknown" ? {} : { at: at(ms), at_error_s: time.error_s };
    positions.push({ lat, lon, error_m, ...when, how: "unknown", of: "observer" });
  }
  const count = countOf(fields, says);
  if (kind.channel === "note" && positions.length === 0 && count === null) return null;
  const mention = { about: kind.about, positions };
  if (kind.action) mention.encounter = { action: kind.action, [kind.counts]: count };
  else mention.on_board = count;
  return mention;
}

function countOf({ many, children }, says) {
  const [value, young] = [plainNumber(many), plainNumber(children)];
  const apart = bare(children) && says("children", { children: bare(children) });
  const said = [bare(many), apart].filter(Boolean).join("; ");
  if (!said) return null;
  const count = { as_said: said };
  if (value !== null) count.value = value;
  if (young !== null) count.children = { value: young };
  return count;
}
