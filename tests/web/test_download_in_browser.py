"""The page of downloads with its script: each change shows at once, on the same page, in the address too."""

from playwright.sync_api import Page, expect


def test_each_change_shows_at_once_and_stays_in_the_address(page: Page, live_server: str) -> None:
    page.goto(f"{live_server}/download")
    page.evaluate("window.isTheSamePage = true")
    page.locator("#d-rows").focus()
    page.select_option("#d-rows", "citation")
    page.wait_for_url("**/download?rows=citation")
    expect(page.locator("#d-rows")).to_be_focused()
    expect(page.locator(".preview th").first).to_have_text("event_id")
    page.click("summary:has-text('Columns')")
    page.uncheck("#c-event_id")
    page.wait_for_url("**columns=citation%2Ctitle*")
    assert page.evaluate("document.getElementById('d-columns').open")
    page.click("button.up[value=title]")
    page.wait_for_url("**columns=title%2Ccitation*")
    expect(page.locator(".preview th").first).to_have_text("title")
    page.select_option("#d-file", "figures.csv")
    page.wait_for_url("**/download?file=figures.csv")
    assert page.evaluate("window.isTheSamePage")
    page.reload()
    assert page.locator("#d-file").input_value() == "figures.csv"
    page.select_option("#d-file", "states.csv")
    page.wait_for_url("**/download?file=states.csv")
    page.fill("#d-on", "2010-09-10")
    page.press("#d-on", "Enter")
    page.wait_for_url("**/download?file=states.csv&on=2010-09-10")
    expect(page.locator(".preview td").first).to_have_text("2010-09-10")
