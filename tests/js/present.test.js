// The presenter without a page: the way through the slides, addresses, keys, words, and what the exercises reckon.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Atlas } from "./atlas.js";

for (const name of ["words", "slides", "exercises", "hands", "sentences", "slide-view", "exercise-view", "notes"]) {
  await import(`../../geo/assets/present/${name}.js`);
}

const source = (number, letters = 20) => ({ number, title: "x".repeat(letters), publisher: "P", published: "1 May 2000", url: "" });

/** A story of steps "a", "b!" (a content note) and so on, and of exercises told in the same way. */
function storyOf(id, steps, exercises = [], sources = [source(1)]) {
  const parts = (names) => names.map((name) => ({ id: `${id}_${name.replace("!", "")}`, title: name, contentNote: name.endsWith("!") }));
  return { id, title: id, sources, steps: parts(steps), exercises: parts(exercises) };
}

const ids = (deck) => deck.slides().map((slide) => slide.id);

test("a file of one story begins at its start and ends with its sources", () => {
  const deck = Atlas.makeDeck([storyOf("one", ["a", "b"], ["x"])]);
  assert.deepEqual(ids(deck), ["one/start", "one_a", "one_b", "one_x", "one/sources-1"]);
  assert.deepEqual([deck.back(), deck.slide().id, deck.last(), deck.next(), deck.slide().id],
    [false, "one/start", true, false, "one/sources-1"]);
});

test("a file of several stories begins with its contents, and next opens the first of them", () => {
  const deck = Atlas.makeDeck([storyOf("one", ["a"]), storyOf("two", ["a"])]);
  assert.equal(deck.slide().id, "contents");
  deck.next();
  assert.equal(deck.slide().id, "one/start");
  deck.choose(1);
  assert.deepEqual([deck.slide().id, ids(deck)], ["two/start", ["contents", "two/start", "two_a", "two/sources-1"]]);
});

test("a story that tells of people killed or hurt says so before it begins", () => {
  assert.deepEqual(ids(Atlas.makeDeck([storyOf("one", ["a", "b!"])])), ["one/start", "one/note", "one_a", "one_b", "one/sources-1"]);
  assert.deepEqual(ids(Atlas.makeDeck([storyOf("one", ["a"], ["x!"])])).slice(0, 2), ["one/start", "one/note"]);
});

test("steps that are left out are neither shown nor counted, but addresses stay", () => {
  const deck = Atlas.makeDeck([storyOf("one", ["a", "b!", "c"], ["x!"])]);
  deck.open("#one/5");
  assert.deepEqual([deck.slide().id, deck.progress()], ["one_c", { position: 3, count: 3 }]);
  deck.leaveOut(true);
  assert.deepEqual([deck.slide().id, deck.progress(), deck.hash()], ["one_c", { position: 2, count: 2 }, "#one/5"]);
  assert.deepEqual(ids(deck), ["one/start", "one/note", "one_a", "one_c", "one/sources-1"]);
  deck.open("#one/4"); // the step that is left out: the next one instead
  assert.equal(deck.slide().id, "one_c");
  deck.leaveOut(false);
  assert.equal(ids(deck).length, 7);
});

test("an address names a story and a slide, and any other address nothing", () => {
  const stories = [storyOf("one", ["a"]), storyOf("my story", ["a"])];
  const read = (hash) => Atlas.readHash(hash, stories);
  assert.deepEqual([read("#one"), read("#one/3"), read("#my%20story/2")],
    [{ story: 0, number: 1 }, { story: 0, number: 3 }, { story: 1, number: 2 }]);
  assert.deepEqual(["", "#", "#three", "#one/x", "#%", "one"].map(read), [null, null, null, null, null, null]);
  const deck = Atlas.makeDeck(stories);
  assert.deepEqual([deck.hash(), deck.open("#my%20story/99"), deck.slide().id, deck.hash()],
    ["#", true, "my story/sources-1", "#my%20story/3"]);
});

test("sources are split into pages, none is lost, and the order stays", () => {
  const many = Array.from({ length: 60 }, (_, k) => source(k + 1, 20 + ((k * 37) % 160)));
  const pages = Atlas.sourcePages(many);
  assert.deepEqual(pages.flat(), many);
  assert.ok(pages.length > 3 && pages.every((page) => page.length > 0));
  assert.deepEqual([Atlas.sourcePages([]), Atlas.sourcePages(many.slice(0, 3)).length], [[[]], 1]);
});

const key = (name, more = {}) => ({ key: name, ...more });

