"""The first page of the curation screens answers: what should I do next."""

from flask_admin import AdminIndexView, expose  # type: ignore[import-untyped]

from timeline.admin.addresses import new_url
from timeline.admin.permission import current_person, may
from timeline.admin.review import item_url
from timeline.house_rules import find_review_rule
from timeline.queries.people import names_of_people
from timeline.queries.queue import QUEUES, count_queues, list_queue
from timeline.queries.worklists import WORKLISTS
from timeline.serving import reading

#: So many things of each queue stand on the first page.
_SHOWN = 5
_QUEUE_WORDS = {
    "returned": ("Returned to you", "Somebody has looked at it and asks for more."),
    "waiting": ("Waiting for you", "Submitted by others; it takes a second person to publish it."),
    "mine": ("What you are working on", "Your drafts and proposals, and what you have submitted."),
}


class Overview(AdminIndexView):  # type: ignore[misc]
    """The page at /admin/."""

    @expose("/")  # type: ignore[untyped-decorator]
    @may("look")
    def index(self) -> str:
        """Show what waits for the person who asks, and what there is to do in the record."""
        session, person = reading(), current_person()
        four_eyes = find_review_rule(session).two_people
        queues = {
            queue: list_queue(session, queue, who=person, four_eyes=four_eyes, limit=_SHOWN)
            for queue in QUEUES
        }
        quick = [worklist for worklist in WORKLISTS if worklist.is_quick(session)]
        counted = [(worklist, worklist.count(session)) for worklist in quick]
        page: str = self.render(
            "admin/index.html",
            person=person,
            words=_QUEUE_WORDS,
            queues=queues,
            counts=count_queues(session, who=person, four_eyes=four_eyes),
            people=names_of_people(session, {item.by for found in queues.values() for item in found}),
            to_do=[(worklist, count) for worklist, count in counted if count],
            done=[(worklist, worklist.note(session)) for worklist, count in counted if not count],
            later=[worklist for worklist in WORKLISTS if worklist not in quick],
            item_url=item_url,
            new_url=new_url,
        )
        return page
