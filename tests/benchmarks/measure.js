// Stop-watches inside the page. A change counts as painted when the frame that shows it has been rendered: a task that
// is queued in an animation frame runs after that frame's style, layout and paint.
(function () {
  "use strict";

  const nextFrame = () => new Promise((resolve) => { globalThis.requestAnimationFrame(resolve); });
  const rendered = () => new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = resolve;
    channel.port2.postMessage(null);
  });
  /** Milliseconds since 1970, comparable between the page and the frames in it. */
  const absolute = (relative = performance.now()) => performance.timeOrigin + relative;

  const bench = { firstPaint: null, changes: [], events: {} };

  /** Note in `bench.firstPaint` how long after navigation `isReady` held and was painted (ms). */
  bench.watchReady = async (isReady) => {
    while (!isReady()) await nextFrame();
    await nextFrame();
    await rendered();
    bench.firstPaint = performance.now();
  };

  /** Make changes one after another until `most` are made or `patience` (ms) is over; see `oneStep`. */
  bench.steps = async (most, patience, change, isPainted) => {
    const began = performance.now();
    const steps = { painted: [], work: [] };
    for (let k = 0; k < most && performance.now() - began < patience; k += 1) {
      const step = await oneStep(() => change(k), isPainted, patience);
      steps.painted.push(step.painted);
      steps.work.push(step.work);
    }
    return steps;
  };

  /** `painted` is the time from the change until its frame was rendered, `work` what of it was not waiting (ms). */
  async function oneStep(change, isPainted, patience) {
    let frameBegan = 0;
    const noteBeginning = () => { globalThis.requestAnimationFrame(() => { frameBegan = performance.now(); }); };
    const began = performance.now();
    noteBeginning();
    change();
    const changed = performance.now();
    await nextFrame();
    while (!isPainted()) {
      if (performance.now() - began > patience) throw new Error("The change was not painted.");
      noteBeginning();
      await nextFrame();
    }
    await rendered();
    const ended = performance.now();
    return { painted: ended - began, work: changed - began + ended - frameBegan };
  }

  /** Frames a second that showed something new between `start` and `stop`; `drawn` counts them. */
  bench.playing = async (milliseconds, start, stop, drawn) => {
    start();
    await nextFrame();
    const [began, before] = [performance.now(), drawn()];
    let now = began;
    while (now - began < milliseconds) {
      await nextFrame();
      now = performance.now();
    }
    const frames = drawn() - before;
    stop();
    return (1000 * frames) / (now - began);
  };

  /** Note in `bench.changes` when what stands now is painted, under a name (ms since 1970). */
  bench.notePainted = async (text) => {
    await nextFrame();
    await rendered();
    bench.changes.push({ text, at: absolute() });
  };

  /** Note every new text of an element, whoever replaces the element. */
  bench.watchText = (selector) => {
    let last = null;
    const look = () => {
      const element = globalThis.document.querySelector(selector);
      const text = element ? element.textContent : last;
      if (text !== last) bench.notePainted(text);
      last = text;
    };
    look();
    new globalThis.MutationObserver(look).observe(globalThis.document, { subtree: true, childList: true, characterData: true });
  };

  /** Note in `bench.events` when an input event last arrived. */
  bench.watchEvent = (type) => {
    globalThis.addEventListener(type, (event) => { bench.events[type] = absolute(event.timeStamp); }, true);
  };

  globalThis.bench = bench;
})();
