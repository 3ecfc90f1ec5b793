"""The application, composed."""

from importlib.resources import files

from werkzeug.middleware.proxy_fix import ProxyFix

from timeline.admin.shell import init_admin
from timeline.api.serve import init_api
from timeline.config import Settings
from timeline.db import DatabaseEngine, create_engine
from timeline.past.kept import PATIENCE, KeptPast
from timeline.queries.event_lines import keep_lines_in
from timeline.reporting.pages import init_reporting
from timeline.web import (
    about,
    authority,
    cards,
    changelog,
    citations,
    days,
    discovery,
    download,
    embed,
    events,
    export_citations,
    feeds,
    health,
    languages,
    policies,
    questions,
    releases,
    representations,
    search,
    series,
    sources,
)
from timeline.web import timeline as timelines
from timeline.web.caching import init_caching
from timeline.web.compression import init_compression
from timeline.web.errors import init_errors
from timeline.web.export_citations import init_export_citations
from timeline.web.kept_files import init_kept_files
from timeline.web.kept_pages import init_kept_pages
from timeline.web.languages import Site, init_languages
from timeline.web.linked_data import init_linked_data
from timeline.web.negotiation import init_negotiation
from timeline.web.other_sites import init_other_sites
from timeline.web.presentation import init_presentation
from timeline.web.quick_templates import init_quick_templates
from timeline.web.reading import init_reading
from timeline.web.record_language import init_record_language
from timeline.web.releases import init_releases
from timeline.web.representations import init_representations
from timeline.web.security import init_security
from timeline.web.signposts import init_signposts
from timeline.web.styles import init_styles


def create_app(settings: Settings, engine: DatabaseEngine | None = None) -> Site:
    """Compose the site from settings; `engine` replaces the one that the settings name."""
    app = Site("timeline", template_folder=str(files("timeline.templates")))
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SITE_URL=settings.site_url,
        CREATORS=settings.creators,
        MAX_CONTENT_LENGTH=2_000_000,
        MAX_FORM_MEMORY_SIZE=2_000_000,
        MAX_FORM_PARTS=20_000,
        SEND_FILE_MAX_AGE_DEFAULT=31_536_000,
    )
    init_quick_templates(app)
    init_languages(app)
    live = engine or create_engine(settings.database_url, pool_size=settings.threads)
    init_reading(app, live, KeptPast(live, settings.cache_folder, patience=PATIENCE))
    init_kept_files(app, settings.cache_folder)
    keep_lines_in(live, settings.cache_folder)
    init_presentation(app, settings.site_name)
    init_record_language(app)
    init_linked_data(app)
    init_errors(app)
    init_compression(app)  # Before the others: what is registered first sees an answer last.
    init_negotiation(app)  # Before it is known in which form an answer is asked for, it cannot be a kept one.
    init_caching(app, shown=_shown(settings))
    init_representations(app)
    init_signposts(app)
    init_other_sites(app)
    init_security(app)
    init_styles(app)
    init_releases(app, settings.releases_folder)
    init_export_citations(app)
    for module in (
        about,
        cards,
        changelog,
        citations,
        days,
        discovery,
        download,
        embed,
        events,
        export_citations,
        feeds,
        health,
        languages,
        policies,
        questions,
        releases,
        representations,
        search,
        series,
        sources,
        timelines,
    ):
        app.register_blueprint(module.pages)
    for pages in authority.blueprints():
        app.register_blueprint(pages)
    init_admin(app, settings.site_name)
    init_api(app, site_name=settings.site_name, requests_a_minute=settings.api_limit)
    init_reporting(app, takes_reports=settings.takes_reports, contact=settings.contact)
    init_kept_pages(app, live, megabytes=settings.kept_pages)  # After all that adds to the head of an answer.
    if settings.proxies:
        told = dict.fromkeys(("x_for", "x_proto", "x_host", "x_prefix"), settings.proxies)
        app.wsgi_app = ProxyFix(app.wsgi_app, **told)  # type: ignore[method-assign]
    return app


def _shown(settings: Settings) -> tuple[object, ...]:
    """Give the settings that pages show: where one is changed, what a reader has kept is old."""
    return (
        settings.site_name,
        settings.site_url,
        settings.creators,
        settings.takes_reports,
        settings.contact,
    )
