// The picture of a made page on the clipboard.
import assert from "node:assert/strict";
import { test } from "node:test";

import show, { copied } from "../../pages/shared/preview.js";

const picture = new Blob(["png"], { type: "image/png" });

class Item {
  constructor(kinds) {
    this.kinds = kinds;
  }
}

/** A clipboard that keeps what is written to it. */
function clipboardOf(kept) {
  return { write: async ([item]) => kept.push(await item.kinds["image/png"]) };
}

function answering(status) {
  globalThis.fetch = async (address) => ({ ok: status === 200, blob: async () => (address.endsWith(".png") ? picture : null) });
}

test("the picture of the address is what is copied", async () => {
  answering(200);
  const kept = [];
  assert.equal(await copied("/atlas/made/1.png", clipboardOf(kept), Item), "Copied.");
  assert.deepEqual(kept, [picture]);
});

test("a browser without a clipboard says what to do", async () => {
  assert.match(await copied("/atlas/made/1.png", undefined, Item), /right mouse button/);
  assert.match(await copied("/atlas/made/1.png", { write() {} }, undefined), /right mouse button/);
});

test("a picture that is gone and a clipboard that is locked are told apart", async () => {
  answering(404);
  assert.match(await copied("/atlas/made/1.png", clipboardOf([]), Item), /reload the page/);
  const locked = { write: async () => { throw new DOMException("no", "NotAllowedError"); } };
  assert.match(await copied("/atlas/made/1.png", locked, Item), /does not allow it/);
});

/** The parts of the component, without a browser. */
function partsOf() {
  const parts = { copy: {}, open: {}, told: { textContent: "" } };
  const img = { dataset: {}, style: { setProperty() {} } };
  return { img, parts, querySelector: (asked) => (asked === "img" ? img : parts[asked.slice(11, -1)]) };
}

test("a picture that is not found is asked for once, and shown when it is there again", () => {
  globalThis.document = { baseURI: "http://127.0.0.1/snapshot" };
  const [asked, parentElement] = [[], partsOf()];
  const data = { address: "/atlas/made/1.png", alt: "Map. <b>", width: 3, height: 2 };
  const run = () => show({ parentElement, data, setTriggerValue: (name, value) => asked.push([name, value]) });
  run();
  const { img } = parentElement;
  assert.deepEqual([img.src, img.alt], ["http://127.0.0.1/atlas/made/1.png", "Map. <b>"]);
  img.onerror();
  img.onerror();
  assert.deepEqual(asked, [["missing", "http://127.0.0.1/atlas/made/1.png"]]);
  img.src = "";
  run();
  assert.equal(img.src, "http://127.0.0.1/atlas/made/1.png");
  img.onload();
  assert.deepEqual(img.dataset, { address: "http://127.0.0.1/atlas/made/1.png" });
});
