"""Nothing bars the way: axe-core without a finding, the keyboard, small screens, high contrast."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from treaty_explainer.templating import PACKAGE

CLAUSE = "clauses/2024-partnership/article-4/"
# One page of each kind, and of each that is like no other.
KINDS_OF_PAGES = [
    "",
    "treaties/2024-partnership/",
    "clauses/",
    "clauses/2024-partnership/print/",
    CLAUSE,
    "timeline/",
    "timeline/by-topic/sanctions/",
    "timeline/2024-06-19-treaty-signed/",
    "reactions/",
    "reactions/2024-06-20-republic-of-korea/",
    "questions/is-it-an-alliance/",
    "actors/kim-jong-un/",
    "topics/sanctions/",
    "topics/sanctions/linked/",
    "terms/",
    "sources/",
    "sources/kcna-2024-06-20/",
    "compare/",
    "disputed/",
    "data/",
    "about/",
    "contributing/fields/",
    "contributing/problems/bad-date/",
    "no-such-page",
]
# Wide and narrow, light and dark: every kind of page in two of them, the busiest in all.
VIEWS = [(1280, "dark"), (360, "light"), (1280, "light"), (320, "dark")]
BUSIEST = ["", CLAUSE, "timeline/", "timeline/2024-06-19-treaty-signed/"]
# Where axe cannot tell a colour from its ground, `test_colours_are_told_apart` reckons it: the text
# of a figure, a sign beside the word it stands for, and a count behind a mark of the style sheet.
NOT_FOR_AXE = re.compile(r"^<(text|tspan)\b|'messageKey': '(nonBmp|pseudoContent)'")


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A window as wide as 1280 pixels at a zoom of 400 %."""
    context = browser.new_context(viewport={"width": 320, "height": 640}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture
def viewed(browser: Browser, view: tuple[int, str]) -> Iterator[Page]:
    """A page as wide as the view says, in its scheme."""
    width, scheme = view
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    yield context.new_page()
    context.close()


def findings(page: Page) -> list[str]:
    """What axe finds on a page as it stands, and what it leaves to a person to judge."""
    answer = Axe().run(page, options={"resultTypes": ["violations", "incomplete"]}).response
    return [
        f"{page.url}: {rule['id']}: {node['html'][:120]}"
        for sort in ("violations", "incomplete")
        for rule in answer[sort]
        for node in rule["nodes"]
        if sort == "violations" or not NOT_FOR_AXE.search(f"{node['html']} {node['any']}")
    ]


@pytest.mark.parametrize("half", [0, 1])
@pytest.mark.parametrize("view", VIEWS)
def test_nothing_is_found_on_any_kind_of_page(
    viewed: Page, address: str, view: tuple[int, str], half: int
) -> None:
    """No finding of any impact, none left to review, and no sideways scrolling."""
    found = []
    for path in (KINDS_OF_PAGES if view in VIEWS[:2] else BUSIEST)[half::2]:
        viewed.goto(address + path)
        found += findings(viewed)
        if viewed.evaluate("document.documentElement.scrollWidth") > view[0]:
            found.append(f"{path}: scrolls sideways")
    assert found == []


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_is_found_with_the_menu_open(viewed: Page, address: str) -> None:
    viewed.goto(address + CLAUSE)
    open_menu(viewed)
    assert Axe().run(viewed).response["violations"] == []


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_is_found_with_the_search_open(viewed: Page, address: str) -> None:
    viewed.goto(address + CLAUSE)
    viewed.keyboard.press("/")
    viewed.keyboard.type("mutual defence")
    viewed.wait_for_selector("[data-answered='mutual defence']")
    assert Axe().run(viewed).response["violations"] == []


def open_menu(page: Page) -> None:
    page.locator("[popovertarget=te-menu]:not(.te-menu__close):visible").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#te-menu")).to_be_visible()


def test_the_menu_is_opened_walked_and_closed_by_keyboard(phone: Page, address: str) -> None:
    phone.goto(address + CLAUSE)
    open_menu(phone)
    expect(phone.get_by_role("button", name="Close the menu")).to_be_focused()
    phone.keyboard.press("Tab")
    expect(phone.locator("#te-menu a").first).to_be_focused()
    phone.keyboard.press("Escape")
    expect(phone.locator("#te-menu")).to_be_hidden()
    expect(phone.get_by_role("button", name="Menu", exact=True)).to_be_focused()


def test_the_menu_opens_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 640})
    page = context.new_page()
    page.goto(address + CLAUSE)
    open_menu(page)
    page.locator("#te-menu").get_by_role("link", name="Timeline", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("timeline", re.IGNORECASE))
    context.close()


