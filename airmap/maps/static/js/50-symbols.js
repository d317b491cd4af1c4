// All symbols on one canvas with a hit test of its own; symbols of one spot stand side by side.
const SymbolLayer = L.Layer.extend({
  initialize(options) { this._rows = []; this._pick = options.pick; this._hover = options.hover; },
  onAdd(map) {
    this._map = map;
    this._canvas = el("canvas", { "aria-hidden": "true" });
    this._canvas.style.position = "absolute"; this._canvas.style.pointerEvents = "none";
    map.getPane("symbols").append(this._canvas);
    map.on("moveend zoomend resize viewreset", this.redraw, this);
    map.on("zoomstart", () => { this._canvas.style.visibility = "hidden"; });
    map.on("click", (event) => { const row = this.at(event.containerPoint); if (row) this._pick(row); });
    map.on("mousemove", (event) => { const row = this.at(event.containerPoint); map.getContainer().style.cursor = row ? "pointer" : ""; this._hover(row); });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.redraw());
    this.redraw();
  },
  show(rows, selected) { this._rows = rows; this._selected = selected; if (this._map) this.redraw(); },
  redraw() {
    const map = this._map, size = map.getSize(), ratio = window.devicePixelRatio || 1, canvas = this._canvas;
    canvas.style.visibility = "";
    canvas.width = size.x * ratio; canvas.height = size.y * ratio;
    canvas.style.width = `${size.x}px`; canvas.style.height = `${size.y}px`;
    L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
    const context = canvas.getContext("2d");
    context.scale(ratio, ratio);
    const many = this._rows.length > 5000, radius = many ? 4 : 8, spots = new Map();
    this._drawn = [];
    const visible = map.getBounds().pad(0.1);
    for (const row of this._rows) {
      if (!row.at || !visible.contains(row.at)) continue;
      const p = map.latLngToContainerPoint(row.at), key = `${Math.round(p.x / radius)},${Math.round(p.y / radius)}`;
      const n = spots.get(key) || 0;
      spots.set(key, n + 1);
      if (many && n > 3) continue;
      const turn = n * 2.4, away = n ? radius * 1.5 * Math.sqrt(n) : 0;
      this._drawn.push({ row, x: p.x + away * Math.cos(turn), y: p.y + away * Math.sin(turn) });
    }
    for (const { row, x, y } of this._drawn) if (row !== this._selected) drawSymbol(context, row, x, y, radius, false);
    for (const { row, x, y } of this._drawn) if (row === this._selected) drawSymbol(context, row, x, y, radius, true);
  },
  at(point) {
    let best = null, gap = 14 * 14;
    for (const d of this._drawn || []) { const q = (d.x - point.x) ** 2 + (d.y - point.y) ** 2; if (q < gap) { gap = q; best = d.row; } }
    return best;
  },
});
