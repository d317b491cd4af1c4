// A histogram with a two-ended range, an undated bucket, and play.
const dayNumber = (iso) => Math.floor(Date.parse(`${iso}T00:00:00Z`) / 864e5);
const dayText = (day) => new Date(day * 864e5).toISOString().slice(0, 10);
const drawTimeline = (rows, changed) => {
  const dated = rows.filter((r) => r.start || r.end), section = byId("time");
  if (dated.length < 2) { section.hidden = true; return { inTime: () => true, state: { get: () => null, set: () => {}, clear: () => {} } }; }
  const first = (r) => dayNumber(r.start || r.end), last = (r) => dayNumber(r.end || r.start);
  const low = dated.reduce((a, r) => Math.min(a, first(r)), Infinity), high = dated.reduce((a, r) => Math.max(a, last(r)), -Infinity);
  const bins = Math.min(40, high - low + 1), width = (high - low + 1) / bins, counts = new Array(bins).fill(0);
  for (const r of dated) counts[Math.min(bins - 1, Math.floor((last(r) - low) / width))] += 1;
  const bar = Math.min(0.8, bins / 40), top = Math.max(...counts), bars = svgEl("svg", { viewBox: `0 0 ${bins} 20`, preserveAspectRatio: "none", "aria-hidden": "true" });
  const drawn = counts.map((c, n) => svgEl("rect", { x: n + 0.5 - bar / 2, width: bar, y: 20 - (18 * c) / top, height: (18 * c) / top || 0.01, fill: "var(--accent)" }));
  bars.append(...drawn);
  const make = (value, name) => el("input", { type: "range", min: low, max: high, value, "aria-label": name, oninput: (event) => moved(event.target) });
  const from = make(low, "From"), to = make(high, "Until"), label = el("span", { dir: "ltr" });
  const undated = el("input", { type: "checkbox", checked: true, onchange: () => changed() });
  const play = el("button", { type: "button", class: "plain", onclick: () => toggle() }, "Play");
  let timer = 0;
  const moved = (by) => {
    if (+from.value > +to.value) { if (by === from) from.value = to.value; else to.value = from.value; }
    label.textContent = `${dayText(+from.value)} – ${dayText(+to.value)}`;
    from.setAttribute("aria-valuetext", dayText(+from.value)); to.setAttribute("aria-valuetext", dayText(+to.value));
    drawn.forEach((bar, n) => bar.setAttribute("opacity", low + (n + 1) * width > +from.value && low + n * width <= +to.value ? 1 : 0.25));
    changed();
  };
  const stop = () => { clearInterval(timer); timer = 0; play.textContent = "Play"; };
  const toggle = () => {
    if (timer) { stop(); return; }
    if (+to.value >= high) to.value = from.value;
    play.textContent = "Pause";
    timer = setInterval(() => { to.value = Math.min(high, +to.value + Math.max(1, Math.round((high - low) / 60))); moved(); if (+to.value >= high) stop(); }, 180);
  };
  const count = rows.length - dated.length;
  section.append(bars, el("div", { class: "range" }, from, to), el("div", { class: "line" }, label, count ? el("label", {}, undated, ` undated (${count})`) : null, play));
  moved();
  const state = {
    clear: () => state.set(`${dayText(low)}_${dayText(high)}`),
    get: () => (+from.value > low || +to.value < high || !undated.checked ? `${dayText(+from.value)}_${dayText(+to.value)}${undated.checked ? "" : "_dated"}` : null),
    set: (value) => { const [a, b, only] = (value || "").split("_"); if (!a || !b || Number.isNaN(dayNumber(a)) || Number.isNaN(dayNumber(b))) return; from.value = dayNumber(a); to.value = dayNumber(b); undated.checked = only !== "dated"; moved(); },
  };
  return { state, inTime: (r) => (r.start || r.end ? last(r) >= +from.value && first(r) <= +to.value : undated.checked) };
};