test("keys of hand and clicker ask for what they say", () => {
  const asked = (...names) => names.map((name) => Atlas.actionOf(key(name), null));
  assert.deepEqual([...new Set(asked("ArrowRight", "ArrowDown", "PageDown", " ", "Enter"))], ["next"]);
  assert.deepEqual([...new Set(asked("ArrowLeft", "ArrowUp", "PageUp", "Backspace"))], ["back"]);
  assert.deepEqual(asked("Home", "End", "f", "B", ".", "m", "c", "S", "t", "g", "l", "d", "?", "h", "a", "Escape", "+", "-"),
    ["first", "last", "fullscreen", "black", "black", "blank", "cover", "spotlight", "notes", "glossary", "list", "dark", "help",
      "help", "answer", "escape", "larger", "smaller"]);
  assert.deepEqual(asked("n", "F5", "Tab", "x", "1"), [null, null, null, null, null]);
});

test("keys with a command key, held keys and keys of focused controls are left alone", () => {
  assert.deepEqual([Atlas.actionOf(key("f", { ctrlKey: true }), null), Atlas.actionOf(key("ArrowRight", { altKey: true }), null),
    Atlas.actionOf(key("PageDown", { repeat: true }), null), Atlas.actionOf(key("+", { repeat: true }), null)], [null, null, null, "larger"]);
  const table = { button: [" ", "Enter"], link: ["Enter"], slider: ["ArrowRight", "Home"], map: ["ArrowUp", "+"], tab: ["ArrowLeft"],
    text: ["a", "ArrowRight", " "], check: [" "], scroll: ["PageDown", "ArrowDown"] };
  for (const [control, names] of Object.entries(table)) {
    assert.deepEqual(names.map((name) => Atlas.actionOf(key(name), control)), names.map(() => null), control);
    assert.equal(Atlas.actionOf(key("Escape"), control), "escape");
  }
  assert.deepEqual([Atlas.actionOf(key("ArrowRight"), "button"), Atlas.actionOf(key(" "), "link"), Atlas.actionOf(key("PageDown"), "map")],
    ["next", "next", "next"]);
});

test("on a keyboard of another script letter keys are known by their place", () => {
  assert.deepEqual([Atlas.actionOf(key("ф", { code: "KeyF" }), null), Atlas.actionOf(key("б", { code: "KeyB" }), null),
    Atlas.actionOf(key("ç", { code: "Semicolon" }), null)], ["fullscreen", "black", null]);
});

test("words come from the catalogue of the language, English where it has none, with their values", () => {
  const t = Atlas.makeWords({ language: "sq", languages: { en: "English", sq: "shqip", "sr-Latn": "srpski" },
    words: { sq: { Next: "Tjetra", "{position} of {count}": "{position} nga {count}" } } });
  assert.deepEqual([t.language(), t("Next"), t("Back"), t("{position} of {count}", { position: 2, count: 6 })], ["sq", "Tjetra", "Back", "2 nga 6"]);
  assert.deepEqual(t.languages(), [["en", "English"], ["sq", "shqip"]]);
  t.use("sr-Latn");
  assert.equal(t.language(), "sq");
  t.use("en");
  assert.deepEqual([t("Next"), t("{x} and {y}", { x: "{y}" })], ["Next", "{y} and {y}"]);
  assert.equal(Atlas.makeWords({}).language(), "en");
});

const PRISTINA = { latitude: 42.6629, longitude: 21.1655 };
const PRIZREN = { latitude: 42.2139, longitude: 20.7397 };

test("a guess is as far from the place as a crow flies, and may lie inside the disc or the area", () => {
  assert.equal(Atlas.sayKilometres(Atlas.kilometresBetween(PRISTINA, PRIZREN)), "61");
  assert.deepEqual([0, 0.84, 9.94, 9.96, 129.6].map(Atlas.sayKilometres), ["0", "0.8", "9.9", "10", "130"]);
  assert.equal(Atlas.judgeGuess(PRISTINA, { ...PRISTINA, radius_m: 500 }, null).inside, "disc");
  assert.equal(Atlas.judgeGuess(PRISTINA, { ...PRIZREN, radius_m: 5000 }, null).inside, null);
  assert.equal(Atlas.judgeGuess(PRISTINA, { ...PRISTINA, radius_m: 0 }, null).inside, null);
  const ring = [[21, 42.5], [21.5, 42.5], [21.5, 43], [21, 43]].map(([x, y]) => [Atlas.mercatorX(x), Atlas.mercatorY(y)]);
  assert.deepEqual([PRISTINA, PRIZREN].map((guess) => Atlas.judgeGuess(guess, PRISTINA, [ring]).inside), ["area", null]);
});

test("a mask leaves out rows and keeps what was already left out", () => {
  const bits = (mask, count) => Array.from({ length: count }, (_, i) => (Atlas.bytesOfBase64(mask)[i >> 3] >> (i & 7)) & 1).join("");
  const all = Atlas.maskWithout(10, null, [3]);
  assert.equal(bits(all, 10), "1110111111");
  assert.equal(bits(Atlas.maskWithout(10, all, [9]), 10), "1110111110");
});

