// Marks that Leaflet's canvas lacks: a hatch for "no data", and drawn signs.
"use strict";

(() => {
  const HATCH_PX = 7;

  anfang.hatch = (() => {
    let pattern = null;
    return () => {
      if (pattern) return pattern;
      const tile = document.createElement("canvas");
      tile.width = tile.height = HATCH_PX;
      const pen = tile.getContext("2d");
      pen.fillStyle = "rgba(236, 236, 236, 0.85)";
      pen.fillRect(0, 0, HATCH_PX, HATCH_PX);
      pen.strokeStyle = "#9a9fa5";
      pen.lineWidth = 1;
      pen.beginPath();
      for (const shift of [-HATCH_PX, 0, HATCH_PX]) {
        pen.moveTo(shift - 1, HATCH_PX + 1);
        pen.lineTo(shift + HATCH_PX + 1, -1);
      }
      pen.stroke();
      pattern = pen.createPattern(tile, "repeat");
      return pattern;
    };
  })();

  // A colour with a mark on it: dots for few cases, a grid for a withheld number.
  const MARKS = {
    dots(pen, side) {
      pen.fillStyle = "rgba(20, 26, 32, 0.6)";
      for (const at of [0.25, 0.75]) {
        pen.beginPath();
        pen.arc(at * side, at * side, side * 0.11, 0, 2 * Math.PI);
        pen.fill();
      }
    },
    grid(pen, side) {
      pen.strokeStyle = "#7b828a";
      pen.lineWidth = 1;
      pen.strokeRect(0.5, 0.5, side, side);
    },
  };
  const MARK_PX = 8;
  const patterns = new Map();
  anfang.pattern = (mark, colour) => {
    const key = `${mark} ${colour}`;
    if (patterns.has(key)) return patterns.get(key);
    const tile = document.createElement("canvas");
    tile.width = tile.height = MARK_PX;
    const pen = tile.getContext("2d");
    pen.fillStyle = colour;
    pen.fillRect(0, 0, MARK_PX, MARK_PX);
    MARKS[mark](pen, MARK_PX);
    const pattern = pen.createPattern(tile, "repeat");
    patterns.set(key, pattern);
    return pattern;
  };

  const OUTLINES = {
    square: [[-1, -1], [1, -1], [1, 1], [-1, 1]],
    triangle: [[0, -1.2], [1.15, 0.9], [-1.15, 0.9]],
    diamond: [[0, -1.3], [1.3, 0], [0, 1.3], [-1.3, 0]],
    bar: [[-1.2, -0.45], [1.2, -0.45], [1.2, 0.45], [-1.2, 0.45]],
    cross: [[-0.4, -1.2], [0.4, -1.2], [0.4, -0.4], [1.2, -0.4], [1.2, 0.4],
      [0.4, 0.4], [0.4, 1.2], [-0.4, 1.2], [-0.4, 0.4], [-1.2, 0.4], [-1.2, -0.4],
      [-0.4, -0.4]],
  };

  L.Canvas.include({
    _updateSign(layer) {
      if (!this._drawing || layer._empty()) return;
      const pen = this._ctx;
      const { x, y } = layer._point;
      pen.beginPath();
      OUTLINES[layer.options.sign].forEach(([right, down], corner) => {
        const [toX, toY] = [x + right * layer._radius, y + down * layer._radius];
        if (corner) pen.lineTo(toX, toY);
        else pen.moveTo(toX, toY);
      });
      pen.closePath();
      this._fillStroke(pen, layer);
    },
  });

  anfang.Sign = L.CircleMarker.extend({
    _updatePath() { this._renderer._updateSign(this); },
  });

  // The same signs in the legend.
  anfang.drawnSign = (sign, colour) => {
    const space = "http://www.w3.org/2000/svg";
    const picture = document.createElementNS(space, "svg");
    picture.setAttribute("viewBox", "-1.7 -1.7 3.4 3.4");
    picture.setAttribute("aria-hidden", "true");
    const shape = document.createElementNS(space, "polygon");
    shape.setAttribute("points", OUTLINES[sign].map((pair) => pair.join(",")).join(" "));
    shape.setAttribute("fill", colour);
    shape.setAttribute("stroke", "#fff");
    shape.setAttribute("stroke-width", "0.25");
    picture.append(shape);
    return picture;
  };
  anfang.isSign = (name) => name in OUTLINES;
})();
