// Opens the phone's page where there is no network. It keeps the page's own files and nothing else: no answer that
// holds anything of a case goes through here. VERSION and KEPT stand above, written by the desk.

const CACHE = `ashore-phone-${VERSION}`;
const LANGUAGE = new URL(self.location).searchParams.get("lang");
const PATIENCE_MS = 4_000; // a network that does not answer is none

self.addEventListener("install", (event) => {
  const asked = KEPT.map((path) => new Request(path, { cache: "reload" }));
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(asked))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOthers().then(() => self.clients.claim()));
});

async function forgetOthers() {
  for (const name of await caches.keys()) {
    if (name.startsWith("ashore-phone-") && name !== CACHE) await caches.delete(name);
  }
}

// The desk's own page where it answers, so that nothing old is shown; the kept one where it does not.
async function page(request, language) {
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (answer.ok) return answer;
  } catch {
    // No network: the kept page says so.
  }
  const kept = KEPT.find((path) => path.endsWith(`/${language}.html`)) ?? KEPT.find((path) => path.endsWith(".html"));
  return caches.match(kept);
}

self.addEventListener("fetch", (event) => {
  const { pathname, searchParams } = new URL(event.request.url);
  if (event.request.mode === "navigate" && pathname === "/phone") {
    event.respondWith(page(event.request, searchParams.get("lang") ?? LANGUAGE));
  } else if (KEPT.includes(pathname)) {
    event.respondWith(caches.match(pathname).then((kept) => kept ?? fetch(event.request)));
  }
});
