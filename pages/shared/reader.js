// Shows a text with the words that were read in it. The text enters the page through textContent alone.
export default function show({ parentElement, data }) {
  const box = parentElement.querySelector("[data-part=text]");
  const told = parentElement.querySelector("[data-part=told]");
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", data.label);
  const drawn = String(hash(JSON.stringify([data.text, data.marks, data.evidence])));
  if (box.dataset.drawn === drawn) return;
  box.dataset.drawn = drawn;
  told.textContent = "";
  box.replaceChildren(...pieces(data).map((piece) => element(piece, told)));
  box.querySelector("[data-evidence=true]")?.scrollIntoView({ block: "nearest" });
}

/** Cut a text at every edge of a mark or a piece of evidence; places are counted in characters, as Python counts. */
export function pieces({ text, marks, evidence }) {
  const letters = Array.from(text);
  const within = (place) => Math.max(0, Math.min(place, letters.length));
  const edges = new Set([0, letters.length, ...[...marks, ...evidence].flatMap(({ start, end }) => [within(start), within(end)])]);
  const cuts = [...edges].sort((one, other) => one - other);
  const [marked, rested] = [over(marks), over(evidence)];
  return cuts.slice(1).map((end, index) => {
    const start = cuts[index];
    const mark = marked(start, end);
    const first = mark?.start === start;
    const words = mark ? letters.slice(mark.start, mark.end).join("") : "";
    return { text: letters.slice(start, end).join(""), mark, words, first, evidence: Boolean(rested(start, end)) };
  });
}

/** Find the first of some spans that covers a piece; the pieces are asked for from the beginning of the text on. */
function over(spans) {
  const coming = spans.map((span, rank) => ({ span, rank })).sort((one, other) => other.span.start - one.span.start);
  let open = [];
  return (start, end) => {
    while (coming.length && coming.at(-1).span.start <= start) open.push(coming.pop());
    open = open.filter(({ span }) => span.end >= end);
    return open.reduce((best, one) => (best && best.rank < one.rank ? best : one), undefined)?.span;
  };
}

function element({ text, mark, words, first, evidence }, told) {
  const made = document.createElement(mark ? "button" : "span");
  made.textContent = text;
  if (mark) {
    made.type = "button";
    made.title = mark.told;
    made.dataset.kind = mark.kind;
    made.tabIndex = first ? 0 : -1;
    made.setAttribute("aria-label", `${words}: ${mark.told}`);
    made.addEventListener("click", () => {
      told.textContent = `${words}: ${mark.told}`;
      for (const each of made.parentElement.querySelectorAll("[data-chosen]")) delete each.dataset.chosen;
      made.dataset.chosen = "true";
    });
  }
  if (evidence) made.dataset.evidence = "true";
  return made;
}

function hash(text) {
  let value = 0;
  for (let index = 0; index < text.length; index += 1) value = (value * 31 + text.charCodeAt(index)) | 0;
  return value;
}
