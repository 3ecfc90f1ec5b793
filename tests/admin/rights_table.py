"""The right that each admin route needs, written down by hand: a new route has to find its line here.

A line is the route as the application has it, then what its methods need. HEAD goes with GET.
"""

from timeline.admin.permission import ANYONE

KINDS = "any(timeline, event, source, actor, place, topic, policy, series, question)"
PLURALS = "any(timelines, events, sources, actors, places, topics, policies, series, questions)"

NEEDED: dict[str, dict[str, str]] = {
    "/admin/": {"GET": "look"},
    "/admin/sign-in": {"GET": ANYONE, "POST": ANYONE},
    "/admin/sign-in/again": {"POST": ANYONE},
    "/admin/sign-out": {"POST": "account"},
    "/admin/form-token": {"GET": ANYONE},
    "/admin/link/<secret>": {"GET": ANYONE, "POST": ANYONE},
    "/admin/account": {"GET": "account", "POST": "account"},
    "/admin/account/password": {"POST": "account"},
    "/admin/account/sign-out-elsewhere": {"POST": "account"},
    "/admin/account/sign-ins/<int(max=2147483647):number>/end": {"POST": "account"},
    "/admin/account/tokens": {"POST": "account"},
    "/admin/account/tokens/<int(max=2147483647):number>/revoke": {"POST": "account"},
    "/admin/people": {"GET": "people", "POST": "people"},
    "/admin/people/<handle>": {"GET": "people", "POST": "people"},
    "/admin/people/<handle>/link": {"POST": "people"},
    "/admin/people/<handle>/disable": {"GET": "people", "POST": "people"},
    "/admin/people/<handle>/enable": {"POST": "people"},
    "/admin/settings": {"GET": "settings", "POST": "settings"},
    "/admin/events/": {"GET": "look"},
    "/admin/sources/": {"GET": "look"},
    "/admin/actors/": {"GET": "look"},
    "/admin/places/": {"GET": "look"},
    "/admin/topics/": {"GET": "look"},
    "/admin/policies/": {"GET": "look"},
    "/admin/series/": {"GET": "look"},
    "/admin/questions/": {"GET": "look"},
    "/admin/timelines/": {"GET": "look"},
    f"/admin/views/<{KINDS}:kind>": {"POST": "look"},
    "/admin/views/<int(max=2147483647):number>/delete": {"GET": "look", "POST": "look"},
    "/admin/reports/": {"GET": "look"},
    "/admin/reports/<int(max=2147483647):number>": {"GET": "look", "POST": "publish"},
    "/admin/activity": {"GET": "look"},
    "/admin/activity.csv": {"GET": "look"},
    "/admin/activity/undo": {"GET": "bulk", "POST": "bulk"},
    f"/admin/<{PLURALS}:plural>/new": {"GET": "draft", "POST": "draft"},
    f"/admin/<{PLURALS}:plural>/<record_id>/edit": {"GET": "draft", "POST": "draft"},
    f"/admin/lookups/names/<{KINDS[:-1]}, any):kind>": {"GET": "look"},
    "/admin/lookups/date": {"GET": "look"},
    "/admin/lookups/conflict": {"GET": "look"},
    "/admin/lookups/similar": {"GET": "look"},
    "/admin/lookups/change": {"GET": "look"},
    "/admin/lookups/preview": {"POST": "look"},
    "/admin/quick/<any(source, actor, place, topic):kind>": {"GET": "draft", "POST": "draft"},
    "/admin/quick/paste": {"POST": "draft"},
    f"/admin/bulk/<{KINDS}:kind>": {"POST": "look"},
    f"/admin/bulk/<{KINDS}:kind>/preview": {"POST": "draft"},
    f"/admin/bulk/<{KINDS}:kind>/save": {"POST": "draft"},
    f"/admin/bulk/<{KINDS}:kind>/export": {"POST": "look"},
    "/admin/work/<worklist_id>/": {"GET": "look"},
    "/admin/work/<worklist_id>/next": {"GET": "look"},
    "/admin/work/stop": {"POST": "look"},
}
