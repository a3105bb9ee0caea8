// A click: the server says what stands there, the page shows it as text.
"use strict";

(() => {
  const { element } = anfang;
  const FROM_AREAS = "boundary"; // the layer whose features carry area codes
  let marked = null;

  const told = ({ title, rows }) => element("section", { class: "told" },
    element("h2", { text: title }),
    element("dl", {}, ...rows.flatMap(([label, value]) => [
      element("dt", { text: label }), element("dd", { text: value })])));

  const unmark = () => {
    marked?.remove();
    marked = null;
  };

  const ring = { pane: "chosen", interactive: false, color: "#0b5c6b", weight: 3 };

  const areaOf = async (code) => {
    const data = await anfang.layers[FROM_AREAS]?.fetched();
    return data?.features.find(({ properties }) => properties.code === code);
  };

  anfang.outline = async (code) => {
    const area = await areaOf(code);
    return area ? L.geoJSON(area) : null;
  };

  anfang.highlight = async (code) => {
    unmark();
    const area = await areaOf(code);
    if (!area) return null;
    marked = L.geoJSON(area, {
      ...ring, renderer: anfang.renderers.chosen, style: { ...ring, fill: false },
    }).addTo(anfang.sheet);
    return marked;
  };

  const mark = (found) => {
    unmark();
    if (found.kind === "house") {
      marked = L.circleMarker([found.lat, found.lon], {
        ...ring, radius: 10, fill: false, renderer: anfang.renderers.chosen,
      }).addTo(anfang.sheet);
    } else if (found.id) anfang.highlight(found.id);
  };

  // What lies over the map: the stamp at the top left, the open panel at the right.
  const free = () => {
    const { classList, offsetWidth } = document.getElementById("panel");
    const aside = classList.contains("folded") || classList.contains("phone");
    return {
      autoPanPaddingTopLeft: [16, 60],
      autoPanPaddingBottomRight: [(aside ? 0 : offsetWidth) + 24, 16],
    };
  };

  // The page around the map tells of an area beside it: no words over the others.
  const opensInside = ({ kind }) => kind !== "house" && window.parent !== window
    && anfang.state.query.page === "leader";

  const hit = async ({ lng, lat }) => {
    const { sheet, state } = anfang;
    const zoom = anfang.zoom();
    const place = { lon: lng.toFixed(6), lat: lat.toFixed(6), zoom };
    const query = new URLSearchParams(state.query);
    Object.entries(place).forEach(([name, value]) => query.set(name, value));
    const found = await anfang.get(`/hit?${query}`);
    if (!found.kind) { sheet.closePopup(); unmark(); return; }
    const at = found.kind === "house" ? [found.lat, found.lon] : [lat, lng];
    if (opensInside(found)) {
      sheet.closePopup();
      mark(found);
      anfang.tell({ click: { lon: lng, lat, zoom, kind: found.kind, id: found.id } });
      return;
    }
    mark(found);
    L.popup({ maxWidth: 320, minWidth: 200, ...free() })
      .setLatLng(at).setContent(told(found)).openOn(sheet);
    anfang.tell({ click: { lon: lng, lat, zoom, kind: found.kind, id: found.id } });
  };

  anfang.answerClicks = () => {
    anfang.sheet.on("click", ({ latlng }) => hit(latlng));
    anfang.sheet.on("popupclose", unmark);
    // Without a mouse: arrows move the map, Enter asks at its middle.
    const box = anfang.sheet.getContainer();
    box.addEventListener("keydown", (event) => {
      box.classList.add("by-keyboard");
      if (event.key === "Enter" && event.target === box) hit(anfang.sheet.getCenter());
    });
    box.addEventListener("pointerdown", () => box.classList.remove("by-keyboard"));
    document.addEventListener("keyup", ({ key }) => {
      if (key === "Tab" && document.activeElement === box) box.classList.add("by-keyboard");
    });
  };
})();
