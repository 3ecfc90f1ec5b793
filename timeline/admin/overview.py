"""The first page of the curation screens."""

from flask_admin import AdminIndexView, expose  # type: ignore[import-untyped]

from timeline.admin.permission import current_person, may


class Overview(AdminIndexView):  # type: ignore[misc]
    """The page at /admin/."""

    @expose("/")  # type: ignore[untyped-decorator]
    @may("look")
    def index(self) -> str:
        """Show where to go."""
        page: str = self.render("admin/index.html", person=current_person())
        return page
