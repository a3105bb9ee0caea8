"""What stands where somebody clicked."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from layers.base import Choice, Description, Shelf
from layers.elements import HOUSE_ZOOM
from layers.house import LAYER as HOUSES
from layers.house_index import nearest_house
from rules.language import translator
from web.answers import NEVER
from web.asking import choice_in, place_in
from web.drawing import OpenShelf

REACH_PX = 12.0


class Hits:
    """The handler over a shelf."""

    def __init__(self, open_shelf: OpenShelf) -> None:
        self._open_shelf = open_shelf

    def at(self, request: Request) -> Response:
        """Tell of the house, or else of the area, at a place; ``{}`` of nothing."""
        choice = choice_in(request)
        lon, lat, zoom = place_in(request)
        found = hit(self._open_shelf(), choice, lon=lon, lat=lat, zoom=zoom)
        return JSONResponse(found, headers={"Cache-Control": NEVER})


def hit(
    shelf: Shelf, choice: Choice, *, lon: float, lat: float, zoom: int
) -> dict[str, object]:
    """Find and describe what was clicked.

    Returns
    -------
    dict
        ``kind``, ``id``, ``title``, ``rows`` (pairs of label and value), for a
        house its ``lon`` and ``lat`` as well; empty where nothing is known.
    """
    if zoom >= HOUSE_ZOOM and choice.get("page") in HOUSES.pages:
        exposure = shelf.exposure()
        row = nearest_house(exposure, shelf.chosen(choice), (lon, lat), zoom, REACH_PX)
        if row is not None:
            place = {"lon": float(exposure.lon[row]), "lat": float(exposure.lat[row])}
            return _told(shelf.describe_house(row, choice), choice) | place
    found = shelf.describe_place(lon, lat, choice)
    return {} if found is None else _told(found, choice)


def _told(found: Description, choice: Choice) -> dict[str, object]:
    say = translator(choice["lang"])
    rows = [[say(label), value] for label, value in found.rows]
    return {"kind": found.kind, "id": found.id, "title": found.title, "rows": rows}
