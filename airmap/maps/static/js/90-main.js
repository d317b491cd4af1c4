// The page: data in, map, list, card and filters tied together.
const AREAS_AT_ONCE = 300, LISTED = 400, DETAIL_ZOOM = 10;

// What a row lacks is empty; its symbol's place is moved to the side of ±180 on which its region is drawn.
const prepared = (row) => {
  for (const name of ["quotes", "facts", "checks", "constraints", "places", "claims"]) row[name] ||= [];
  row.shape = row.region;
  row.region = undefined;
  row.at = row.lat == null || row.coarse ? null : L.latLng(row.lat, row.lon);
  return row;
};
const regionOf = (row) => {
  if (row.region === undefined) {
    row.region = unwrapped(unpacked(row.shape));
    if (row.region && row.at) {
      const box = boundsOf(row.region);
      for (const turn of [360, -360]) if (!box.contains(row.at) && box.contains([row.lat, row.lon + turn])) { row.at = L.latLng(row.lat, row.lon + turn); row.world = null; }
    }
  }
  return row.region;
};
const extentOf = (row) => {
  const region = regionOf(row);
  if (region) return boundsOf(region);
  return row.at ? (row.radius_m ? row.at.toBounds(2 * row.radius_m) : L.latLngBounds([row.at, row.at])) : null;
};

const makeMap = () => {
  const map = L.map("map", { attributionControl: true, minZoom: 1, maxZoom: 15, zoomSnap: 0.5, fadeAnimation: false, zoomAnimation: !calm() });
  map.attributionControl.setPrefix(false);
  map.attributionControl.addAttribution(el("span", {}, DATA.credit).innerHTML);
  L.control.scale({ imperial: false, maxWidth: 140 }).addTo(map);
  for (const [name, z] of [["base", 200], ["land", 205], ["tiles", 207], ["areas", 410], ["lines", 415], ["names", 420], ["symbols", 450]]) { map.createPane(name).style.zIndex = z; map.getPane(name).style.pointerEvents = "none"; }
  return map.setView([30, 20], 2);
};

// From the origin side to the symbol's edge: as long on every zoom, so that its head is never under the symbol.
const arrowLayer = (map, [a, b], renderer) => {
  const group = L.layerGroup(), draw = () => {
    const p = map.latLngToLayerPoint([a[1], a[0]]), q = map.latLngToLayerPoint([b[1], b[0]]), angle = Math.atan2(q.y - p.y, q.x - p.x);
    const at = (r, turn = 0) => map.layerPointToLatLng([q.x - r * Math.cos(angle + turn), q.y - r * Math.sin(angle + turn)]);
    const length = Math.max(58, q.distanceTo(p)), shaft = [at(length), at(22)], head = [at(15), at(29, 0.3), at(29, -0.3)], colour = css("--ink");
    group.clearLayers();
    group.addLayer(L.polyline(shaft, { renderer, color: css("--paper"), weight: 5, opacity: 0.8, interactive: false }));
    group.addLayer(L.polyline(shaft, { renderer, color: colour, weight: 2.2, interactive: false }));
    group.addLayer(L.polygon(head, { renderer, color: css("--paper"), weight: 1, fillColor: colour, fillOpacity: 1, interactive: false }));
  };
  group.on("add", () => { draw(); map.on("zoomend", draw); }).on("remove", () => map.off("zoomend", draw));
  return group;
};

