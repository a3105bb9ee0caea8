// To the office and back: what waits is sent when there is a connection.
"use strict";

(() => {
  const { numbers } = team;
  const address = `/team/${team.token}`;
  const language = document.documentElement.lang.replace("-", "_");
  const line = { isConnected: null, isSending: false, isDead: false };
  let changed = () => {};
  let wait_s = numbers.retry_first_s;
  let again = 0;
  let loading = null;

  class Interrupted extends Error {}

  const ask = async (path, options = {}) => {
    const giveUp = new AbortController();
    const timer = setTimeout(() => giveUp.abort(), numbers.give_up_s * 1000);
    let answer;
    try {
      answer = await fetch(`${address}${path}`, {
        cache: "no-store", ...options, signal: giveUp.signal,
      });
    } catch (fault) {
      throw new Interrupted();
    } finally {
      clearTimeout(timer);
    }
    const at = Date.parse(answer.headers.get("Date"));
    if (at) team.setClock(at);
    line.isDead = answer.status === 404;
    if (answer.status === 429) {
      wait_s = Number(answer.headers.get("Retry-After")) || numbers.retry_longest_s;
    }
    if (answer.status === 429 || answer.status >= 500) throw new Interrupted();
    return answer;
  };

  const told = async (answer) => {
    try {
      return await answer.json();
    } catch (fault) { // cut off on the way
      throw new Interrupted();
    }
  };

  const waiting = () => team.findings().filter(({ state }) => state === "waiting");

  const waitingPhotographs = async () => {
    const sent = new Set(team.findings()
      .filter(({ state }) => state === "sent").map(({ id }) => id));
    const kept = await team.photographs.all().catch(() => []);
    return kept.filter((row) => !row.refused && sent.has(row.finding_id));
  };

  const refusedPhotographs = async () => {
    const kept = await team.photographs.all().catch(() => []);
    return kept.filter((row) => row.refused);
  };

  const settle = ({ id, state, reason }) => {
    const row = team.get("finding", id);
    if (!row) return;
    const is = state === "refused" ? { state, refused: reason } : { state: "sent" };
    team.put("finding", id, { ...row, ...is });
  };

  const columns = ["id", "household_id", "tag", "damage_grade", "reason", "occupied",
    "note", "visited_at", "lon", "lat"];
  const plain = (row) => Object.fromEntries(columns.map((name) => [name, row[name]]));

  const sendFindings = async () => {
    for (let rows = waiting(); rows.length; rows = waiting()) {
      const part = rows.slice(0, numbers.rows_at_once);
      const answer = await ask(`/findings?lang=${language}`, {
        method: "POST", body: JSON.stringify(part.map(plain)),
        headers: { "Content-Type": "application/json" },
      });
      if (!answer.ok) throw new Interrupted(); // kept, and tried again
      const { answers } = await told(answer);
      answers.forEach(settle);
      changed();
    }
  };

  const sendPhotographs = async () => {
    for (const row of await waitingPhotographs()) {
      const answer = await ask(
        `/photographs?lang=${language}&finding_id=${encodeURIComponent(row.finding_id)}`,
        { method: "POST", body: row.blob, headers: { "Content-Type": row.blob.type } });
      if (answer.status === 404) throw new Interrupted();
      const { answers, error } = await told(answer);
      const refused = error ?? (answers[0].state === "refused" ? answers[0].reason : "");
      if (refused) await team.photographs.add({ ...row, refused });
      else await team.photographs.drop(row.key);
      changed();
    }
  };

  const later = () => {
    clearTimeout(again);
    again = setTimeout(flush, wait_s * 1000);
    wait_s = Math.min(wait_s * 2, numbers.retry_longest_s);
  };

  const flush = async () => {
    if (line.isSending) return;
    const isIdle = !waiting().length && !(await waitingPhotographs()).length;
    if (isIdle || line.isSending) return;
    line.isSending = true;
    changed();
    try {
      await sendFindings();
      await sendPhotographs();
      line.isConnected = true;
      wait_s = numbers.retry_first_s;
    } catch (fault) {
      if (!(fault instanceof Interrupted)) throw fault;
      line.isConnected = false;
      later();
    } finally {
      line.isSending = false;
      changed();
    }
  };

  const loadNow = async () => {
    const kept = team.get("work", "now");
    const tag = kept?.tag ? { "If-None-Match": kept.tag } : {};
    try {
      const answer = await ask("/doors.json", { headers: tag });
      line.isConnected = true;
      const at = team.moment(team.now());
      if (answer.status === 304) team.put("work", "now", { ...kept, at });
      else if (answer.ok) {
        const work = await told(answer);
        team.put("work", "now", { ...work, at, tag: answer.headers.get("ETag") });
      }
    } catch (fault) {
      if (!(fault instanceof Interrupted)) throw fault;
      line.isConnected = false;
    }
    changed();
    await flush();
  };

  const load = () => {
    loading ??= loadNow().finally(() => { loading = null; });
    return loading;
  };

  // Returns the door, null if there is none, undefined if nobody can tell now.
  const door = async (householdId) => {
    try {
      const answer = await ask(`/door.json?household_id=${encodeURIComponent(householdId)}`);
      return answer.ok ? (await told(answer)).door : undefined;
    } catch (fault) {
      if (!(fault instanceof Interrupted)) throw fault;
      line.isConnected = false;
      return undefined;
    }
  };

  const start = (onChange) => {
    changed = onChange;
    window.addEventListener("online", load);
    window.addEventListener("offline", () => { line.isConnected = false; changed(); });
    document.addEventListener("visibilitychange", () => !document.hidden && load());
    setInterval(() => !document.hidden && load(), numbers.ask_again_s * 1000);
    return load();
  };

  team.office = { line, start, load, flush, door, waiting, waitingPhotographs,
    refusedPhotographs };
})();
