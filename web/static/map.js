// The sheet: a Leaflet map that keeps its view while its layers change address.
"use strict";

window.anfang = (() => {
  // Kinds of layer, from the bottom up: one pane and one canvas for each.
  const PANES = ["ground", "area", "hazard", "exposure", "result", "label", "chosen"];
  const TINTED = ["area", "hazard"]; // what the opacity slider fades

  const TOWN_DIGITS = 9;
  const NARROW_PX = 300;
  const BUTTON_PX = 60;

  const api = { sheet: null, layers: {}, state: null, renderers: {} };

  api.makeSheet = (id, options) => {
    const sheet = L.map(id, {
      ...options,
      zoomControl: false,
      attributionControl: false,
      maxBoundsViscosity: 0.8,
      zoomSnap: 0.25, // so that a county fills a phone, or half a page
      wheelPxPerZoomLevel: 90,
    });
    // Else the page around it scrolls under the pointer, and the first click is lost.
    const box = sheet.getContainer();
    box.focus = () => HTMLElement.prototype.focus.call(box, { preventScroll: true });
    PANES.forEach((name, height) => {
      const pane = sheet.createPane(name);
      pane.style.zIndex = 220 + 20 * height;
      pane.style.pointerEvents = "none";
      api.renderers[name] = L.canvas({ pane: name, padding: 0.2 });
    });
    L.control.zoom({ position: "bottomright", ...options.zoomWords }).addTo(sheet);
    L.control.scale({ imperial: false, maxWidth: 140 }).addTo(sheet);
    api.sheet = sheet;
    return sheet;
  };

  api.get = async (address) => {
    const answer = await fetch(address, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(`${answer.status} ${address}`);
    return answer.json();
  };

  // Every element of the page is made here: words reach it as text, never as HTML.
  api.element = (tag, attributes = {}, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name === "text") made.textContent = value;
      else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else if (value !== false) made.setAttribute(name, value === true ? "" : value);
    }
    made.append(...children.filter(Boolean));
    return made;
  };

  api.fade = (opacity) => {
    TINTED.forEach((name) => { api.sheet.getPane(name).style.opacity = opacity; });
  };

  const pointLayers = (state) => {
    for (const described of state.layers) {
      api.layers[described.id]?.pointTo(described.address);
    }
  };

  const take = (state) => {
    api.state = state;
    document.documentElement.lang = state.query.lang.replace("_", "-");
    document.body.classList.toggle("projector", Boolean(state.query.projector));
    pointLayers(state);
    api.panel.show(state);
    api.stamp(state);
  };

  api.stamp = (state) => {
    const stamp = document.getElementById("stamp");
    stamp.hidden = !state.stamp;
    stamp.textContent = state.stamp;
  };

  // Tiles are made for whole zooms; between two, the nearer one counts everywhere.
  api.zoom = () => Math.round(api.sheet.getZoom());

  // Where to look: the chosen place, or else the chosen village, or town.
  const aim = ({ query }) => query.place || query.selected || query.town || "";

  let wanted = 0;
  api.choose = async (query) => {
    const turn = ++wanted;
    const state = await api.get(`/sheet.json?${query}`);
    if (turn !== wanted) return;
    const before = aim(api.state);
    take(state);
    if (aim(state) === before) return;
    if (state.query.page === "leader" && !state.query.selected) api.sheet.closePopup();
    api.focus(aim(state));
  };

  api.show = (id, on) => {
    const layer = api.layers[id];
    if (on) layer.addTo(api.sheet);
    else layer.remove();
  };

  const listenToFrame = () => {
    window.addEventListener("message", (event) => {
      if (event.origin !== location.origin || event.source !== window.parent) return;
      const said = event.data?.anfang;
      if (!said) return;
      if (typeof said.query === "string") api.choose(said.query);
      if (said.linked) api.link();
      if (said.follow) api.follow(said.follow);
    });
    api.tell({ ready: true });
  };

  api.tell = (said) => {
    if (window.parent === window) return;
    window.parent.postMessage({ anfang: said }, location.origin);
  };

  const DOOR_ZOOM = 16;
  const PIN = { radius: 11, weight: 3, color: "#1d2a33", fill: false, interactive: false };

  let pin = null;
  const pinned = (place) => {
    pin?.remove();
    pin = null;
    const [longitude, latitude] = place.split(",").map(Number);
    if (!place.includes(",") || !Number.isFinite(longitude + latitude)) return null;
    const renderer = api.renderers.chosen;
    pin = L.circleMarker([latitude, longitude], { ...PIN, pane: "chosen", renderer });
    return pin.addTo(api.sheet);
  };

  // A leader's village is looked at with its whole town around it.
  const around = (code) => (api.state.query.page === "leader"
    ? code.slice(0, TOWN_DIGITS) : code);
  let aimed = "";

  api.focus = async (code) => {
    api.stay();
    const before = aimed;
    aimed = around(code);
    const door = pinned(code);
    if (door) { api.sheet.setView(door.getLatLng(), DOOR_ZOOM, { animate: false }); return; }
    const area = await api.highlight(code);
    const target = aimed === code ? area : await api.outline(aimed);
    const deepest = code.length > TOWN_DIGITS ? 14 : 12; // a town is seen as villages
    if (!code) api.sheet.flyToBounds(api.sheet.options.frame, { ...beside(), duration: 0.6 });
    else if (target && aimed !== before) {
      const flight = { ...beside(), maxZoom: deepest, duration: 0.6 };
      api.sheet.flyToBounds(target.getBounds(), flight);
    }
  };

  // The county fills what the panel leaves free; a mere button takes no column.
  const beside = () => {
    const { offsetWidth, offsetHeight } = document.getElementById("panel");
    const isColumn = offsetHeight > BUTTON_PX
      && api.sheet.getSize().x - offsetWidth > NARROW_PX;
    const aside = isColumn ? offsetWidth + 12 : 8;
    return { paddingTopLeft: [8, 8], paddingBottomRight: [aside, 8] };
  };

  const open = () => {
    const { sheet } = api;
    sheet.fitBounds(sheet.options.frame, { ...beside(), animate: false });
    sheet.setMinZoom(Math.max(3, sheet.getZoom() - 1));
  };

  // A frame gets its size late: look again, until somebody has looked elsewhere.
  const openAgain = () => {
    const box = api.sheet.getContainer();
    const stay = () => api.sheet.off("resize", open);
    ["pointerdown", "wheel", "keydown"].forEach((event) =>
      box.addEventListener(event, stay, { once: true, passive: true }));
    api.sheet.on("resize", open);
    api.stay = stay;
  };

  api.start = (layers, state) => {
    api.layers = layers;
    api.panel.build();
    take(state);
    open();
    openAgain();
    api.answerClicks();
    listenToFrame();
    if (aim(state)) api.focus(aim(state));
    document.body.dataset.ready = "yes";
  };

  return api;
})();
