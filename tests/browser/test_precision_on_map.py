"""The map shows no more than is known: what is drawn how, what is beside the map, and that nothing is lost."""

from __future__ import annotations

from collections import Counter

import pytest
from playwright.sync_api import expect

POINTS = {"exact", "settlement"}
DISCS = {"near"}
AREAS = {"municipality", "region"}


@pytest.fixture
def precision(incidents):
    """Return the precision of the place of every incident."""
    return incidents["place_precision"].to_dict()


def test_how_an_incident_is_drawn_never_says_more_than_its_precision(lone_map, precision):
    drawn = lone_map.drawn()
    assert {precision[name] for name in drawn["points"]} <= POINTS | DISCS
    assert {precision[name] for name in drawn["discs"]} <= POINTS | DISCS
    assert {precision[name] for name in drawn["areas"]} <= AREAS
    pinned = {*drawn["points"], *drawn["discs"]}
    assert not [name for name in pinned if precision[name] in AREAS | {"country"}]
    near = {name for name, known in precision.items() if known in DISCS}
    assert near <= {*drawn["discs"], *drawn["movements"]}


def test_what_is_known_for_a_country_only_stands_beside_the_map_or_is_a_movement(lone_map, precision):
    drawn = lone_map.drawn()
    country = {name for name, known in precision.items() if known == "country"}
    assert country
    assert country <= {*drawn["listed"], *drawn["movements"]}
    assert not country & {*drawn["points"], *drawn["discs"], *drawn["areas"]}


def test_every_incident_is_drawn_in_exactly_one_way(lone_map, precision):
    drawn = lone_map.drawn()
    ways = Counter(name for way in ("points", "discs", "areas") for name in drawn[way])
    ways.update({*drawn["listed"], *drawn["movements"]})
    assert ways == Counter(list(precision))  # once each
    assert lone_map.frame.evaluate("() => atlas.payload.precisions.length") == len(set(precision.values()))


def test_every_incident_is_in_the_list_beside_the_map(lone_map, precision):
    lone_map.tab("list").click()
    assert Counter(lone_map.listed()) == Counter(list(precision))
    expect(lone_map.tab("list")).to_contain_text(str(len(precision)))
    expect(lone_map.part("count")).to_contain_text(str(len(precision)))


def test_every_fact_of_the_five_documents_is_findable_on_the_map_or_beside_it(lone_map, shipped):
    facts = shipped.tables["statements"]
    facts = facts[facts["source"].str.fullmatch(r"doc_\d+")]
    found = lone_map.frame.evaluate(FINDABLE)
    figures = shipped.tables["figures"].set_index("id")
    strength = shipped.tables["strength"].set_index("id")
    areas = shipped.tables["areas"].set_index("id")
    listed = set(lone_map.listed())
    lost = []
    for fact in facts.to_dict("records"):
        table, row = fact["coded_table"], fact["coded_row"]
        there = {
            "incidents": lambda row: row in listed,
            "movements": lambda row: row in listed and row in found["movements"],
            "figures": lambda row: found["figures"].get(" ".join(figures.loc[row, ["incident", "source"]])),
            "strength": lambda row: strength.at[row, "said"] in found["strength"],
            "areas": lambda row: areas.at[row, "statement"] in found["areas"],
        }[table](row)
        if not there:
            lost.append((fact["id"], table, row))
    assert lost == []
    assert facts.groupby("source").size().to_dict().keys() == {f"doc_00{number}" for number in range(5)}
    assert len(facts) >= 50


#: ids and words of what the cards, the strip and the area panels can tell
FINDABLE = """() => ({
  movements: atlas.payload.movements.map((movement) => atlas.payload.incidents[movement.row].id),
  figures: Object.fromEntries(atlas.payload.incidents.flatMap((incident) => incident.figures.map(
    (figure) => [`${incident.id} ${figure.source}`, true]))),
  strength: atlas.payload.strength.map((one) => one.said),
  areas: atlas.payload.areas.flatMap((area) => area.statements.map((one) => one.text)),
})"""


