"""Every address of ours beside the pages.

Numbers in an address are at most seven digits: a longer one never reaches
arithmetic.
"""

from starlette.convertors import Convertor, register_url_convertor
from starlette.routing import BaseRoute, Route

from desk.recent import Recent
from web.answers import answering
from web.drawing import Drawing, OpenShelf
from web.files import asset
from web.hits import Hits
from web.meeting import meeting_routes
from web.remembering import RememberingShelf
from web.team import team_routes

KEPT_ANSWERS = 600  # tiles and features: some 20 kB each
KEPT_CHOICES = 24  # masks and classes of all households: 1 MB for a million each


class _Short(Convertor[str]):
    regex = "[0-9]{1,7}"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


class _Package(_Short):
    regex = r"(@[a-z0-9-]+/)?[a-z0-9.-]+"


class _Word(_Short):
    regex = r"[a-z0-9.-]{1,40}"


class _Suffix(_Short):
    regex = "webp|pbf"


register_url_convertor("short", _Short())
register_url_convertor("package", _Package())
register_url_convertor("word", _Word())
register_url_convertor("suffix", _Suffix())


def routes(open_shelf: OpenShelf) -> list[BaseRoute]:
    """Return the routes that join ``st.App``.

    Parameters
    ----------
    open_shelf : callable
        Returns the shelf of the newest state of the data; cheap when nothing has
        changed, for every request asks it.

    Returns
    -------
    list of Route
        ``/map`` (the page), ``/sheet.json`` (its state), ``/features/…``,
        ``/tiles/…``, ``/hit``, ``/assets/…``, ``/meeting`` and ``/team/…``.
    """
    choices = Recent(KEPT_CHOICES)

    def remembering() -> RememberingShelf:
        return RememberingShelf(open_shelf(), choices)

    drawing = Drawing(remembering, Recent(KEPT_ANSWERS))
    tiles = "/tiles/{layer:word}/{z:short}/{x:short}/{y:short}.{suffix:suffix}"
    return [
        Route("/map", answering(drawing.page)),
        Route("/sheet.json", answering(drawing.state)),
        Route("/features/{layer:word}.geojson", answering(drawing.features)),
        Route(tiles, answering(drawing.tile)),
        Route("/hit", answering(Hits(remembering).at)),
        Route("/assets/{package:package}@{version:word}/{file:path}", asset),
        *meeting_routes(open_shelf),
        *team_routes(open_shelf),
    ]
