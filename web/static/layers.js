// The three ways a layer is drawn: pictures, features, houses.  Each can be
// pointed to a new address without leaving the map.
"use strict";

(() => {
  const { renderers } = anfang;

  // --- pictures: tiles of WebP ------------------------------------------------
  const Pictures = L.TileLayer.extend({
    pointTo(address) {
      if (address === this.options.address) return;
      this.options.address = address;
      this.setUrl(address || L.Util.emptyImageUrl, !address);
      if (!address) this._removeAllTiles();
    },
    // Without an address there is nothing to ask for.
    _isValidTile(coords) {
      return Boolean(this.options.address) &&
        L.TileLayer.prototype._isValidTile.call(this, coords);
    },
  });
  anfang.pictures = (options) => new Pictures(options.address || "", {
    ...options,
    bounds: anfang.sheet.options.maxBounds,
  });

  // --- features: GeoJSON, each with the number of its style ---------------------
  const grown = (style, zoom, { size } = {}) => {
    const times = (style.grow || 1) ** (zoom - 12);
    const scaled = { ...style };
    if (size) scaled.radius = size * Math.min(1, 2 ** (0.7 * (zoom - 11)));
    else if (style.radius) scaled.radius = style.radius * times;
    if (style.weight) scaled.weight = Math.max(style.least || 0, style.weight * times);
    if (style.pattern) scaled.fillColor = anfang.pattern(style.pattern, style.fillColor);
    if (style.hatch) Object.assign(scaled, { fillColor: anfang.hatch(), fillOpacity: 1 });
    return scaled;
  };

  const Features = L.LayerGroup.extend({
    initialize(options) {
      L.LayerGroup.prototype.initialize.call(this, []);
      L.setOptions(this, options);
      this.data = null;
    },
    onAdd(sheet) {
      this.sheet = sheet;
      sheet.on("zoomend", this._suit, this);
      this._load();
      this._suit();
    },
    onRemove(sheet) {
      sheet.off("zoomend", this._suit, this);
      L.LayerGroup.prototype.onRemove.call(this, sheet);
      this.sheet = null;
    },
    pointTo(address) {
      if (address === this.options.address) return;
      this.options.address = address;
      this.data = null;
      if (this.sheet) this._load();
    },
    async fetched() {
      if (!this.data && this.options.address) {
        this.asked ??= {};
        const { address } = this.options;
        this.asked[address] ??= anfang.get(address);
        const data = await this.asked[address];
        delete this.asked[address];
        if (address === this.options.address) this.data = data;
      }
      return this.data;
    },
    async _load() {
      if (this.options.address) await this.fetched();
      if (!this.sheet || this.drawn === this.data) return;
      this.clearLayers();
      this.drawn = this.data;
      if (this.data) this._draw();
      this._suit();
      anfang.order(this.options.pane);
    },
    _draw() {
      const styles = this._styles();
      if (styles.some((style) => style.casing)) {
        this.addLayer(this._drawn((style) => style.casing));
      }
      this.addLayer(this._drawn((style) => style));
    },
    // A measure brings its own: how many classes it has is known with its values.
    _styles() { return this.data.styles ?? this.options.styles; },
    _drawn(part) {
      const { pane } = this.options;
      const styles = this._styles();
      const style = ({ properties }) => part(styles[properties.s]);
      const group = L.geoJSON(this.data, {
        interactive: false,
        pane,
        renderer: renderers[pane],
        filter: (feature) => Boolean(style(feature)),
        style: (feature) => this._grown(feature, style),
        pointToLayer: (feature, place) => this._point(feature, place, style(feature)),
      });
      group.restyle = () => group.setStyle((feature) => this._grown(feature, style));
      return group;
    },
    _grown(feature, style) {
      return grown(style(feature), this.sheet.getZoom(), feature.properties);
    },
    _point({ properties }, place, style) {
      const { pane } = this.options;
      const options = { interactive: false, pane, renderer: renderers[pane] };
      if (properties.radius_m) {
        return L.circle(place, { ...options, radius: properties.radius_m });
      }
      const { radius } = grown(style, this.sheet.getZoom(), properties);
      if (style.sign) return new anfang.Sign(place, { ...options, radius, sign: style.sign });
      return L.circleMarker(place, { ...options, radius });
    },
    // Shows only between its zooms, with lines as wide as the zoom asks for.
    _suit() {
      if (!this.sheet) return;
      const zoom = anfang.zoom();
      const { minZoom = 0, maxZoom = 30 } = this.options;
      const fits = zoom >= minZoom && zoom <= maxZoom;
      this.eachLayer((group) => {
        if (!fits) { this.sheet.removeLayer(group); return; }
        if (!this.sheet.hasLayer(group)) this.sheet.addLayer(group);
        group.restyle?.();
      });
    },
    bringToFront() {
      this.eachLayer((group) => { if (group._map) group.bringToFront(); });
    },
  });
  anfang.features = (options) => new Features(options);

  // Answers arrive in any order; layers are drawn in theirs.
  anfang.order = (pane) => {
    for (const layer of Object.values(anfang.layers)) {
      if (layer.options.pane === pane && layer.bringToFront && layer._map) {
        layer.bringToFront();
      }
    }
  };

  // --- houses: vector tiles, every single one, never interactive -----------------
  const RADIUS_PX = { 13: 1.8, 14: 2.4, 15: 3.2, 16: 4.2, 17: 5.5, 18: 7 };

  const EDGE = "#3d332b"; // light classes must be seen on light ground

  // A house is stamped, not constructed: a tile of thousands keeps nothing but pixels.
  const stamps = new Map();
  // What one looks for is larger than what lies around it; a ring is no dot to any eye.
  const SWELL = { dot: 1, bold: 2, ring: 2, faint: 0.7 };

  const stampOf = (colour, size, ratio, mark = "dot") => {
    const key = `${colour} ${size} ${ratio} ${mark}`;
    if (stamps.has(key)) return stamps.get(key);
    const radius = size * SWELL[mark];
    const half = Math.ceil(radius + 1);
    const stamp = document.createElement("canvas");
    stamp.width = stamp.height = 2 * half * ratio;
    const pen = stamp.getContext("2d");
    pen.scale(ratio, ratio);
    pen.arc(half, half, mark === "ring" ? radius * 0.8 : radius, 0, 2 * Math.PI);
    pen.fillStyle = mark === "ring" ? "#ffffff" : colour;
    pen.fill();
    pen.strokeStyle = mark === "ring" ? colour : EDGE;
    pen.lineWidth = mark === "ring" ? radius * 0.4 : radius > 3 ? 0.8 : 0.4;
    pen.globalAlpha = mark === "dot" ? 0.7 : 1;
    if (mark !== "faint") pen.stroke();
    stamps.set(key, stamp);
    return stamp;
  };

  const HouseTiles = L.VectorGrid?.Protobuf.extend({
    createTile(coords, done) {
      const tile = L.DomUtil.create("canvas", "leaflet-tile");
      const { x: side } = this.getTileSize();
      const ratio = Math.min(2, Math.ceil(window.devicePixelRatio || 1));
      tile.width = tile.height = side * ratio;
      this._getVectorTilePromise(coords)
        .then(({ layers }) => {
          if (layers.houses) this._stampAll(tile, layers.houses, coords.z, ratio);
          done(null, tile);
        })
        .catch((error) => done(error, tile));
      return tile;
    },
    // In the order of the ground: no class lies on top of another by its rank.
    _stampAll(tile, { features, extent }, zoom, ratio) {
      const radius = RADIUS_PX[Math.min(18, Math.max(13, zoom))];
      const { colours, marks = [] } = this.options;
      const classes = colours.map((colour, at) => stampOf(colour, radius, ratio, marks[at]));
      const pen = tile.getContext("2d");
      const scale = tile.width / extent;
      for (const { geometry: [[{ x, y }]], properties: { c } } of features) {
        const stamp = classes[c] ?? classes.at(-1);
        pen.drawImage(stamp, x * scale - stamp.width / 2, y * scale - stamp.height / 2);
      }
    },
  });

  const Houses = L.LayerGroup.extend({
    initialize(options) {
      L.LayerGroup.prototype.initialize.call(this, []);
      L.setOptions(this, options);
      this._renew();
    },
    // The old tiles stay until the new ones are there: nothing flashes.
    _renew() {
      const old = this.getLayers();
      if (!this.options.address) { this.clearLayers(); return; }
      const { address, pane, minZoom, colours, marks } = this.options;
      const tiles = new HouseTiles(address, {
        pane, minZoom, colours, marks, maxZoom: 19, updateWhenZooming: false,
        bounds: anfang.sheet.options.maxBounds,
      });
      tiles.once("load", () => old.forEach((layer) => this.removeLayer(layer)));
      if (!this._map) old.forEach((layer) => this.removeLayer(layer));
      this.addLayer(tiles);
    },
    pointTo(address) {
      if (address === this.options.address) return;
      this.options.address = address;
      this._renew();
    },
  });
  anfang.houses = (options) => new Houses(options);
})();