def test_the_first_stop_skips_what_every_page_repeats(phone: Page, address: str) -> None:
    phone.goto(address + CLAUSE)
    phone.keyboard.press("Tab")
    skip = phone.locator(".md-skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_visible()
    phone.keyboard.press("Enter")
    phone.keyboard.press("Tab")
    assert phone.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("path", ["", CLAUSE, "timeline/", "reactions/"])
def test_every_stop_is_seen_and_shows_that_it_has_the_focus(
    phone: Page, address: str, path: str
) -> None:
    """No stop in what is closed or off the screen, and each looks other than before."""
    phone.goto(address + path)
    phone.keyboard.press("Tab")
    faults = phone.evaluate(
        """() => {
          const looks = (element) => {
            const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
            return outlineStyle === "none" || outlineWidth === "0px" ? boxShadow : outlineStyle;
          };
          const stops = [...document.querySelectorAll(
            "a[href], button, input, select, summary, [tabindex='0']")].slice(0, 150);
          const faults = [];
          for (const stop of stops) {
            if (!stop.checkVisibility({ visibilityProperty: true })) continue;
            stop.focus({ focusVisible: true });
            if (document.activeElement !== stop) continue;
            const inside = stop.closest(".te-scroll, .te-matrix-frame") ?? stop;
            const box = inside.getBoundingClientRect();
            const off = box.right < 0 || box.left > innerWidth;
            if (off) faults.push("off screen: " + stop.outerHTML);
            if (looks(stop) === "none") faults.push("no focus seen: " + stop.outerHTML);
          }
          return faults.map((fault) => fault.slice(0, 160));
        }"""
    )
    assert faults == []


@pytest.mark.parametrize("path", ["", CLAUSE, "timeline/", "contributing/fields/"])
def test_what_is_to_be_touched_is_large_enough(phone: Page, address: str, path: str) -> None:
    """At least 24 by 24 pixels, except for links within a line of text."""
    phone.goto(address + path)
    small = phone.evaluate(
        """() => [...document.querySelectorAll("button, select, summary, nav a, .te-tags a")]
          .filter((target) => target.checkVisibility({ opacityProperty: true }))
          .filter((target) => {
            const { width, height } = target.getBoundingClientRect();
            return width < 24 || height < 24;
          })
          .map((target) => target.outerHTML.slice(0, 120))"""
    )
    assert small == []


def test_a_word_without_a_break_widens_no_page(phone: Page, address: str) -> None:
    phone.goto(address + CLAUSE)
    for place in ("h1", "h2", "p", "li", "td", "th", ".te-tags a", ".te-claim", ".te-badge"):
        phone.evaluate(
            """(place) => {
              const element = document.querySelector(`article ${place}`);
              if (element) element.textContent = "unbroken".repeat(40);
            }""",
            place,
        )
    assert phone.evaluate("document.documentElement.scrollWidth") == 320


def test_who_asks_for_less_motion_gets_none(phone: Page, address: str) -> None:
    phone.goto(address + CLAUSE)
    moving = phone.evaluate(
        """() => [...document.querySelectorAll("*")].filter((element) => {
          const { transitionDuration, animationName } = getComputedStyle(element);
          return animationName !== "none" || parseFloat(transitionDuration) > 0.01;
        }).map((element) => element.outerHTML.slice(0, 80))"""
    )
    assert moving == []


def test_a_high_contrast_scheme_keeps_what_tells_things_apart(
    browser: Browser, address: str
) -> None:
    """The system's own colours: borders and figures stay, and the current tab is still marked."""
    context = browser.new_context(forced_colors="active", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(address + CLAUSE)
    tab, other = page.locator(".md-tabs__link[aria-current]"), page.locator(".md-tabs__link").first
    marked, plain = (
        place.evaluate("(e) => getComputedStyle(e).borderBottomColor") for place in (tab, other)
    )
    assert marked != plain
    page.goto(f"{address}timeline/")
    dot = page.locator(".te-fig circle").first
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert dot.evaluate("(e) => getComputedStyle(e).fill") != ground
    context.close()


def schemes() -> dict[str, dict[str, str]]:
    """The colours of each scheme, as `tokens.css` has them."""
    text = (PACKAGE / "assets" / "tokens.css").read_text("utf-8")
    found = {}
    for name in ("default", "slate"):
        (block,) = re.findall(rf'\[data-md-color-scheme="{name}"\] \{{(.*?)\n\}}', text, re.DOTALL)
        found[name] = dict(re.findall(r"--te-([a-z-]+): (#[0-9a-f]{6});", block))
    return found


def luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_colours_are_told_apart(scheme: str) -> None:
    """Every colour of text on every ground, in figures too: at least 4.5 to 1."""
    colours = schemes()[scheme]
    grounds = [colours[name] for name in ("paper", "tint")]
    inks = {
        name: colour
        for name, colour in colours.items()
        if name in ("ink", "soft", "accent", "supportive", "reserved", "concerned", "opposed")
        or name == "condemning"
    }
    assert len(inks) == 8
    for name, ink in inks.items():
        for ground in grounds:
            light, dark = sorted((luminance(ink), luminance(ground)), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (name, ground)