const start = async () => {
  DATA = await readData("data");
  const rows = DATA.rows.map(prepared), map = makeMap();
  drawBasemapFromPage(map);
  const areas = L.canvas({ pane: "areas", padding: 0.2 }), lines = L.canvas({ pane: "lines", padding: 0.2 });
  drawWindows(map, DATA.windows, lines);

  const drawnAreas = new Map(), extras = L.layerGroup().addTo(map), hint = L.layerGroup().addTo(map), tip = el("div", { id: "tip", hidden: true, "aria-hidden": "true" });
  map.getContainer().append(tip);
  const list = byId("list"), buttons = new Map();
  let key = null, selected = null, last = null, shown = rows, filters = null, time = null, queued = 0, settled = false;

  // Leaflet drops a move that is asked of it while it zooms, so the last row asked for waits until the zoom has ended.
  let zooming = false, waiting = null;
  map.on("zoomstart", () => { zooming = true; });
  map.on("zoomend", () => { zooming = false; const row = waiting; waiting = null; if (row) setTimeout(() => { if (row === selected) fit(row); }); });
  const fit = (row) => {
    if (zooming) { waiting = row; return; }
    const box = extentOf(row);
    if (box) map.fitBounds(box.pad(row.coarse ? 0.05 : 0.35), { maxZoom: row.type === "meeting" ? 6 : DETAIL_ZOOM, animate: settled && !calm() });
  };
  const remember = () => {
    if (!settled) return;
    const at = map.getCenter();
    writeAddress({ id: selected && selected.id, map: `${map.getZoom()}/${at.lat.toFixed(3)}/${at.lng.toFixed(3)}`, q: byId("search").value, time: time.state.get(), off: filters.state.get().join("~") });
  };
  const drawAreas = () => {
    const view = map.getBounds().pad(0.3);
    const crowd = shown.length > AREAS_AT_ONCE, near = [];
    const [south, west, north, east] = [view.getSouth(), view.getWest(), view.getNorth(), view.getEast()];
    for (const r of shown) {
      if (!r.shape || r.coarse) continue;
      if (crowd && (!r.at || r.at.lat < south || r.at.lat > north || r.at.lng < west || r.at.lng > east)) continue;
      if (near.push(r) > AREAS_AT_ONCE) break;
    }
    const wanted = new Set(near.length > AREAS_AT_ONCE ? [] : near);
    if (selected) wanted.add(selected);
    for (const [row, layer] of drawnAreas) if (!wanted.has(row)) { layer.remove(); drawnAreas.delete(row); }
    for (const row of wanted) {
      const chosen = row === selected, colour = colourOf(row), region = regionOf(row);
      const style = { renderer: areas, color: colour, weight: chosen ? 2 : 1.2, opacity: 0.9, fillColor: colour, fillOpacity: row.coarse ? 0.08 : chosen ? 0.38 : 0.22, dashArray: (DASH[row.status] || []).join(" ") || null, interactive: false };
      if (drawnAreas.has(row)) drawnAreas.get(row).setStyle(style);
      else if (region) drawnAreas.set(row, areaLayer(region, style).addTo(map));
      else if (row.at && row.radius_m) drawnAreas.set(row, L.circle(row.at, { ...style, radius: row.radius_m }).addTo(map));
    }
  };
  const drawExtras = () => {
    extras.clearLayers(); hint.clearLayers();
    if (!selected) return;
    if (selected.border) for (const [color, weight] of [[css("--paper"), 5.5], [css("--ink"), 2.8]]) lineLayer(unwrapped(unpacked(selected.border)), { renderer: lines, color, weight, interactive: false }).addTo(extras);
    if (selected.other_view) lineLayer(unwrapped(unpacked(selected.other_view[1])), { renderer: lines, color: css("--other-view"), weight: 2.6, dashArray: "2 6", interactive: false }).addTo(extras);
    if (selected.arrow) arrowLayer(map, selected.arrow, lines).addTo(extras);
    for (const [lon, lat] of selected.claims) L.circleMarker([lat, lon], { renderer: lines, radius: 5, color: css("--ink"), weight: 2, fill: false, interactive: false }).addTo(extras);
  };
  const hoverConstraint = (constraint) => {
    hint.clearLayers();
    if (!constraint || !constraint.geometry) return;
    const g = unwrapped(unpacked(constraint.geometry)), style = { renderer: lines, color: css("--accent"), weight: 3, dashArray: constraint.hard ? null : "6 5", interactive: false };
    (polygonsOf(g).length ? areaLayer(g, { ...style, fillColor: css("--accent"), fillOpacity: 0.12 }) : lineLayer(g, style)).addTo(hint);
  };
  const refresh = () => { drawAreas(); symbols.show(shown, selected); drawExtras(); if (key) key(selected); remember(); };

  const showCard = (row, focus) => {
    byId("browse").hidden = Boolean(row); byId("card").hidden = !row;
    if (!row) { const at = buttons.get(last); if (at && focus) at.focus(); return; }
    last = row;
    drawCard(row, () => pick(null), hoverConstraint);
    fit(row);
    if (focus) byId("card-title").focus({ preventScroll: true });
    byId("card").scrollTop = 0;
  };
  const pick = (row, focus = true) => { selected = row; refresh(); showCard(row, focus); };
  const hover = (row, at) => {
    tip.hidden = !row;
    for (const [r, b] of buttons) b.classList.toggle("over", r === row);
    if (!row) return;
    tip.textContent = row.say;
    tip.style.left = `${Math.min(at.x + 14, map.getSize().x - 200)}px`; tip.style.top = `${at.y + 14}px`;
  };
  const symbols = new SymbolLayer({ pick: (row) => { if (!tools.measuring()) pick(row); }, hover }).addTo(map);
  const tools = addTools(map, () => shown);

  const drawList = () => {
    list.replaceChildren(); buttons.clear();
    for (const row of shown.slice(0, LISTED)) {
      const unsure = ["asserted", "held"].includes(row.status) ? "" : STATUS[row.status] || row.status;
      const meta = [row.when, unsure, row.at ? "" : "no point: country level or unknown", row.tellings ? `${row.tellings.length + 1} articles` : "", row.source].filter(Boolean).join(" · ");
      const button = el("button", { type: "button", onclick: () => pick(row) }, symbolIcon(row), text(row.say, { class: "say" }), el("span", { class: "meta", dir: "auto" }, meta));
      buttons.set(row, button);
      list.append(el("li", {}, button));
    }
    if (shown.length > LISTED) list.append(el("li", { class: "more" }, `${(shown.length - LISTED).toLocaleString("en")} more: narrow the filters to list them.`));
  };
  const changed = () => {
    cancelAnimationFrame(queued);
    queued = requestAnimationFrame(() => {
      const words = byId("search").value.toLowerCase().split(/\s+/).filter(Boolean);
      shown = rows.filter((r) => filters.passes(r) && time.inTime(r) && matchesText(r, words));
      const all = `${rows.length.toLocaleString("en")} ${rows.length === 1 ? "event" : "events"}`;
      byId("all").hidden = shown.length === rows.length;
      byId("count").textContent = shown.length === rows.length ? all : `${shown.length.toLocaleString("en")} of ${all}`;
      drawList(); refresh();
    });
  };
  const narrow = matchMedia("(max-width: 760px)").matches;
  byId("filter-box").open = !narrow && rows.length > 5;
  const sheet = byId("sheet");
  sheet.addEventListener("click", () => {
    const up = document.body.classList.toggle("sheet-up");
    sheet.setAttribute("aria-expanded", String(up)); sheet.textContent = up ? "Show the map larger" : "Show the list larger";
    map.invalidateSize();
  });

  const address = readAddress();
  byId("search").value = address.get("q") || "";
  byId("search").addEventListener("input", changed);
  byId("all").addEventListener("click", () => { byId("search").value = ""; filters.state.clear(); time.state.clear(); changed(); byId("search").focus(); });
  time = drawTimeline(rows, changed);
  filters = drawFilters(rows, changed, (address.get("off") || "").split("~").filter(Boolean));
  time.state.set(address.get("time"));
  addAbout();
  drawLabels(map, DATA.labels, DATA.places, DATA.towns, DATA.windows, () => (shown.length > AREAS_AT_ONCE ? [] : shown.flatMap((r) => r.at || [])));
  key = addKey(map);
  for (const row of rows) if (row.shape && rows.length <= AREAS_AT_ONCE) regionOf(row);

  const openView = () => {
    // An article's meetings are often far from what it is about.
    const about = rows.filter((r) => r.at && r.type !== "meeting"), placed = about.length ? about : rows.filter((r) => r.at), all = L.latLngBounds([]);
    for (const row of placed) all.extend(rows.length > AREAS_AT_ONCE ? row.at : extentOf(row));
    if (placed.length && all.getEast() - all.getWest() > 200) map.setView([32, 12], Math.max(1, Math.floor(2 * Math.log2(map.getSize().x / 256)) / 2), { animate: false });
    else if (placed.length) map.fitBounds(all.pad(0.2), { maxZoom: 9, animate: false });
    else { const coarse = rows.find((r) => r.shape); if (coarse) fit(coarse); }
  };
  openView();
  const incidents = rows.filter((r) => r.type !== "meeting"), named = rows.find((r) => r.id === address.get("id"));
  if (named) pick(named, false);
  else if (rows.length === 1 || (DATA.single && incidents.length === 1)) pick(incidents[0] || rows[0], false);
  const [zoom, lat, lon] = (address.get("map") || "").split("/").map(Number);
  if (Number.isFinite(zoom + lat + lon) && address.get("map")) map.setView([lat, lon], zoom, { animate: false });
  settled = true;
  map.on("moveend", () => { if (rows.length > AREAS_AT_ONCE) drawAreas(); remember(); });
  addEventListener("hashchange", () => { const row = rows.find((r) => r.id === readAddress().get("id")); if (row && row !== selected) pick(row); });
  addEventListener("resize", () => map.invalidateSize());
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && selected && !byId("about").open) pick(null); });
  changed();
  document.documentElement.dataset.ready = "true";
};
const drawBasemapFromPage = async (map) => {
  const packed = (id) => (byId(id) ? byId(id).textContent : window.AIRMAP_WORLD[id]);
  const [topology, disputed] = await Promise.all(["basemap", "basemap-disputed"].map(async (id) => JSON.parse(await gunzip(packed(id)))));
  drawBasemap(map, decodeTopology(topology), disputed.features.flatMap((f) => linesOf(f.geometry)));
  document.documentElement.dataset.basemap = "true";
};
start();
