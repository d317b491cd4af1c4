// All symbols on one canvas with a hit test of its own; symbols of one spot stand side by side.
const SymbolLayer = L.Layer.extend({
  initialize(options) { this._rows = []; this._pick = options.pick; this._hover = options.hover; },
  onAdd(map) {
    this._map = map;
    this._canvas = el("canvas", { "aria-hidden": "true" });
    this._canvas.style.position = "absolute"; this._canvas.style.pointerEvents = "none";
    map.getPane("symbols").append(this._canvas);
    map.on("moveend zoomend resize viewreset", this.later, this);
    map.on("zoomstart", () => { this._canvas.style.visibility = "hidden"; });
    map.on("click", (event) => { const row = this.at(event.containerPoint); if (row) this._pick(row); });
    map.on("mousemove", (event) => { const row = this.at(event.containerPoint); map.getContainer().style.cursor = row ? "pointer" : ""; this._hover(row, event.containerPoint); });
    map.on("mouseout", () => this._hover(null));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.redraw());
    this.redraw();
  },
  show(rows, selected) { this._rows = rows; this._selected = selected; if (this._map) this.later(); },
  // A zoom fires several events: they are drawn once.
  later() { cancelAnimationFrame(this._queued); this._queued = requestAnimationFrame(() => this.redraw()); },
  redraw() {
    const map = this._map, size = map.getSize(), ratio = window.devicePixelRatio || 1, canvas = this._canvas, pad = 80;
    const width = size.x + 2 * pad, height = size.y + 2 * pad;
    canvas.style.visibility = "";
    canvas.width = width * ratio; canvas.height = height * ratio;
    canvas.style.width = `${width}px`; canvas.style.height = `${height}px`;
    L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([-pad, -pad]));
    const context = canvas.getContext("2d");
    context.scale(ratio, ratio); context.translate(pad, pad);
    const many = this._rows.length > 5000, most = this._rows.length > 20000 ? 1 : 3, radius = many ? 4 : 8, spots = new Map();
    const scale = map.getZoomScale(map.getZoom(), 0), corner = map.project(map.getCenter()).subtract(size.divideBy(2));
    this._drawn = [];
    for (const row of this._rows) {
      if (!row.at) continue;
      if (!row.world) row.world = map.project(row.at, 0);
      const x = row.world.x * scale - corner.x, y = row.world.y * scale - corner.y;
      if (x < -pad || y < -pad || x > size.x + pad || y > size.y + pad) continue;
      const key = Math.round(x / radius) * 100003 + Math.round(y / radius), n = spots.get(key) || 0;
      spots.set(key, n + 1);
      if (many && n >= most && row !== this._selected) continue;
      const turn = n * 2.4, away = n ? radius * 1.5 * Math.sqrt(n) : 0;
      this._drawn.push({ row, x: x + away * Math.cos(turn), y: y + away * Math.sin(turn) });
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
