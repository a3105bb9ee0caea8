"""From an address to a choice: only known words, none of them long."""

from starlette.requests import Request

from layers.base import CHOICE_KEYS, PAGES, Choice, TileAddress
from rules.errors import LayerError
from rules.language import LANGUAGES, N_
from rules.vocabulary import GRADES, GROUPS, STRUCTURES

LONGEST_WORD = 80
DEEPEST_ZOOM = 22
NOT_SURVEYED = "none"
WORDS = {
    "level": ("town", "village"),
    "group": GROUPS,
    "grade": (*GRADES, NOT_SURVEYED),
    "structure": (*STRUCTURES, NOT_SURVEYED),
    "side": ("before",),
}


def choice_in(request: Request) -> Choice:
    """Read the choice from an address.

    Raises
    ------
    LayerError
        If the page, the language or a word of :data:`WORDS` is none of ours, or a
        word is too long.
    """
    asked = {key: request.query_params.get(key, "") for key in CHOICE_KEYS}
    choice = {key: word for key, word in asked.items() if word}
    choice.setdefault("page", "planner")
    choice.setdefault("lang", LANGUAGES[0])
    if choice["page"] not in PAGES:
        pages = " ".join(sorted(PAGES))
        message = N_("no page {page!r}; pages are: {pages}")
        raise LayerError(message, page=choice["page"][:LONGEST_WORD], pages=pages)
    if choice["lang"] not in LANGUAGES:
        message = N_("no language {lang!r}; languages are: {languages}")
        known = " ".join(LANGUAGES)
        raise LayerError(message, lang=choice["lang"][:LONGEST_WORD], languages=known)
    for key, word in choice.items():
        if len(word) > LONGEST_WORD:
            raise LayerError(N_("{key} is too long for an address"), key=key)
        if word not in WORDS.get(key, (word,)):
            message = N_("no {key} {word!r}; known are: {known}")
            raise LayerError(message, key=key, word=word, known=" ".join(WORDS[key]))
    return choice


def language_of(request: Request) -> str:
    """Return the language of an address; the first of ours if it names none."""
    asked = request.query_params.get("lang", "")
    return asked if asked in LANGUAGES else LANGUAGES[0]


def tile_in(request: Request) -> TileAddress:
    """Read a tile's numbers; the route has seen to it that they are short.

    Raises
    ------
    LayerError
        If there is no such tile.
    """
    z, x, y = (int(request.path_params[name]) for name in "zxy")
    if z > DEEPEST_ZOOM or not (0 <= x < 2**z > y >= 0):
        raise LayerError(N_("there is no tile {z}/{x}/{y}"), z=z, x=x, y=y)
    return TileAddress(z, x, y)


def place_in(request: Request) -> tuple[float, float, int]:
    """Read where somebody clicked: longitude, latitude, zoom.

    Raises
    ------
    LayerError
        If one of them is missing, no number, or off the map.
    """
    words = [request.query_params.get(name, "") for name in ("lon", "lat", "zoom")]
    try:
        lon, lat, zoom = float(words[0]), float(words[1]), int(words[2])
    except ValueError as error:
        raise _no_place(words) from error
    if not (-180 <= lon <= 180 and -85 <= lat <= 85 and 0 <= zoom <= DEEPEST_ZOOM):
        raise _no_place(words)
    return lon, lat, zoom


def _no_place(words: list[str]) -> LayerError:
    message = N_(
        "no place on the map: longitude {lon!r}, latitude {lat!r}, zoom {zoom!r}"
    )
    lon, lat, zoom = (word[:LONGEST_WORD] for word in words)
    return LayerError(message, lon=lon, lat=lat, zoom=zoom)
