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

const NO_ANSWER = "The incidents of this view could not be fetched: the server does not answer.";
const NO_REASON = "The incidents of this view could not be fetched.";
const LONGEST_REASON = 400;

/** What a part of the state is known by; counts by day are long, and their key says all. */
const markOf = (name, value) => (name === "feed" && value ? value.key : JSON.stringify(value));

/**
 * Fetch what the map draws of a box: the message for the map, and what goes over to it for good.
 * `signal` gives the wait up; the answer is then null.
 */
export async function fetchDrawn(address, { feed, box, zoom }, signal, fetching = fetch) {
  const message = { atlas: "feed", feed };
  const asked = new URL(address);
  asked.searchParams.set("box", box.join(","));
  asked.searchParams.set("zoom", zoom);
  try {
    const answer = await fetching(asked.href, { signal });
    if (answer.ok) message.body = await answer.arrayBuffer();
    else message.failed = await reasonOf(answer);
  } catch {
    if (signal.aborted) return null;
    message.failed = NO_ANSWER;
  }
  return signal.aborted ? null : message;
}

/** The sentence that the server gives, if it is one. */
async function reasonOf(answer) {
  const plain = (answer.headers.get("content-type") || "").startsWith("text/plain");
  const said = plain ? (await answer.text()).trim() : "";
  return said && said.length <= LONGEST_REASON ? said : NO_REASON;
}

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
      const text = markOf(name, value);
      if (value === null && OWN.includes(name)) continue;
      if (door.known[name] !== text) message[name] = value;
      door.known[name] = text;
    }
    if (Object.keys(message).length > 1) frame.contentWindow.postMessage(message, "*");
  };

  /** Only the last thing asked for is waited for. */
  door.fetch = async (need) => {
    if (door.asking) door.asking.abort();
    door.asking = new AbortController();
    const address = door.wanted && door.wanted.feedAddress;
    if (!address) return;
    const message = await fetchDrawn(new URL(address, document.baseURI), need, door.asking.signal);
    if (message) frame.contentWindow.postMessage(message, "*", message.body ? [message.body] : []);
  };

  window.addEventListener("message", (event) => {
    if (event.source !== frame.contentWindow || !event.data) return;
    if (event.data.atlas === "ready") {
      door.ready = true;
      door.known = {};
      frame.contentWindow.postMessage({ atlas: "state" }, "*");
      door.post();
    } else if (event.data.atlas === "need") {
      door.fetch(event.data);
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
