// The map of a page: one panel, drawn by MapLibre from this desk's own files. What it shows it asks for when it opens
// and whenever something changed (`ashore:changed`); a case chosen anywhere (`ashore:case`) is marked here and there.

import { coloursOf, grid, layersIn } from "./map_style.js";

/** West, south, east, north: as far as the land is drawn, and where the map opens if nobody has a position. */
const BOX = [-6.5, 48.4, 5.0, 52.2];
const STRAIT = [0.4, 50.3, 2.9, 51.5];
const NOTHING = { type: "FeatureCollection", features: [] };
const AGES_MS = 30_000;
const GAP_MS = 3_000; // fifty reports a second are no reason to draw fifty maps
const TOGETHER_MS = 45 * 60_000; // areas are an hour and more apart: the nearer of two is the one meant

const panel = document.querySelector("[data-map]");
const part = (name) => panel.querySelector(`[data-part="${name}"]`);

let map = null;
let shown = null;
let shownSince = 0;
let chosen = "";
let asking = 0;
let waiting = 0;
let stale = false;

/** Says what the map cannot show; without a map its words are opened. */
function trouble(kind) {
  if (!map) part("in-words").open = true;
  part("trouble").textContent = panel.dataset[kind];
  part("trouble").hidden = false;
}

/** Gives the panel's state a name, for styles, for people who help, and for tests: never a matter of timing. */
function now(state) {
  panel.dataset.state = state;
}

async function asked(address) {
  const answer = await fetch(address);
  if (!answer.ok || answer.redirected) throw new Error(address);
  return answer;
}

/** Puts the map's words below it, as the server says them; whoever is reading in them is left alone. */
async function tell() {
  const words = part("words");
  const answer = await asked(words.dataset.wordsOf).catch(() => null);
  if (!answer) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("in-words");
  for (const details of words.querySelectorAll("details[id][open]")) {
    const same = fresh.querySelector("#" + CSS.escape(details.id));
    if (same) same.open = true;
  }
  const held = words.firstElementChild;
  if (words.contains(document.activeElement) || (held && fresh.isEqualNode(held))) return;
  words.replaceChildren(fresh);
  mark();
  if (map) for (const button of words.querySelectorAll("[data-show]")) button.hidden = false;
}

function aged(at) {
  const minutes = Math.max(0, Math.floor((shown.now - at + (shown.live ? Date.now() - shownSince : 0)) / 60_000));
  const [template, number] = minutes < 180 ? ["minutes", minutes] : ["hours", Math.round(minutes / 60)];
  return panel.dataset[template].replace("{n}", number);
}

function withProperties(collection, more) {
  const features = collection.features.map((each) => ({ ...each, properties: { ...each.properties, ...more(each.properties) } }));
  return { ...collection, features };
}

function draw() {
  if (!map || !shown) return;
  map.getSource("positions").setData(withProperties(shown.positions, ({ at }) => ({ age: aged(at) })));
  map.getSource("errors").setData(shown.errors);
  map.getSource("ties").setData(shown.ties);
  map.getSource("units").setData(
    withProperties(shown.units, ({ name, doing, promised, at }) => ({
      label: [name, [doing, promised, aged(at)].filter(Boolean).join(", ")].join("\n"),
    })),
  );
  atInstant();
  panel.dataset.positions = shown.positions.features.length;
  panel.dataset.ties = shown.ties.features.length;
}

/**
 * Returns each boat's areas for the instant nearest to one, with its own hour in the label where that is another;
 * of the chosen boat alone where it has any.
 */
function areasAt(at) {
  const areas = shown.clouds.features;
  const own = areas.some(({ properties }) => properties.case === chosen);
  const nearest = new Map();
  for (const { properties } of areas) {
    const off = Math.abs(properties.at - at);
    if (off < TOGETHER_MS && off < Math.abs((nearest.get(properties.case) ?? Infinity) - at)) nearest.set(properties.case, properties.at);
  }
  return areas
    .filter(({ properties }) => nearest.get(properties.case) === properties.at && (!own || properties.case === chosen))
    .map((area) => {
      const { name, sought, per_cent: share, at: then, clock } = area.properties;
      const label = [name, sought === "craft" && panel.dataset.craft, `${share} %`, then !== at && clock];
      return { ...area, properties: { ...area.properties, label: label.filter(Boolean).join(" ") } };
    });
}

