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

  /** Make changes until `most` are made or `patience` (ms) is over; the times from each until it was painted (ms). */
  bench.steps = async (most, patience, change, isPainted) => {
    const times = [];
    const until = performance.now() + patience;
    for (let k = 0; k < most && performance.now() < until; k += 1) {
      const began = performance.now();
      change(k);
      do await nextFrame();
      while (!isPainted() && performance.now() < until);
      if (!isPainted()) throw new Error("A change was not painted.");
      await rendered();
      times.push(performance.now() - began);
    }
    return times;
  };

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
