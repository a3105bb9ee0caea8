// Names of places: text with a halo, the important ones first, none on another.
"use strict";

(() => {
  const GAP_PX = 4;
  const PROJECTOR_RATIO = 1.6;
  const NARROW_PX = 420; // a map beside another, or on a phone
  const NARROW_RATIO = 0.8;

  const Labels = L.LayerGroup.extend({
    initialize(options) {
      L.LayerGroup.prototype.initialize.call(this, []);
      L.setOptions(this, options);
    },
    onAdd(sheet) {
      this.sheet = sheet;
      sheet.on("zoomend resize", this._arrange, this);
      this._load();
    },
    onRemove(sheet) {
      sheet.off("zoomend resize", this._arrange, this);
      L.LayerGroup.prototype.onRemove.call(this, sheet);
      this.sheet = null;
    },
    pointTo(address) {
      this.options.address = address;
      if (this.sheet) this._load();
    },
    async _load() {
      const { address } = this.options;
      if (!address) { this.names = null; this.loaded = null; this.clearLayers(); return; }
      if (this.loaded === address) { this._arrange(); return; }
      const data = await anfang.get(address);
      if (address !== this.options.address) return;
      this.loaded = address;
      this.clearLayers();
      this.names = data.features.map(({ geometry, properties }) => {
        const [longitude, latitude] = geometry.coordinates;
        const text = anfang.element("span", { text: properties.name },
          properties.value && anfang.element("b", { text: properties.value }));
        const icon = L.divIcon({
          className: `name ${properties.rank}`,
          html: text, // an element, so that a name is never read as HTML
          iconSize: null,
        });
        const marker = L.marker([latitude, longitude], {
          icon, pane: this.options.pane, interactive: false, keyboard: false,
        });
        return { marker, text, ...properties };
      });
      this._arrange();
    },
    // Where names stand at a zoom does not depend on where one has panned to.  Where
    // there is no room for its number a name may stand alone: the list has the number.
    _arrange() {
      if (!this.sheet || !this.names) return;
      const zoom = this.sheet.getZoom();
      const narrow = this.sheet.getSize().x < NARROW_PX;
      this.sheet.getContainer().classList.toggle("narrow", narrow);
      const shown = this.names.filter(({ from, to }) => zoom >= from && zoom <= (to ?? 30));
      const taken = [];
      const whole = new Set(shown.filter((name) => this._free(name, name.value, zoom, taken)));
      const rest = shown.filter((name) => !whole.has(name) && name.value);
      const bare = new Set(rest.filter((name) => this._free(name, "", zoom, taken)));
      for (const name of this.names) {
        const fits = whole.has(name) || bare.has(name);
        name.text.classList.toggle("bare", bare.has(name));
        if (fits) this.addLayer(name.marker);
        else this.removeLayer(name.marker);
        if (fits && !this.sheet.hasLayer(name.marker)) this.sheet.addLayer(name.marker);
      }
    },
    _scale() {
      if (document.body.classList.contains("projector")) return PROJECTOR_RATIO;
      return this.sheet.getSize().x < NARROW_PX ? NARROW_RATIO : 1;
    },
    _free(name, value, zoom, taken) {
      const scale = this._scale();
      const { x, y } = this.sheet.project(name.marker.getLatLng(), zoom);
      const tall = this.options.tall[name.rank] * scale * (value ? 2 : 1);
      const letters = Math.max([...name.name].length, (value?.length ?? 0) / 2);
      const wide = letters * this.options.tall[name.rank] * scale;
      const box = [x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2];
      const meets = (other) => box[0] - GAP_PX < other[2] && other[0] < box[2] + GAP_PX
        && box[1] - GAP_PX < other[3] && other[1] < box[3] + GAP_PX;
      if (taken.some(meets)) return false;
      taken.push(box);
      return true;
    },
  });
  anfang.labels = (options) => new Labels(options);
})();
