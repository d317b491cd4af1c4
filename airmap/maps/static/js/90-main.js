const DATA = JSON.parse(byId("data").textContent);
const start = async () => {
  const rows = DATA.rows;
  for (const row of rows) {
    row.region = unwrapped(row.region);
    if (row.lat != null) {
      let lon = row.lon;
      if (row.region) { const box = boundsOf(row.region); if (lon < box.getWest() - 1e-6 && lon + 360 <= box.getEast() + 1e-6) lon += 360; else if (lon > box.getEast() + 1e-6 && lon - 360 >= box.getWest() - 1e-6) lon -= 360; }
      row.at = row.coarse ? null : L.latLng(row.lat, lon);
    }
    row.haystack = [row.say, ...row.quotes, row.source, row.title, ...row.facts.map((f) => f[1])].join(" ").toLowerCase();
  }
  const map = L.map("map", { zoomControl: true, attributionControl: true, minZoom: 1, maxZoom: 15, worldCopyJump: false, zoomSnap: 0.5, keyboard: true, fadeAnimation: false, zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches });
  map.attributionControl.setPrefix(false);
  map.attributionControl.addAttribution(el("span", {}, DATA.credit).innerHTML);
  L.control.scale({ imperial: false }).addTo(map);
  for (const [name, z] of [["base", 200], ["land", 205], ["names", 420], ["areas", 410], ["lines", 415], ["symbols", 450]]) { map.createPane(name).style.zIndex = z; map.getPane(name).style.pointerEvents = "none"; }
  map.setView([30, 20], 2);
  drawBasemapFromPage(map);
  drawTrueLand(map, DATA.windows);

  const areas = L.canvas({ pane: "areas", padding: 0.2 }), lines = L.canvas({ pane: "lines", padding: 0.2 });
  for (const border of DATA.borders) lineLayer(unwrapped(border.line), { renderer: lines, color: css("--limit"), weight: 1.4, interactive: false }).addTo(map);

  const drawnAreas = new Map(), extras = L.layerGroup().addTo(map), hint = L.layerGroup().addTo(map);
  let selected = null, shown = rows;
  const pick = (row, focus = true) => { selected = row; refresh(); showCard(row, focus); location.replace(`#${row ? row.id : ""}`); };
  const hover = () => {};
  const symbols = new SymbolLayer({ pick, hover }).addTo(map);

  const fit = (row, animate = true) => {
    const box = row.region ? boundsOf(row.region) : row.at ? L.latLngBounds([row.at, row.at]) : null;
    if (!box) return;
    const wide = row.coarse ? 0.05 : 0.35;
    map.fitBounds(box.pad(wide), { maxZoom: row.type === "meeting" ? 6 : 10, animate: animate && !matchMedia("(prefers-reduced-motion: reduce)").matches });
  };
  const styleOf = (row, isSelected) => ({ renderer: areas, color: colourOf(row), weight: isSelected ? 2 : 1.2, fillColor: colourOf(row), fillOpacity: row.coarse ? (isSelected ? 0.1 : 0.02) : isSelected ? 0.32 : 0.18, opacity: row.coarse && !isSelected ? 0.25 : 0.9, dashArray: (DASH[row.status] || []).join(" ") || null, interactive: false });
  const drawAreas = () => {
    const wanted = new Set(shown.length > 3000 ? (selected ? [selected] : []) : shown.filter((r) => r.region && (!r.coarse || r === selected)));
    for (const [row, layer] of drawnAreas) if (!wanted.has(row)) { layer.remove(); drawnAreas.delete(row); }
    for (const row of wanted) {
      if (!row.region) continue;
      const style = styleOf(row, row === selected);
      if (drawnAreas.has(row)) drawnAreas.get(row).setStyle(style);
      else drawnAreas.set(row, areaLayer(row.region, style).addTo(map));
    }
  };
  const drawExtras = () => {
    extras.clearLayers(); hint.clearLayers();
    if (!selected) return;
    if (selected.border) lineLayer(unwrapped(selected.border), { renderer: lines, color: css("--ink"), weight: 2.6, interactive: false }).addTo(extras);
    if (selected.arrow) arrow(selected.arrow).addTo(extras);
    for (const [lon, lat] of selected.claims || []) L.circleMarker([lat, lon], { renderer: lines, radius: 5, color: css("--ink"), weight: 2, fill: false, interactive: false }).addTo(extras);
  };
  const arrow = ([a, b]) => {
    const p = map.project([a[1], a[0]], 10), q = map.project([b[1], b[0]], 10), angle = Math.atan2(q.y - p.y, q.x - p.x), size = Math.max(4, q.distanceTo(p) * 0.25);
    const wing = (turn) => map.unproject([q.x - size * Math.cos(angle + turn), q.y - size * Math.sin(angle + turn)], 10);
    const style = { renderer: lines, color: css("--ink"), weight: 2, opacity: 0.8, interactive: false };
    return L.layerGroup([L.polyline([[a[1], a[0]], [b[1], b[0]]], { ...style, dashArray: "6 4" }), L.polyline([wing(0.4), [b[1], b[0]], wing(-0.4)], style)]);
  };
  const hoverConstraint = (constraint) => {
    hint.clearLayers();
    if (!constraint || !constraint.geometry) return;
    const g = unwrapped(constraint.geometry), style = { renderer: lines, color: css("--accent"), weight: 3, dashArray: constraint.hard ? null : "6 5", interactive: false };
    (polygonsOf(g).length ? areaLayer(g, { ...style, fillColor: css("--accent"), fillOpacity: 0.12 }) : lineLayer(g, style)).addTo(hint);
  };

  const list = byId("list"), buttons = new Map();
  const LISTED = 400;
  const showCard = (row, focus) => {
    byId("browse").hidden = Boolean(row); byId("card").hidden = !row;
    if (!row) { const at = buttons.get(pick.last); if (at && focus) at.focus(); return; }
    pick.last = row;
    drawCard(row, () => pick(null), hoverConstraint);
    fit(row);
    if (focus) byId("card-title").focus({ preventScroll: true });
    byId("card").scrollTop = 0;
  };
  const drawList = () => {
    list.replaceChildren(); buttons.clear();
    for (const row of shown.slice(0, LISTED)) {
      const button = el("button", { type: "button", onclick: () => pick(row) }, symbolIcon(row), text(row.say, { class: "say" }), el("span", { class: "meta", dir: "auto" }, [row.when, STATUS[row.status] !== "asserted" && STATUS[row.status] !== "held" ? STATUS[row.status] : "", row.coarse ? "country level, no point" : "", row.source].filter(Boolean).join(" · ")));
      buttons.set(row, button);
      list.append(el("li", {}, button));
    }
    if (shown.length > LISTED) list.append(el("li", {}, el("p", { class: "meta" }, `${shown.length - LISTED} more: narrow the filters to list them.`)));
  };
  let passes = () => true, inTime = () => true, queued = 0;
  const refresh = () => { symbols.show(shown, selected); drawAreas(); drawExtras(); };
  const changed = () => {
    cancelAnimationFrame(queued);
    queued = requestAnimationFrame(() => {
      const words = byId("search").value.toLowerCase().split(/\s+/).filter(Boolean);
      shown = rows.filter((r) => passes(r) && inTime(r) && matchesText(r, words));
      byId("count").textContent = shown.length === rows.length ? `${rows.length} ${rows.length === 1 ? "event" : "events"}` : `${shown.length} of ${rows.length} events`;
      drawList(); refresh();
    });
  };
  passes = drawFilters(rows, changed);
  inTime = drawTimeline(rows, changed);
  byId("search").addEventListener("input", changed);
  addTools(map, () => shown);
  addAbout();
  drawLabels(map, DATA.labels, DATA.places);

  const everything = rows.filter((r) => r.region && !r.coarse).map((r) => boundsOf(r.region)).concat(rows.filter((r) => r.at).map((r) => L.latLngBounds([r.at, r.at])));
  const all = everything.reduce((a, b) => a.extend(b), L.latLngBounds([]));
  if (everything.length && all.getEast() - all.getWest() > 200) map.setView([32, 12], map.getSize().x > 700 ? 2 : 1, { animate: false });
  else if (everything.length) map.fitBounds(all.pad(0.25), { maxZoom: 9, animate: false });
  else { const coarse = rows.find((r) => r.region); if (coarse) fit(coarse, false); }
  shown = rows; changed();
  const named = () => rows.find((r) => r.id === decodeURIComponent(location.hash.slice(1)));
  addEventListener("hashchange", () => { const row = named(); if (row && row !== selected) pick(row); });
  const incidents = rows.filter((r) => r.type !== "meeting");
  if (named()) pick(named(), false);
  else if (rows.length === 1 || (DATA.single && incidents.length === 1)) pick(incidents[0] || rows[0], false);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && selected && !byId("about").open) pick(null); });
  document.documentElement.dataset.ready = "true";
};
const drawBasemapFromPage = async (map) => {
  const [topology, disputed] = await Promise.all(["basemap", "basemap-disputed"].map((id) => gunzip(byId(id).textContent)));
  drawBasemap(map, decodeTopology(topology), disputed.features.flatMap((f) => linesOf(f.geometry)));
  document.documentElement.dataset.basemap = "true";
};
const icon = (d) => svgEl("svg", { viewBox: "0 0 20 20", width: 16, height: 16, "aria-hidden": "true" }, svgEl("path", { d, fill: "none", stroke: "currentColor", "stroke-width": 1.8, "stroke-linecap": "round", "stroke-linejoin": "round" }));
const addTools = (map, shown) => {
  const where = el("div", { class: "where leaflet-control" });
  const Corner = L.Control.extend({ options: { position: "bottomleft" }, onAdd: () => where });
  new Corner().addTo(map);
  map.on("mousemove", (e) => { where.textContent = degreesText(e.latlng); });
  const bar = el("div", { class: "tools leaflet-bar leaflet-control" }), group = L.layerGroup().addTo(map);
  let measuring = false, from = null;
  const measure = el("button", { type: "button", title: "Measure a distance", "aria-label": "Measure a distance", "aria-pressed": "false", onclick: () => { measuring = !measuring; from = null; group.clearLayers(); measure.setAttribute("aria-pressed", String(measuring)); where.textContent = measuring ? "Click two points" : ""; } }, icon("M2 10h16M2 10l4-4M2 10l4 4M18 10l-4-4M18 10l-4 4"));
  map.on("click", (e) => {
    if (!measuring) return;
    if (!from) { group.clearLayers(); from = e.latlng; L.circleMarker(from, { radius: 4, color: css("--accent"), pane: "lines", interactive: false }).addTo(group); return; }
    L.polyline([from, e.latlng], { color: css("--accent"), weight: 2, pane: "lines", interactive: false }).addTo(group);
    where.textContent = lengthText(distanceMetres(from, e.latlng)); byId("said").textContent = where.textContent; from = null;
  });
  const full = el("button", { type: "button", title: "Full screen", "aria-label": "Full screen", onclick: () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()) }, icon("M3 8V3h5M12 3h5v5M17 12v5h-5M8 17H3v-5"));
  const menu = el("button", { type: "button", title: "Download what is shown", "aria-label": "Download what is shown", "aria-expanded": "false", onclick: () => { const open = choices.hidden; choices.hidden = !open; menu.setAttribute("aria-expanded", String(open)); } }, icon("M10 3v10M10 13l-4-4M10 13l4-4M3 17h14"));
  const choice = (label, act) => el("button", { type: "button", style: null, onclick: () => { choices.hidden = true; menu.setAttribute("aria-expanded", "false"); act(); } }, label);
  const choices = el("div", { class: "choices", hidden: true }, choice("JSON", () => save("airmap.geojson", "application/geo+json", asGeoJson(shown()))), choice("CSV", () => save("airmap.csv", "text/csv", asCsv(shown()))), choice("PNG", () => savePicture(map)));
  bar.append(measure, full, menu, choices);
  L.DomEvent.disableClickPropagation(bar);
  const Tools = L.Control.extend({ options: { position: "topleft" }, onAdd: () => bar });
  new Tools().addTo(map);
};
const addAbout = () => {
  const about = byId("about"), facts = el("dl");
  for (const [name, value] of DATA.about) facts.append(el("dt", {}, name), el("dd", { dir: "auto" }, value));
  about.prepend(el("h2", {}, "About this map"), el("p", {}, "Read automatically from the articles, not verified. A region is where an event can have happened if the words are true."), facts);
  byId("about-button").addEventListener("click", () => about.showModal());
};
start();
