// The page of a team: the next door first, then the list, and what waits to be sent.
"use strict";

(() => {
  const { element, say } = team;
  const main = document.getElementById("main");
  const refusals = element("section", { class: "refusals" });
  const toastBox = document.getElementById("toast");
  const TOAST_MS = 8000;
  let isNearest = false;
  let toasting = 0;
  let drawing = 0; // of several at once the last one counts
  let found = null; // another door that was looked up
  let lookUp = { text: "", told: "" };

  const work = () => team.get("work", "now");
  const stops = () => work()?.stops ?? [];

  team.toast = (text, label, act) => {
    clearTimeout(toasting);
    toastBox.replaceChildren(element("span", { text }), label && element("button", {
      type: "button", text: label, onclick: () => { toastBox.replaceChildren(); act(); },
    }));
    toasting = setTimeout(() => toastBox.replaceChildren(), TOAST_MS);
  };

  team.doorTitle = ({ place, village, household_id: id }) =>
    [place === null ? "" : `${place}.`, village, id].filter(Boolean).join(" ");

  const counted = (name, count) => (count === null || count === undefined ? ""
    : say(name, { count }));

  team.doorFacts = (stop) => {
    const people = counted("people", stop.people) || say("people_unknown");
    const facts = [stop.head, people, stop.dependents ? counted("dependents", stop.dependents)
      : "", stop.structure, stop.grade ? say("appraised", { grade: stop.grade }) : ""];
    const before = team.door.newest(stop);
    const time = before && team.clockWords(before.visited_at);
    const way = team.place.words(stop);
    return [
      element("p", { class: "facts", text: facts.filter(Boolean).join(" · ") }),
      stop.lon === null && element("p", { class: "before", text: say("house_without_place") }),
      way && element("p", { class: "way" }, team.place.arrow(stop), element("span", { text: way })),
      before && element("p", { class: "before", text: say("found_before",
        { tag: before.tag, team: before.team ?? team.team, time }) }),
      team.door.isStale(stop) && element("p", { class: "told", text: say("stale") }),
    ];
  };

  const isVisited = (stop) => Boolean(team.door.newest(stop)) && !team.door.isStale(stop);

  const inOrder = (doors) => {
    if (!isNearest) return doors;
    const far = (stop) => team.place.apart(stop)?.metres ?? Infinity;
    return [...doors].sort((a, b) => far(a) - far(b));
  };

  const tagButtons = (stop) => team.door.tagButtons((tag) => ({
    onclick: () => team.door.open(stop, tag) }));

  const arrival = ({ arrive_min: minutes }) => (minutes === null ? ""
    : say("by_plan", { minutes: Math.round(minutes) }));

  const nextCard = (stop, done, of) => element("section", { class: "next" },
    element("p", { class: "label", text: [`${say("next")} (${done}/${of})`, arrival(stop)]
      .filter(Boolean).join(" · ") }),
    element("h2", { text: team.doorTitle(stop) }),
    ...team.doorFacts(stop), tagButtons(stop));

  const row = (stop) => {
    const last = team.door.newest(stop);
    const isBegun = team.get("draft", stop.household_id);
    const side = last && team.door.sideOf(last.tag);
    const way = team.place.words(stop);
    const under = [stop.head, way, isBegun && say("unfinished"),
      last && team.clockWords(last.visited_at)].filter(Boolean).join(" · ");
    return element("li", {}, element("button", {
      type: "button", class: "row", onclick: () => team.door.open(stop),
    },
    last && element("b", { class: `chip ${side}`, text: last.tag }),
    element("span", { class: "what" }, element("span", { text: team.doorTitle(stop) }),
      element("small", { text: under }))));
  };

  const list = (name, doors, isOpen) => element("details", { open: isOpen, class: name },
    element("summary", { text: say(name, { count: doors.length }) }),
    element("ul", {}, ...doors.map(row)));

  const toOrder = () => {
    if (!team.place.isWatching()) {
      return element("button", {
        type: "button", text: say("ask_place"),
        onclick: () => {
          team.toast(say("no_place_yet"));
          team.place.watch(draw, () => { team.toast(say("no_place")); draw(); });
        },
      });
    }
    return element("button", {
      type: "button", "aria-pressed": String(isNearest),
      text: say(isNearest ? "planned" : "nearest"),
      onclick: () => { isNearest = !isNearest; draw(); },
    });
  };

  const refusedRow = (what, one, letGo) => element("li", { class: "refused" },
    element("p", { text: `${what} · ${one.household_id}` }),
    element("p", { text: say("refused", { reason: one.refused }) }),
    element("button", {
      type: "button", text: say("drop"), onclick: async () => { await letGo(one); draw(); },
    }));

  // Out of sight, but still on the telephone.
  const dropFinding = (one) => team.put("finding", one.id, { ...one, state: "dropped" });
  const dropPicture = (one) => team.photographs.drop(one.key);

  const drawRefusals = async () => {
    const pictures = await team.office.refusedPhotographs();
    const rows = team.findings().filter(({ state }) => state === "refused");
    const count = rows.length + pictures.length;
    refusals.replaceChildren(...(count ? [
      element("h2", { text: say("refused_title", { count }) }),
      element("ul", {}, ...rows.map((one) => refusedRow(one.tag, one, dropFinding)),
        ...pictures.map((one) => refusedRow(say("photographs", { count: 1 }), one,
          dropPicture)))] : []));
  };

  const search = async (event) => {
    event.preventDefault();
    const asked = lookUp.text.trim();
    if (!asked) return;
    const known = stops().find((stop) => stop.household_id === asked);
    found = known ?? await team.office.door(asked);
    lookUp.told = found === null ? say("not_found") : "";
    if (found === undefined) {
      found = { household_id: asked, place: null, village: "", lon: null, lat: null };
      lookUp.told = say("unchecked");
    }
    draw();
  };

  const otherDoor = () => {
    const input = element("input", {
      id: "other", value: lookUp.text, maxlength: "64", autocomplete: "off",
      oninput: () => { lookUp.text = input.value; },
    });
    return element("details", { class: "other", open: Boolean(lookUp.text) },
      element("summary", { text: say("other_door") }),
      element("form", { onsubmit: search },
        element("label", { for: "other", text: say("household_id") }), input,
        element("button", { type: "submit", text: say("look_up") })),
      lookUp.told && element("p", { class: "told", text: lookUp.told }),
      found && element("div", { class: "next" },
        element("h3", { text: team.doorTitle(found) }),
        ...team.doorFacts(found), tagButtons(found)));
  };

  const NAMES = ["finding_id", "household_id", "tag", "damage_grade", "reason", "visited_at",
    "team", "occupied", "note", "found_lon", "found_lat"];
  // A sign that a spreadsheet takes for the beginning of a formula gets a blank.
  const cell = (value) => `"${String(value ?? "").replace(/^[=+\-@](?!\d)/, " $&")
    .replaceAll('"', '""')}"`;

  const saveFile = () => {
    const rows = team.findings().filter(({ state }) => state !== "dropped").map((one) =>
      NAMES.map((name) => cell({ ...one, finding_id: one.id, team: team.team,
        found_lon: one.lon, found_lat: one.lat }[name])));
    const text = `\ufeff${[NAMES, ...rows].map((cells) => cells.join(",")).join("\r\n")}\r\n`;
    const address = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    const at = team.moment(team.now()).slice(0, 16).replace(/[T:]/g, "-");
    const name = [say("saved_file"), team.mission, team.team, at].join("-");
    const link = element("a", { href: address,
      download: `${name.replace(/[\\/:*?"<>|]/g, "-")}.csv` });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), TOAST_MS);
  };

  const saving = () => (team.ids("finding").length ? element("section", { class: "saving" },
    element("button", { type: "button", text: say("save_file"), onclick: saveFile }),
    element("p", { text: say("file_hint") })) : null);

  const warnings = () => [
    team.office.line.isDead && "dead_link",
    !team.office.line.isDead && work()?.state === "closed" && "mission_closed",
  ].filter(Boolean).map((name) => element("p", { class: "warning", text: say(name) }));

  const drawLine = async () => {
    const { line } = team.office;
    drawing += 1;
    const turn = drawing;
    document.body.dataset.waiting = "?";
    const pictures = await team.office.waitingPhotographs();
    if (turn !== drawing) return;
    const count = team.office.waiting().length + pictures.length;
    const button = document.getElementById("line");
    const words = line.isSending ? say("sending")
      : count ? say("waiting", { count })
        : line.isConnected === false ? say("offline")
          : line.isConnected ? say("nothing_waiting") : "";
    button.textContent = words;
    button.title = count ? say("send") : "";
    button.className = count ? "waiting" : line.isConnected === false ? "offline" : "";
    document.body.dataset.waiting = String(count);
    document.body.dataset.connected = String(line.isConnected);
  };

  const draw = () => {
    const doors = stops();
    const left = inOrder(doors.filter((stop) => !isVisited(stop)));
    const done = doors.filter(isVisited);
    const was = Object.fromEntries([...main.querySelectorAll("details")]
      .map((one) => [one.className, one.open]));
    const isTyping = document.activeElement?.id === "other";
    const { scrollY } = window;
    const empty = doors.length ? "all_done" : "no_doors";
    main.replaceChildren(...[
      ...warnings(), refusals,
      left.length ? nextCard(left[0], done.length, doors.length)
        : work() && element("p", { class: "empty", text: say(empty) }),
      element("div", { class: "order" }, toOrder()),
      list("to_visit", left.slice(1), was.to_visit ?? true),
      list("visited", done, was.visited ?? false),
      otherDoor(), saving(),
    ].filter(Boolean));
    if (was.other) main.querySelector(".other").open = true;
    if (isTyping) document.getElementById("other").focus();
    window.scrollTo(0, scrollY);
    const at = work()?.at;
    document.getElementById("updated").textContent = at
      ? say("updated", { time: team.clockWords(at) }) : say("never_updated");
    drawLine();
    drawRefusals();
  };

  const keeps = (name) => {
    document.getElementById("keeps").textContent = say(name);
  };

  // Only where the address is a secure one does a browser open a page by itself.
  const keepPage = async () => {
    keeps("keep_open");
    const worker = await navigator.serviceWorker?.register(team.worker, { scope: "/team/" })
      .catch(() => null);
    if (!worker) return;
    const { active } = await navigator.serviceWorker.ready;
    const own = [...document.querySelectorAll("script[src], link[href]")]
      .map((one) => one.src || one.href);
    const answer = new MessageChannel();
    answer.port1.onmessage = ({ data }) => { if (data.kept) keeps("works_offline"); };
    active.postMessage({ keep: [location.href, ...own] }, [answer.port2]);
  };

  const start = () => {
    document.getElementById("line").addEventListener("click", () => team.office.load());
    window.addEventListener("storage", draw);
    team.door.onChange((done) => {
      if (done && done.household_id === found?.household_id) {
        found = null;
        lookUp = { text: "", told: "" };
      }
      draw();
    });
    draw();
    team.door.openAgain();
    team.place.watchIfAllowed(draw);
    navigator.storage?.persist?.();
    team.office.start(draw);
    keepPage();
    document.body.dataset.ready = "1";
  };

  start();
})();
