"use strict";
// One view at a time; keys of a keyboard and of a clicker; months that play.
// Written for browsers of 2018: no newer syntax, no newer functions.
(function () {
  const LETTERS_PX = 18;
  const SWIPE_PX = 60;
  const told = JSON.parse(document.getElementById("told").textContent);
  const views = Array.from(document.querySelectorAll(".view"));
  const count = document.getElementById("count");
  const back = document.getElementById("back");
  const on = document.getElementById("on");
  const screenButton = document.getElementById("screen");
  let now = 0;

  function addressed() {
    const number = parseInt(location.hash.slice(1), 10);
    return number >= 1 && number <= views.length ? number - 1 : 0;
  }

  function show(at, quiet) {
    now = Math.max(0, Math.min(views.length - 1, at));
    views.forEach(function (view, place) {
      view.classList.toggle("shown", place === now);
      if (place !== now && view.stopPlaying) { view.stopPlaying(); }
    });
    count.textContent = (now + 1) + " / " + views.length;
    back.disabled = now === 0;
    on.disabled = now === views.length - 1;
    if (history.replaceState) { history.replaceState(null, "", "#" + (now + 1)); }
    views[now].scrollTop = 0;
    if (!quiet) { views[now].querySelector("h2").focus(); }
    settle(views[now]);
  }

  // Names keep their height on the screen whatever the size of the map; those that
  // would lie on another one are left to the table.
  function settle(view) {
    Array.from(view.querySelectorAll("svg.map")).forEach(function (map) {
      const box = map.getBoundingClientRect();
      const frame = map.viewBox.baseVal;
      if (!box.width) { return; }
      const scale = Math.min(box.width / frame.width, box.height / frame.height);
      const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
      const size = Math.max(LETTERS_PX, rem) / scale;
      const taken = [];
      const names = Array.from(map.querySelectorAll(".names text"));
      names.sort(function (a, b) { return a.dataset.place - b.dataset.place; });
      names.forEach(function (name) {
        name.style.display = "";
        name.style.fontSize = size + "px";
        const own = name.getBBox();
        const edge = 0.15 * size;
        const free = own.x >= frame.x && own.x + own.width <= frame.x + frame.width &&
          taken.every(function (other) {
            return own.x + own.width + edge < other.x || other.x + other.width + edge < own.x ||
              own.y + own.height < other.y || other.y + other.height < own.y;
          });
        if (free) { taken.push(own); } else { name.style.display = "none"; }
      });
    });
  }

  function cell(row, words) {
    const made = document.createElement("td");
    made.textContent = words;
    row.appendChild(made);
    return made;
  }

  function order(map, frame) {
    const sign = map.high ? -1 : 1;
    return map.codes.map(function (_code, at) { return at; }).sort(function (a, b) {
      const left = frame.v[a], right = frame.v[b];
      if (left === null || right === null) {
        return (left === null) - (right === null) || a - b;
      }
      return sign * (left - right) || a - b;
    });
  }

  function setUpMap(view) {
    const map = told.maps[view.dataset.map];
    const slider = view.querySelector("input[type=range]");
    const play = view.querySelector(".play");
    const day = view.querySelector("output");
    const says = view.querySelector(".says");
    const body = view.querySelector(".areas tbody");
    const uses = {}, words = {};
    Array.from(view.querySelectorAll(".area")).forEach(function (use) {
      uses[use.dataset.code] = use;
    });
    Array.from(view.querySelectorAll(".names text")).forEach(function (text) {
      words[text.dataset.code] = text;
    });
    let timer = null;

    function drawFrame(at) {
      const frame = map.frames[at];
      const ranks = order(map, frame);
      map.codes.forEach(function (code, place) {
        if (uses[code]) {
          uses[code].setAttribute("fill", map.fills[frame.k[place]]);
          uses[code].classList.toggle("shrunk", !!frame.x[place]);
        }
        if (words[code]) { words[code].lastElementChild.textContent = frame.s[place]; }
      });
      ranks.forEach(function (place, rank) {
        const text = words[map.codes[place]];
        if (text) { text.dataset.place = rank; }
      });
      while (body.firstChild) { body.removeChild(body.firstChild); }
      ranks.slice(0, told.rows).forEach(function (place) {
        const row = document.createElement("tr");
        cell(row, map.names[place]);
        cell(row, frame.s[place] + (frame.x[place] ? " *" : ""));
        cell(row, frame.d[place]);
        body.appendChild(row);
      });
      day.textContent = frame.day;
      says.textContent = frame.t;
      slider.setAttribute("aria-valuetext", frame.day);
      settle(view);
    }

    function stop() {
      if (timer !== null) { clearInterval(timer); }
      timer = null;
      play.textContent = "▶";
      play.setAttribute("aria-label", told.words.play);
    }

    function start() {
      if (Number(slider.value) >= Number(slider.max)) { slider.value = 0; }
      drawFrame(Number(slider.value));
      play.textContent = "❚❚";
      play.setAttribute("aria-label", told.words.pause);
      timer = setInterval(function () {
        slider.value = Number(slider.value) + 1;
        drawFrame(Number(slider.value));
        if (Number(slider.value) >= Number(slider.max)) { stop(); }
      }, told.seconds * 1000);
    }

    slider.addEventListener("input", function () {
      stop();
      drawFrame(Number(slider.value));
    });
    play.addEventListener("click", function () {
      if (timer === null) { start(); } else { stop(); }
    });
    view.stopPlaying = stop;
    view.playing = function () { play.click(); };
    drawFrame(Number(slider.value));
  }

  function wholeScreen() {
    const root = document.documentElement;
    const is = document.fullscreenElement || document.webkitFullscreenElement;
    const ask = is ? document.exitFullscreen || document.webkitExitFullscreen
      : root.requestFullscreen || root.webkitRequestFullscreen;
    if (!ask) { return; }
    const answer = ask.call(is ? document : root);
    if (answer && answer.catch) { answer.catch(function () {}); }
  }

  const KEYS = {
    ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, Enter: 1, n: 1, N: 1,
    ArrowLeft: -1, ArrowUp: -1, PageUp: -1, Backspace: -1
  };

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey) { return; }
    const at = event.target.tagName;
    const key = event.key;
    if (at === "INPUT" && /^(Arrow|Home|End)/.test(key)) { return; }
    if ((at === "BUTTON" || at === "SUMMARY") && (key === " " || key === "Enter")) { return; }
    const view = views[now];
    if (key === "Home") { show(0); }
    else if (key === "End") { show(views.length - 1); }
    else if (key === "f" || key === "F") { wholeScreen(); }
    else if ((key === "p" || key === "P") && view.playing) { view.playing(); }
    else if ((key === "ArrowDown" || key === "ArrowUp") &&
             view.scrollHeight > view.clientHeight + 2) { return; }
    else if (KEYS[key]) { show(now + (event.shiftKey && key === " " ? -1 : KEYS[key])); }
    else { return; }
    event.preventDefault();
  });

  let touched = null;
  document.addEventListener("touchstart", function (event) {
    const one = event.touches.length === 1 && event.target.tagName !== "INPUT" &&
      !event.target.closest(".wide-table");
    touched = one ? { x: event.touches[0].clientX, y: event.touches[0].clientY } : null;
  }, { passive: true });
  document.addEventListener("touchend", function (event) {
    if (!touched) { return; }
    const x = event.changedTouches[0].clientX - touched.x;
    const y = event.changedTouches[0].clientY - touched.y;
    touched = null;
    if (Math.abs(x) > SWIPE_PX && Math.abs(x) > 2 * Math.abs(y)) { show(now + (x < 0 ? 1 : -1)); }
  }, { passive: true });

  back.addEventListener("click", function () { show(now - 1, true); });
  on.addEventListener("click", function () { show(now + 1, true); });
  screenButton.addEventListener("click", wholeScreen);
  window.addEventListener("hashchange", function () { show(addressed()); });
  window.addEventListener("resize", function () { settle(views[now]); });
  show(addressed(), true);
  views.filter(function (view) { return view.dataset.map; }).forEach(setUpMap);
  if (document.fonts && document.fonts.ready) {
    document.fonts.ready.then(function () { settle(views[now]); });
  }
}());
