// What is written here stays on the telephone until the office has it.
"use strict";

const team = (() => {
  const state = JSON.parse(document.body.dataset.state);
  const token = location.pathname.split("/")[2];
  const own = `team/${token}/`;
  const memory = new Map(); // only where the telephone keeps nothing more
  const CHINA_MS = 8 * 3600e3;

  const element = (name, { class: kind, text, ...rest } = {}, ...children) => {
    const made = document.createElement(name);
    if (kind) made.className = kind;
    if (text !== undefined) made.textContent = text;
    for (const [key, value] of Object.entries(rest)) {
      if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else if (value === true) made.setAttribute(key, "");
      else if (value !== false && value !== null && value !== undefined) {
        made.setAttribute(key, value);
      }
    }
    made.append(...children.filter(Boolean));
    return made;
  };

  // A sentence with {fields}, in the reader's language.
  const say = (name, values = {}) =>
    state.words[name].replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);

  // At once, before anything else happens: a tab that is closed now loses nothing.
  const put = (kind, id, value) => {
    const key = `${own}${kind}/${id}`;
    try {
      localStorage.setItem(key, JSON.stringify(value));
      memory.delete(key);
      return true;
    } catch (fault) { // full, or switched off
      memory.set(key, value);
      return false;
    }
  };

  const get = (kind, id) => {
    const key = `${own}${kind}/${id}`;
    if (memory.has(key)) return memory.get(key);
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch (fault) {
      return null;
    }
  };

  const drop = (kind, id) => {
    memory.delete(`${own}${kind}/${id}`);
    try {
      localStorage.removeItem(`${own}${kind}/${id}`);
    } catch (fault) { /* there was nothing to remove */ }
  };

  const ids = (kind) => {
    const start = `${own}${kind}/`;
    const keys = new Set(memory.keys());
    try {
      for (let at = 0; at < localStorage.length; at += 1) keys.add(localStorage.key(at));
    } catch (fault) { /* only the memory is left */ }
    return [...keys].filter((key) => key.startsWith(start))
      .map((key) => key.slice(start.length));
  };

  const all = (kind) => ids(kind).map((id) => get(kind, id)).filter(Boolean);

  const isBefore = (one, other) => (one.visited_at ?? "") === (other.visited_at ?? "")
    ? (one.id ?? one.finding_id) < (other.id ?? other.finding_id)
    : (one.visited_at ?? "") < (other.visited_at ?? "");

  const findings = () => all("finding").sort((a, b) => (isBefore(a, b) ? -1 : 1));

  // A name that nothing else has; also where the address is not a secure one.
  const newId = () => [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0")).join("");

  // The telephone's clock, corrected by the server's.
  const now = () => Date.now() + (get("clock", "ahead") ?? 0);
  const setClock = (serverMs) => put("clock", "ahead", serverMs - Date.now());
  const moment = (ms) =>
    `${new Date(ms + CHINA_MS).toISOString().slice(0, 19)}+08:00`;
  const clockWords = (text) => (text ?? "").slice(5, 16).replace("T", " ");

  let opening = null;
  const base = () => {
    opening ??= new Promise((resolve, reject) => {
      const asked = indexedDB.open(`team-${token}`, 1);
      asked.onupgradeneeded = () =>
        asked.result.createObjectStore("photographs", { keyPath: "key" });
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    return opening;
  };

  const inBase = async (mode, act) => {
    const opened = await base();
    return new Promise((resolve, reject) => {
      const change = opened.transaction("photographs", mode);
      const asked = act(change.objectStore("photographs"));
      change.oncomplete = () => resolve(asked.result);
      change.onerror = () => reject(change.error);
      change.onabort = () => reject(change.error);
    });
  };

  const photographs = {
    add: (row) => inBase("readwrite", (store) => store.put(row)),
    all: () => inBase("readonly", (store) => store.getAll()),
    drop: (key) => inBase("readwrite", (store) => store.delete(key)),
  };

  return {
    ...state, token, element, say, put, get, drop, ids, all, findings, isBefore, newId,
    now, setClock, moment, clockWords, photographs,
  };
})();
