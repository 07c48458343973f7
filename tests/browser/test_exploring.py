"""What a reader does with many articles: look over them, open one, narrow them down, play the time, follow a link, go
back; and the hard cases: one id twice, dates that cannot be read, no text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from geoview.render.page import render_page
from geoview.types import Focus, GeoparsedArticle
from page_articles import article, crowd, resolve, syria_coast

Open = Callable[..., Any]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
# Title, day, source, text: six in three months, two sources, one date that nobody can read.
NEWS: Sequence[tuple[str, str | None, str, str]] = (
    ("Ferry late", "2024-01-05", "https://a.example/1", "The ferry from Mersin to Latakia was late. Storm ahead."),
    ("Talks", "2024-01-20", "https://a.example/2", "Talks in Beirut failed. Moscow was silent."),
    ("Storm", "2024-02-02", "https://b.example/1", "A storm hit Latakia and Tartous."),
    ("Bread", "2024-02-03", "https://b.example/2", "Bread is dear in Homs, Aleppo and Latakia."),
    ("Fair", "2024-03-30", "https://b.example/3", "The fair of Damascus opened. Paris was not there."),
    ("Undated", "next Tuesday", "https://b.example/4", "Golan Heights: a word."),
)


def news() -> list[GeoparsedArticle]:
    return [
        resolve(article(text, id=f"n{number}", title=title, published=day, source=source))
        for number, (title, day, source, text) in enumerate(NEWS)
    ]


def pin(page: Any, name: str) -> Any:
    return page.locator(f'.pin[aria-label^="{name},"]')


def titles(page: Any) -> Any:
    return page.locator("#panel .articles b")


def tab(page: Any, name: str) -> Any:
    return page.get_by_role("tab", name=re.compile(f"^{name}"))


def everything(page: Any) -> dict[str, Any]:
    """What the page shows, for comparing two states."""
    return {
        "tabs": page.get_by_role("tab").all_inner_texts(),
        "open": page.locator("[role=tab][aria-selected=true]").inner_text(),
        "pins": sorted(page.locator(".pin").evaluate_all("all => all.map((e) => e.getAttribute('aria-label'))")),
        "panel": page.locator("#panel").inner_text(),
        "card": page.locator(".card h2").all_inner_texts(),
        "time": page.locator("#time b").inner_text(),
        "query": page.get_by_role("searchbox").input_value(),
        "pressed": page.locator(".chip[aria-pressed=false]").count(),
    }


def test_many_articles_open_with_an_overview(open_page: Open) -> None:
    page = open_page(*news())
    expect(page.locator("h1")).to_have_text("Places in 6 articles")
    expect(page.get_by_role("tab")).to_have_text(["Articles (6)", "Text", "Places (9)", "Unresolved (1)"])
    expect(titles(page)).to_have_text(["Fair", "Bread", "Storm", "Talks", "Ferry late", "Undated"])
    expect(page.locator("#panel li").first).to_contain_text("30 March 2024 · b.example · 1 place")
    expect(page.locator("#panel li").last).to_contain_text("next Tuesday")
    page.get_by_label("Order of the articles").select_option("Most places first")
    expect(titles(page).first).to_have_text("Bread")
    expect(page.get_by_label("Order of the articles")).to_be_focused()


def test_an_article_opens_with_its_own_places_and_the_way_back(open_page: Open) -> None:
    page = open_page(*news())
    page.locator("#panel button", has_text="Storm").click()
    expect(page.locator("#panel h2")).to_have_text("Storm")
    expect(page.locator(".byline")).to_have_text("2 February 2024 · b.example · 2 places")
    expect(page.locator(".byline a")).to_have_attribute("href", "https://b.example/1")
    expect(page.locator(".pin")).to_have_count(2)
    expect(tab(page, "Places")).to_have_text("Places (2)")
    assert page.url.endswith("#a=n2")
    tab(page, "Places").click()
    expect(page.locator("#active")).to_contain_text("2 of 9 places")
    tab(page, "Text").click()
    page.get_by_role("button", name="Next article").click()
    expect(page.locator("#panel h2")).to_have_text("Talks")
    expect(pin(page, "Beirut")).to_have_count(1)
    page.get_by_label("Only this one").uncheck()
    expect(pin(page, "Latakia")).to_have_count(1)
    expect(page.locator("#active")).to_be_hidden()
    page.get_by_label("Only this one").check()
    expect(pin(page, "Latakia")).to_have_count(0)
    page.get_by_role("button", name="All articles").click()
    expect(tab(page, "Articles")).to_have_attribute("aria-selected", "true")
    expect(page.locator("#active")).to_be_hidden()
    tab(page, "Text").click()
    expect(page.locator("#panel h2")).to_have_text("Fair")


def test_filters_combine_and_everything_follows(open_page: Open) -> None:
    page = open_page(*news())
    page.get_by_label("Source").select_option("b.example (4)")
    expect(page.get_by_role("tab")).to_have_text(["Articles (4)", "Text", "Places (6)", "Unresolved (1)"])
    expect(titles(page)).to_have_text(["Fair", "Bread", "Storm", "Undated"])
    expect(pin(page, "Mersin")).to_have_count(0)
    expect(pin(page, "Latakia")).to_have_attribute("aria-label", "Latakia, Town or city, 2 mentions")
    page.get_by_role("searchbox").fill("storm")
    expect(titles(page)).to_have_text(["Storm"])
    expect(page.locator(".chip", has_text="Town or city")).to_have_text("Town or city 2")
    expect(page.locator("#live")).to_have_text("1 article, 2 places found")
    expect(page.locator("#active")).to_contain_text("1 of 6 articles, 2 of 9 places")
    tab(page, "Unresolved").click()
    expect(page.locator("#panel .notice")).to_have_text("The filters let no such mention through.")
    page.locator("#active").get_by_role("button", name="“storm”").click()
    expect(page.get_by_role("searchbox")).to_have_value("")
    expect(page.locator("#panel li")).to_contain_text("Paris")
    page.locator("#active").get_by_role("button", name="Show all").click()
    expect(page.get_by_role("tab").first).to_have_text("Articles (6)")
    expect(page.locator("#active")).to_be_hidden()
    page.get_by_label("Country").select_option("Lebanon (1)")
    tab(page, "Articles").click()
    expect(titles(page)).to_have_text(["Talks"])


def test_a_search_finds_words_of_the_text_that_no_snippet_has(open_page: Open) -> None:
    page = open_page(*news())
    page.get_by_role("searchbox").fill("not there")
    expect(titles(page)).to_have_text(["Fair"])
    page.get_by_role("searchbox").fill("latakia")
    expect(titles(page)).to_have_text(["Bread", "Storm", "Ferry late"])
    expect(page.locator("#panel q").first).to_have_text("Bread is dear in Homs, Aleppo and Latakia.")


def test_time_is_narrowed_by_keys(open_page: Open) -> None:
    page = open_page(*news())
    expect(page.locator("#time")).to_contain_text("6 articles, by week, 1 undated")
    first, last = page.get_by_role("slider", name="First date"), page.get_by_role("slider", name="Last date")
    expect(first).to_have_attribute("aria-valuetext", "week of 1 January 2024")
    first.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(first).to_have_attribute("aria-valuetext", "week of 22 January 2024")
    expect(titles(page)).to_have_text(["Fair", "Bread", "Storm"])
    expect(page.locator("#time")).to_contain_text("3 articles, by week, 1 undated left out")
    expect(pin(page, "Mersin")).to_have_count(0)
    last.focus()
    page.keyboard.press("Home")  # no further than the other
    expect(last).to_have_attribute("aria-valuenow", "3")
    expect(page.locator("#panel .notice")).to_contain_text("No article")
    page.keyboard.press("End")
    first.focus()
    page.keyboard.press("End")
    expect(titles(page)).to_have_text(["Fair"])
    page.get_by_role("button", name="All dates").click()
    expect(titles(page)).to_have_count(6)


def test_time_is_narrowed_with_the_pointer(open_page: Open) -> None:
    page = open_page(*news())
    box = page.locator(".track").bounding_box()
    middle = box["y"] + box["height"] / 2
    bar = box["width"] / 13
    page.mouse.click(box["x"] + 4.5 * bar, middle)
    expect(page.locator("#time b")).to_have_text("Week of 29 January 2024")
    expect(titles(page)).to_have_text(["Bread", "Storm"])
    page.mouse.move(box["x"] + 0.5 * bar, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + 2.5 * bar, middle, steps=4)
    page.mouse.up()
    expect(page.locator("#time b")).to_have_text("1 January 2024 – 21 January 2024")
    expect(titles(page)).to_have_text(["Talks", "Ferry late"])


def test_time_plays_and_stops(open_page: Open) -> None:
    page = open_page(*news(), reduced_motion="no-preference")
    page.get_by_role("button", name="Play through time").click()
    expect(page.locator("#time b")).to_have_text("Week of 1 January 2024")
    expect(titles(page)).to_have_text(["Ferry late"])
    expect(page.locator("#time b")).to_have_text("Week of 8 January 2024")
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Play through time")).to_be_visible()
    held = page.locator("#time b").inner_text()
    page.wait_for_timeout(1300)
    expect(page.locator("#time b")).to_have_text(held)


def test_who_wants_no_motion_steps(open_page: Open) -> None:
    page = open_page(*news())
    expect(page.get_by_role("button", name="Play through time")).to_be_hidden()
    page.get_by_role("button", name="Later").click()
    expect(page.locator("#live")).to_have_text("Week of 1 January 2024: 1 article, 2 places")
    page.get_by_role("button", name="Later").click()
    expect(page.locator("#time b")).to_have_text("Week of 8 January 2024")
    page.get_by_role("button", name="Earlier").click()
    page.get_by_role("button", name="Earlier").click(force=True)  # there is none: the button is off
    expect(page.locator("#time b")).to_have_text("Week of 1 January 2024")


@pytest.mark.parametrize(
    ("days", "unit"),
    [
        (("2024-02-28", "2024-03-01"), "day"),
        (("2024-01-01", "2024-12-31"), "week"),
        (("2019-01-04T10:00:00Z", "2021-03-05"), "month"),
        (("1980", "2021-03"), "year"),
        (("0001-01-01", "9999-12-31"), "century"),
    ],
)
def test_bars_are_as_long_as_the_span_asks_for(open_page: Open, days: tuple[str, str], unit: str) -> None:
    page = open_page(*(resolve(article("Rain in Homs.", id=day, published=day)) for day in days))
    expect(page.locator("#time")).to_contain_text(f"2 articles, by {unit}")
    assert 1 < page.locator(".track .dark").count() <= 101
    tall = page.locator(".track .dark").evaluate_all("all => all.filter((e) => +e.getAttribute('height') > 0).length")
    assert tall == 2


@pytest.mark.parametrize("days", [("", "2024-13-45", "31.12.2024"), ("2024-01-01", "2024-01-01", None)])
def test_without_two_dates_there_is_no_time(open_page: Open, days: tuple[str | None, ...]) -> None:
    page = open_page(
        *(resolve(article("Rain in Homs.", id=str(number), published=day)) for number, day in enumerate(days))
    )
    expect(page.locator("#time")).to_be_hidden()
    expect(titles(page)).to_have_count(3)
    page.locator("#panel .articles button").last.click()
    expect(page.locator("#panel article")).to_contain_text("Rain in Homs.")


def test_one_id_twice_is_two_articles_with_two_links(open_page: Open) -> None:
    same = [resolve(article(text, id="x", title=text)) for text in ("Rain in Homs", "Snow in Aleppo", "Wind in Beirut")]
    page = open_page(*same, resolve(article("Sun in Latakia", id="x~2")))
    page.locator("#panel button", has_text="Snow").click()
    assert page.url.endswith("#a=x%7E2")
    page.locator("#side").get_by_role("button", name="All articles").click()
    page.locator("#panel button", has_text="Sun").click()
    link = page.url.partition("#")[2]
    assert link not in {"a=x", "a=x%7E2", "a=x%7E3"}
    page.reload()
    expect(page.locator("#panel h2")).to_have_text("Sun in Latakia")
    page.evaluate("location.hash = '#a=x~2'")
    expect(page.locator("#panel h2")).to_have_text("Snow in Aleppo")


def test_named_together_lists_places_and_draws_lines(open_page: Open) -> None:
    page = open_page(*news())
    pin(page, "Latakia").click()
    toggle = page.get_by_role("button", name="Named together with")
    expect(toggle).to_have_attribute("aria-expanded", "false")
    toggle.click()
    expect(page.locator(".together li")).to_have_text(
        ["Aleppo 1 article", "Homs 1 article", "Mersin 1 article", "Tartous 1 article"]
    )
    expect(page.locator("path.together-line")).to_have_count(4)
    link = page.url
    page.locator(".together li button", has_text="Homs").click()
    expect(page.locator(".card h2")).to_have_text("Homs")
    expect(page.locator("path.together-line")).to_have_count(0)
    page.go_back()
    expect(page.locator(".card h2")).to_have_text("Latakia")
    assert page.url == link
    expect(page.locator("path.together-line")).to_have_count(4)
    page.keyboard.press("Escape")
    expect(page.locator("path.together-line")).to_have_count(0)


def test_named_together_in_one_article_means_one_paragraph(open_page: Open) -> None:
    page = open_page(syria_coast())
    pin(page, "Golan Heights").click()
    page.get_by_role("button", name="Named together with").click()
    assert 0 < page.locator(".together li").count() < 12


def test_every_state_has_a_link_that_leads_to_it(open_page: Open) -> None:
    page = open_page(*news())
    page.get_by_label("Source").select_option("b.example (4)")
    page.get_by_label("Country").select_option("Syria (6)")
    page.locator(".chip", has_text="Region").click()
    page.get_by_role("slider", name="Last date").focus()
    page.keyboard.press("PageDown")
    page.get_by_role("searchbox").fill("latakia")
    tab(page, "Places").click()
    page.locator("#panel li button", has_text="Latakia").click()
    expect(page.locator(".card h2")).to_have_text("Latakia")
    page.wait_for_timeout(300)
    link, shown = page.url, everything(page)
    assert {"p=", "t=places", "q=latakia", "c=SY", "s=b.example", "off=region", "to=2024-03-"} <= {
        _known(part) for part in link.split("#")[1].split("&")
    }
    page.goto("about:blank")
    page.goto(link)
    page.locator("html[data-ready=map]").wait_for(state="attached")
    expect(page.locator(".card h2")).to_have_text("Latakia")
    assert everything(page) == shown


def _known(part: str) -> str:
    """A part of an address, without what may differ."""
    return "p=" if part.startswith("p=") else re.sub(r"^(to=\d{4}-\d\d-)\d\d$", r"\1", part)


def test_back_and_forward_lead_through_the_states(open_page: Open) -> None:
    page = open_page(*news())
    states = [everything(page)]
    page.locator("#panel button", has_text="Bread").click()
    states.append(everything(page))
    page.locator("#panel a.mention", has_text="Homs").click()
    expect(page.locator(".card h2")).to_have_text("Homs")
    states.append(everything(page))
    tab(page, "Places").click()
    states.append(everything(page))
    for state in reversed(states[:-1]):
        page.go_back()
        page.wait_for_timeout(150)
        assert everything(page) == state
    for state in states[1:]:
        page.go_forward()
        page.wait_for_timeout(150)
        assert everything(page) == state


@pytest.mark.parametrize(
    "fragment",
    ["#a=nothing&t=text", "#t=nothing", "#from=x&to=2024-99-99", "#c=ZZ&s=x&off=x+y", "#p=%ff&a=%ud800", "#=&&"],
)
def test_a_link_that_means_nothing_shows_the_overview(open_page: Open, fragment: str) -> None:
    page = open_page(*news(), fragment=fragment)
    expect(titles(page)).to_have_count(6)
    expect(page.locator("#active")).to_be_hidden()


def test_a_pin_walks_through_its_mentions_in_all_articles(open_page: Open) -> None:
    page = open_page(*news())
    pin(page, "Latakia").click()
    expect(page.locator(".walk span")).to_have_text("In the text: 3")
    page.get_by_role("button", name="Next mention").click()
    expect(page.locator("#panel h2")).to_have_text("Ferry late")
    expect(page.locator("a.mention.current")).to_have_text("Latakia")
    expect(page.locator(".walk span")).to_have_text("In the text: 1 of 3")
    page.keyboard.press("n")
    expect(page.locator("#panel h2")).to_have_text("Storm")
    page.keyboard.press("p")
    page.keyboard.press("p")
    expect(page.locator("#panel h2")).to_have_text("Bread")
    expect(page.locator(".walk span")).to_have_text("In the text: 3 of 3")
    expect(page.locator(".card h2")).to_have_text("Latakia")
    expect(page.locator("#live")).to_have_text("Mention 3 of 3, Bread")


def test_reading_lights_the_map(open_page: Open) -> None:
    lines = ["News", *("Snow fell on Aleppo. " * 30, "Rain fell on Beirut. " * 30, "Sun shone on Homs. " * 30)]
    page = open_page(resolve(article("\n\n".join(lines))))
    expect(pin(page, "Aleppo")).to_have_class(re.compile(r"\blit\b"))
    expect(pin(page, "Homs")).not_to_have_class(re.compile(r"\blit\b"))
    page.locator("#panel p").last.evaluate("e => e.scrollIntoView({ block: 'center' })")
    expect(pin(page, "Homs")).to_have_class(re.compile(r"\blit\b"))
    expect(pin(page, "Aleppo")).not_to_have_class(re.compile(r"\blit\b"))
    page.get_by_role("button", name="Zoom in").click()
    expect(pin(page, "Homs")).to_have_class(re.compile(r"\blit\b"))
    page.keyboard.press("?")
    page.get_by_label("The places of the lines that I read are lit").uncheck()
    page.keyboard.press("Escape")
    expect(page.locator(".lit")).to_have_count(0)
    page.reload()
    page.locator("html[data-ready=map]").wait_for(state="attached")
    expect(page.locator(".lit")).to_have_count(0)


def test_pointing_at_an_article_lights_its_places(open_page: Open) -> None:
    page = open_page(*news())
    page.locator("#panel button", has_text="Talks").hover()
    expect(pin(page, "Moscow")).to_have_class(re.compile(r"\blit\b"))
    expect(page.locator(".pin.lit")).to_have_count(2)


def test_keys_are_listed_and_can_be_switched_off(open_page: Open) -> None:
    page = open_page(*news())
    page.keyboard.press("]")
    expect(page.locator("#panel h2")).to_have_text("Fair")
    page.keyboard.press("]")
    expect(page.locator("#panel h2")).to_have_text("Bread")
    page.keyboard.press("[")
    expect(page.locator("#panel h2")).to_have_text("Fair")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("n?]")
    expect(page.get_by_role("searchbox")).to_have_value("n?]")
    page.get_by_role("searchbox").fill("")
    page.get_by_role("button", name="Keys and reading").click()
    dialog = page.get_by_role("dialog", name="Keys and reading")
    expect(dialog).to_contain_text("next and previous article")
    dialog.get_by_label("Single letters").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(dialog).to_be_hidden()


def test_unsure_places_are_one_click_away(open_page: Open) -> None:
    page = open_page()
    page.get_by_role("button", name="1 unsure").click()
    expect(page.locator("#panel li")).to_have_count(1)
    expect(page.locator("#panel li")).to_contain_text("Nabi Yunis")
    assert page.url.endswith("#t=places&unsure=1")


def test_what_the_articles_are_about_is_one_click_away(open_page: Open) -> None:
    given = syria_coast()
    syria = next(one.place for one in given.resolutions if one.mention.text == "Syria" and one.place)
    page = open_page(replace(given, focus=Focus(place=syria)))
    expect(page.locator("#facts")).to_contain_text("about Syria")
    page.locator("#facts").get_by_role("button", name="Syria").click()
    expect(page.locator(".card h2")).to_have_text("Syria")
    page = open_page(*(replace(one, focus=Focus(place=syria)) for one in news()), given)
    expect(page.locator("#facts")).to_contain_text("mostly about Syria")


@pytest.mark.parametrize("form", ["light", "dark", "phone"])
@pytest.mark.parametrize("step", ["overview", "article", "popup", "filtered", "keys"])
def test_axe_finds_nothing_in_a_page_of_many_articles(open_page: Open, form: str, step: str) -> None:
    more = PHONE if form == "phone" else {"color_scheme": form}
    page = open_page(*news(), bypass_csp=True, **more)
    if step == "article":
        page.locator("#panel button", has_text="Storm").click()
    elif step == "popup":
        pin(page, "Latakia").click()
        page.get_by_role("button", name="Named together with").click()
    elif step == "filtered":
        page.get_by_role("button", name="Later").click()
        page.get_by_label("Country").select_option("Syria (6)")
        page.get_by_role("searchbox").fill("ferry")
    elif step == "keys":
        page.get_by_role("button", name="Keys and reading").dispatch_event("click")
    page.wait_for_timeout(100)
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]] == []


def test_an_article_without_text_still_has_its_place_in_the_list(open_page: Open) -> None:
    page = open_page(resolve(article("", id="empty")), *news())
    page.locator("#panel button", has_text="empty").click()
    expect(page.locator("#panel .notice")).to_have_text("This article has no text.")


def test_on_the_phone_time_list_and_text_fit(open_page: Open) -> None:
    page = open_page(*news(), **PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.locator("#panel button", has_text="Ferry late").tap()
    expect(page.locator("#panel h2")).to_be_in_viewport()
    expect(page.locator("#panel a.mention").first).to_be_in_viewport()
    page.locator("#panel a.mention", has_text="Mersin").tap()
    expect(page.locator(".card h2")).to_have_text("Mersin")
    expect(page.locator(".card .close")).to_be_in_viewport()


def test_the_words_searched_for_are_marked_in_the_text(open_page: Open) -> None:
    long = resolve(article("Rain in Homs.\n" * 60 + "A turtle came to Aleppo.", id="long", title="Long"))
    page = open_page(*news(), long)
    page.get_by_role("searchbox").fill("turtle")
    expect(page.locator("#panel q")).to_have_text("A turtle came to Aleppo.")
    page.locator("#panel button", has_text="Long").click()
    marked = "[...(CSS.highlights.get('geoview-words') ?? [])].map(String)"
    assert page.evaluate(marked) == ["turtle"]
    expect(page.locator("#panel p").last).to_be_in_viewport()
    page.get_by_role("searchbox").fill("")
    assert page.evaluate(marked) == []


def test_a_filter_that_leaves_nothing_in_view_moves_the_map(open_page: Open) -> None:
    page = open_page(*news())
    page.locator("#panel button", has_text="Talks").click()
    page.get_by_role("button", name="All articles").click()
    for _ in range(3):
        page.get_by_role("button", name="Zoom in").click()
    expect(pin(page, "Moscow")).not_to_be_in_viewport()
    page.get_by_label("Country").select_option("Russia (1)")
    expect(pin(page, "Moscow")).to_be_in_viewport()


def test_a_page_of_no_article_says_so(open_page: Open) -> None:
    page = open_page(html=render_page([]))
    expect(page.locator("#panel")).to_contain_text("There is no article.")


def test_many_articles_by_keyboard_alone(open_page: Open) -> None:
    page = open_page(*news())
    tab(page, "Articles").focus()
    page.keyboard.press("Tab")
    expect(page.locator("#panel")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Order of the articles")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the second of the list
    expect(page.locator("#panel h2")).to_have_text("Bread")
    expect(page.locator("#panel")).to_be_focused()
    page.keyboard.press("n")
    page.keyboard.press("n")
    expect(page.locator(":focus")).to_have_text("Aleppo")
    page.keyboard.press("Enter")
    expect(page.locator(".card h2")).to_have_text("Aleppo")
    page.keyboard.press("Escape")
    expect(page.locator(".card")).to_have_count(0)
    page.get_by_role("button", name="All articles").focus()
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_contain_text("Bread")
    tab(page, "Articles").focus()
    page.keyboard.press("End")
    expect(tab(page, "Unresolved")).to_be_focused()
    expect(page.locator("#panel li")).to_contain_text("Paris")


def test_a_mention_without_a_place_is_shown_in_its_text(open_page: Open) -> None:
    page = open_page(*news())
    tab(page, "Unresolved").click()
    page.locator("#panel").get_by_role("button", name="Show in text").click()
    expect(page.locator("#panel h2")).to_have_text("Fair")
    expect(page.locator(".mention.current")).to_have_text("Paris")


def test_a_snippet_tells_its_article_and_day(open_page: Open) -> None:
    page = open_page(*news())
    pin(page, "Latakia").click()
    expect(page.locator(".card cite")).to_have_text(
        ["Ferry late · 5 January 2024 ", "Storm · 2 February 2024 ", "Bread · 3 February 2024 "]
    )
    page.locator(".card blockquote").nth(1).get_by_role("button", name="Show in text").click()
    expect(page.locator("#panel h2")).to_have_text("Storm")
    expect(page.locator("a.mention:focus")).to_have_text("Latakia")
    expect(page.get_by_label("Only this one")).not_to_be_checked()


def test_what_is_pointed_at_lights_the_badge_that_it_is_gathered_in(open_page: Open) -> None:
    page = open_page(crowd(60), *news())
    page.locator("#panel button", has_text="Village 0").hover()
    expect(page.locator(".crowd.lit")).to_have_count(1)
    page.locator("#panel button", has_text="Storm").hover()
    expect(page.locator(".crowd.lit")).to_have_count(0)
    expect(pin(page, "Tartous")).to_have_class(re.compile(r"\blit\b"))


def test_a_skip_link_leaves_everything_as_it_is(open_page: Open) -> None:
    page = open_page(*news())
    page.get_by_label("Source").select_option("b.example (4)")
    page.locator("#panel button", has_text="Storm").click()
    before = everything(page)
    page.get_by_role("link", name="Skip to the map").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#map_geoview")).to_be_focused()
    page.wait_for_timeout(200)
    assert everything(page) == before


def test_an_open_place_follows_the_time_without_a_step_of_its_own(open_page: Open) -> None:
    page = open_page(*news())
    pin(page, "Latakia").click()
    expect(page.locator(".card blockquote")).to_have_count(3)
    steps = page.evaluate("history.length")
    page.get_by_role("slider", name="Last date").focus()
    for _ in range(9):
        page.keyboard.press("ArrowLeft")
    expect(page.locator(".card blockquote")).to_have_count(1)
    page.wait_for_timeout(400)
    assert page.evaluate("history.length") == steps
    expect(page.get_by_role("slider", name="Last date")).to_be_focused()
