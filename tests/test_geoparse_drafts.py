"""Drafts from own-written news texts: every event told, none that is not."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer import open_gazetteer
from gazetteer.geoparse import read_text
from geo.schema import EventType, PlacePrecision

TEXTS = {
    "shots_at_a_bus": (
        date(2011, 8, 3),
        """Two dead after shots at a bus in Kosovo

Gunmen opened fire on a bus near Podujevo on Tuesday evening, killing two passengers and wounding seven
others, Kosovo police said.

The bus was on its way from Nis to Pristina. One of the wounded was flown to a hospital in Belgrade.

Police searched houses in the area on Wednesday and detained three men for questioning. The president of
Kosovo called the attack cowardly and urged calm.""",
        [
            ("Shooting (2 killed, 7 injured)", "armed_attack", "2011-08-02/2011-08-02", "day", "podujevo", "near"),
            ("Raid", "security_operation", "2011-08-03/2011-08-03", "day", "podujevo", "near"),
        ],
    ),
    "a_march_and_a_smaller_rally": (
        date(2016, 11, 13),
        """Some 2,000 people marched through Gracanica on Saturday to demand the release of a local politician who
was arrested in October. The march passed off without incident, organisers said.

A smaller rally was held in Leposavic. Further protests are planned for next week.

Human rights groups say the courts are slow. In 2012 a similar case took four years.""",
        [
            ("Protest", "protest", "2016-11-12/2016-11-12", "day", "gracanica", "settlement"),
            ("Protest", "protest", "2016-11-12/2016-11-12", "day", "leposavic", "settlement"),
        ],
    ),
    "a_grenade_in_the_night": (
        date(2013, 2, 7),
        """A hand grenade exploded outside a cafe in North Mitrovica last night and damaged three cars, a
spokeswoman for EULEX said on Thursday. Nobody was hurt.

It was the third such blast in the town since January. Police said they had no suspects.""",
        [
            ("Explosion", "explosion", "2013-02-06/2013-02-07", "night", "mitrovica_north", "settlement"),
        ],
    ),
    "an_overturned_minibus": (
        date(2022, 6, 15),
        """PRIZREN - A minibus carrying miners overturned on the road between Prizren and Strpce on 14 June. One
person died and between 10 and 12 were injured, the fire brigade said.

The driver, 54, was arrested. The road reopened after three hours.""",
        [
            ("Accident (1 killed, 10 to 12 injured)", "accident", "2022-06-14/2022-06-14", "day", "prizren", "near"),
        ],
    ),
    "promises_arrivals_and_withdrawals": (
        date(2023, 10, 6),
        """Portugal will send 120 soldiers to reinforce KFOR, its defence ministry announced on Thursday. Turkey has
promised a further battalion of about 500, of whom 65 commandos landed in Pristina this morning.

Britain has already deployed 200 troops. Poland withdrew 40 of its engineers in September.

KFOR currently has about 4,500 troops from 27 nations. Slovenia said it had not yet decided whether to
send more soldiers.""",
        [
            ("Portugal: 120 soldiers announced", "troop_movement", "2023-10-05/2023-10-05", "day", "", ""),
            (
                "Türkiye: 500 soldiers announced",
                "troop_movement",
                "2023-10-05/2023-10-06",
                "days",
                "pristina",
                "settlement",
            ),
            (
                "Türkiye: 65 soldiers arrived",
                "troop_movement",
                "2023-10-06/2023-10-06",
                "day",
                "pristina",
                "settlement",
            ),
            ("United Kingdom: 200 soldiers under way", "troop_movement", "2023-10-05/2023-10-06", "days", "", ""),
            ("Poland: 40 soldiers withdrawn", "troop_movement", "2023-09-01/2023-09-30", "month", "", ""),
        ],
    ),
    "a_night_of_arson_in_several_towns": (
        date(2004, 3, 18),
        """Rioters set fire to at least 30 Serb houses in Obilic on Wednesday night, a UN official said. Four
policemen and a French soldier were hurt when the crowd threw stones and petrol bombs.

In Prizren, a mob burned down three churches and the old seminary. About 120 people sought refuge at the
German base.

UN police used tear gas in Lipljan, where one man was killed. The number of injured rose to 200 across
Kosovo.""",
        [
            (
                "Arson (4 policemen and 1 French soldier injured)",
                "riot_arson",
                "2004-03-17/2004-03-18",
                "night",
                "obilic",
                "settlement",
            ),
            ("Arson", "riot_arson", "2004-03-17/2004-03-18", "night", "prizren", "settlement"),
            ("Flight (120 people)", "displacement", "2004-03-17/2004-03-18", "night", "kosovo", "country"),
            (
                "Use of tear gas and the like (1 killed)",
                "clash",
                "2004-03-17/2004-03-18",
                "night",
                "lipljan",
                "settlement",
            ),
            ("Violence with casualties (200 injured)", "clash", "2004-03-17/2004-03-18", "night", "kosovo", "country"),
        ],
    ),
    "warnings_denials_and_memories": (
        date(2023, 6, 20),
        """Analysts warn that new clashes could break out in the north if the mayors stay in their offices. "People
