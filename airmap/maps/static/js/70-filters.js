// Filters with counts, AND-ed over groups; they are the legend as well.
const GROUPS = [
  ["Kind", (row) => row.type, (key) => KINDS[key][0]],
  ["Status", (row) => row.status, (key) => STATUS[key] || key],
  ["States", (row) => row.states, (key) => DATA.names[key] || key],
  ["Confidence", (row) => (row.confidence >= 0.75 ? "high" : row.confidence >= 0.5 ? "middle" : "low"), (key) => key],
];
const matchesText = (row, words) => words.every((w) => row.haystack.includes(w));
const keysOf = (value) => (Array.isArray(value) ? value : [value]);
const drawFilters = (rows, changed) => {
  const off = GROUPS.map(() => new Set()), root = byId("filters"), groups = [];
  GROUPS.forEach(([title, get, label], at) => {
    const counts = new Map();
    for (const row of rows) for (const key of keysOf(get(row))) counts.set(key, (counts.get(key) || 0) + 1);
    if (counts.size < 2 && at) return;
    const box = el("div", { role: "group", "aria-label": title }, el("p", { class: "group" }, title));
    for (const [key, count] of [...counts].sort((a, b) => b[1] - a[1] || String(a[0]).localeCompare(String(b[0])))) {
      const input = el("input", { type: "checkbox", checked: true, onchange: () => { if (input.checked) off[at].delete(key); else off[at].add(key); changed(); } });
      box.append(el("div", { class: "facet" }, el("label", {}, input, at === 0 ? symbolIcon({ type: key }) : null, text(label(key))), el("bdi", {}, String(count))));
    }
    root.append(box);
    groups.push(at);
  });
  return (row) => GROUPS.every(([, get], at) => { const keys = keysOf(get(row)); return !off[at].size || !keys.length || keys.some((k) => !off[at].has(k)); });
};
