// How the map looks: its layers in the theme's colours, and the grid. No glyphs and no sprites are fetched: the browser
// draws the letters itself, and whatever a colour says, a shape, a dash or a word says too.

const FONT = ["sans-serif"];
const EVERY = [
  { step: 1, from: 0, to: 24 },
  { step: 0.5, from: 7, to: 24 },
  { step: 1 / 6, from: 9, to: 24 },
];

/** What stands before a place's name, by its kind. */
const MARKS = { port: "⚓", cape: "∧", beach: "•", bank: "~", light: "✶", buoy: "◊" };

/** Kinds of places and from which scale their names are written: the last is placed first where there is no room. */
const PLACES = [["buoy", 10], ["light", 9.5], ["bank", 9], ["beach", 8.7], ["cape", 7.5], ["port", 0]];

/** The names of the colours that map.css mixes for each theme. */
const NAMES = "sea land shore grid limit name ink halo last old loose cloud unit".split(" ");

/**
 * Returns the theme's colours as the map takes them; a mixed colour is painted once to be read.
 * @param {HTMLElement} panel
 * @returns {Record<string, string>}
 */
export function coloursOf(panel) {
  const brush = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const probe = panel.appendChild(document.createElement("span"));
  const found = {};
  for (const name of NAMES) {
    probe.style.color = `var(--map-${name})`;
    brush.fillStyle = getComputedStyle(probe).color;
    brush.fillRect(0, 0, 1, 1);
    const [red, green, blue] = brush.getImageData(0, 0, 1, 1).data;
    found[name] = `rgb(${red}, ${green}, ${blue})`;
  }
  probe.remove();
  return found;
}

/**
 * Returns the layers from the ground up, each of a source of the same name before its dash.
 * @param {Record<string, string>} colour
 * @param {string} approximate - the word, in the page's language
 */
