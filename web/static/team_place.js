// Where the telephone is, and how far and which way a door lies from there.
"use strict";

(() => {
  const EARTH_M = 6371008.8; // mean radius: within half a per cent of the ground
  const radians = (degrees) => (degrees * Math.PI) / 180;
  let last = null;
  let watching = false;

  const here = () => {
    const { place_age_s: age, place_accuracy_m: accuracy } = team.numbers;
    const isFit = last && Date.now() - last.at <= age * 1000 && last.accuracy <= accuracy;
    return isFit ? last : null;
  };

  const apart = (stop) => {
    if (!last || stop.lon === null || stop.lat === null) return null;
    const [lat, other] = [radians(last.lat), radians(stop.lat)];
    const across = radians(stop.lon - last.lon);
    const half = Math.sin((other - lat) / 2) ** 2
      + Math.cos(lat) * Math.cos(other) * Math.sin(across / 2) ** 2;
    const east = Math.sin(across) * Math.cos(other);
    const north = Math.cos(lat) * Math.sin(other)
      - Math.sin(lat) * Math.cos(other) * Math.cos(across);
    return {
      metres: 2 * EARTH_M * Math.asin(Math.sqrt(half)),
      bearing: (Math.atan2(east, north) * 180) / Math.PI,
    };
  };

  const words = (stop) => {
    const found = apart(stop);
    if (!found) return "";
    const { metres, bearing } = found;
    const far = metres < 1000
      ? team.say("metres", { count: Math.round(metres / 10) * 10 })
      : team.say("kilometres", { count: (metres / 1000).toFixed(1) });
    const names = team.words.directions.split(",");
    const eighth = Math.round((bearing + 360) / 45) % 8;
    return `${far} · ${names[eighth]}`;
  };

  const arrow = (stop) => {
    const found = apart(stop);
    if (!found) return null;
    const made = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    made.setAttribute("viewBox", "-10 -10 20 20");
    made.setAttribute("class", "arrow");
    made.setAttribute("aria-hidden", "true");
    const path = document.createElementNS(made.namespaceURI, "path");
    path.setAttribute("d", "M0-8 5 7 0 4-5 7Z");
    path.setAttribute("transform", `rotate(${found.bearing.toFixed(0)})`);
    made.append(path);
    return made;
  };

  const watch = (changed, failed) => {
    if (watching) return;
    if (!navigator.geolocation) {
      failed();
      return;
    }
    watching = true;
    navigator.geolocation.watchPosition(({ coords }) => {
      last = {
        lon: coords.longitude, lat: coords.latitude, accuracy: coords.accuracy,
        at: Date.now(),
      };
      changed();
    }, () => { watching = false; last = null; failed(); },
    { enableHighAccuracy: true, maximumAge: 30000 });
  };

  // Asked once, it is not asked again.
  const watchIfAllowed = async (changed) => {
    const asked = await navigator.permissions?.query({ name: "geolocation" })
      .catch(() => null);
    if (asked?.state === "granted") watch(changed, changed);
  };

  team.place = { here, apart, words, arrow, watch, watchIfAllowed,
    isWatching: () => watching };
})();
