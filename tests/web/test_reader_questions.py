"""Three questions of a reader, each answered within three steps from the home page."""

import pytest
from playwright.sync_api import Page, expect


@pytest.fixture
def reader(page: Page, live_server: str) -> Page:
    """Give a page that shows the home page."""
    page.goto(live_server)
    return page


def test_when_did_it_stop_being_voluntary_and_who_says_so(reader: Page) -> None:
    reader.get_by_role("navigation", name="Main").get_by_role("link", name="Policies").click()
    reader.get_by_role("link", name="Local participation").click()
    spells = reader.locator("main")
    expect(spells).to_contain_text("From 31 March 2008 to 29 September 2010: Voluntary")
    expect(spells).to_contain_text("From 30 September 2010 to 5 October 2010: disputed")
    expect(spells).to_contain_text("From 6 October 2010 to 28 February 2011: No local choice")
    reader.get_by_role("link", name="Secretary Napolitano says that DHS does not see").first.click()
    known = reader.get_by_role("region", name="How we know")
    expect(known).to_contain_text("No Rules of the Road")
    expect(known).to_contain_text("DHS is imposing, para. 2")


def test_what_happened_between_the_august_2010_memo_and_the_terminations(reader: Page) -> None:
    reader.get_by_text("Filter and search").click()
    reader.get_by_role("textbox", name="From").fill("2010-08-17")
    reader.get_by_role("textbox", name="To", exact=True).fill("2011")
    reader.get_by_label("An uncertain date").select_option("lies surely in the range")
    reader.get_by_role("button", name="Show").click()
    reader.wait_for_url("**from=2010-08-17**")
    reader.get_by_role("link", name="Main events").click()
    reader.wait_for_url("**detail=main**")
    titles = reader.locator(".card-title").all_inner_texts()
    reader.get_by_role("link", name="Later events").first.click()
    reader.wait_for_url("**after=**")
    titles += reader.locator(".card-title").all_inner_texts()
    between = [
        next(at for at, title in enumerate(titles) if words in title)
        for words in (
            "Setting the Record Straight",
            "Napolitano writes to Representative Lofgren",
            "does not see an opt-in, opt-out",
            "ICE terminates all memoranda",
        )
    ]
    assert between == sorted(between)
    assert not any("The 2008 launch" in title or "2012 reforms" in title for title in titles)


def test_which_sources_say_what_about_the_share_of_dangerous_criminals(reader: Page) -> None:
    reader.get_by_role("navigation", name="Main").get_by_role("link", name="Search").click()
    reader.get_by_label("Words").fill("share dangerous")
    reader.get_by_label("Words").press("Enter")
    reader.get_by_role("link", name="How large is the share of level 1?").click()
    answers = reader.locator("main")
    expect(answers).to_contain_text("4 answers, 4 sources")
    for source, words in {
        "No Rules of the Road": "less than 10 percent",
        "Secure Communities (NCSL)": "only 15% of the 248,000",
        "Secure Communities (ICE)": "more than 61,000 immigrants",
        "What is Secure Communities?": "3,847 detainers",
    }.items():
        expect(answers).to_contain_text(source)
        expect(answers).to_contain_text(words)
