// How likely a call is about each boat, beside the choices. They keep their places and their keys: nothing moves under
// a finger, and nothing is chosen. It is asked for once what was typed is understood, and comes when it is worked out.

const AGAIN_MS = 700;

const form = document.getElementById("call");
/** @type {Map<string, Element>} */
let last = new Map();
let waiting = 0;
/** @type {AbortController | undefined} */
let asking;

function fill() {
  for (const place of document.querySelectorAll("[data-likely]")) {
    const says = last.get(place.dataset.likely);
    place.replaceChildren(...(says ? [...says.cloneNode(true).childNodes] : []));
  }
}

async function ask() {
  clearTimeout(waiting);
  asking?.abort();
  asking = new AbortController();
  const body = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  let page;
  try {
    const answer = await fetch("/call/same-boat", { method: "POST", body, signal: asking.signal });
    if (!answer.ok || answer.redirected) return;
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    return; // overtaken by the next letter, or the server is lost and the page says so
  }
  const found = new Map([...page.querySelectorAll("[data-of]")].map((each) => [each.dataset.of, each]));
  const soon = page.querySelector("[data-soon]") !== null;
  if (found.size || !soon) last = found;
  fill();
  const says = document.getElementById("likely-says");
  if (says) says.textContent = page.querySelector("[data-says]")?.textContent ?? "";
  if (soon) waiting = setTimeout(ask, AGAIN_MS);
}

document.addEventListener("ashore:understood", () => {
  fill();
  ask();
});
