// The one panel: switches, opacity, legends.
"use strict";

(() => {
  const { element } = anfang;
  const PHONE_PX = 560;
  const WIDE_PX = 1000;
  const switched = new Map(); // what the reader has switched by hand
  // Folded, a wide map still explains its colours; a phone keeps its space.
  let folded = window.innerWidth < WIDE_PX;
  let box = null;

  const sample = ({ colour, sign }) => {
    const swatch = element("i", { class: `sample ${sign}`, "aria-hidden": "true" });
    if (anfang.isSign(sign)) swatch.append(anfang.drawnSign(sign, colour));
    else if (!colour) swatch.classList.add("hatch");
    else swatch.style.setProperty("--ink", colour);
    return swatch;
  };

  const sourcesOf = (layers) =>
    new Set(layers.map((layer) => layer.legend?.source).filter(Boolean));

  const source = (told, words) =>
    element("p", { class: "source", text: `${words.source}${told}` });

  const legend = ({ legend: told }, words) => {
    if (!told?.entries.length) return null;
    const measure = [told.title, told.unit && `(${told.unit})`].filter(Boolean).join(" ");
    return element("div", { class: "legend" },
      measure && element("p", { class: "measure", text: measure }),
      element("ul", {}, ...told.entries.map((entry) =>
        element("li", {}, sample(entry), element("span", { text: entry.label })))),
      // Said once at the end where all come from one place.
      told.source && sourcesOf(anfang.state.layers).size > 1 && source(told.source, words),
    );
  };

  const isOn = (layer) => Boolean(layer.address)
    && (switched.get(layer.id) ?? layer.shown);

  // At this zoom: drawn (""), or what to do to see it.
  const remedy = ({ minZoom, maxZoom }, words) => {
    const zoom = anfang.zoom();
    if (zoom < minZoom) return words.closer;
    return zoom > maxZoom ? words.farther : "";
  };

  const keyOf = (layer, words) => {
    if (!isOn(layer)) return [];
    const advice = remedy(layer, words);
    if (advice) return [element("p", { class: "advice", text: advice })];
    return [legend(layer, words)].filter(Boolean);
  };

  const row = (layer, words) => {
    const tick = element("input", {
      type: "checkbox", checked: isOn(layer), disabled: !layer.address,
      onchange: () => {
        switched.set(layer.id, tick.checked);
        anfang.show(layer.id, tick.checked);
        key.replaceChildren(...keyOf(layer, words));
        brief();
        anfang.told?.({ layer: layer.id, on: tick.checked });
      },
    });
    const title = layer.address ? layer.title : `${layer.title}${words.absent}`;
    const key = element("div", {}, ...keyOf(layer, words));
    return element("div", { class: "layer" },
      element("label", {}, tick, element("span", { text: title })), key);
  };

  // The legends one cannot do without, for the folded panel.
  const brief = () => {
    const { layers, words } = anfang.state;
    const needed = layers.filter((layer) =>
      layer.essential && isOn(layer) && !remedy(layer, words));
    box.querySelector("#panel-brief").replaceChildren(
      ...[...needed].reverse().map((layer) => element("div", { class: "layer" },
        !layer.legend.title && element("p", { class: "measure", text: layer.title }),
        legend(layer, words))));
  };

  const fold = () => {
    box.classList.toggle("folded", folded);
    box.querySelector("button").setAttribute("aria-expanded", String(!folded));
  };

  const opacity = (words) => {
    const range = element("input", {
      type: "range", min: "0.1", max: "1", step: "0.05", value: "0.85", id: "opacity",
      oninput: () => {
        anfang.fade(range.value);
        anfang.told?.({ opacity: range.value });
      },
    });
    anfang.fade(range.value);
    return element("label", { class: "opacity" },
      element("span", { text: words.opacity }), range);
  };

  const build = () => {
    box = document.getElementById("panel");
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    const button = element("button", {
      type: "button", "aria-controls": "panel-body",
      onclick: () => { folded = !folded; fold(); },
    }, element("span", { class: "stack", "aria-hidden": "true" }), element("span"));
    box.append(button, element("div", { id: "panel-body" }),
      element("div", { id: "panel-brief" }));
    box.classList.toggle("phone", window.innerWidth < PHONE_PX);
    anfang.sheet.on("zoomend", () => anfang.state && show(anfang.state));
    fold();
  };

  const show = ({ layers: all, words }) => {
    const layers = all.filter((layer) => layer.listed);
    box.querySelector("button span:last-child").textContent = words.panel;
    box.setAttribute("aria-label", words.panel);
    const body = box.querySelector("#panel-body");
    const top = body.querySelector(".opacity") ?? opacity(words);
    // The topmost layer first, as one sees them.
    const { scrollTop } = body;
    body.replaceChildren(top, ...[...layers].reverse().map((layer) => row(layer, words)));
    const sources = sourcesOf(layers);
    if (sources.size === 1) body.append(source([...sources][0], words));
    body.scrollTop = scrollTop;
    brief();
    for (const layer of all) {
      const drawn = anfang.layers[layer.id];
      if (isOn(layer) !== anfang.sheet.hasLayer(drawn)) anfang.show(layer.id, isOn(layer));
    }
  };

  // As a linked map was told.
  const take = ({ layer, on, opacity: opaque }) => {
    if (layer) switched.set(layer, on);
    if (opaque) {
      box.querySelector("#opacity").value = opaque;
      anfang.fade(opaque);
    }
    show(anfang.state);
  };

  anfang.panel = { build, show, take };
})();
