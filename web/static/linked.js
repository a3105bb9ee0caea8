// Two maps side by side: the one that is touched leads, the other follows.
"use strict";

(() => {
  // A view in flight is told often; the same one twice is not.
  let linked = false;
  let leading = false;
  let last = "";
  let mark = null;

  const MARK = {
    radius: 7, weight: 2.5, color: "#1d2a33", fill: false, interactive: false, pane: "chosen",
  };

  const tell = (moved) => {
    if (linked && leading) anfang.tell({ moved });
  };

  const tellView = ({ lat, lng }, zoom, glide = false) => {
    const view = { lat, lon: lng, zoom, glide };
    const said = `${lat} ${lng} ${zoom}`;
    if (said === last) return;
    last = said;
    tell({ view });
  };

  const unmark = () => {
    mark?.remove();
    mark = null;
  };

  // Where the hand is on the one map, a ring is on the other.
  const showMark = ({ lat, lon }) => {
    mark ??= L.circleMarker([lat, lon], { ...MARK, renderer: anfang.renderers.chosen });
    mark.setLatLng([lat, lon]).addTo(anfang.sheet);
  };

  // Whoever is touched leads; what a follower does by following is never told.
  const lead = () => {
    if (!leading) { last = ""; unmark(); }
    leading = true;
  };

  anfang.told = (switched) => {
    lead();
    tell({ switched });
  };

  anfang.link = () => {
    if (linked) return;
    linked = true;
    const { sheet } = anfang;
    const box = sheet.getContainer();
    ["pointerdown", "wheel", "keydown"].forEach((event) =>
      box.addEventListener(event, lead, { capture: true, passive: true }));
    sheet.on("zoomanim", ({ center, zoom }) => tellView(center, zoom, true));
    // Between two zooms the picture is stretched: the other waits for the end.
    sheet.on("move", () => {
      if (Number.isInteger(sheet.getZoom() * 2)) tellView(sheet.getCenter(), sheet.getZoom());
    });
    sheet.on("moveend", () => tellView(sheet.getCenter(), sheet.getZoom()));
    sheet.on("mousemove", ({ latlng: { lat, lng: lon } }) => {
      lead();
      tell({ pointer: { lat, lon } });
    });
    sheet.on("mouseout", () => tell({ pointer: null }));
  };

  anfang.follow = ({ view, pointer, switched }) => {
    leading = false;
    if (view) {
      anfang.stay();
      const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
      const options = { animate: view.glide && !still };
      anfang.sheet.setView([view.lat, view.lon], view.zoom, options);
    }
    if (pointer) showMark(pointer);
    if (pointer === null) unmark();
    if (switched) anfang.panel.take(switched);
  };
})();
