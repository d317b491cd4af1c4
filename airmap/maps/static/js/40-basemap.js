// The world inside the file: gzipped TopoJSON, drawn on canvas, with names as labels.
const decodeTopology = (topology) => {
  const { scale: [sx, sy], translate: [tx, ty] } = topology.transform;
  const arcs = topology.arcs.map((arc) => { let x = 0, y = 0; return arc.map(([dx, dy]) => { x += dx; y += dy; return [x * sx + tx, y * sy + ty]; }); });
  // A ring that crosses ±180 is unwrapped; one that goes round the pole (Antarctica) is closed over it.
  const ring = (indices) => {
    const points = indices.flatMap((i, n) => { const a = i >= 0 ? arcs[i] : [...arcs[~i]].reverse(); return n ? a.slice(1) : a; });
    let turn = 0;
    const whole = points.map(([x, y], n) => {
      if (n) { const step = x - points[n - 1][0]; if (step > 180) turn -= 360; else if (step < -180) turn += 360; }
      return [x + turn, y];
    });
    if (turn) { const pole = whole[0][1] < 0 ? -90 : 90; whole.push([whole.at(-1)[0], pole], [whole[0][0], pole]); }
    return whole;
  };
  return topology.objects.countries.geometries.flatMap((g) => (g.type === "Polygon" ? [g.arcs] : g.type === "MultiPolygon" ? g.arcs : []).map((polygon) => polygon.map(ring)));
};
// Seams at ±180 are no coasts: land is filled whole and only its real edges are stroked.
const basemapStyle = () => ({ stroke: true, color: css("--edge"), weight: 0.7, fill: true, fillColor: css("--land"), fillOpacity: 1, interactive: false, smoothFactor: 0.7 });
const drawBasemap = (map, polygons, disputed) => {
  const renderer = L.canvas({ pane: "base", padding: 0.3 });
  const group = L.layerGroup().addTo(map);
  const shifted = (p, by) => p.map((r) => r.map(([x, y]) => [x + by, y]));
  const copies = polygons.flatMap((p) => {
    const xs = p[0].map((c) => c[0]), low = Math.min(...xs), high = Math.max(...xs);
    return [p, ...(low < -60 ? [shifted(p, 360)] : []), ...(high > 60 ? [shifted(p, -360)] : [])];
  });
  const land = copies.map((p) => L.polygon(toLatLngs(p), { ...basemapStyle(), renderer }).addTo(group));
  const dashed = disputed.map((line) => L.polyline(toLatLngs(line), { renderer, color: css("--edge"), weight: 1.4, dashArray: "4 4", interactive: false }).addTo(group));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { land.forEach((p) => p.setStyle(basemapStyle())); dashed.forEach((l) => l.setStyle({ color: css("--edge") })); });
};
// Around an incident the picture gives way to the true land: the sea is laid over it, then the atlas's shores and limits.
// From afar the basemap stays: a window that fills little of the map would only show its own edge.
const WINDOW_SHARE = 0.6;
const drawWindows = (map, windows, lines) => {
  const renderer = L.canvas({ pane: "land", padding: 0.3 });
  const sea = () => ({ stroke: false, fill: true, fillColor: css("--sea"), fillOpacity: 1, interactive: false });
  const ground = () => ({ ...basemapStyle(), stroke: false }), limit = () => ({ renderer: lines, color: css("--limit"), weight: 1.3, interactive: false });
  const made = windows.map(({ box: [w, s, e, n], within, land, limits }) => {
    // A little smaller than the land in it, so that no seam shows where land goes on.
    const dx = (e - w) / 300, dy = (n - s) / 300;
    const styled = [
      [L.rectangle([[s + dy, w + dx], [n - dy, e - dx]], { ...sea(), renderer }), sea],
      ...land.map(unpacked).map((g) => [areaLayer(g, { ...ground(), renderer }), ground]),
      ...limits.map(unpacked).map((g) => [lineLayer(g, limit()), limit]),
    ];
    const [w0, s0, e0, n0] = within || [w, s, e, n];
    return { styled, group: L.layerGroup(styled.map(([layer]) => layer)), corners: [[n0, w0], [s0, e0]] };
  });
  const toggle = () => {
    const size = map.getSize();
    for (const { group, corners } of made) {
      const [a, b] = corners.map((c) => map.project(c));
      if (Math.min((b.x - a.x) / size.x, (b.y - a.y) / size.y) >= WINDOW_SHARE) group.addTo(map); else group.remove();
    }
  };
  map.on("zoomend resize", toggle); toggle();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => made.forEach(({ styled }) => styled.forEach(([layer, style]) => layer.setStyle(style()))));
};
const NEAR_ZOOM = 6;
const LABEL_RANK = { place: 0, water: 0, country: 1, town: 2 };
const drawLabels = (map, countries, places, towns, windows, symbols) => {
  const inWindow = (lon, lat) => windows.some(({ box: [w, s, e, n] }) => lon > w && lon < e && lat > s && lat < n);
  const pane = map.getPane("names"), made = [];
  const add = (name, lon, lat, from, kind) => {
    const node = el("span", { class: `name ${kind}`, "aria-hidden": "true" }, text(name));
    pane.append(node);
    made.push({ node, at: L.latLng(lat, lon), from, kind, width: name.length * (kind === "country" ? 8 : 6.5) + 8 });
  };
  for (const [name, lon, lat, kind] of places) add(name, lon, lat, 4, kind);
  for (const [name, lon, lat, from] of countries) add(name, lon, lat, from < NEAR_ZOOM ? from - 0.7 : from, "country");
  // Where the atlas's land is drawn its own names take over from the basemap's.
  for (const label of made) label.until = label.kind === "country" && label.from < NEAR_ZOOM && inWindow(label.at.lng, label.at.lat) ? NEAR_ZOOM : Infinity;
  towns.forEach(([name, lon, lat], n) => { if (!places.some((p) => p[0] === name)) add(name, lon, lat, n < 8 ? 5 : 7, "town"); });
  made.sort((a, b) => LABEL_RANK[a.kind] - LABEL_RANK[b.kind] || (a.kind === "country" ? a.from - b.from : 0));
  const arrange = () => {
    const zoom = map.getZoom(), size = map.getSize(), taken = symbols().map((at) => { const p = map.latLngToLayerPoint(at); return [p.x - 11, p.y - 11, p.x + 11, p.y + 11]; });
    const corner = map.containerPointToLayerPoint([0, 0]), named = new Set();
    for (const label of made) {
      const p = map.latLngToLayerPoint(label.at), middle = label.kind === "country" || label.kind === "water", half = label.width / 2;
      label.node.hidden = true;
      if (zoom < label.from || zoom >= label.until || (label.kind === "country" && named.has(label.node.textContent))) continue;
      // A place's name stands to its right, or to its left where something is in the way.
      for (const side of middle ? [0] : [1, -1]) {
        const x = p.x + side * (half + 6), y = p.y, box = [x - half, y - 9, x + half, y + 9];
        if (box[2] < corner.x || box[0] > corner.x + size.x || box[3] < corner.y || box[1] > corner.y + size.y
          || taken.some((t) => t[0] < box[2] && t[2] > box[0] && t[1] < box[3] && t[3] > box[1])) continue;
        taken.push(box); named.add(label.node.textContent); label.node.hidden = false; label.node.classList.toggle("left", side === -1);
        label.node.style.left = `${p.x}px`; label.node.style.top = `${y}px`;
        break;
      }
    }
  };
  map.on("zoomend moveend viewreset", arrange);
  map.on("zoomstart", () => made.forEach((l) => { l.node.hidden = true; }));
  arrange();
};
