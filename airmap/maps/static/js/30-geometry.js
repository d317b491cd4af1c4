// Geodesy for the tools of the page: Vincenty's inverse on WGS 84, and unwrapping at the antimeridian.
const distanceMetres = (a, b) => {
  const A = 6378137, F = 1 / 298.257223563, B = A * (1 - F), rad = Math.PI / 180;
  const U1 = Math.atan((1 - F) * Math.tan(a.lat * rad)), U2 = Math.atan((1 - F) * Math.tan(b.lat * rad)), L = (b.lng - a.lng) * rad;
  const [s1, c1, s2, c2] = [Math.sin(U1), Math.cos(U1), Math.sin(U2), Math.cos(U2)];
  let lambda = L, cos2a = 0, sinS = 0, cosS = 0, sigma = 0, cos2m = 0;
  for (let n = 0; n < 100; n++) {
    const sl = Math.sin(lambda), cl = Math.cos(lambda);
    sinS = Math.hypot(c2 * sl, c1 * s2 - s1 * c2 * cl);
    if (sinS === 0) return 0;
    cosS = s1 * s2 + c1 * c2 * cl; sigma = Math.atan2(sinS, cosS);
    const sina = (c1 * c2 * sl) / sinS; cos2a = 1 - sina * sina;
    cos2m = cos2a ? cosS - (2 * s1 * s2) / cos2a : 0;
    const C = (F / 16) * cos2a * (4 + F * (4 - 3 * cos2a)), before = lambda;
    lambda = L + (1 - C) * F * sina * (sigma + C * sinS * (cos2m + C * cosS * (2 * cos2m * cos2m - 1)));
    if (Math.abs(lambda - before) < 1e-12) break;
  }
  const u2 = (cos2a * (A * A - B * B)) / (B * B);
  const k = 1 + (u2 / 16384) * (4096 + u2 * (-768 + u2 * (320 - 175 * u2))), m = (u2 / 1024) * (256 + u2 * (-128 + u2 * (74 - 47 * u2)));
  const d = m * sinS * (cos2m + (m / 4) * (cosS * (2 * cos2m * cos2m - 1) - (m / 6) * cos2m * (4 * sinS * sinS - 3) * (4 * cos2m * cos2m - 3)));
  return B * k * (sigma - d);
};
const lengthText = (m) => `${m >= 1000 ? (m / 1000).toFixed(m < 1e5 ? 2 : 0) + " km" : m.toFixed(0) + " m"} · ${(m / 1852).toFixed(m < 185200 ? 2 : 0)} NM`;
const degreesText = (p) => `${Math.abs(p.lat).toFixed(4)}°${p.lat >= 0 ? "N" : "S"} ${Math.abs(((p.lng + 540) % 360) - 180).toFixed(4)}°${((p.lng + 540) % 360) - 180 >= 0 ? "E" : "W"}`;

// The inverse of the package's packing: whole steps from point to point, in units of 10 ** -q degrees.
const unpacked = (shape) => {
  if (!shape || shape.coordinates) return shape || null;
  const unit = 10 ** shape.q, run = (steps) => {
    const points = [];
    for (let n = 0, x = 0, y = 0; n < steps.length; n += 2) { x += steps[n]; y += steps[n + 1]; points.push([x / unit, y / unit]); }
    return points;
  };
  return shape.p ? { type: "MultiPolygon", coordinates: shape.p.map((rings) => rings.map(run)) } : { type: "MultiLineString", coordinates: shape.l.map(run) };
};
const eachLon = (coordinates, visit) => { if (typeof coordinates[0] === "number") visit(coordinates); else for (const c of coordinates) eachLon(c, visit); };
// A geometry split at ±180 is put together on the side where most of it lies, so that it draws whole.
const unwrapped = (geometry) => {
  if (!geometry) return geometry;
  let low = false, high = false;
  eachLon(geometry.coordinates, (c) => { if (c[0] < -150) low = true; if (c[0] > 150) high = true; });
  if (!low || !high) return geometry;
  let sum = 0, count = 0;
  eachLon(geometry.coordinates, (c) => { sum += c[0] < 0 ? c[0] + 360 : c[0]; count += 1; });
  const east = sum / count <= 180;
  const shift = (c) => (typeof c[0] === "number" ? [east ? (c[0] < 0 ? c[0] + 360 : c[0]) : c[0] > 0 ? c[0] - 360 : c[0], c[1]] : c.map(shift));
  return { type: geometry.type, coordinates: shift(geometry.coordinates) };
};
const boundsOf = (geometry) => {
  const box = L.latLngBounds([]);
  eachLon(geometry.coordinates, (c) => box.extend([c[1], c[0]]));
  return box;
};
const toLatLngs = (c) => (typeof c[0] === "number" ? [c[1], c[0]] : c.map(toLatLngs));
const polygonsOf = (geometry) => (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.type === "MultiPolygon" ? geometry.coordinates : []);
const linesOf = (geometry) => (geometry.type === "LineString" ? [geometry.coordinates] : geometry.type === "MultiLineString" ? geometry.coordinates : []);
// Where a region is put together at ±180, the seam is no edge: the area is filled whole and only its real edges are stroked.
const onSeam = (c) => Math.abs(Math.abs(c[0]) - 180) < 1e-4;
const areaLayer = (geometry, style) => {
  const polygons = polygonsOf(geometry), isSeam = (ring) => ring.some((c, n) => n && onSeam(c) && onSeam(ring[n - 1]));
  if (!polygons.some((p) => p.some(isSeam))) return L.polygon(polygons.map(toLatLngs), style);
  const edges = polygons.flat().flatMap((ring) => {
    const runs = [[]];
    ring.forEach((c, n) => { if (n && onSeam(c) && onSeam(ring[n - 1])) runs.push([]); runs.at(-1).push(c); });
    return runs.filter((run) => run.length > 1);
  });
  const fill = L.polygon(polygons.map(toLatLngs), { ...style, stroke: false }), line = L.polyline(edges.map(toLatLngs), { ...style, fill: false });
  const both = L.layerGroup([fill, line]);
  both.setStyle = (more) => { fill.setStyle({ ...more, stroke: false }); line.setStyle({ ...more, fill: false }); return both; };
  return both;
};
const lineLayer = (geometry, style) => L.polyline(linesOf(geometry).map(toLatLngs), style);