/** Shows the areas of the instant on the slider, of the chosen boat where it has any. */
function atInstant() {
  const instants = shown?.instants ?? [];
  const slider = part("instant");
  const [first] = instants;
  part("time").hidden = instants.length < 2;
  slider.max = Math.max(0, instants.length - 1);
  const at = instants[Math.min(slider.valueAsNumber, instants.length - 1)] ?? first;
  // Of one instant alone there is nothing to slide through: it is said outright.
  const outright = instants.length === 1 ? `${part("time").firstChild.textContent.trim()} ` : "";
  part("says-instant").textContent = outright + (at?.says ?? "");
  slider.setAttribute("aria-valuetext", at?.says ?? "");
  panel.dataset.instant = at?.at ?? "";
  if (!map) return;
  now("drawing");
  map.once("idle", () => now("ready"));
  map.getSource("clouds").setData({ ...NOTHING, features: areasAt(at?.at ?? 0) });
  map.setFilter("chosen", ["all", ["==", ["get", "case"], chosen || "-"], ["get", "last"]]);
}

function note() {
  const lines = shown.notes.length ? shown.notes : [{ says: panel.dataset.noArea, made_up: false }];
  part("notes").replaceChildren(
    ...lines.map(({ says, made_up }) => {
      const line = document.createElement("li");
      line.textContent = says;
      line.classList.toggle("made-up", made_up);
      return line;
    }),
  );
}

/** Asks for what there is now: at most once in a while, and not for a page that nobody is looking at. */
function changed() {
  mark();
  clearTimeout(waiting);
  if (document.hidden) stale = true;
  else waiting = setTimeout(refresh, Math.max(0, asking + GAP_MS - Date.now()));
}

async function refresh() {
  asking = Date.now();
  stale = false;
  if (part("in-words").open) tell();
  try {
    const answer = await asked(panel.dataset.map);
    const before = shown;
    shown = await answer.json();
    shownSince = Date.now();
    note();
    draw();
    if (map && (!before || tied(before) !== tied(shown))) frame(shown.bounds);
  } catch {
    if (!shown) now("lost"); // and the page says so when the server is
  }
}

/** To which boats a report is tied: when that changes, they are brought into the frame. */
const tied = (state) => state.ties.features.map(({ properties }) => properties.case).join();

function frame(bounds) {
  const [west, south, east, north] = bounds ?? STRAIT;
  const inside = [Math.max(west, BOX[0]), Math.max(south, BOX[1]), Math.min(east, BOX[2]), Math.min(north, BOX[3])];
  if (inside[0] > inside[2] || inside[1] > inside[3]) return; // nobody is on this map; the words say where they are
  map.fitBounds(inside, { padding: { top: 96, right: 72, bottom: 48, left: 72 }, maxZoom: 10 }); // the notes stand at the top
}

/** Marks the rows of the chosen case; a row that was swapped for a newer one is marked again. */
function mark() {
  for (const row of document.querySelectorAll("[data-case]")) {
    row.classList.toggle("chosen-on-map", chosen !== "" && row.dataset.case === chosen);
  }
}

/** Marks a case here and wherever it stands on the page; `move` brings the map to it. */
function choose(id, move) {
  chosen = id;
  mark();
  part("everything").hidden = id === "";
  const mine = (shown?.positions.features ?? []).filter(({ properties }) => properties.case === id);
  const last = mine.find(({ properties }) => properties.last);
  said(id === "" ? undefined : last?.properties);
  atInstant();
  if (!move || !map) return;
  if (last) map.easeTo({ center: last.geometry.coordinates, zoom: Math.max(map.getZoom(), 9) });
  panel.scrollIntoView({ block: "nearest" });
}

function said(properties) {
  part("chosen").replaceChildren();
  if (!properties) return;
  const link = document.createElement("a");
  link.href = properties.link;
  link.textContent = properties.case ? panel.dataset.open : "";
  part("chosen").append(`${properties.name}: ${properties.says} `, link);
}

