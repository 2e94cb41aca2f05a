// Shows a text with the words that were read in it. The text enters the page through textContent alone.
export default function show(component) {
  const { parentElement, data, setTriggerValue } = component;
  const box = parentElement.querySelector("[data-part=text]");
  const drawn = JSON.stringify([data.text, data.marks, data.evidence]);
  if (box.dataset.drawn !== String(hash(drawn))) {
    box.dataset.drawn = String(hash(drawn));
    box.replaceChildren(...pieces(data).map((piece) => element(piece, box)));
    box.querySelector("[data-evidence=true]")?.scrollIntoView({ block: "nearest" });
  }
  box.choose = (mark) => setTriggerValue("chosen", mark);
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", data.label);
}

/** Cut a text at every edge of a mark or a piece of evidence; places are counted in characters, as Python counts. */
export function pieces({ text, marks, evidence }) {
  const letters = Array.from(text);
  const within = (place) => Math.max(0, Math.min(place, letters.length));
  const edges = new Set([0, letters.length, ...[...marks, ...evidence].flatMap(({ start, end }) => [within(start), within(end)])]);
  const cuts = [...edges].sort((one, other) => one - other);
  const over = (spans, start, end) => spans.find((span) => span.start <= start && end <= span.end);
  return cuts.slice(1).map((end, index) => {
    const start = cuts[index];
    const mark = over(marks, start, end);
    const first = mark?.start === start;
    return { text: letters.slice(start, end).join(""), mark, first, evidence: Boolean(over(evidence, start, end)) };
  });
}

function element({ text, mark, first, evidence }, box) {
  const made = document.createElement(mark ? "button" : "span");
  made.textContent = text;
  if (mark) {
    made.type = "button";
    made.title = mark.told;
    made.dataset.kind = mark.kind;
    made.tabIndex = first ? 0 : -1;
    made.setAttribute("aria-label", `${text}: ${mark.told}`);
    made.addEventListener("click", () => box.choose(mark.id));
  }
  if (evidence) made.dataset.evidence = "true";
  return made;
}

function hash(text) {
  let value = 0;
  for (let index = 0; index < text.length; index += 1) value = (value * 31 + text.charCodeAt(index)) | 0;
  return value;
}
