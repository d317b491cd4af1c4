// The world inside the file: gzipped TopoJSON, drawn on canvas, with names as labels.
const gunzip = async (base64) => {
  const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  return JSON.parse(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text());
};
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
// Around an incident the picture gives way to the true land: the sea is laid over it, then the atlas's shores.
const drawTrueLand = (map, windows) => {
  const renderer = L.canvas({ pane: "land", padding: 0.3 });
  const sea = () => ({ stroke: false, fill: true, fillColor: css("--sea"), fillOpacity: 1, interactive: false });
  const made = windows.flatMap(({ box: [w, s, e, n], land }) => [
    [L.rectangle([[s, w], [n, e]], { ...sea(), renderer }).addTo(map), sea],
    ...land.map((g) => [areaLayer(g, { ...basemapStyle(), stroke: false, renderer }).addTo(map), () => ({ ...basemapStyle(), stroke: false })]),
  ]);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => made.forEach(([layer, style]) => layer.setStyle(style())));
};
const drawLabels = (map, countries, places) => {
  const pane = map.getPane("names"), made = [];
  const add = (name, lon, lat, from, kind) => {
    const node = el("span", { class: `name ${kind}`, "aria-hidden": "true" }, text(name));
    pane.append(node);
    made.push({ node, at: L.latLng(lat, lon), from, kind });
  };
  for (const [name, lon, lat, from] of countries) add(name, lon, lat, from, "country");
  for (const [name, lon, lat] of places) add(name, lon, lat, 5, "place");
  const place = () => {
    const zoom = map.getZoom(), taken = [];
    for (const label of [...made].sort((a, b) => (a.kind === b.kind ? a.from - b.from : a.kind === "place" ? -1 : 1))) {
      const p = map.latLngToLayerPoint(label.at), width = label.node.textContent.length * 7 + 10;
      const x = label.kind === "place" ? p.x + width / 2 : p.x;
      const box = [x - width / 2, p.y - 9, x + width / 2, p.y + 9];
      const hidden = zoom < label.from || taken.some((t) => t[0] < box[2] && t[2] > box[0] && t[1] < box[3] && t[3] > box[1]);
      label.node.hidden = hidden;
      if (!hidden) { taken.push(box); label.node.style.left = `${p.x}px`; label.node.style.top = `${p.y}px`; }
    }
  };
  map.on("zoomend moveend viewreset", place);
  map.on("zoomstart", () => made.forEach((l) => { l.node.hidden = true; }));
  place();
};
