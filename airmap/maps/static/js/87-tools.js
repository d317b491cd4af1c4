// The tools on the map: measure, full screen, download, online background, coordinates; and the panel "About".
const icon = (d) => svgEl("svg", { viewBox: "0 0 20 20", width: 16, height: 16, "aria-hidden": "true" }, svgEl("path", { d, fill: "none", stroke: "currentColor", "stroke-width": 1.8, "stroke-linecap": "round", "stroke-linejoin": "round" }));
const toolButton = (title, d, onclick, more = {}) => el("button", { type: "button", title, "aria-label": title, onclick, ...more }, icon(d));
const say = (words) => { byId("said").textContent = words; };

const addMeasure = (map, where) => {
  const group = L.layerGroup().addTo(map), state = { on: false }, line = { color: css("--accent"), weight: 2, pane: "lines", interactive: false };
  let from = null;
  const mark = (at) => {
    if (!from) { group.clearLayers(); from = at; L.circleMarker(at, { ...line, radius: 4 }).addTo(group); where.textContent = "Now the second point"; return; }
    L.polyline([from, at], line).addTo(group); L.circleMarker(at, { ...line, radius: 4 }).addTo(group);
    where.textContent = lengthText(distanceMetres(from, at));
    say(where.textContent); from = null;
  };
  const button = toolButton("Measure a distance: two points, or Enter at the middle of the map", "M2 10h16M2 10l4-4M2 10l4 4M18 10l-4-4M18 10l-4 4", () => {
    state.on = !state.on; from = null; group.clearLayers();
    button.setAttribute("aria-pressed", String(state.on));
    where.textContent = state.on ? "Click two points, or move the map and press Enter" : "";
    say(where.textContent);
    if (state.on) map.getContainer().focus();
  }, { "aria-pressed": "false" });
  map.on("click", (event) => { if (state.on) mark(event.latlng); });
  map.getContainer().addEventListener("keydown", (event) => { if (state.on && event.key === "Enter" && event.target === map.getContainer()) mark(map.getCenter()); });
  return { button, state };
};

const addTiles = (map, tiles) => {
  const layer = L.tileLayer(tiles.url, { maxZoom: tiles.max_zoom, attribution: el("span", {}, tiles.attribution).innerHTML, pane: "tiles" });
  const button = el("button", { type: "button", class: "wide", "aria-pressed": "false", title: `Online background ${tiles.name}`, onclick: () => {
    const on = !map.hasLayer(layer);
    if (on) layer.addTo(map); else layer.remove();
    button.setAttribute("aria-pressed", String(on));
  } }, "Tiles");
  return button;
};

const addTools = (map, shown) => {
  const where = el("div", { class: "where leaflet-control" });
  new (L.Control.extend({ options: { position: "bottomleft" }, onAdd: () => where }))().addTo(map);
  const { button: measure, state } = addMeasure(map, where);
  map.on("mousemove", (event) => { if (!state.on) where.textContent = degreesText(event.latlng); });
  const full = toolButton("Full screen", "M3 8V3h5M12 3h5v5M17 12v5h-5M8 17H3v-5", () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()));
  const closed = () => { choices.hidden = true; menu.setAttribute("aria-expanded", "false"); };
  const menu = toolButton("Download what is shown", "M10 3v10M10 13l-4-4M10 13l4-4M3 17h14", () => { const open = choices.hidden; choices.hidden = !open; menu.setAttribute("aria-expanded", String(open)); }, { "aria-expanded": "false" });
  const choice = (label, act) => el("button", { type: "button", class: "wide", onclick: () => { closed(); act(); menu.focus(); } }, label);
  const choices = el("div", { class: "choices", hidden: true },
    choice("GeoJSON", () => save("airmap.geojson", "application/geo+json", asGeoJson(shown()))),
    choice("CSV", () => save("airmap.csv", "text/csv", asCsv(shown()))),
    choice("PNG", () => savePicture(map)));
  const bar = el("div", { class: "tools leaflet-bar leaflet-control" }, measure, full, menu, choices, DATA.tiles ? addTiles(map, DATA.tiles) : null);
  L.DomEvent.disableClickPropagation(bar);
  new (L.Control.extend({ options: { position: "topleft" }, onAdd: () => bar }))().addTo(map);
  return { measuring: () => state.on };
};

// What the lines of the chosen event mean, on the map itself.
const addKey = (map) => {
  const box = el("details", { class: "key leaflet-control", open: matchMedia("(min-width: 761px)").matches }), lines = el("ul");
  box.append(el("summary", {}, "Key"), lines);
  L.DomEvent.disableClickPropagation(box);
  new (L.Control.extend({ options: { position: "bottomright" }, onAdd: () => box }))().addTo(map);
  const line = (sample, words) => el("li", {}, sample, words), stroke = (name) => el("span", { class: `stroke ${name}`, "aria-hidden": "true" });
  return (row) => {
    box.hidden = !row;
    if (!row) return;
    const swatch = svgEl("svg", { viewBox: "0 0 26 14", width: 26, height: 14, "aria-hidden": "true" });
    swatch.append(svgEl("rect", { x: 1, y: 1, width: 24, height: 12, fill: colourOf(row), "fill-opacity": 0.38, stroke: colourOf(row), "stroke-width": 1.6, "stroke-dasharray": (DASH[row.status] || []).join(" ") || "none" }));
    const items = [];
    if (row.shape || row.radius_m) items.push(line(swatch, row.coarse ? "All that the words say: a country" : "Where it can have happened"));
    if (row.at) items.push(line(symbolIcon(row, 20), row.type === "meeting" ? "Where they met" : "The region's middle, no position"));
    if (row.border) items.push(line(stroke("tested"), "Border it was held against"));
    if (row.arrow) items.push(line(el("span", { class: "sign", "aria-hidden": "true" }, "→"), "From the side it came from"));
    if (row.other_view) items.push(line(stroke("other"), `That border, ${row.other_view[0]} view`));
    if (DATA.windows.some((w) => w.limits.length)) items.push(line(stroke("limit"), "Limits of states' airspace"));
    lines.replaceChildren(...items);
    box.hidden = !items.length;
  };
};

const addAbout = () => {
  const about = byId("about"), facts = el("dl");
  for (const [name, value] of DATA.about) facts.append(el("dt", {}, name), el("dd", { dir: "auto" }, value));
  about.prepend(el("h2", { id: "about-title" }, "About this map"), el("p", {}, "Read automatically from the articles, not verified. A shaded region is where an event can have happened if the words are true; the symbol stands at its middle and is no position."), facts);
  byId("about-button").addEventListener("click", () => about.showModal());
};
