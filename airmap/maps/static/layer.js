// The same drawing inside an ordinary folium map: regions and symbols in one layer group, the card as a Leaflet popup.
const drawLayer = (group, map, rows) => {
  for (const [name, z] of [["base", 200], ["areas", 410], ["symbols", 450]]) if (!map.getPane(name)) { map.createPane(name).style.zIndex = z; map.getPane(name).style.pointerEvents = "none"; }
  map.attributionControl.setPrefix(false);
  map.attributionControl.addAttribution(el("span", {}, DATA.credit).innerHTML);
  const areas = L.canvas({ pane: "areas", padding: 0.2 }), all = L.latLngBounds([]), meetingsOnly = rows.every((r) => r.type === "meeting");
  for (const row of rows) {
    for (const name of ["quotes", "facts", "checks"]) row[name] ||= [];
    row.region = unwrapped(unpacked(row.region));
    if (row.region && !row.coarse) {
      areaLayer(row.region, { renderer: areas, color: colourOf(row), weight: 1.4, fillColor: colourOf(row), fillOpacity: 0.2, dashArray: (DASH[row.status] || []).join(" ") || null, interactive: false }).addTo(group);
      all.extend(boundsOf(row.region));
    }
    // An article's meetings are often far from what it is about.
    if (row.lat != null && !row.coarse) { row.at = L.latLng(row.lat, row.lon); if (row.type !== "meeting" || meetingsOnly) all.extend(row.at); }
  }
  const popup = L.popup({ maxWidth: 320, maxHeight: 320 });
  const pick = (row) => {
    const facts = el("dl", {}, ...row.facts.flatMap(([name, value]) => [el("dt", {}, name), el("dd", { dir: "auto" }, value)]));
    const checks = el("ul", {}, ...row.checks.map(([verdict, sentence]) => el("li", {}, `${VERDICT[verdict][0]} `, text(sentence))));
    popup.setLatLng(row.at).setContent(el("div", { class: "airmap-card" }, el("b", {}, text(row.say)), el("p", {}, `${kindOf(row)[0]} · ${row.status}`), ...row.quotes.slice(0, 2).map((q) => el("blockquote", { dir: "auto" }, q)), facts, checks, row.url ? link(row.url) : null)).openOn(map);
  };
  const symbols = new SymbolLayer({ pick, hover: () => {} });
  symbols.show(rows, null);
  group.addLayer(symbols);
  if (all.isValid()) map.fitBounds(all.pad(0.2), { maxZoom: 9, animate: false });
};
