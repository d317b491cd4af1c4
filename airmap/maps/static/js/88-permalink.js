// The selected event, the view and the filters stand in the address, so that what is shown can be sent to others.
const readAddress = () => new URLSearchParams(location.hash.slice(1));
const writeAddress = (parts) => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parts)) if (value) query.set(name, value);
  // A sandboxed frame has no address of its own to change.
  if (location.protocol !== "about:") history.replaceState(null, "", `#${query}`);
};
