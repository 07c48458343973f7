"""Correcting in the page: another place, a point, not a place; undo, list, file; and the round trip through the command."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from command import ROOT, Geoview
from geoview.corrections import Corrector, read_corrections
from geoview.render.page import PageOptions, render_page
from geoview.types import Correction
from page_articles import HOSTILE, article, hostile, resolve, syria_coast

Open = Callable[..., Any]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def correct(page: Any, words: str) -> Any:
    """Open the form for the first mention of some words."""
    page.locator("#panel .mention", has_text=re.compile(f"^{words}$")).first.click()
    page.locator(".card .wrong button").click()
    form = page.get_by_role("dialog", name=f"Correct “{words}”")
    expect(form).to_be_visible()
    return form


def show_list(page: Any) -> None:
    page.locator("#tools").get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Corrections", exact=True).click()


def downloaded(page: Any) -> Path:
    with page.expect_download() as saved:
        page.locator("#corrections-bar").get_by_role("button", name="Save corrections").click()
    assert saved.value.suggested_filename == "corrections.json"
    return Path(saved.value.path())


def test_another_place_is_shown_at_once_and_saved(open_page: Open) -> None:
    page = open_page()
    form = correct(page, "Moscow")
    expect(page.locator(".letter-mark")).to_have_count(3)  # the runners-up, on the map too
    form.get_by_role("radio", name="Moscow Idaho").check()
    form.get_by_role("button", name="Correct").click()
    expect(page.locator(".card .where")).to_have_text("Town or city · Idaho, United States")
    expect(page.locator(".card .sureness")).to_contain_text("corrected by hand")
    expect(page.locator("#corrections-bar")).to_contain_text("1 correction, not saved")
    (one,) = read_corrections(downloaded(page))
    expect(page.locator("#corrections-bar")).to_be_hidden()
    text = syria_coast().article.text
    assert (one.words, one.scope, one.article) == ("Moscow", "mention", "syria-coast")
    assert (one.decision, one.place, one.latitude) == ("place", "geonames:5601538", 46.73239)
    assert one.start == text.index("Moscow")
    assert one.before.endswith("relations with")
    assert one.after.startswith("by the number of")


def test_a_point_by_a_click_on_the_map_or_by_typing(open_page: Open) -> None:
    page = open_page()
    form = correct(page, "Homs")
    box = page.locator("#map_geoview").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.7)
    expect(form.get_by_label("A point that I set")).to_be_checked()
    expect(form.get_by_label("Name")).to_have_value("Homs")
    assert float(form.get_by_label("Latitude").input_value())
    form.get_by_label("Latitude").fill("34,5")
    form.get_by_label("Longitude").fill("181")
    form.get_by_role("button", name="Correct").click()
    expect(form.get_by_role("alert")).to_have_text("The longitude is to be a number of degrees, -180 to 180.")
    expect(form.get_by_label("Longitude")).to_be_focused()
    form.get_by_label("Longitude").fill("36.5")
    form.get_by_label("Name").fill("The old mill")
    form.get_by_role("button", name="Correct").click()
    expect(page.locator(".card h2")).to_have_text("The old mill")
    expect(page.locator('.pin[aria-label^="The old mill,"]')).to_be_visible()
    (one,) = read_corrections(downloaded(page))
    assert (one.decision, one.name, one.latitude, one.longitude) == ("point", "The old mill", 34.5, 36.5)


def test_not_a_place_in_the_whole_article_and_back(open_page: Open) -> None:
    page = open_page()
    expect(page.locator("#facts")).to_contain_text("33 places, 43 mentions")
    form = correct(page, "Tartous")
    expect(form.get_by_label("In this article")).to_be_checked()  # it is there more than once
    form.get_by_label("Not a place").check()
    form.get_by_role("button", name="Correct").click()
    expect(page.locator("#panel a.mention", has_text=re.compile("^Tartous$"))).to_have_count(0)
    expect(page.locator("#facts")).to_contain_text("32 places, 41 mentions")
    expect(page.get_by_role("tab", name="Places (32)")).to_be_visible()
    expect(page.locator('.pin[aria-label^="Tartous,"]')).to_have_count(0)
    expect(page.locator("#legend")).to_contain_text("Town or city 11")
    page.locator("#corrections-bar").get_by_role("button", name="Undo").click()
    expect(page.locator("#panel a.mention", has_text=re.compile("^Tartous$"))).to_have_count(2)
    expect(page.locator("#facts")).to_contain_text("33 places, 43 mentions")
    expect(page.locator("#corrections-bar")).to_be_hidden()


def test_an_unresolved_mention_gets_a_place_of_this_map(open_page: Open) -> None:
    page = open_page()
    page.locator("#panel .mention.none").focus()
    page.keyboard.press("Enter")
    form = page.get_by_role("dialog", name="Correct “Paris”")
    expect(form.get_by_role("radio", name="Paris France")).to_be_visible()
    form.get_by_label("Find another place of this map").fill("beir")
    form.get_by_role("radio", name="Beirut").check()
    form.get_by_label("Everywhere").check()
    page.keyboard.press("Enter")
    expect(page.locator(".card h2")).to_have_text("Beirut")
    expect(page.get_by_role("tab", name="Unresolved (0)")).to_be_visible()
    (one,) = read_corrections(downloaded(page))
    assert (one.scope, one.article, one.start) == ("everywhere", None, None)
    page.get_by_role("tab", name="Unresolved").click()
    expect(page.locator("#panel")).to_contain_text("Every mention was resolved.")


def test_the_tab_of_the_unresolved_leads_to_the_form(open_page: Open) -> None:
    page = open_page()
    page.get_by_role("tab", name="Unresolved").click()
    page.locator("#panel").get_by_role("button", name="Choose a place").click()
    expect(page.get_by_role("dialog", name="Correct “Paris”")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Correct “Paris”")).to_have_count(0)
    expect(page.locator("#panel").get_by_role("button", name="Choose a place")).to_be_focused()


def test_the_list_takes_back_and_a_file_is_loaded(open_page: Open, tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text(
        '{"format": "geoview corrections", "version": 1, "corrections": [{"words": "Homs", "decision": "not a place"},'
        '{"words": "Aleppo", "place": "geonames:173576"}, {"words": "Atlantis", "decision": "not a place"}]}'
    )
    page = open_page()
    show_list(page)
    dialog = page.get_by_role("dialog", name="Corrections")
    expect(dialog.get_by_role("button", name="Save corrections.json")).to_be_disabled()
    dialog.get_by_label("Load a file").set_input_files(file)
    expect(dialog.locator("li")).to_have_count(3)
    expect(dialog.locator("li").nth(1)).to_contain_text("“Aleppo” is Latakia, Syria")
    expect(dialog.locator("li").nth(2)).to_contain_text("No mention of this page is meant.")
    expect(page.locator("#panel a.mention", has_text="Homs")).to_have_count(0)
    expect(page.locator("#corrections-bar")).to_be_hidden()  # the file has them
    dialog.get_by_role("button", name="Take back: “Homs” is not a place").click()
    expect(dialog.locator("li")).to_have_count(2)
    expect(page.locator("#panel a.mention", has_text="Homs")).not_to_have_count(0)
    for text, message in (("{", "this is no JSON"), ("{}", "these are no corrections of geoview"),
                          (file.read_text().replace('"version": 1', '"version": 9'), "another version than 1"),
                          (file.read_text().replace('"words": "Homs", ', ""), "correction 1: words is missing"),
                          (file.read_text().replace('"geonames:173576"', "7"), "correction 2: place is missing")):  # fmt: skip
        file.write_text(text)
        dialog.get_by_label("Load a file").set_input_files(file)
        expect(dialog.get_by_role("alert")).to_contain_text(message)
        expect(dialog.locator("li")).to_have_count(2)


def test_a_reader_is_asked_before_unsaved_corrections_are_lost(chromium: Any, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(render_page([syria_coast()]), encoding="utf-8")
    context = chromium.new_context(offline=True, reduced_motion="reduce", viewport={"width": 1360, "height": 860})
    page = context.new_page()
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    for save in (False, True):
        page.goto(file.as_uri())
        page.locator("html[data-ready=map]").wait_for(state="attached")
        form = correct(page, "Homs")
        form.get_by_label("Not a place").check()
        form.get_by_role("button", name="Correct").click()
        if save:
            downloaded(page)
        page.goto("about:blank")
    context.close()
    assert asked == ["beforeunload"]


def test_the_round_trip(open_page: Open, geoview: Geoview, tmp_path: Path) -> None:
    """Correct in the page, save, make the page again, and go on from there."""
    source = tmp_path / "coast.txt"
    source.write_text((ROOT / "tests" / "articles" / "syria-coast.txt").read_text())
    assert geoview("map", "coast.txt", "-o", "a.html").returncode == 0
    page = open_page(html=(tmp_path / "a.html").read_text(encoding="utf-8"))
    form = correct(page, "Moscow")
    form.get_by_role("radio", name=re.compile("Idaho")).check()
    form.get_by_role("button", name="Correct").click()
    form = correct(page, "Tartous")
    form.get_by_label("Not a place").check()
    form.get_by_role("button", name="Correct").click()
    saved = tmp_path / "corrections.json"
    saved.write_bytes(downloaded(page).read_bytes())

    source.write_text("An editor has put a sentence before it, and moved all of it.\n" + source.read_text())
    done = geoview("map", "coast.txt", "-o", "b.html", "--corrections", "corrections.json")
    assert done.returncode == 0
    assert done.stderr.splitlines()[1:] == ["2 of 2 corrections applied"]
    page = open_page(html=(tmp_path / "b.html").read_text(encoding="utf-8"))
    expect(page.locator("#panel a.mention", has_text=re.compile("^Tartous$"))).to_have_count(0)
    page.locator("#panel a.mention", has_text="Moscow").first.click()
    expect(page.locator(".card .where")).to_contain_text("Idaho")
    expect(page.locator(".card .sureness")).to_contain_text("corrected by hand")
    page.keyboard.press("Escape")
    show_list(page)
    expect(page.locator("#corrections-list li")).to_have_count(2)
    page.keyboard.press("Escape")
    form = correct(page, "Homs")
    form.get_by_label("Not a place").check()
    form.get_by_role("button", name="Correct").click()
    assert sorted(one.words for one in read_corrections(downloaded(page))) == ["Homs", "Moscow", "Tartous"]


@pytest.mark.parametrize("form", ["light", "dark", "phone"])
def test_axe_finds_nothing(open_page: Open, form: str) -> None:
    more = PHONE if form == "phone" else {"color_scheme": form}
    page = open_page(bypass_csp=True, **more)
    opened = correct(page, "Moscow")
    opened.get_by_label("A point that I set").check()
    opened.get_by_role("button", name="Correct").click()
    expect(opened.get_by_role("alert")).to_be_visible()
    page.wait_for_timeout(100)
    assert _violations(page) == []
    opened.get_by_label("Not a place").check()
    opened.get_by_role("button", name="Correct").click()
    page.wait_for_timeout(100)
    assert _violations(page) == []
    show_list(page)
    assert _violations(page) == []


def _violations(page: Any) -> list[str]:
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{one['id']}: {node['html'][:120]} {node['failureSummary'][:300]}" for one in found for node in one["nodes"]
    ]


def test_the_pages_script_finds_mentions_as_the_command_does(open_page: Open) -> None:
    page = open_page()
    cases = json.loads((ROOT / "tests" / "support" / "fit_cases.json").read_text(encoding="utf-8"))
    for case in cases:
        spots = [
            {"start": found.start(), "before": case["text"][: found.start()], "after": case["text"][found.end() :]}
            for found in re.finditer(re.escape(case["words"]), case["text"])
        ]
        fits = page.evaluate("([spots, wanted]) => geoview.corrections.bestFits(spots, wanted)", [spots, case])
        assert sorted(fits) == case["fits"], case["what"]


def test_offsets_in_the_file_count_characters(open_page: Open) -> None:
    page = open_page(resolve(article("Title\n😀😀 Homs and Homs")))
    form = correct(page, "Homs")
    form.get_by_label("Here only").check()
    form.get_by_label("Not a place").check()
    form.get_by_role("button", name="Correct").click()
    (one,) = read_corrections(downloaded(page))
    assert one.start == 9
    expect(page.locator("#panel a.mention")).to_have_count(1)


def test_hostile_text_in_corrections_does_not_run(open_page: Open, tmp_path: Path) -> None:
    """Through the file that is loaded, through what the page was made with, and through the form."""
    made = [
        replace(
            hostile(payload),
            corrections=(
                Correction(words=payload, decision="point", scope="article", article=payload, name=payload, latitude=1.0, longitude=2.0),
                Correction(words="Latakia", decision="place", scope="article", article=payload, place=f"user:{payload}", name=payload),
            ),
        )
        for payload in HOSTILE
    ]  # fmt: skip
    loaded = [
        {"words": "Latakia", "article": f"id {payload}", "decision": "point", "name": payload, "latitude": 1 + at, "longitude": 2}
        for at, payload in enumerate(HOSTILE)
    ]  # fmt: skip
    (tmp_path / "c.json").write_text(json.dumps({"format": "geoview corrections", "version": 1, "corrections": loaded}))
    page = open_page(*made, bypass_csp=True)
    show_list(page)
    page.get_by_label("Load a file").set_input_files(tmp_path / "c.json")
    expect(page.locator("#corrections-list li")).to_have_count(3 * len(HOSTILE))
    page.keyboard.press("Escape")
    for at, payload in enumerate(HOSTILE):
        page.evaluate("(at) => geoview.correcting.open(geoview.model.articles[at].every[0])", at)
        form = page.locator(".correct")
        for name, value in (("Name", payload.replace("\0", "")), ("Latitude", "3"), ("Longitude", str(at))):
            form.get_by_label(name).fill(value)
        form.get_by_role("button", name="Correct").click()
        expect(page.locator(".card .sureness")).to_contain_text("corrected by hand")
    assert page.evaluate("window.ran") is None
    assert page.locator("img, iframe, object, embed").count() == 0


def test_corrections_without_the_text_in_the_page(open_page: Open) -> None:
    page = open_page(options=PageOptions(text=False))
    form = correct(page, "Moscow")
    form.get_by_role("radio", name="Moscow Idaho").check()
    form.get_by_role("button", name="Correct").click()
    (one,) = read_corrections(downloaded(page))
    assert one.start == syria_coast().article.text.index("Moscow")
    assert one.before.endswith("relations with")


def test_words_that_the_program_missed_become_a_place(open_page: Open, tmp_path: Path) -> None:
    page = open_page()
    line = page.locator("#panel [data-start]", has_text="nobody on the quay")
    line.evaluate(
        """(line) => {
          const node = [...line.childNodes].find((child) => child.data?.includes("the quay"));
          const at = node.data.indexOf("quay");
          getSelection().setBaseAndExtent(node, at - 1, node, at + 4);
        }"""
    )
    page.get_by_role("button", name="Mark as a place").click()
    form = page.get_by_role("dialog", name="Correct “quay”")
    expect(form.get_by_label("Not a place")).to_have_count(0)
    for name, value in (("Name", "The quay"), ("Latitude", "35.52"), ("Longitude", "35.77")):
        form.get_by_label(name).fill(value)
    form.get_by_role("button", name="Correct").click()
    expect(page.locator(".card h2")).to_have_text("The quay")
    expect(page.locator("#panel a.mention", has_text="quay")).to_have_count(1)
    expect(page.locator("#facts")).to_contain_text("34 places, 44 mentions")
    saved = tmp_path / "corrections.json"
    saved.write_bytes(downloaded(page).read_bytes())
    corrector = Corrector(read_corrections(saved), gazetteer=None)  # type: ignore[arg-type] # a point needs none
    after = corrector.apply(syria_coast())
    assert [one.mention.text for one in after.resolutions if one.place and one.place.name == "The quay"] == ["quay"]
    assert corrector.problems() == []
    page.keyboard.press("Escape")
    page.locator("#tools").get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Corrections", exact=True).click()
    page.get_by_role("button", name="Undo the last").click()
    expect(page.locator("#panel a.mention", has_text="quay")).to_have_count(0)
    page.get_by_label("Load a file").set_input_files(saved)
    expect(page.locator("#panel a.mention", has_text="quay")).to_have_count(1)
    made = open_page(after)
    expect(made.locator("#panel a.mention", has_text="quay")).to_have_count(1)


def test_a_selection_that_is_no_name_is_not_offered(open_page: Open) -> None:
    page = open_page()
    for script in (
        "getSelection().selectAllChildren(document.querySelector('#panel article'))",
        "getSelection().selectAllChildren(document.querySelector('#panel a.mention'))",
        "getSelection().selectAllChildren(document.querySelector('#title'))",
    ):
        page.evaluate(f"() => {{ {script}; }}")
        page.wait_for_timeout(300)
        expect(page.get_by_role("button", name="Mark as a place")).to_have_count(0)


def test_any_words_of_a_file_are_looked_for(open_page: Open) -> None:
    odd = "Deir ez-Zor's (new) [gate] {7} ^a$ b|c *+? x/y \\d ."
    page = open_page(resolve(article(f"Title\nNear {odd} it was quiet.")))
    one = {"words": odd, "scope": "mention", "article": "article-1", "before": "Near", "after": "it was quiet"}
    one |= {"decision": "point", "name": "Gate", "latitude": 1, "longitude": 2}
    text = json.dumps({"format": "geoview corrections", "version": 1, "corrections": [one]})
    page.evaluate("(text) => geoview.corrections.load(text)", text)
    # "Deir ez-Zor" is a mention already, and what touches one is none of its own.
    expect(page.locator("#panel a.mention")).to_have_text(["Deir ez-Zor"])
    one["words"] = odd.removeprefix("Deir ez-Zor's ")
    one["before"] = "Zor's"
    text = json.dumps({"format": "geoview corrections", "version": 1, "corrections": [one]})
    page.evaluate("(text) => geoview.corrections.load(text)", text)
    expect(page.locator("#panel a.mention")).to_have_text(["Deir ez-Zor", one["words"]])


def test_articles_of_the_same_id_are_corrected_alike(open_page: Open) -> None:
    page = open_page(syria_coast(), syria_coast())
    page.evaluate(
        "geoview.corrections.add(geoview.corrections.about(geoview.model.mentions.find((one) => one.text === 'Homs'), 'mention', "
        "{decision: 'not a place'}))"
    )
    left = page.evaluate(
        "geoview.model.articles.map(({mentions}) => mentions.filter(({text}) => text === 'Homs').length)"
    )
    assert left == [0, 0]
    expect(page.locator("#corrections-bar")).to_contain_text("1 correction, not saved")
