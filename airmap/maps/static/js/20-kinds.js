// One shape and one colour (Okabe-Ito) for each kind; line style tells how sure the story is.
const KINDS = {
  violation: ["Airspace violation", "#D55E00", "triangle"],
  drone_incursion: ["Drone incursion", "#E69F00", "diamond"],
  balloon_incursion: ["Balloon incursion", "#56B4E9", "circle"],
  missile_overflight: ["Missile overflight", "#CC79A7", "down"],
  restricted_zone: ["Restricted zone entered", "#B8A600", "square"],
  shootdown: ["Shoot-down", "dark", "cross"],
  fired_upon: ["Fired upon", "dark", "plus"],
  interception: ["Interception", "#0072B2", "square"],
  near_miss: ["Near miss", "#0072B2", "hexagon"],
  approach: ["Approach, no entry", "#0072B2", "triangle-open"],
  adiz_entry: ["ADIZ entry (no violation)", "#009E73", "pentagon"],
  meeting: ["Meeting of leaders", "#7a6a9a", "ring"],
};
const DASH = { asserted: [], held: [], disputed: [7, 4], denied: [2, 4], hypothetical: [1, 6], planned: [7, 4], postponed: [2, 4], cancelled: [2, 4] };
const STATUS = {
  asserted: "asserted", disputed: "disputed", denied: "denied", hypothetical: "hypothetical",
  held: "held", planned: "planned", postponed: "postponed", cancelled: "cancelled",
};
const kindOf = (row) => KINDS[row.type] || KINDS.violation;
const colourOf = (row) => { const c = kindOf(row)[1]; return c === "dark" ? css("--dark-symbol") : c; };

// The outline of a symbol of radius r around (x, y), as a canvas path.
const CORNERS = {
  triangle: [3, -90], down: [3, 90], "triangle-open": [3, -90], diamond: [4, -90], square: [4, -45], pentagon: [5, -90], hexagon: [6, 0],
};
const tracePath = (path, shape, x, y, r) => {
  if (shape === "circle" || shape === "ring") { path.arc(x, y, r * 0.9, 0, 2 * Math.PI); return; }
  if (shape === "cross" || shape === "plus") {
    const turn = shape === "cross" ? Math.PI / 4 : 0, w = r * 0.34, points = [[-w, -r], [w, -r], [w, -w], [r, -w], [r, w], [w, w], [w, r], [-w, r], [-w, w], [-r, w], [-r, -w], [-w, -w]];
    points.forEach(([a, b], n) => path[n ? "lineTo" : "moveTo"](x + a * Math.cos(turn) - b * Math.sin(turn), y + a * Math.sin(turn) + b * Math.cos(turn)));
    path.closePath();
    return;
  }
  const [corners, first] = CORNERS[shape];
  for (let n = 0; n < corners; n++) {
    const angle = ((first + (360 * n) / corners) * Math.PI) / 180;
    path[n ? "lineTo" : "moveTo"](x + r * 1.15 * Math.cos(angle), y + r * 1.15 * Math.sin(angle));
  }
  path.closePath();
};
// Each kind, status and size is drawn once and then stamped.
const sprites = new Map();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => sprites.clear());
const drawSymbol = (context, row, x, y, r, selected) => {
  const ratio = window.devicePixelRatio || 1, half = Math.ceil(r * 1.7) + 4, key = (row.kindKey ||= `${row.type} ${row.status} `) + (selected ? -r : r) + (ratio === 1 ? "" : ` ${ratio}`);
  let sprite = sprites.get(key);
  if (!sprite) {
    sprite = el("canvas", { width: 2 * half * ratio, height: 2 * half * ratio });
    const own = sprite.getContext("2d");
    own.scale(ratio, ratio);
    paintSymbol(own, row, half, half, r, selected);
    sprites.set(key, sprite);
  }
  context.drawImage(sprite, x - half, y - half, 2 * half, 2 * half);
};
const paintSymbol = (context, row, x, y, r, selected) => {
  const [, , shape] = kindOf(row), colour = colourOf(row), open = shape === "ring" || shape === "triangle-open" || row.status === "denied" || row.status === "hypothetical";
  const path = new Path2D();
  tracePath(path, shape, x, y, selected ? r * 1.35 : r);
  context.lineJoin = "round";
  context.lineWidth = Math.min(4, r / 2); context.strokeStyle = css("--paper"); context.stroke(path);
  context.fillStyle = open ? css("--paper") : colour; context.fill(path);
  context.lineWidth = open ? Math.min(2.5, r / 3) : Math.min(1.2, r / 5); context.strokeStyle = open ? colour : css("--paper");
  context.setLineDash(row.status === "disputed" ? [3, 2] : []);
  if (row.status === "disputed") { context.strokeStyle = css("--ink"); context.lineWidth = 1.6; }
  context.stroke(path); context.setLineDash([]);
};
const lineSample = (status) => {
  const icon = svgEl("svg", { viewBox: "0 0 26 10", width: 26, height: 10, "aria-hidden": "true" });
  icon.append(svgEl("path", { d: "M1 5h24", stroke: "currentColor", "stroke-width": 2, "stroke-dasharray": (DASH[status] || []).join(" ") || "none" }));
  return icon;
};
const symbolIcon = (row, size = 18) => {
  const [, , shape] = kindOf(row), d = [];
  const recorder = {
    moveTo: (x, y) => d.push(`M${x.toFixed(2)} ${y.toFixed(2)}`), lineTo: (x, y) => d.push(`L${x.toFixed(2)} ${y.toFixed(2)}`), closePath: () => d.push("Z"),
    arc: (x, y, r) => d.push(`M${x - r} ${y}A${r} ${r} 0 1 0 ${x + r} ${y}A${r} ${r} 0 1 0 ${x - r} ${y}Z`),
  };
  tracePath(recorder, shape, 10, 10, 6.5);
  const colour = kindOf(row)[1] === "dark" ? "var(--dark-symbol)" : kindOf(row)[1], open = shape === "ring" || shape === "triangle-open";
  const icon = svgEl("svg", { viewBox: "0 0 20 20", width: size, height: size, "aria-hidden": "true", focusable: "false" });
  const path = svgEl("path", { d: d.join(""), fill: open ? "none" : colour, stroke: colour, "stroke-width": open ? 2.4 : 1, "stroke-linejoin": "round" });
  icon.append(path);
  return icon;
};
