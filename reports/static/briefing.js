"use strict";
// One view at a time; keys of a keyboard and of a clicker; months that play.
// Written for browsers of 2018: no newer syntax, no newer functions.
(function () {
  const LETTERS_PX = 18;
  const SWIPE_PX = 60;
  const NARROW_PX = 1000;
  const LEAST_ROWS = 3;
  const SCROLLED = 0.8;
  const PRINT_UNITS = 22;  // letters on a printed map, in units of its drawing
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
    fit(views[now]);
  }

  // A view that is longer than the screen gets smaller letters, then fewer rows beside
  // its map; on a telephone it is scrolled.
  function fit(view) {
    const root = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const side = view.querySelector(".side");
    let size = root;
    view.style.fontSize = "";
    if (side && view.dataset.map) { fillTable(view, told.rows); }
    if (window.innerWidth > NARROW_PX) {
      while (size > LETTERS_PX && (longer(view) || longer(side))) {
        size = Math.max(LETTERS_PX, size - 0.5);
        view.style.fontSize = size + "px";
      }
      for (let rows = told.rows; rows > LEAST_ROWS && longer(side); rows -= 1) {
        fillTable(view, rows - 1);
      }
    }
    settle(view, size);
  }

  function longer(box) {
    return !!box && box.scrollHeight > box.clientHeight + 2;
  }

  function fillTable(view, most) {
    if (view.fillTable) { view.fillTable(most); }
  }

  // Names keep their height on the screen whatever the size of the map.  Every name is
  // set before the first number; a name that would lie on another one moves a little.
  const MOVES = [[0, 0], [0, -0.6], [0, 0.6], [0, -1.2], [0, 1.2], [-1, 0], [1, 0],
    [-1, -1], [1, -1], [-1, 1], [1, 1]];

  function settle(view, letters) {
    Array.from(view.querySelectorAll("svg.map")).forEach(function (map) {
      const box = map.getBoundingClientRect();
      const frame = map.viewBox.baseVal;
      if (!box.width) { return; }
      const scale = Math.min(box.width / frame.width, box.height / frame.height);
      const names = namesOf(map);
      const large = Math.max(LETTERS_PX, letters);
      if (place(names, frame, large / scale) && large > LETTERS_PX) {
        place(names, frame, LETTERS_PX / scale);
      }
    });
  }

  function namesOf(map) {
    return Array.from(map.querySelectorAll(".names text")).sort(function (a, b) {
      return a.dataset.place - b.dataset.place;
    });
  }

  // Returns how many names and numbers found no place.
  function place(names, frame, size) {
    const taken = [];
    let left = 0;
    function isFree(box, own) {
      return box.x >= frame.x && box.x + box.width <= frame.x + frame.width &&
        box.y >= frame.y && box.y + box.height <= frame.y + frame.height &&
        taken.every(function (other) {
          return other === own || box.x + box.width + 0.1 * size < other.x ||
            other.x + other.width + 0.1 * size < box.x ||
            box.y + box.height * 0.9 < other.y || other.y + other.height * 0.9 < box.y;
        });
    }
    function moved(name, by) {
      const own = name.getBBox();
      return { x: own.x + by[0], y: own.y + by[1], width: own.width, height: own.height };
    }
    names.forEach(function (name) {
      name.style.display = "";
      name.style.fontSize = size + "px";
      name.lastElementChild.style.display = "none";
      const plain = name.getBBox();
      const inward = Math.max(frame.x - plain.x, 0) -
        Math.max(plain.x + plain.width - frame.x - frame.width, 0);
      const found = MOVES.map(function (move) {
        return [inward + move[0] * size, move[1] * size];
      }).filter(function (by) { return isFree(moved(name, by), null); })[0];
      if (!found) { name.style.display = "none"; left += 1; return; }
      name.setAttribute("transform", "translate(" + found[0] + " " + found[1] + ")");
      name.takes = moved(name, found);
      name.by = found;
      taken.push(name.takes);
    });
    names.forEach(function (name) {
      if (name.style.display === "none") { return; }
      name.lastElementChild.style.display = "";
      const whole = moved(name, name.by);
      if (isFree(whole, name.takes)) { taken[taken.indexOf(name.takes)] = whole; }
      else { name.lastElementChild.style.display = "none"; left += 1; }
    });
    return left;
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
    const rest = view.querySelector(".rest");
    const star = view.querySelector(".star");
    const uses = {}, dots = {}, words = {};
    Array.from(view.querySelectorAll(".area")).forEach(function (use) {
      uses[use.dataset.code] = use;
    });
    Array.from(view.querySelectorAll(".dots")).forEach(function (use) {
      dots[use.dataset.code] = use;
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
          dots[code].classList.toggle("shrunk", !!frame.x[place]);
        }
        if (words[code]) { words[code].lastElementChild.textContent = frame.s[place]; }
      });
      ranks.forEach(function (place, rank) {
        const text = words[map.codes[place]];
        if (text) { text.dataset.place = rank; }
      });
      view.fillTable = function (most) { fill(frame, ranks, most); };
      day.textContent = frame.day;
      says.textContent = frame.t;
      slider.setAttribute("aria-valuetext", frame.day);
      fit(view);
    }

    function fill(frame, ranks, most) {
      const left = ranks.length - most;
      while (body.firstChild) { body.removeChild(body.firstChild); }
      ranks.slice(0, most).forEach(function (place) {
        const row = document.createElement("tr");
        cell(row, map.names[place]);
        cell(row, frame.s[place] + (frame.x[place] === 1 ? " *" : ""));
        if (map.counted) { cell(row, frame.d[place]); }
        body.appendChild(row);
      });
      const starred = ranks.slice(0, most).some(function (at) { return frame.x[at] === 1; });
      if (star) { star.hidden = !starred; }
      rest.textContent = left > 0 ? told.words.rest.replace("{count}", left) : "";
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

  // Returns whether there was anything left to scroll that way.
  function scrolled(view, way) {
    const before = view.scrollTop;
    view.scrollTop = before + way * SCROLLED * view.clientHeight;
    return Math.abs(view.scrollTop - before) > 1;
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
             scrolled(view, key === "ArrowDown" ? 1 : -1)) { event.preventDefault(); return; }
    else if (KEYS[key]) {
      const way = event.shiftKey && key === " " ? -1 : KEYS[key];
      const more = window.innerWidth > NARROW_PX && longer(view);
      if (!more || !scrolled(view, way)) { show(now + way); }
    }
    else { return; }
    event.preventDefault();
  });

  let touched = null;
  document.addEventListener("touchstart", function (event) {
    const one = event.touches.length === 1 && event.target.tagName !== "INPUT";
    const table = event.target.closest(".wide-table");
    const most = table ? table.scrollWidth - table.clientWidth : 0;
    touched = one ? {
      x: event.touches[0].clientX, y: event.touches[0].clientY,
      back: !table || table.scrollLeft < 2,  // a table is first moved to its edge
      on: !table || table.scrollLeft > most - 2
    } : null;
  }, { passive: true });
  document.addEventListener("touchend", function (event) {
    if (!touched) { return; }
    const x = event.changedTouches[0].clientX - touched.x;
    const y = event.changedTouches[0].clientY - touched.y;
    const turns = x < 0 ? touched.on : touched.back;
    touched = null;
    if (turns && Math.abs(x) > SWIPE_PX && Math.abs(x) > 2 * Math.abs(y)) { show(now + (x < 0 ? 1 : -1)); }
  }, { passive: true });

  back.addEventListener("click", function () { show(now - 1, true); });
  on.addEventListener("click", function () { show(now + 1, true); });
  screenButton.addEventListener("click", wholeScreen);
  window.addEventListener("hashchange", function () { show(addressed()); });
  window.addEventListener("resize", function () { fit(views[now]); });
  window.addEventListener("beforeprint", function () {
    document.body.classList.add("printed");  // names are measured only where drawn
    views.forEach(function (view) {
      view.style.fontSize = "";
      fillTable(view, told.rows);
      Array.from(view.querySelectorAll("svg.map")).forEach(function (map) {
        place(namesOf(map), map.viewBox.baseVal, PRINT_UNITS);
      });
    });
  });
  window.addEventListener("afterprint", function () {
    document.body.classList.remove("printed");
    fit(views[now]);
  });
  show(addressed(), true);
  views.filter(function (view) { return view.dataset.map; }).forEach(setUpMap);
  if (document.fonts && document.fonts.ready) {
    document.fonts.ready.then(function () { fit(views[now]); });
  }
}());