export function layersIn(colour, approximate) {
  const words = (size) => ({ "text-font": FONT, "text-size": size });
  const inked = (name) => ({ "text-color": colour[name], "text-halo-color": colour.halo, "text-halo-width": 1.6 });
  const owned = ["case", ["==", ["get", "case"], ""], colour.loose, ["get", "last"], colour.last, colour.old];
  const dashes = [[50, [1]], [75, [4, 2]], [95, [1, 2]]];
  return [
    { id: "sea", type: "background", paint: { "background-color": colour.sea } },
    ...EVERY.map(({ from, to }, rank) => ({
      id: `grid-${rank}`,
      type: "line",
      source: "grid",
      minzoom: from,
      maxzoom: to,
      filter: ["==", ["get", "rank"], rank],
      paint: { "line-color": colour.grid, "line-width": rank ? 0.6 : 1 },
    })),
    { id: "land-fill", type: "fill", source: "land", paint: { "fill-color": colour.land, "fill-antialias": false } },
    { id: "land-shore", type: "line", source: "land", paint: { "line-color": colour.shore, "line-width": 0.8 } },
    {
      id: "grid-names",
      type: "symbol",
      source: "grid",
      layout: { ...words(10), "symbol-placement": "line", "symbol-spacing": 420, "text-field": ["get", "name"] },
      paint: { "text-color": colour.name, "text-halo-color": colour.sea, "text-halo-width": 1 },
    },
    ...[false, true].map((rough) => ({
      id: `limits-${rough ? "approximate" : "published"}`,
      type: "line",
      source: "limits",
      filter: ["all", ["==", ["get", "what"], "limit"], ["==", ["get", "approximate"], rough]],
      paint: { "line-color": colour.limit, "line-width": 1.4, ...(rough && { "line-dasharray": [5, 4] }) },
    })),
    {
      id: "limits-words",
      type: "symbol",
      source: "limits",
      minzoom: 7.5,
      filter: ["all", ["==", ["get", "what"], "limit"], ["get", "approximate"]],
      layout: { ...words(11), "symbol-placement": "line", "symbol-spacing": 500, "text-field": approximate },
      paint: { "text-color": colour.name, "text-halo-color": colour.sea, "text-halo-width": 2 },
    },
    {
      id: "limits-centres",
      type: "symbol",
      source: "limits",
      filter: ["==", ["get", "what"], "centre"],
      layout: { ...words(13), "text-field": ["get", "name"], "text-letter-spacing": 0.12, "text-max-width": 8 },
      paint: { "text-color": colour.name, "text-halo-color": colour.sea, "text-halo-width": 1.5 },
    },
    ...PLACES.map(([kind, from]) => ({
      id: `places-${kind}`,
      type: "symbol",
      source: "places",
      minzoom: from,
      filter: ["==", ["get", "kind"], kind],
      layout: {
        ...words(kind === "port" ? 12 : 11),
        "text-field": ["concat", MARKS[kind], " ", ["get", "name"]],
        "text-anchor": "left",
        "text-offset": [-0.4, 0],
        "symbol-sort-key": ["get", "rank"],
      },
      paint: inked("name"),
    })),
    {
      id: "clouds-fill",
      type: "fill",
      source: "clouds",
      filter: ["==", ["get", "sought"], "people"],
      paint: { "fill-color": colour.cloud, "fill-opacity": 0.13 },
    },
    ...dashes.map(([share, dash]) => ({
      id: `clouds-${share}`,
      type: "line",
      source: "clouds",
      filter: ["==", ["get", "per_cent"], share],
      paint: {
        "line-color": colour.cloud,
        "line-width": ["case", ["==", ["get", "sought"], "craft"], 0.8, share === 50 ? 2 : 1.5],
        ...(share === 50 ? {} : { "line-dasharray": dash }),
      },
    })),
    {
      id: "clouds-names",
      type: "symbol",
      source: "clouds",
      layout: { ...words(11), "symbol-placement": "line", "symbol-spacing": 700, "text-field": ["get", "label"] },
      paint: inked("cloud"),
    },
    { id: "errors-fill", type: "fill", source: "errors", filter: ["get", "last"], paint: { "fill-color": owned, "fill-opacity": 0.1 } },
    {
      id: "errors-line",
      type: "line",
      source: "errors",
      paint: { "line-color": owned, "line-width": ["case", ["get", "last"], 1.6, 0.6] },
    },
    {
      id: "ties-line",
      type: "line",
      source: "ties",
      paint: { "line-color": colour.ink, "line-width": 1.4, "line-dasharray": [2, 2] },
    },
    {
      id: "ties-words",
      type: "symbol",
      source: "ties",
      layout: { ...words(12), "symbol-placement": "line-center", "text-field": ["get", "label"], "text-allow-overlap": true },
      paint: inked("ink"),
    },
    {
      id: "chosen",
      type: "circle",
      source: "positions",
      filter: ["==", ["get", "case"], "-"],
      paint: { "circle-radius": 14, "circle-color": "rgba(0, 0, 0, 0)", "circle-stroke-color": colour.ink, "circle-stroke-width": 2.5 },
    },
    {
      id: "positions-dots",
      type: "circle",
      source: "positions",
      paint: {
        "circle-radius": ["case", ["get", "last"], 6.5, 4],
        "circle-color": ["case", ["get", "last"], owned, colour.halo],
        "circle-stroke-color": ["case", ["get", "last"], colour.halo, colour.old],
        "circle-stroke-width": 2,
      },
    },
    {
      id: "units-names",
      type: "symbol",
      source: "units",
      layout: {
        ...words(12),
        "text-field": ["concat", "▲ ", ["get", "label"]],
        "text-anchor": "left",
        "text-justify": "left",
        "text-max-width": 30,
        "text-allow-overlap": true,
      },
      paint: inked("unit"),
    },
    {
      id: "positions-old",
      type: "symbol",
      source: "positions",
      minzoom: 9,
      filter: ["!", ["get", "last"]],
      layout: { ...words(11), "text-field": ["get", "age"], "text-variable-anchor": ["left", "right", "top", "bottom"], "text-radial-offset": 0.7 },
      paint: inked("old"),
    },
    {
      id: "positions-names",
      type: "symbol",
      source: "positions",
      filter: ["get", "last"],
      layout: {
        ...words(14),
        "text-field": ["concat", ["get", "name"], "\n", ["get", "age"]],
        "text-variable-anchor": ["left", "right", "top", "bottom"],
        "text-radial-offset": 0.8,
        "text-max-width": 24,
        "text-justify": "auto",
        "text-allow-overlap": true,
      },
      paint: inked("ink"),
    },
  ];
}

/**
 * Returns the grid of a box: whole degrees first, then halves, then every ten minutes, each line once.
 * @param {[number, number, number, number]} box - west, south, east, north
 */
export function grid([west, south, east, north]) {
  const features = [];
  const drawn = new Set();
  EVERY.forEach(({ step }, rank) => {
    for (const [low, high, name, line] of [
      [west, east, "EW", (x) => [[x, south], [x, north]]],
      [south, north, "NS", (y) => [[west, y], [east, y]]],
    ]) {
      for (let k = Math.ceil(low / step - 1e-9); k * step <= high; k += 1) {
        const at = Math.round(k * step * 60) / 60;
        const key = name + at.toFixed(3);
        if (drawn.has(key)) continue;
        drawn.add(key);
        features.push({
          type: "Feature",
          properties: { rank, name: rank ? "" : angle(at, name) },
          geometry: { type: "LineString", coordinates: line(at) },
        });
      }
    }
  });
  return { type: "FeatureCollection", features };
}

function angle(degrees, [positive, negative]) {
  return `${Math.abs(degrees)}°${degrees === 0 && positive === "E" ? "" : degrees < 0 ? negative : positive}`;
}