test("sources are compared in words: they differ, say the same, or only one tells", () => {
  const compared = { rows: ["killed", "injured", "displaced"], columns: [{ figures: { killed: "31", injured: "5" } },
    { figures: { killed: "19", injured: "5", displaced: "about 4,100" } }] };
  assert.deepEqual(Atlas.comparedRows(compared), [
    { label: "killed", cells: ["31", "19"], verdict: "differs" }, { label: "injured", cells: ["5", "5"], verdict: "same" },
    { label: "displaced", cells: [null, "about 4,100"], verdict: "one" }]);
});

const event = (day, type) => ({ day, type, title: `${type} ${day}` });

test("events of a day stand together by type, and days that would overlap are drawn as one", () => {
  const days = Atlas.daysOf([event(2, "riot"), event(0, "riot"), event(0, "protest"), event(0, "riot"), event(1, "riot")]);
  assert.deepEqual(days.map(({ day, types }) => [day, types.map((one) => [one.type, one.events.length])]),
    [[0, [["riot", 2], ["protest", 1]]], [1, [["riot", 1]]], [2, [["riot", 1]]]]);
  const scale = { x: (day) => day / 10 };
  const drawn = (width) => Atlas.crowdedDays(days, scale, width, 30).map(({ from, to, types }) => [from, to, types.map((one) => one.events.length)]);
  assert.deepEqual(drawn(1000), [[0, 0, [2, 1]], [1, 1, [1]], [2, 2, [1]]]);
  assert.deepEqual(drawn(100), [[0, 2, [4, 1]]]);
  assert.deepEqual(days[0].types[0].events.length, 2);
});

test("two stories share one axis with day 0 on it; a long one is drawn closer far from day 0", () => {
  const even = Atlas.dayScale([{ events: [event(-2, "riot"), event(8, "riot")] }]);
  assert.deepEqual([even.squeezed, even.x(-2), even.x(8), even.x(0)], [false, 0, 1, 0.2]);
  assert.deepEqual(even.ticks, [-2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8]);
  const long = Atlas.dayScale([{ events: [event(40, "riot")] }, { events: [event(-1, "riot")] }]);
  assert.ok(long.squeezed && long.ticks.includes(0) && long.x(1) - long.x(0) > long.x(40) - long.x(39));
  const gaps = long.ticks.slice(1).map((day, k) => long.x(day) - long.x(long.ticks[k]));
  assert.ok(gaps.every((gap) => gap >= 0.045));
  assert.deepEqual([Atlas.dayScale([{ events: [] }]).ticks, Atlas.sayDayNumber(-3), Atlas.sayDayNumber(2, 5)], [[-1, 0, 1], "−3", "2–5"]);
});

test("an answer is shown only as often as there is one to show", () => {
  const evening = (rows, answer) => ({ kind: "evening", answer, evening: { rows } });
  assert.deepEqual([evening([{}], ["x"]), evening([{}], []), evening([], ["x"]), { kind: "place", answer: [] }, { kind: "sources", answer: [] },
    { kind: "day_zero", answer: ["x"] }].map(Atlas.mostRevealed), [2, 1, 1, 1, 0, 1]);
});

test("a slide is announced with its title and its position", () => {
  const deck = Atlas.makeDeck([storyOf("one", ["First", "Second"], ["Try"])]);
  const t = Atlas.makeWords({});
  const said = deck.slides().map((slide) => Atlas.announce(slide, Atlas.progressOf(deck.slides(), slide), t));
  assert.deepEqual(said, ["one", "Step 1 of 2: First", "Step 2 of 2: Second", "Exercise 1 of 1: Try", "Sources"]);
});

test("the clock of the speaker counts minutes and hours", () => {
  assert.deepEqual([0, 67, 3729].map(Atlas.sayDuration), ["0:00", "1:07", "1:02:09"]);
});

test("the strip spans the time that a story tells of, with some air at both ends", () => {
  const at = (from, to) => ({ state: { clock: { from, to } } });
  const day = Atlas.DAY;
  const story = { steps: [at("2004-03-16", "2004-03-17"), at("2004-03-18", "2004-03-19")], exercises: [at("2004-03-16", "2004-03-24")] };
  const { from, to } = Atlas.spanOf(story);
  assert.deepEqual([from, to], [Atlas.minutesOf("2004-03-14"), Atlas.minutesOf("2004-03-25") + 2 * day]);
  const long = Atlas.spanOf({ steps: [at("1998-01-01", "2003-08-31")], exercises: [] });
  assert.equal((Atlas.minutesOf("1998-01-01") - long.from) / day, 2069 * 0.05);
});
