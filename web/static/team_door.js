// One door: what is entered is kept with each sign, and counts once it is confirmed.
"use strict";

(() => {
  const { element, say, numbers } = team;
  const box = document.getElementById("door");
  const SIDES = ["green", "yellow", "red"];
  let changed = () => {};
  let shown = null; // { stop, draft }

  const newest = (stop) => {
    const own = team.findings().filter((row) =>
      row.household_id === stop.household_id && !["refused", "dropped"].includes(row.state));
    const last = own.at(-1);
    if (!stop.found || (last && !team.isBefore(last, stop.found))) return last ?? null;
    return stop.found;
  };

  const tagWord = (tag) => `${tag} ${say(`tag_${sideOf(tag)}`)}`;

  // What an aftershock has made old does not count as a visit.
  const isStale = (stop) => {
    const last = newest(stop);
    return Boolean(stop.found?.stale && last && !team.isBefore(stop.found, last));
  };

  const freshDraft = (stop, tag) => {
    const last = newest(stop);
    const before = last?.state ? last : null; // entered here, and not by others
    return {
      id: team.newId(), household_id: stop.household_id, tag: tag ?? null,
      damage_grade: before?.damage_grade ?? null, occupied: before?.occupied ?? null,
      note: "", reason: stop.place === null ? "asked" : "ordered",
    };
  };

  const keep = () => {
    if (!team.put("draft", shown.draft.household_id, shown.draft)) {
      team.toast(say("storage_full"));
    }
  };

  const set = (name, value) => {
    shown.draft[name] = value;
    keep();
    draw();
  };

  const choice = (name, legend, options) => element("fieldset", { class: name },
    element("legend", { text: legend }),
    element("div", { class: "choices" }, ...options.map(([value, text]) =>
      element("button", {
        type: "button", text, "aria-pressed": String(shown.draft[name] === value),
        onclick: () => set(name, shown.draft[name] === value ? null : value),
      }))));

  const sideOf = (tag) => SIDES[team.tags.indexOf(tag)];

  // What may be said of a house: after a flood nothing lies between yes and no.
  const tagButtons = (props) => element("div", { class: "tags" },
    ...team.offered.map((tag) => element("button",
      { type: "button", class: `tag ${sideOf(tag)}`, ...props(tag) },
      element("b", { text: tag }), element("span", { text: say(`tag_${sideOf(tag)}`) }))));

  const tags = () => tagButtons((tag) => ({
    "aria-pressed": String(shown.draft.tag === tag), onclick: () => set("tag", tag) }));

  const note = () => {
    const text = element("textarea", {
      rows: "3", maxlength: String(numbers.most_note_characters), id: "door-note",
      oninput: () => { shown.draft.note = text.value; keep(); },
    });
    text.value = shown.draft.note;
    return element("label", { class: "note", for: "door-note" },
      element("span", { text: say("note") }), text);
  };

  // Small enough for a bad line; what cannot be drawn is sent as it is.
  const shrunk = async (file) => {
    const longest = numbers.longest_edge_px;
    try {
      const picture = await createImageBitmap(file);
      const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
      const canvas = element("canvas", {});
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      const made = await new Promise((resolve) => {
        canvas.toBlob(resolve, "image/jpeg", numbers.jpeg_quality_ratio);
      });
      return made ?? file;
    } catch (fault) {
      return file;
    }
  };

  const takePicture = async (input) => {
    const [file] = input.files;
    const { id, household_id } = shown.draft;
    if (!file) return;
    try {
      const blob = await shrunk(file);
      if (blob.size > numbers.most_bytes) throw new RangeError();
      await team.photographs.add({ key: team.newId(), finding_id: id, household_id, blob });
    } catch (fault) {
      team.toast(say("photo_unreadable"));
    }
    keep();
    draw();
  };

  const pictures = () => {
    const input = element("input", {
      type: "file", accept: "image/*", capture: "environment", id: "door-photo",
      onchange: () => takePicture(input),
    });
    const count = element("span", { class: "count" });
    const { id } = shown.draft;
    team.photographs.all().then((rows) => {
      const own = rows.filter((row) => row.finding_id === id).length;
      if (own) count.textContent = say("photographs", { count: own });
    }, () => {});
    return element("label", { class: "photo", for: "door-photo" },
      element("span", { text: say("photograph") }), input, count);
  };

  const asked = () => {
    const tick = element("input", {
      type: "checkbox", checked: shown.draft.reason === "asked",
      onchange: () => set("reason", tick.checked ? "asked" : "ordered"),
    });
    return element("label", { class: "asked" }, tick, element("span", { text: say("asked") }));
  };

  const confirm = () => {
    const { stop, draft } = shown;
    const before = newest(stop);
    const least = before ? (Date.parse(before.visited_at) || 0) + 1000 : 0;
    const place = team.place.here();
    const row = {
      ...draft, visited_at: team.moment(Math.max(team.now(), least)), state: "waiting",
      village: stop.village, place: stop.place,
      lon: place?.lon ?? null, lat: place?.lat ?? null,
    };
    const isKept = team.put("finding", row.id, row);
    team.drop("draft", draft.household_id);
    close();
    team.toast(isKept ? say("saved", { tag: draft.tag, door: stop.household_id })
      : say("storage_full"), say("change"), () => open(stop));
    changed(row);
    team.office.flush();
  };

  const foot = () => element("div", { class: "foot" },
    element("button", { type: "button", class: "back", text: say("close"), onclick: leave }),
    element("button", {
      type: "button", class: "confirm", disabled: !shown.draft.tag, onclick: confirm,
      text: shown.draft.tag ? say("confirm", { tag: tagWord(shown.draft.tag) })
        : say("choose_tag"),
    }));

  const draw = () => {
    if (!shown) return;
    const { stop } = shown;
    const body = box.querySelector(".body");
    const scroll = body?.scrollTop ?? 0;
    const held = box.contains(document.activeElement)
      ? [...box.querySelectorAll("button, input, textarea")].indexOf(document.activeElement)
      : -1;
    const [one, two, three, four, five] = say("grades").split(",");
    box.replaceChildren(
      element("div", { class: "body" }, ...[
        element("h2", { id: "door-title", text: team.doorTitle(stop) }),
        ...team.doorFacts(stop),
        tags(),
        choice("occupied", say("occupied"), [[true, say("yes")], [false, say("no")],
          [null, say("not_seen")]]),
        team.grades && choice("damage_grade", say("grade"), [[1, `1 ${one}`],
          [2, `2 ${two}`], [3, `3 ${three}`], [4, `4 ${four}`], [5, `5 ${five}`]]),
        pictures(), note(), asked()].filter(Boolean)),
      foot());
    box.querySelector(".body").scrollTop = scroll;
    if (held >= 0) box.querySelectorAll("button, input, textarea")[held]?.focus();
  };

  const open = (stop, tag) => {
    const kept = team.get("draft", stop.household_id);
    const draft = kept ?? freshDraft(stop, tag);
    if (tag) draft.tag = tag;
    shown = { stop, draft };
    if (kept || tag) keep();
    team.put("open", "door", stop);
    draw();
    box.querySelector(".body").scrollTop = 0;
    if (!box.open) box.showModal();
  };

  const close = () => {
    shown = null;
    team.drop("open", "door");
    box.close();
  };

  // A draft in which nothing stands is none.
  const leave = async () => {
    const { draft } = shown;
    const kept = await team.photographs.all().catch(() => []);
    const isEmpty = !draft.tag && !draft.note
      && !kept.some((row) => row.finding_id === draft.id);
    if (isEmpty) team.drop("draft", draft.household_id);
    close();
    changed();
  };

  box.addEventListener("cancel", (event) => { event.preventDefault(); leave(); });

  // As it was when the page went away.
  const openAgain = () => {
    const stop = team.get("open", "door");
    if (stop && team.get("draft", stop.household_id)) open(stop);
  };

  team.door = { open, openAgain, newest, isStale, tagButtons, sideOf,
    onChange: (act) => { changed = act; } };
})();
