"""The screens about people in a browser: accessible, without JavaScript, small and great."""

from playwright.sync_api import Browser, Page

from tests.admin.conftest import sign_in_browser
from tests.admin.desk import PASSWORD
from tests.axe import faults_in_looks, violations

PAGES = (
    "/admin/sign-in",
    "/admin/",
    "/admin/account",
    "/admin/people",
    "/admin/people/emil",
    "/admin/people/dora",
    "/admin/people/emil/disable",
    "/admin/settings",
    "/admin/releases",
    "/admin/link/not-there",
    "/admin/nothing",
)
LOOKS = [(width, is_dark) for width in (320, 1280) for is_dark in (False, True)]


def test_axe_finds_nothing_and_nothing_scrolls_sideways(browser: Browser, curation: str) -> None:
    found: dict[str, list[str]] = {}
    with browser.new_context() as context:
        page = context.new_page()
        for signed_in in (False, True):
            if signed_in:
                sign_in_browser(page, curation, "ada")
            for path in PAGES if signed_in else PAGES[:1]:
                found |= faults_in_looks(page, curation + path, LOOKS)
    assert found == {}


def test_refused_forms_and_shown_secrets_are_accessible_too(browser: Browser, curation: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{curation}/admin/sign-in")
        page.get_by_label("Sign-in name or e-mail address").fill("ada")
        page.get_by_label("Password").fill("wrong")
        page.get_by_role("button", name="Sign in").click()
        assert page.get_by_role("alert").is_visible()
        found = violations(page)
        sign_in_browser(page, curation, "ada")
        for button, path in (
            ("Make a link to choose a password", "/admin/people/emil"),
            ("Make the token", "/admin/account"),
        ):
            page.goto(curation + path)
            page.evaluate(
                "for (const field of document.querySelectorAll('[required]')) field.required = false"
            )
            page.get_by_role("button", name=button).click()
            found += violations(page)
        assert found == []


def test_without_javascript_a_late_form_is_sent_after_signing_in_again(
    browser: Browser, curation: str
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        sign_in_browser(page, curation, "emil")
        page.goto(f"{curation}/admin/account")
        page.get_by_role("textbox", name="Name", exact=True).fill("Emil, called back")
        context.clear_cookies()
        page.get_by_role("button", name="Save").click()
        assert page.get_by_text("What you typed is kept on this page").is_visible()
        page.get_by_label("Sign-in name or e-mail address").fill("emil")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in and keep my form").click()
        page.get_by_role("button", name="Send it").click()
        assert page.get_by_role("status").inner_text().startswith("Your name and address are changed")
        assert page.get_by_role("textbox", name="Name", exact=True).input_value() == "Emil, called back"


def test_the_keyboard_alone_signs_in_and_out(page: Page, curation: str) -> None:
    page.goto(f"{curation}/admin/")
    page.keyboard.type("emil")  # The cursor stands where the name goes.
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1).wait_for()
    assert page.url == f"{curation}/admin/"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    page.get_by_role("button", name="Sign out").focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("status").inner_text() == "You are signed out."


def test_a_page_that_was_left_open_is_told_that_the_session_has_ended(
    browser: Browser, curation: str
) -> None:
    with browser.new_context() as context:
        context.add_init_script(
            "Object.assign(window, {late: 0}); const now = Date.now; Date.now = () => now() + late"
        )
        page = context.new_page()
        sign_in_browser(page, curation, "emil")
        page.goto(f"{curation}/admin/account")
        page.get_by_role("textbox", name="Name", exact=True).fill("Typed before lunch")
        kept = context.cookies()
        context.clear_cookies()
        page.evaluate("late = 3600000; window.dispatchEvent(new Event('focus'))")
        page.get_by_text("Your session has ended.").wait_for()
        context.add_cookies(
            [
                {"name": each["name"], "value": each["value"], "domain": each["domain"], "path": each["path"]}
                for each in kept
            ]
        )
        page.evaluate("late = 7200000; window.dispatchEvent(new Event('focus'))")
        page.get_by_text("Your session has ended.").wait_for(state="detached")
        page.get_by_role("button", name="Save").click()
        page.get_by_role("status").wait_for()
        assert page.get_by_role("textbox", name="Name", exact=True).input_value() == "Typed before lunch"
