// Mounts the map file in a sandboxed frame once, and carries small messages between it and the page.
export default function mount(component) {
  const { parentElement, setStateValue, data } = component;
  const frame = parentElement.querySelector("iframe");
  const door = frame.atlasDoor || (frame.atlasDoor = openDoor(frame, parentElement));
  door.report = (message) => setStateValue("report", message);
  door.take(data);
  if (frame.dataset.address !== data.address) {
    frame.dataset.address = data.address;
    door.ready = false;
    frame.src = new URL(data.address, document.baseURI).href;
  }
}

/** What the map itself decides; the page may not undo a newer report of the map by an older answer. */
const OWN = ["clock", "view", "selected"];

function openDoor(frame, parentElement) {
  const door = { ready: false, wanted: null, known: {}, sent: 0, report: null };

  door.take = (data) => {
    door.wanted = data;
    if (door.ready) door.post();
  };

  door.post = () => {
    const { state, answered } = door.wanted;
    const message = { atlas: "state" };
    const present = { ...state, dark: isDark(parentElement) };
    const outdated = answered < door.sent;
    for (const [name, value] of Object.entries(present)) {
      if (outdated && OWN.includes(name)) continue;
      const text = JSON.stringify(value);
      if (value === null && OWN.includes(name)) continue;
      if (door.known[name] !== text) message[name] = value;
      door.known[name] = text;
    }
    if (Object.keys(message).length > 1) frame.contentWindow.postMessage(message, "*");
  };

  window.addEventListener("message", (event) => {
    if (event.source !== frame.contentWindow || !event.data) return;
    if (event.data.atlas === "ready") {
      door.ready = true;
      door.known = {};
      frame.contentWindow.postMessage({ atlas: "state" }, "*");
      door.post();
    } else if (event.data.atlas === "changed") {
      const { from, to, mode, step, selected, view } = event.data;
      door.sent += 1;
      door.known.clock = JSON.stringify({ from, to, mode, step });
      door.known.view = JSON.stringify(view);
      door.known.selected = JSON.stringify(selected);
      door.report({ clock: { from, to, mode, step }, selected, view, number: door.sent });
    }
  });

  const theme = new MutationObserver(() => door.ready && door.wanted && door.post());
  theme.observe(document.documentElement, { attributes: true, subtree: false });
  theme.observe(document.body, { attributes: true, subtree: false });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    setTimeout(() => door.ready && door.wanted && door.post(), 300);
  });
  return door;
}

/** The page is dark when its background is. */
function isDark(parentElement) {
  const host = parentElement.host || parentElement;
  const colour = getComputedStyle(host).getPropertyValue("--st-background-color").trim() || "#fff";
  const probe = document.createElement("canvas").getContext("2d");
  probe.fillStyle = colour;
  probe.fillRect(0, 0, 1, 1);
  const [red, green, blue] = probe.getImageData(0, 0, 1, 1).data;
  return red * 0.3 + green * 0.59 + blue * 0.11 < 110;
}
