// Everything shown is made of text nodes: no string from the data is ever parsed as HTML.
const el = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.filter((c) => c != null));
  return node;
};
const svgEl = (tag, attributes = {}, ...children) => {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
};
const byId = (id) => document.getElementById(id);
const text = (value, attributes = {}) => el("span", { dir: "auto", ...attributes }, value);

// Only http and https lead anywhere; the host is shown, so that nobody clicks blindly.
const link = (href, label) => {
  let url;
  try { url = new URL(href); } catch { return text(label || href); }
  if (url.protocol !== "http:" && url.protocol !== "https:") return text(label || href);
  return el("a", { href: url.href, rel: "noopener noreferrer", target: "_blank", dir: "auto" }, label || url.hostname);
};
// A page beside this one, by its relative address.
const pageLink = (href, label) => {
  const url = new URL(href, document.baseURI);
  return ["http:", "https:", "file:"].includes(url.protocol) && url.host === location.host ? el("a", { href }, label) : null;
};
// Data and basemap stand in inert blocks of the page, gzipped where they are large.
let DATA = null;
const gunzip = async (base64) => {
  const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
};
const readData = async (id) => {
  const block = byId(id), content = block.textContent;
  const data = JSON.parse(block.type === "application/gzip" ? await gunzip(content) : content);
  block.remove();
  return data;
};
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
