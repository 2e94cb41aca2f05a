// The side panel: the selected incident with its figures and sources, the list of what is shown (the text twin), areas.
(function (Atlas) {
  "use strict";

  const MOST_LISTED = 300;

  /** Build an element; strings become text nodes, never markup. */
  function el(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name === "onclick") element.addEventListener("click", value);
      else if (value !== null && value !== undefined) element.setAttribute(name, value);
    }
    element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
    return element;
  }

  /** A link that opens outside, only for http and https. */
  function link(address, words) {
    const safe = /^https?:\/\//i.test(address || "");
    return safe ? el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, words) : el("span", {}, words);
  }

  function section(title, ...children) {
    return el("section", { class: "part" }, el("h3", {}, title), ...children);
  }

  function figureTable(figures, numberOf) {
    const rows = figures.map((figure) => el("tr", { class: figure.part ? "part-of" : null },
      el("th", { scope: "row" }, figure.part ? "of them " : "", figure.whom,
        figure.claimed ? el("span", { class: "quiet" }, ` (claimed by ${figure.claimed})`) : "",
        figure.note ? el("span", { class: "quiet note" }, figure.note) : ""),
      el("td", {}, figure.asOf || "no date"),
      el("td", { class: "source-cell" }, figure.publisher, el("sup", {}, ` ${numberOf(figure.source)}`)),
      el("td", { class: "number" }, figure.number)));
    return el("table", { class: "figures" },
      el("thead", {}, el("tr", {}, ...["Of whom", "As of", "Who says", "How many"].map((word) => el("th", { scope: "col" }, word)))),
      el("tbody", {}, ...rows));
  }

  function sourceList(ids, sources, says) {
    const items = ids.map((id) => {
      const source = sources[id];
      return el("li", {}, link(source.url, source.title), el("span", { class: "quiet" },
        ` ${[source.publisher, source.published || "undated", source.kind].filter(Boolean).join(", ")}`),
      says && says[id] ? el("span", { class: "says" }, says[id]) : "");
    });
    return el("ol", { class: "sources" }, ...items);
  }

  function makePanel(root, payload, columns, view, getTheme, act) {
    const card = root.querySelector('[data-part="card"]');
    const list = root.querySelector('[data-part="list"]');
    const panes = { card, list, legend: root.querySelector('[data-part="legend-pane"]') };
    const names = Object.keys(panes);
    const tabs = Object.fromEntries(names.map((name) => [name, root.querySelector(`[data-tab="${name}"]`)]));

    function open(tab) {
      for (const name of names) {
        tabs[name].setAttribute("aria-selected", String(name === tab));
        tabs[name].tabIndex = name === tab ? 0 : -1;
        panes[name].hidden = name !== tab;
      }
    }

    function placeName(id) {
      return payload.places[id] ? Atlas.nameOf(payload.places[id], view.policy) : "";
    }

    /** The name of the place of an incident; in the words of its file where the place is none of ours. */
    function whereOf(incident) {
      return placeName(incident.place) || incident.place_name || "";
    }

    function icon(i) {
      const type = Atlas.typeOf(payload, columns, i);
      const theme = getTheme();
      const precision = payload.precisions[columns.precision[i]].id;
      return Atlas.symbolIcon(type.shape, { fill: Atlas.fillOf(type, theme), halo: theme.paper, paper: theme.paper,
        hollow: precision === "near" }, 20);
    }

    function relatedList(incident) {
      return el("ul", { class: "related" }, ...incident.related.map((one) => el("li", {},
        el("button", { type: "button", class: "row", onclick: () => act.select(one.row) },
          el("span", {}, `${one.words}: ${payload.incidents[one.row].title}`), el("span", { class: "quiet" }, one.days)))));
    }

    function precisionWords(i) {
      const incident = payload.incidents[i];
      const precision = payload.precisions[columns.precision[i]];
      return [...(incident.dateKnown ? [incident.dateKnown] : []), precision.label + (precision.id === "near" && incident.radius_m
        ? ` (within about ${(incident.radius_m / 1000).toLocaleString("en", { maximumFractionDigits: 1 })} km)` : "")].join(" · ");
    }

    function showIncident(i) {
      const incident = payload.incidents[i];
      card.replaceChildren();
      if (!incident) {
        card.append(el("p", { class: "quiet" }, "This incident carries no text."));
        return;
      }
      const type = Atlas.typeOf(payload, columns, i);
      const numberOf = (id) => incident.sources.indexOf(id) + 1;
      const byMeasure = Map.groupBy ? Map.groupBy(incident.figures, (figure) => figure.measure)
        : incident.figures.reduce((map, figure) => map.set(figure.measure, [...(map.get(figure.measure) || []), figure]), new Map());
      const years = el("p", { class: "quiet when" }, incident.date);
      card.append(years, el("h2", {}, incident.title), el("p", { class: "where" }, whereOf(incident)),
        el("p", { class: "quiet" }, precisionWords(i)),
        el("p", { class: "tags" }, el("span", { class: "tag" }, icon(i), type.label),
          ...incident.actors.map((actor) => el("span", { class: "tag actor" }, actor))),
        el("p", {}, incident.summary));
      if (incident.written) card.append(el("p", { class: "quiet" }, `Place as the source writes it: “${incident.written}”.`));
      if (incident.damage) card.append(section("Damage, as reported", el("p", {}, incident.damage)));
      for (const [measure, figures] of byMeasure) card.append(section(measure, figureTable(figures, numberOf)));
      if (incident.disagreement) card.append(section("Where the sources differ", el("p", {}, incident.disagreement)));
      if (incident.steps.length) {
        card.append(section("Status by date", el("ul", { class: "steps" }, ...incident.steps.map((step) =>
          el("li", {}, el("span", {}, step.words), el("span", { class: "quiet" }, step.when))))));
      }
      if (incident.related.length) card.append(section("Related", relatedList(incident)));
      card.append(...(incident.sources.length ? [section("Sources", sourceList(incident.sources, payload.sources, incident.says))] : []),
        el("p", { class: "quiet fine" }, [incident.scales, incident.confidence && `confidence ${incident.confidence}`, incident.id].filter(Boolean).join(" · ")));
    }

    function areaStatements(area) {
      return el("ul", { class: "statements" }, ...area.statements.map((one) => el("li", {},
        el("strong", {}, one.asOf), ` ${one.text} `, one.number ? el("span", { class: "number" }, one.number) : "",
        one.note ? el("span", { class: "quiet says" }, one.note) : "", " ", link(one.url, one.publisher))));
    }

    /** The areas at one spot, the smallest first: who says what, as of when. */
    function showAreas(areas) {
      card.replaceChildren(...areas.flatMap((area) => [
        el("p", { class: "quiet when" }, payload.areaKinds.find((one) => one.id === area.kind).label),
        el("h2", {}, placeName(area.place)),
        el("p", { class: "quiet" }, area.shape ? "Shape approximate, made from settlements; not a boundary."
          : "The disc marks the settlement; it is not a boundary."),
        section("Who says what, as of when", areaStatements(area)), el("hr", {})]));
      open("card");
    }

    function areaList(areas) {
      const items = areas.map((area) => el("li", {}, el("button", { type: "button", class: "item", onclick: () => act.showAreas([area]) },
        el("span", { class: "item-words" }, el("span", { class: "item-title" }, placeName(area.place)),
          el("span", { class: "quiet" }, `${payload.areaKinds.find((one) => one.id === area.kind).label} · `
            + `${area.statements.length} dated ${area.statements.length === 1 ? "statement" : "statements"}`)))));
      return [el("h3", {}, `Serb-majority areas, as stated by then (${areas.length})`), el("ol", { class: "items" }, ...items)];
    }

    function listItem(i) {
      const incident = payload.incidents[i];
      const words = incident ? [el("span", { class: "quiet" }, incident.date), el("span", { class: "item-title" }, incident.title),
        el("span", { class: "quiet" }, whereOf(incident))] : [el("span", {}, Atlas.sayDay(columns.start[i]))];
      return el("li", {}, el("button", { type: "button", class: "item", "aria-current": i === view.selected ? "true" : null,
        "data-row": i, onclick: () => act.select(i) }, icon(i), el("span", { class: "item-words" }, ...words)));
    }

    function showList(scene, only, areas) {
      const groups = only ? [["At this place", only]] : [
        ["On the map", scene.points.flatMap((group) => group.rows)],
        ["In an area: only the municipality or region is known", scene.areas.flatMap((group) => group.rows)],
        ["Beside the map: known for Kosovo as a whole or outside the map, not pinned", scene.listed]];
      const focusRow = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.row : null;
      list.replaceChildren();
      if (only) {
        list.append(el("button", { type: "button", class: "chip", onclick: () => act.clearOnly() }, "Show the whole list"));
      }
      for (const [title, rows] of groups) {
        if (!rows.length) continue;
        const sorted = [...rows].sort((a, b) => a - b);
        list.append(el("h3", {}, `${title} (${rows.length.toLocaleString("en")})`),
          el("ol", { class: "items" }, ...sorted.slice(0, MOST_LISTED).map(listItem)));
        if (sorted.length > MOST_LISTED) {
          list.append(el("p", { class: "quiet" }, `${(sorted.length - MOST_LISTED).toLocaleString("en")} more: narrow the window.`));
        }
      }
      if (!only && areas.length) list.append(...areaList(areas));
      if (!list.children.length) list.append(el("p", { class: "quiet" }, "Nothing is shown in this window. Widen it, or loosen the filters."));
      if (focusRow) list.querySelector(`[data-row="${Number(focusRow)}"]`)?.focus();
    }

    card.append(el("p", {}, "Choose an incident on the map or in the list: here stand its figures, who gives them, and its sources."));
    names.forEach((name, k) => {
      tabs[name].addEventListener("click", () => open(name));
      tabs[name].addEventListener("keydown", (event) => {
        const turn = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
        if (!turn) return;
        const other = names[(k + turn + names.length) % names.length];
        open(other);
        tabs[other].focus();
      });
    });
    /** Other things than incidents in the list; a hand that was in it stays there. */
    function showOthers(elements) {
      const inside = list.contains(document.activeElement);
      list.replaceChildren(...elements);
      if (inside) list.focus();
    }

    return { open, showIncident, showAreas, showList, showOthers,
      /** How many incidents the list holds; null if it holds something else. */
      countOnTab: (count) => { tabs.list.textContent = count === null ? "List" : `List (${count.toLocaleString("en")})`; } };
  }

  Object.assign(Atlas, { el, link, makePanel });
})((globalThis.Atlas = globalThis.Atlas || {}));
