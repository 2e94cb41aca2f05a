// Shows a made page by its address, and copies that very picture.
export default function show({ parentElement, data, setTriggerValue }) {
  const part = (name) => parentElement.querySelector(`[data-part=${name}]`);
  const picture = parentElement.querySelector("img");
  const address = new URL(data.address, document.baseURI).href;
  picture.alt = data.alt;
  part("open").href = address;
  if (picture.dataset.address !== address) {
    picture.dataset.address = address;
    picture.style.setProperty("--ratio", data.width / data.height);
    picture.src = address;
    part("told").textContent = "";
  } else if (picture.dataset.missing) {
    picture.src = address; // it was made again in the meantime
  }
  picture.onload = () => delete picture.dataset.missing;
  picture.onerror = () => {
    if (picture.dataset.missing) return; // asked for once already
    picture.dataset.missing = "true";
    setTriggerValue("missing", address);
  };
  part("copy").onclick = async () => {
    part("told").textContent = await copied(address, navigator.clipboard, globalThis.ClipboardItem);
  };
}

/** Put a picture on the clipboard and say how that went. */
export async function copied(address, clipboard, Item) {
  if (!clipboard || !Item) {
    return "This browser copies pictures only from a secure address; press the right mouse button on the picture.";
  }
  const picture = fetched(address);
  picture.catch(() => {}); // where the clipboard is locked nobody waits for it
  try {
    // the clipboard is asked at once, while the press of the button still counts, and the picture follows
    // eslint-disable-next-line no-restricted-properties -- of the clipboard; what is not allowed is that of a document
    await clipboard.write([new Item({ "image/png": picture })]);
    return "Copied.";
  } catch (error) {
    if (error instanceof TypeError) return "The picture did not arrive; reload the page and try again.";
    return "The browser does not allow it; allow the clipboard for this page, or download the PNG.";
  }
}

async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new TypeError("not kept any more");
  return answer.blob();
}