were killed in 2004 and nobody was punished," a retired judge said.

Diplomats fear that up to 5,000 people might flee. The prime minister denied that police had used rubber
bullets. No incidents were reported in Zvecan and Leposavic on Tuesday.

The municipality of Strpce has about 7,000 inhabitants. Resolution 1244 was adopted in 1999 and 18,000
peacekeepers were once stationed here.""",
        [],
    ),
    "barricades_and_their_removal": (
        date(2011, 9, 17),
        """Local Serbs blocked the roads to the Jarinje and Brnjak crossings with lorries and gravel on Friday,
hours after Kosovo customs officers were flown in by NATO helicopters.

KFOR soldiers removed one of the barricades near Zupce at dawn on Saturday. Seven people and four German
soldiers were wounded in the scuffles, hospital officials said.

Serbia's interior minister condemned the operation. "We will stay here until they leave," said one man at
the roadblock.""",
        [
            ("Roadblock", "protest", "2011-09-16/2011-09-16", "day", "jarinje", "settlement"),
            ("Barricades removed", "security_operation", "2011-09-17/2011-09-17", "day", "zupce", "near"),
            (
                "Clash (7 people and 4 German soldiers injured)",
                "clash",
                "2011-09-17/2011-09-17",
                "day",
                "zupce",
                "near",
            ),
        ],
    ),
    "families_leaving_and_arrests": (
        date(1999, 7, 12),
        """More than 300 Roma families have left their homes in Kosovo Polje since Friday, the Red Cross said. Their
houses were looted and 15 of them were torched on Sunday.

Dutch peacekeepers arrested six armed men in Orahovac on Saturday and seized a large number of rifles. In
Pec, an elderly woman was found shot dead in her flat.""",
        [
            (
                "Flight (at least 300 people)",
                "displacement",
                "1999-07-11/1999-07-12",
                "days",
                "kosovo_polje",
                "settlement",
            ),
            ("Riot", "riot_arson", "1999-07-11/1999-07-11", "day", "kosovo_polje", "settlement"),
            ("Seizure of weapons", "security_operation", "1999-07-10/1999-07-10", "day", "orahovac", "settlement"),
            ("Shooting (1 killed)", "armed_attack", "1999-07-10/1999-07-10", "day", "pec", "settlement"),
        ],
    ),
    "a_deal_resignations_and_planned_elections": (
        date(2022, 11, 24),
        """Kosovo and Serbia reached a deal on licence plates in Brussels on Wednesday night. The two sides had
failed to agree on Monday.

Almost 600 Serb policemen resigned earlier this month. The United States and Germany welcomed the
agreement.

