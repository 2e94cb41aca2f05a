// Two stories on a common axis of days: their events by symbol and count, and the same as text.
(function (Atlas) {
  "use strict";

  const { el } = Atlas;
  const SYMBOL = 34;
  const MOST_STACKED = 3;

  function typeOf(show, id) {
    return show.atlas.payload.types.find((type) => type.id === id);
  }

  function icon(show, id, size) {
    const theme = show.atlas.getTheme();
    const type = typeOf(show, id);
    return Atlas.symbolIcon(type ? type.shape : "circle", { fill: type ? Atlas.fillOf(type, theme) : theme.muted, halo: theme.paper,
      paper: theme.paper }, size);
  }

  function dayWords(group, t) {
    return group.from === group.to ? t("Day {day}", { day: Atlas.sayDayNumber(group.from) })
      : t("Days {days}", { days: Atlas.sayDayNumber(group.from, group.to, group.from < 0 ? " to " : "–") });
  }

  /** One day (or some that stand close together) of a lane: symbols with counts, one above the other. */
  function stack(group, show, tell) {
    const { t } = show;
    const most = [...group.types].sort((a, b) => b.events.length - a.events.length);
    const seen = most.length > MOST_STACKED ? most.slice(0, MOST_STACKED - 1) : most;
    const rest = most.slice(seen.length).reduce((sum, one) => sum + one.events.length, 0);
    const words = most.map((one) => `${t(typeOf(show, one.type)?.label || one.type)}: ${one.events.length}`).join(", ");
    const button = el("button", { type: "button", class: "day-stack", onclick: () => tell(group) },
      el("span", { class: "unseen" }, `${dayWords(group, t)}. ${words}`),
      ...seen.map((one) => el("span", { class: "day-symbol", "aria-hidden": "true" }, icon(show, one.type, SYMBOL - 5),
        one.events.length > 1 ? el("span", { class: "day-count" }, String(one.events.length)) : "")),
      rest ? el("span", { class: "day-symbol day-rest", "aria-hidden": "true" }, `+${rest}`) : "");
    button.style.left = `${group.x}px`;
    return button;
  }

  function eventList(lane, show) {
    const { t } = show;
    const days = Atlas.daysOf(lane.events);
    return el("section", { class: "lane-words" }, el("h2", {}, `${lane.title}`),
      el("ul", { "data-part": "lane-list" }, ...days.map(({ day, types }) => {
        const events = types.flatMap((one) => one.events);
        return el("li", {}, el("strong", {}, t("Day {day}", { day: Atlas.sayDayNumber(day) })), " ",
          events.length > 1 ? t("{title} (and {count} more)", { title: events[0].title, count: events.length - 1 }) : events[0].title);
      })));
  }

  function laneHead(lane, show) {
    const { t } = show;
    return el("p", { class: "lane-head" }, el("strong", {}, lane.title), " ",
      el("span", { class: "quiet" }, t("day 0 is {date}", { date: lane.zero }),
        lane.outside ? ` · ${t("not drawn, without a day or far off: {count}", { count: lane.outside })}` : ""));
  }

  /** Lay out the lanes for the width that they have. */
  function drawLanes(chart, lanes, show, tell) {
    const width = chart.clientWidth;
    if (!width) return;
    const room = width - 2 * SYMBOL;
    const scale = Atlas.dayScale(lanes, Math.max(0.045, 36 / room));
        const marks = (withWords) => scale.ticks.map((day) => {
      const mark = el("span", { class: "tick", "data-zero": day === 0 ? "true" : null }, withWords ? Atlas.sayDayNumber(day) : "");
      mark.style.left = `${SYMBOL + scale.x(day) * room}px`;
      return mark;
    });
    const drawn = lanes.map((lane) => {
      const groups = Atlas.crowdedDays(Atlas.daysOf(lane.events), scale, room, SYMBOL + 20);
      const track = el("div", { class: "lane-track" }, ...marks(false),
        ...groups.map((group) => stack({ ...group, x: SYMBOL + group.x }, show, tell)));
      return el("div", { class: "lane" }, laneHead(lane, show), track);
    });
    chart.replaceChildren(...drawn, el("div", { class: "day-axis", "aria-hidden": "true" }, ...marks(true)));
    chart.dataset.squeezed = scale.squeezed;
  }

  function dayZeroParts(slide, show) {
    const { t } = show;
    const { lanes } = slide.exercise.dayZero;
    const chart = el("div", { class: "lanes", "data-part": "lanes", lang: Atlas.dataLanguage(t), "data-hold": "" });
    const told = el("p", { class: "day-told", role: "status", "data-part": "day-told", lang: Atlas.dataLanguage(t) });
    const tell = (group) => {
      const titles = group.types.flatMap((one) => one.events.map((event) => event.title));
      told.textContent = `${dayWords(group, t)}: ${titles.slice(0, 6).join("; ")}${titles.length > 6 ? ` (+${titles.length - 6})` : ""}`;
    };
    const scale = Atlas.dayScale(lanes);
    const note = el("p", { class: "axis-words" }, scale.squeezed
      ? t("Days from day 0. Far days are drawn closer together.") : t("Days from day 0."), " ",
    t("A number counts events of one kind; press a symbol to read what happened."));
    show.afterPaint(() => drawLanes(chart, lanes, show, tell));
    const words = el("div", { class: "lanes-words", tabindex: "0", role: "group",
      "aria-label": t("The same as a list"), lang: Atlas.dataLanguage(t) }, ...lanes.map((lane) => eventList(lane, show)));
    return [chart, note, told, words];
  }

  Object.assign(Atlas, { dayZeroParts });
})((globalThis.Atlas = globalThis.Atlas || {}));
