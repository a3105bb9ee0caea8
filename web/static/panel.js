// The one panel: switches, opacity, legends.
"use strict";

(() => {
  const { element } = anfang;
  const NARROW_PX = 640;
  const switched = new Map(); // what the reader has switched by hand
  let folded = window.innerWidth < NARROW_PX;
  let box = null;

  const sample = ({ colour, sign }) => {
    const swatch = element("i", { class: `sample ${sign}`, "aria-hidden": "true" });
    if (anfang.isSign(sign)) swatch.append(anfang.drawnSign(sign, colour));
    else if (!colour) swatch.classList.add("hatch");
    else swatch.style.setProperty("--ink", colour);
    return swatch;
  };

  const legend = ({ legend: told }, words) => {
    if (!told?.entries.length) return null;
    const measure = [told.title, told.unit && `(${told.unit})`].filter(Boolean).join(" ");
    return element("div", { class: "legend" },
      measure && element("p", { class: "measure", text: measure }),
      element("ul", {}, ...told.entries.map((entry) =>
        element("li", {}, sample(entry), element("span", { text: entry.label })))),
      told.source && element("p", { class: "source", text: `${words.source}${told.source}` }),
    );
  };

  const isOn = (layer) => Boolean(layer.address)
    && (switched.get(layer.id) ?? layer.shown);

  const row = (layer, words) => {
    const on = isOn(layer);
    const tick = element("input", {
      type: "checkbox", checked: on, disabled: !layer.address, id: `layer-${layer.id}`,
      onchange: () => {
        switched.set(layer.id, tick.checked);
        anfang.show(layer.id, tick.checked);
        key.replaceChildren(...[tick.checked && legend(layer, words)].filter(Boolean));
      },
    });
    const title = layer.address ? layer.title : `${layer.title}${words.absent}`;
    const key = element("div", {}, on && legend(layer, words));
    return element("div", { class: "layer" },
      element("label", {}, tick, element("span", { text: title })), key);
  };

  const fold = () => {
    box.classList.toggle("folded", folded);
    box.querySelector("button").setAttribute("aria-expanded", String(!folded));
  };

  const opacity = (words) => {
    const range = element("input", {
      type: "range", min: "0.1", max: "1", step: "0.05", value: "0.85", id: "opacity",
      oninput: () => anfang.fade(range.value),
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
    box.append(button, element("div", { id: "panel-body" }));
    fold();
  };

  const show = ({ layers, words }) => {
    box.querySelector("button span:last-child").textContent = words.panel;
    box.setAttribute("aria-label", words.panel);
    const body = box.querySelector("#panel-body");
    const top = body.querySelector(".opacity") ?? opacity(words);
    // The topmost layer first, as one sees them.
    body.replaceChildren(top, ...[...layers].reverse().map((layer) => row(layer, words)));
    for (const layer of layers) {
      const drawn = anfang.layers[layer.id];
      if (isOn(layer) !== anfang.sheet.hasLayer(drawn)) anfang.show(layer.id, isOn(layer));
    }
  };

  anfang.panel = { build, show };
})();
