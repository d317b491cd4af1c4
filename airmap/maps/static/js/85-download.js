// What is shown, as files: GeoJSON, CSV (cells that a spreadsheet would run are defused), PNG.
const save = (name, type, content) => {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const anchor = el("a", { href: url, download: name });
  document.body.append(anchor); anchor.click(); anchor.remove();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
};
const CSV_COLUMNS = ["id", "type", "status", "say", "start", "end", "lat", "lon", "radius_m", "area_km2", "confidence", "source", "published", "url"];
const csvCell = (value) => { let s = value == null ? "" : String(value); if (/^[=+\-@\t\r]/.test(s) && !/^-?\d+(\.\d+)?$/.test(s)) s = `'${s}`; return /[",\n\r]/.test(s) ? `"${s.replaceAll('"', '""')}"` : s; };
const flat = (row) => ({ ...Object.fromEntries(CSV_COLUMNS.map((c) => [c, row[c] ?? null])), worldview: DATA.worldview, attribution: DATA.attribution });
const asGeoJson = (rows) => JSON.stringify({ type: "FeatureCollection", features: rows.map((r) => ({ type: "Feature", properties: flat(r), geometry: unpacked(r.shape) || (r.lat == null ? null : { type: "Point", coordinates: [r.lon, r.lat] }) })) });
const asCsv = (rows) => [[...CSV_COLUMNS, "worldview", "attribution"].join(","), ...rows.map((r) => Object.values(flat(r)).map(csvCell).join(","))].join("\r\n");
const savePicture = (map) => {
  const size = map.getSize(), ratio = window.devicePixelRatio || 1, out = el("canvas");
  out.width = size.x * ratio; out.height = size.y * ratio;
  const context = out.getContext("2d"), frame = map.getContainer().getBoundingClientRect();
  context.scale(ratio, ratio); context.fillStyle = css("--sea"); context.fillRect(0, 0, size.x, size.y);
  const canvases = [...map.getContainer().querySelectorAll("canvas")].sort((a, b) => (+getComputedStyle(a.closest(".leaflet-pane")).zIndex || 0) - (+getComputedStyle(b.closest(".leaflet-pane")).zIndex || 0));
  for (const canvas of canvases) { const box = canvas.getBoundingClientRect(); context.drawImage(canvas, box.left - frame.left, box.top - frame.top, box.width, box.height); }
  context.textBaseline = "middle";
  for (const name of map.getPane("names").querySelectorAll(".name:not([hidden])")) {
    const box = name.getBoundingClientRect(), style = getComputedStyle(name);
    context.font = `${style.fontSize} ${style.fontFamily}`; context.fillStyle = style.color;
    const content = style.textTransform === "uppercase" ? name.textContent.toUpperCase() : name.textContent;
    context.fillText(content, box.left - frame.left, box.top - frame.top + box.height / 2, box.width);
  }
  context.font = "11px system-ui, sans-serif"; context.fillStyle = css("--ink"); context.fillText(DATA.attribution, 8, size.y - 8, size.x - 16);
  out.toBlob((blob) => save("airmap.png", "image/png", blob));
};