/** Paints the layers in the theme's colours; the sea's stands on the panel, where it can be seen which theme this is. */
function paint(each) {
  const colours = coloursOf(panel);
  for (const layer of layersIn(colours, panel.dataset.approximate)) each(layer);
  panel.dataset.sea = colours.sea;
}

function repaint() {
  paint(({ id, paint: painted }) => {
    for (const [name, value] of Object.entries(painted)) map.setPaintProperty(id, name, value);
  });
}

function drawable() {
  return document.createElement("canvas").getContext("webgl2") !== null;
}

async function open() {
  if (!drawable()) throw new Error("noWebgl");
  const maplibre = await import("./vendor/maplibre-gl/maplibre-gl.mjs").catch(() => {
    throw new Error("noFiles");
  });
  const opened = new maplibre.Map({
    container: part("canvas"),
    style: { version: 8, sources: {}, layers: [] },
    bounds: STRAIT,
    maxBounds: BOX,
    maxZoom: 14,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    fadeDuration: 0,
    locale: {
      "Map.Title": panel.dataset.canvas,
      "NavigationControl.ZoomIn": panel.dataset.zoomIn,
      "NavigationControl.ZoomOut": panel.dataset.zoomOut,
    },
  });
  opened.touchZoomRotate.disableRotation();
  opened.keyboard.disableRotation();
  opened.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  opened.addControl(new maplibre.ScaleControl({ unit: "nautical" }), "bottom-right");
  await opened.once("load");
  return opened;
}

function furnish() {
  for (const name of ["positions", "errors", "ties", "units", "clouds"]) map.addSource(name, { type: "geojson", data: NOTHING });
  for (const [name, address] of [["land", "/map/land.geojson"], ["limits", "/map/limits.geojson"], ["places", "/map/places.geojson"]]) {
    map.addSource(name, { type: "geojson", data: NOTHING });
    asked(address)
      .then((answer) => answer.json())
      .then((data) => map.getSource(name).setData(data))
      .catch(() => name === "land" && trouble("noLand"));
  }
  map.addSource("grid", { type: "geojson", data: grid(BOX) });
  paint((layer) => map.addLayer(layer));
}

function listen() {
  part("instant").addEventListener("input", atInstant);
  part("everything").addEventListener("click", () => {
    document.dispatchEvent(new CustomEvent("ashore:case", { detail: { case: "" } }));
    if (map) frame(shown.bounds);
  });
  part("in-words").addEventListener("toggle", ({ target }) => target === part("in-words") && target.open && tell());
  document.addEventListener("ashore:changed", changed);
  document.addEventListener("visibilitychange", () => stale && changed());
  document.addEventListener("ashore:case", ({ detail }) => choose(detail.case, detail.move ?? false));
  document.addEventListener("focusin", ({ target }) => {
    const row = target.closest("[data-case]");
    if (row && !row.contains(panel)) document.dispatchEvent(new CustomEvent("ashore:case", { detail: { case: row.dataset.case } }));
  });
  panel.addEventListener("click", ({ target }) => {
    const show = target.closest("[data-show]");
    if (show) document.dispatchEvent(new CustomEvent("ashore:case", { detail: { case: show.dataset.show, move: true } }));
  });
  setInterval(draw, AGES_MS); // the ages on it go on without any change
}

function listenToMap() {
  map.on("click", (event) => {
    const [hit] = map.queryRenderedFeatures(event.point, { layers: ["positions-dots", "positions-names"] });
    if (!hit) return;
    document.dispatchEvent(new CustomEvent("ashore:case", { detail: { case: hit.properties.case } }));
    said(hit.properties);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  new MutationObserver(repaint).observe(document.documentElement, { attributes: true });
}

async function start() {
  listen();
  refresh();
  try {
    map = await open();
  } catch (error) {
    const kind = error.message in panel.dataset ? error.message : "noWebgl";
    trouble(kind);
    return now(kind === "noFiles" ? "no-files" : "no-webgl");
  }
  furnish();
  listenToMap();
  for (const button of panel.querySelectorAll("[data-show]")) button.hidden = false;
  draw();
  if (shown) frame(shown.bounds);
}

if (panel) start();