Snap local elections will be held on 18 December in North Mitrovica, Zvecan, Leposavic and Zubin Potok.""",
        [
            ("Agreement", "political", "2022-11-23/2022-11-24", "night", "brussels", "settlement"),
            ("Resignation", "political", "2022-11-01/2022-11-24", "month", "kosovo", "country"),
        ],
    ),
}


@pytest.fixture(scope="module")
def gazetteer():
    return open_gazetteer()


def row(draft):
    day, place = draft.date, draft.place
    return (
        draft.title,
        draft.event_type,
        f"{day.start}/{day.end}" if day else "",
        day.precision if day else "",
        place.resolution.best.id if place else "",
        draft.place_precision,
    )


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_gives_a_draft_for_each_event_told_and_no_other(gazetteer, name):
    published, text, expected = TEXTS[name]
    assert [row(draft) for draft in read_text(text, gazetteer, published).drafts] == expected


def test_a_draft_says_who_acts_who_claims_it_and_what_is_not_told(gazetteer):
    text = "A curfew was imposed, police said. Masked gunmen allegedly attacked a man near Istog on Sunday."
    curfew, attack = read_text(text, gazetteer, date(2020, 2, 4)).drafts
    assert (curfew.claimed_by, curfew.place, curfew.notes) == (
        "police",
        None,
        (
            "Date: no day is told; taken from that of the text, Tuesday 4 February 2020, or the day before.",
            "The text does not say where.",
        ),
    )
    assert attack.actors[0] == "Masked gunmen"
    assert attack.notes == ("The text tells it, or a part of it, as an allegation.",)


def test_a_clause_with_its_own_subject_is_not_claimed_by_the_speaker_before(gazetteer):
    text = "Norway said it would send 90 more soldiers, and about 30 Danish troops landed on Friday."
    moves = read_text(text, gazetteer, date(2020, 2, 4)).drafts
    assert [(move.actors, move.claimed_by, move.counts[0].claimed_by) for move in moves] == [
        (("Norway",), "", "Norway"), (("Denmark",), "", ""),
    ]  # fmt: skip


def test_where_and_when_people_were_hurt_is_not_where_and_when_it_was_said(gazetteer):
    text = "The hospital said on Tuesday that 14 people were injured near Decan in western Kosovo on Sunday night."
    (event,) = read_text(text, gazetteer, date(2020, 2, 4)).drafts
    assert (event.place_as_written, event.place_precision) == ("near Decan", "near")
    assert (event.date.span.text, event.date.start, event.date.precision) == ("Sunday night", date(2020, 2, 2), "night")


def test_parts_are_said_to_be_parts(gazetteer):
    text = (
        "Ten soldiers were injured in clashes in Zvecan on Sunday. Four Dutch and six Polish soldiers were "
        "injured by stones."
    )
    (clash,) = read_text(text, gazetteer, date(2020, 2, 4)).drafts
    assert [(count.whom, count.best) for count in clash.counts] == [
        ("soldiers", 10), ("Dutch soldiers", 4), ("Polish soldiers", 6),
    ]  # fmt: skip
    assert clash.notes == (
        "4 (Dutch soldiers) and 6 (Polish soldiers) add up to 10 (soldiers): parts, not further ones.",
    )


def test_a_village_without_a_name_is_no_settlement(gazetteer):
    text = "Police found a large number of rifles in the village on Sunday. People in Kosovo were shocked."
    (seizure,) = read_text(text, gazetteer, date(2020, 2, 4)).drafts
    assert (seizure.place.resolution.best.id, seizure.place_precision, seizure.place_as_written) == (
        "kosovo",
        "country",
        "",
    )


@pytest.mark.parametrize(
    "text",
    [
        "No clashes took place in Zvecan on Sunday.",
        "If villagers are attacked again on Sunday, the army would not look on, he said.",
        "Police denied that they had fired tear gas in Zvecan on Sunday.",
        "Officials fear that riots might break out in Zvecan.",
        "They plan to block the road to Jarinje on Sunday.",
        '"People were beaten in Zvecan on Sunday and nobody helped," a woman said.',
        "She called such riots a disgrace.",
        "Planes bombed the barracks in 1999. Rioters burned houses in 2004.",
        "The two leaders will meet in Brussels on Thursday.",
        "Clashes in Zvecan",
        "",
    ],
)
def test_what_is_denied_feared_planned_quoted_or_long_past_makes_no_draft(gazetteer, text):
    assert read_text(text, gazetteer, date(2020, 2, 4)).drafts == ()


@settings(deadline=None, max_examples=60)
@given(
    text=st.text(max_size=300)
    | st.lists(
        st.sampled_from(
            [
                "Serbs",
                "police",
                "clashed",
                "in",
                "Zvecan",
                "on",
                "Monday",
                ",",
                ".",
                "\n",
                "two",
                "soldiers",
                "were",
                "injured",
                "killed",
                "and",
                "the",
                "near",
                "Peja",
                "will",
                "send",
                "30",
                "troops",
                "Germany",
                "said",
                '"',
                "(",
                ")",
                "U.S.",
                "1999",
                "last",
                "week",
                "houses",
                "burned",
                "fled",
                "an",
                "explosion",
            ]
        ),
        max_size=40,
    ).map(" ".join),
    published=st.dates() | st.none(),
)
def test_no_text_raises_and_every_span_lies_in_the_text(gazetteer, text, published):
    reading = read_text(text, gazetteer, published)
    assert reading.text == text
    for draft in reading.drafts:
        assert draft.event_type in set(EventType)
        assert draft.place_precision in {"", *PlacePrecision}
        assert draft.evidence
        assert all(0 <= span.start < span.end <= len(text) for span in draft.evidence)


def test_the_date_line_of_a_report_is_not_the_day_of_what_it_tells(gazetteer):
    text = (
        "PRISTINA, 14 June 2011 - Police said on Tuesday that four officers and two protesters were injured when "
        "stones were thrown near Zvecan on Monday night."
    )
    told = read_text(text, gazetteer).drafts
    assert [(one.title, one.date.span.text, one.place_as_written) for one in told] == [
        ("Violence with casualties (4 officers and 2 protesters injured)", "Monday night", "near Zvecan")
    ]
