// Filters with counts, AND-ed over groups; they are the legend as well.
const GROUPS = [
  ["Kind", (row) => row.type, (key) => KINDS[key][0]],
  ["Status", (row) => row.status, (key) => STATUS[key] || key],
  ["States", (row) => row.states, (key) => DATA.names[key] || key],
  ["Confidence", (row) => (row.confidence >= 0.75 ? "high" : row.confidence >= 0.5 ? "middle" : "low"), (key) => key],
];
const matchesText = (row, words) => {
  if (!words.length) return true;
  row.haystack ||= [row.say, ...row.quotes, row.source, row.title, ...row.facts.map((f) => f[1]), ...row.places.map((p) => p[0])].join(" ").toLowerCase();
  return words.every((w) => row.haystack.includes(w));
};
const keysOf = (value) => (Array.isArray(value) ? value : [value]);
const drawFilters = (rows, changed, hidden) => {
  const off = GROUPS.map((_, at) => new Set(hidden.filter((k) => k.startsWith(`${at}:`)).map((k) => k.slice(2)))), root = byId("filters"), groups = [], more = el("details", {}, el("summary", {}, "States and confidence"));
  GROUPS.forEach(([title, get, label], at) => {
    const counts = new Map();
    for (const row of rows) for (const key of keysOf(get(row))) counts.set(key, (counts.get(key) || 0) + 1);
    if (counts.size < 2 && at) return;
    const inputs = [], rest = counts.size > 10 && at ? el("details", {}, el("summary", {}, `${counts.size - 8} more`)) : null;
    const chips = at < 2, box = el("div", { role: "group", "aria-label": title, class: chips ? "chips" : null }, chips ? null : el("p", { class: "group" }, title));
    for (const [key, count] of [...counts].sort((a, b) => b[1] - a[1] || String(a[0]).localeCompare(String(b[0])))) {
      const input = el("input", { type: "checkbox", checked: !off[at].has(key), onchange: () => { if (input.checked) off[at].delete(key); else off[at].add(key); changed(); } });
      inputs.push([key, input]);
      const sample = at === 0 ? symbolIcon({ type: key }) : at === 1 ? lineSample(key) : null;
      const only = el("button", { type: "button", class: "only", "aria-label": `Only ${label(key)}`, onclick: () => {
        const alone = inputs.every(([k, i]) => i.checked === (k === key));
        off[at].clear();
        for (const [k, i] of inputs) { i.checked = alone || k === key; if (!i.checked) off[at].add(k); }
        changed();
      } }, "only");
      const line = el("div", { class: "facet" }, el("label", {}, input, sample, text(label(key))), only, el("bdi", {}, count.toLocaleString("en")));
      (inputs.length > 8 && rest ? rest : box).append(line);
    }
    if (rest && rest.childElementCount > 1) box.append(rest);
    (chips ? root : more).append(box);
    groups.push(at);
  });
  if (more.childElementCount > 1) root.append(more);
  const clear = () => { off.forEach((keys) => keys.clear()); root.querySelectorAll("input").forEach((i) => { i.checked = true; }); };
  const state = { clear, get: () => off.flatMap((keys, at) => [...keys].map((k) => `${at}:${k}`)) };
  return { state, passes: (row) => GROUPS.every(([, get], at) => { const keys = keysOf(get(row)); return !off[at].size || !keys.length || keys.some((k) => !off[at].has(k)); }) };
};
