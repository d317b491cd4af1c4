// One incident or meeting in full: what, who, whose, how far, when, who says so, the words, the checks.
const VERDICT = { consistent: ["✓", "consistent"], contradicted: ["✕", "contradicted"], undetermined: ["?", "undetermined"] };
const QUOTES_AT_ONCE = 2;
const drawCard = (row, back, hoverConstraint) => {
  const card = byId("card");
  card.replaceChildren(
    el("button", { class: "plain back", type: "button", onclick: back }, "← All"),
    el("p", { class: "kind" }, symbolIcon(row, 20), kindOf(row)[0], el("span", { class: `pill ${row.status}` }, STATUS[row.status] || row.status), row.hedged ? el("span", { class: "pill" }, "hedged") : null),
    el("h2", { tabindex: "-1", id: "card-title" }, text(row.say)),
  );
  if (row.checks.length) {
    const tally = Object.keys(VERDICT).map((v) => [v, row.checks.filter((c) => c[0] === v).length]).filter(([, n]) => n);
    card.append(el("p", { class: "tally" }, ...tally.map(([v, n]) => el("span", { class: `pill ${v}` }, el("b", { "aria-hidden": "true" }, VERDICT[v][0]), ` ${n} ${n === 1 ? "check" : "checks"} ${v}`))));
  }
  const facts = el("dl");
  for (const [name, value] of row.facts) facts.append(el("div", { class: value.length > 26 ? "wide" : null }, el("dt", {}, name), el("dd", { dir: "auto" }, value)));
  const quotes = [...row.quotes].sort((a, b) => (a === row.title) - (b === row.title)), quoted = (words) => el("blockquote", { dir: "auto" }, words), few = quotes.length > QUOTES_AT_ONCE + 1 ? QUOTES_AT_ONCE : quotes.length;
  card.append(...quotes.slice(0, few).map(quoted));
  if (few < quotes.length) card.append(el("details", {}, el("summary", {}, `${quotes.length - few} more passages`), ...quotes.slice(few).map(quoted)));
  const source = el("p", { class: "said" });
  const parts = [row.source && text(row.source), row.published && text(row.published), row.url && link(row.url), row.page && pageLink(row.page, row.page === "index.html" ? "the map of all" : "this article's own map")].filter(Boolean);
  parts.forEach((part, n) => source.append(...(n ? [" · ", part] : [part])));
  if (parts.length) card.append(source);
  if (row.note) card.append(el("p", { class: "note" }, text(row.note)));
  if (row.tellings && row.tellings.length) {
    const told = el("details", {}, el("summary", {}, `Told in ${row.tellings.length + 1} articles`));
    if (row.reason) told.append(el("p", { class: "said" }, "Held to be one event: ", text(row.reason)));
    for (const [name, published, url, page, quote] of row.tellings) {
      const line = el("li", {}, text([name, published].filter(Boolean).join(" · ")));
      if (url) line.append(" · ", link(url));
      const own = page && pageLink(page, "map");
      if (own) line.append(" · ", own);
      if (quote) line.append(el("blockquote", { dir: "auto" }, quote));
      told.append(line);
    }
    card.append(told);
  }
  card.append(facts);
  if (row.checks.length) {
    card.append(el("h3", {}, "Held against the border"));
    if (row.other_view) card.append(el("p", { class: "other-view" }, el("span", { class: "dots", "aria-hidden": "true" }), `Dotted: this border under the ${row.other_view[0]} view`));
    card.append(el("ul", {}, ...row.checks.map(([verdict, sentence, sensitive]) => el("li", { class: `check ${verdict}` }, el("b", { role: "img", title: VERDICT[verdict][1], "aria-label": VERDICT[verdict][1] }, VERDICT[verdict][0]), el("span", {}, text(sentence), sensitive ? el("span", { class: "said" }, " Another view of the borders changes this.") : null)))));
  }
  if (row.constraints.length) {
    card.append(el("h3", {}, "Which words drew the region"));
    card.append(el("ul", {}, ...row.constraints.map((c) => {
      const over = () => hoverConstraint(c), out = () => hoverConstraint(null);
      return el("li", {}, el("button", { type: "button", class: "constraint", onmouseenter: over, onfocus: over, onmouseleave: out, onblur: out, onclick: over },
        text(c.quote ? `“${c.quote}”` : c.label), el("span", { class: "how", dir: "auto" }, ` — ${c.label}${c.hard ? "" : " (inferred)"}${c.dropped ? ", gave way" : ""}`)));
    })));
  }
  if (row.places.length) {
    card.append(el("h3", {}, "Places, and what else their names could mean"));
    card.append(el("ul", {}, ...row.places.map(([name, chosen, others]) => el("li", {}, text(name), " → ", text(chosen), others ? el("span", { class: "said" }, ` (or ${others})`) : null))));
  }
};
