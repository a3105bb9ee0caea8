"""The page of a team as HTML: a frame with its words, filled by its own scripts."""

import json
from html import escape
from pathlib import Path
from string import Template

from desk.team_work import Team
from desk.workspace import Workspace
from layers.assets import OWN, OWN_FOLDER, asset_address
from rules.language import N_, translator
from rules.parameters import load_parameters
from rules.stamps import stamp_of
from rules.vocabulary import TAGS

FLOOD_TAGS = (TAGS[0], TAGS[-1])  # after a flood: to be lived in, or not
SCRIPTS = (
    "team_store.js",
    "team_place.js",
    "team_send.js",
    "team_door.js",
    "team.js",
)
STYLE = "team.css"
FRAME = "team.html"
ICON = "icon.svg"
TITLE = N_("Doors of a team")
TEAM = N_("Team {team}")
OTHER_LANGUAGE = {"zh_CN": ("en", "English"), "en": ("zh_CN", "中文")}

WORDS = {
    "next": N_("Next door"),
    "all_done": N_("Every door of the list was visited."),
    "no_doors": N_("There is no door on this list."),
    "to_visit": N_("To visit ({count})"),
    "visited": N_("Visited ({count})"),
    "planned": N_("In the planned order"),
    "nearest": N_("Nearest first"),
    "people": N_("{count} people"),
    "dependents": N_("{count} dependent"),
    "appraised": N_("grade {grade}"),
    "by_plan": N_("by plan after {minutes} min"),
    "ask_place": N_("Show distances"),
    "no_place": N_("This telephone does not tell its place."),
    "no_place_yet": N_("Looking for the place…"),
    "house_without_place": N_("The place of this house is not known."),
    "metres": N_("{count} m"),
    "kilometres": N_("{count} km"),
    "directions": N_("N,NE,E,SE,S,SW,W,NW"),
    "tag_green": N_("May be lived in"),
    "tag_yellow": N_("Restricted use"),
    "tag_red": N_("Unsafe to stay"),
    "confirm": N_("Confirm: {tag}"),
    "choose_tag": N_("Choose a tag first"),
    "close": N_("Back"),
    "grade": N_("Damage grade (may be left out)"),
    "grades": N_("intact,slight,moderate,heavy,destroyed"),
    "occupied": N_("Does somebody live in it now?"),
    "yes": N_("Yes"),
    "no": N_("No"),
    "not_seen": N_("Not seen"),
    "note": N_("Seen, heard, defects"),
    "photograph": N_("Take a photograph"),
    "photographs": N_("{count} photographs"),
    "photo_unreadable": N_("This picture could not be kept on the telephone."),
    "asked": N_("Somebody asked for this visit"),
    "saved": N_("{tag} · {door} is kept"),
    "change": N_("Change"),
    "found_before": N_("{tag} by {team}, {time}"),
    "stale": N_("The earth shook again since: visit it once more."),
    "unfinished": N_("begun, not confirmed"),
    "waiting": N_("{count} waiting to be sent"),
    "nothing_waiting": N_("Everything is sent"),
    "offline": N_("No connection; what you enter is kept here"),
    "send": N_("Send now"),
    "sending": N_("Sending…"),
    "refused": N_("Not taken: {reason}"),
    "refused_title": N_("{count} were not taken"),
    "drop": N_("Let go"),
    "other_door": N_("Another door"),
    "household_id": N_("Household number"),
    "look_up": N_("Look it up"),
    "not_found": N_("No household of that number on record."),
    "unchecked": N_("There is no connection: the number is checked when it is sent."),
    "save_file": N_("Save what was found here as a file"),
    "file_hint": N_("The office takes this file in where a connection is lacking."),
    "saved_file": N_("findings"),
    "mission_closed": N_(
        "This mission is closed. What was found before is still sent; nothing new is "
        "taken."
    ),
    "dead_link": N_(
        "This link no longer leads anywhere. What waits here can be saved as a file."
    ),
    "keep_open": N_(
        "Keep this page open: without a connection it cannot be loaded again here."
    ),
    "works_offline": N_("This page opens without a connection, too."),
    "storage_full": N_(
        "This telephone keeps nothing more; save a file before you go on."
    ),
    "updated": N_("As of {time}"),
    "never_updated": N_("The list could not be loaded yet."),
    "needs_script": N_("This page needs JavaScript."),
    "people_unknown": N_("people not known"),
}

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' blob: data:; connect-src 'self'; worker-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def team_html(team: Team, workspace: Workspace, language: str) -> str:
    """Return the frame of a team's page; names are text, never markup."""
    say = translator(language)
    other, other_name = OTHER_LANGUAGE[language]
    frame = Template((OWN_FOLDER / FRAME).read_text(encoding="utf-8"))
    state = {
        "words": {name: say(word) for name, word in WORDS.items()},
        "tags": TAGS,
        "offered": FLOOD_TAGS if _is_flood(team) else TAGS,
        "grades": not _is_flood(team),
        "team": team.name,
        "mission": team.mission["mission_id"],
        "numbers": _numbers(),
        "worker": "/team/worker.js",
    }
    told = {
        "language": language.replace("_", "-"),
        "title": f"{say(TITLE)} · {team.name}",
        "team": say(TEAM).format(team=team.team["team"]),
        "name": team.name,
        "mission": team.mission["title"],
        "county": workspace.county_name,
        "stamp": stamp_of(workspace, say),
        "needs_script": say(WORDS["needs_script"]),
        "other": other,
        "other_tag": other.replace("_", "-"),
        "other_name": other_name,
        "style": asset_address(OWN, STYLE),
        "icon": asset_address(OWN, ICON),
        "state": json.dumps(state, ensure_ascii=False),
    }
    scripts = "\n".join(
        f'<script src="{escape(asset_address(OWN, name))}" defer></script>'
        for name in SCRIPTS
    )
    escaped = {name: escape(str(value)) for name, value in told.items()}
    return frame.substitute(escaped, scripts=scripts)


def worker_file() -> Path:
    """Return the script that keeps the page for hours without a connection."""
    return OWN_FOLDER / "team_worker.js"


def _is_flood(team: Team) -> bool:
    return team.event is not None and team.event["hazard"] == "flood"


def _numbers() -> dict[str, float]:
    tables = load_parameters("team_page")
    own = dict(tables["page"].values) | dict(tables["photographs"].values)
    return own | {"most_note_characters": tables["returns"]["most_note_characters"]}
