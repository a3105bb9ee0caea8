"""Who is looking: a role of the demonstration, until people have accounts."""

from desk.describe import event_words
from desk.shelf import CountyShelf
from ledger.roles import LEVEL_OF_AREA, ROLE_NAMES, Acting, Role
from rules.adcode import Level
from views import choice
from views.words import _

FIRST = Role.PLANNER  # the county's own officer, who opens the program

# Which pages a role has; the first is where it begins.
PAGES_OF = {
    Role.VILLAGE_REPORTER: ("work", "household", "ledgers", "sweeps"),
    Role.TOWN_OFFICER: ("work", "household", "ledgers", "sweeps", "leader"),
    Role.PLANNER: (
        "planner", "responder", "sweeps", "leader", "monthly", "papers", "work",
        "household", "ledgers", "lists", "intake", "register",
    ),
    Role.RESPONDER: ("responder", "household"),
    Role.FINANCE: ("work", "household", "ledgers", "leader", "monthly"),
    Role.LEADER: ("leader", "monthly", "papers"),
    Role.AUDITOR: ("audit",),
    Role.ADMINISTRATOR: ("keeping",),
}  # fmt: skip


def ask_acting(shelf: CountyShelf) -> Acting:
    """Ask for a role, and for its area where it has one."""
    roles = [FIRST, *(role for role in Role if role is not FIRST)]
    role = Role(choice.ask_one(_("Role"), roles, "role", lambda r: _(ROLE_NAMES[r])))
    event = _ask_event(shelf) if role is Role.RESPONDER else ""
    acting = Acting(_(ROLE_NAMES[role]), role, _ask_area(shelf, role), event)
    choice.keep_acting(acting)
    return acting


def _ask_area(shelf: CountyShelf, role: Role) -> str:
    level = LEVEL_OF_AREA.get(role)
    if level is None:
        return ""
    places = shelf.places()
    towns = [code for code in places if len(code) == Level.TOWN]
    if not towns:
        return ""
    town = choice.ask_one(_("Own town"), towns, "own-town", places.get)
    if level is not Level.VILLAGE:
        return town
    inside = [c for c in places if len(c) == Level.VILLAGE and c.startswith(town)]
    return choice.ask_one(_("Own village"), inside, "own-village", places.get)


def _ask_event(shelf: CountyShelf) -> str:
    events = {row["event_id"]: row for row in reversed(shelf.events())}
    if not events:
        return ""
    return choice.ask_one(
        _("Own event"), list(events), "own-event", lambda id_: event_words(events[id_])
    )