def test_a_card_shows_its_figures_with_who_says_so_and_as_of_when(lone_map, shipped):
    figures = shipped.tables["figures"]
    told = figures[figures["incident"] == "2023-05-29-zvecan"]
    card = lone_map.select("2023-05-29-zvecan").card()
    publishers = shipped.tables["sources"].set_index("id")["publisher"]
    assert lone_map.part("card").locator(".figures tbody tr").count() == len(told)
    assert [source for source in set(told["source"]) if publishers[source] not in card] == []


def test_several_incidents_at_one_place_share_one_symbol_and_fan_out_on_a_click(lone_map):
    shared = lone_map.painted().frame.evaluate(SHARED)
    assert shared["count"] == len(shared["ids"]) > 1
    alone = [shared["x"], shared["y"]]
    assert lone_map.frame.evaluate(AT, alone) == {"shared": 1, "incident": 0}
    box = lone_map.frame.locator(".leaflet-container").bounding_box()
    lone_map.frame.mouse.click(box["x"] + shared["x"], box["y"] + shared["y"])
    lone_map.painted()
    assert lone_map.frame.evaluate(FANNED, shared["ids"]) == len(shared["ids"])
    assert sorted(lone_map.listed()) == sorted(shared["ids"])
    lone_map.frame.get_by_role("button", name="Show the whole list").click()
    assert len(lone_map.listed()) == len(lone_map.ids)


def test_a_symbol_of_the_fan_opens_its_incident(lone_map):
    shared = lone_map.painted().frame.evaluate(SHARED)
    box = lone_map.frame.locator(".leaflet-container").bounding_box()
    lone_map.frame.mouse.click(box["x"] + shared["x"], box["y"] + shared["y"])
    x, y, identifier = lone_map.painted().frame.evaluate(ONE_OF_FAN, shared["ids"])
    lone_map.frame.mouse.click(box["x"] + x, box["y"] + y)
    assert lone_map.painted().selected() == identifier


#: a symbol with several incidents, in the middle of the map rather than at its edge, that nothing lies upon
SHARED = """() => {
  const size = atlas.map.getSize();
  const off = (hit) => Math.hypot(hit.x - size.x / 2, hit.y - size.y / 2);
  const hits = atlas.hits();
  const free = (hit) => hits.filter((one) => one.box && hit.x >= one.box.x0 && hit.x <= one.box.x1
    && hit.y >= one.box.y0 && hit.y <= one.box.y1).length === 0
    && hits.filter((one) => one.radius && one.kind !== "area"
      && Math.hypot(one.x - hit.x, one.y - hit.y) <= one.radius).length === 1;
  const [hit] = hits.filter((one) => one.kind === "shared" && free(one)).sort((a, b) => off(a) - off(b));
  return { x: hit.x, y: hit.y, count: hit.rows.length, ids: hit.rows.map((row) => atlas.payload.incidents[row].id) };
}"""
AT = """([x, y]) => {
  const at = atlas.hits().filter((hit) => Math.hypot(hit.x - x, hit.y - y) < 1);
  const count = (kind) => at.filter((hit) => hit.kind === kind).length;
  return { shared: count("shared"), incident: count("incident") };
}"""
FANNED = """(ids) => new Set(atlas.hits().filter((hit) => hit.kind === "incident")
  .map((hit) => atlas.payload.incidents[hit.rows[0]].id).filter((id) => ids.includes(id))).size"""
ONE_OF_FAN = """(ids) => {
  const fanned = (one) => one.kind === "incident" && ids.includes(atlas.payload.incidents[one.rows[0]].id);
  const hit = atlas.hits().filter(fanned).pop();
  return [hit.x, hit.y, atlas.payload.incidents[hit.rows[0]].id];
}"""
