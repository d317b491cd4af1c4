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
    const many = this._rows.length > 5000, crowded = this._rows.length > 20000, most = crowded ? 1 : 3, radius = many ? 4 : 8;
    // A grid of counters tells symbols of one spot apart; in a crowd its cells are as wide as a symbol.
    const cell = crowded ? 1.5 * radius : radius, columns = Math.ceil(width / cell) + 1, spots = new Uint16Array(columns * (Math.ceil(height / cell) + 1));
    const scale = map.getZoomScale(map.getZoom(), 0), corner = map.project(map.getCenter()).subtract(size.divideBy(2));
    const drawn = [], xs = [], ys = [];
    for (const row of this._rows) {
      if (!row.at) continue;
      if (!row.world) row.world = map.project(row.at, 0);
      const x = row.world.x * scale - corner.x, y = row.world.y * scale - corner.y;
      if (x < -pad || y < -pad || x > size.x + pad || y > size.y + pad) continue;
      const key = Math.round((x + pad) / cell) + columns * Math.round((y + pad) / cell), n = spots[key];
      spots[key] = Math.min(n + 1, 65535);
      if (many && n >= most && row !== this._selected) continue;
      const turn = n * 2.4, away = n ? radius * 1.5 * Math.sqrt(n) : 0;
      drawn.push(row); xs.push(x + away * Math.cos(turn)); ys.push(y + away * Math.sin(turn));
    }
    drawn.forEach((row, i) => { if (row !== this._selected) drawSymbol(context, row, xs[i], ys[i], radius, false); });
    drawn.forEach((row, i) => { if (row === this._selected) drawSymbol(context, row, xs[i], ys[i], radius, true); });
    this._drawn = drawn; this._xs = xs; this._ys = ys;
  },
  at(point) {
    let best = null, gap = 14 * 14;
    (this._drawn || []).forEach((row, i) => { const q = (this._xs[i] - point.x) ** 2 + (this._ys[i] - point.y) ** 2; if (q < gap) { gap = q; best = row; } });
    return best;
  },
});
