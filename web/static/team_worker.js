// Keeps the page of a team and its scripts, so that it opens without a connection.
"use strict";

const KEPT = "team";
const PATIENCE_MS = 5000; // a line this bad counts as none

const isPage = (url) => /^\/team\/[\w-]+$/.test(url.pathname);
const isAsset = (url) => url.pathname.startsWith("/assets/");
const isOurs = (url) => url.origin === self.location.origin;

const keep = async (addresses) => {
  const kept = await caches.open(KEPT);
  await kept.addAll(addresses.filter((address) => isOurs(new URL(address))));
  const needed = new Set(addresses);
  for (const old of await kept.keys()) {
    if (isAsset(new URL(old.url)) && !needed.has(old.url)) await kept.delete(old);
  }
};

const page = async (request) => {
  const kept = await caches.open(KEPT);
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), PATIENCE_MS);
  try {
    const answer = await fetch(request.url, { signal: giveUp.signal, cache: "no-store" });
    if (answer.ok) await kept.put(request.url, answer.clone());
    if (answer.status < 500) return answer;
  } catch (fault) { /* no connection: as it was kept */ } finally {
    clearTimeout(timer);
  }
  return await kept.match(request.url)
    ?? await kept.match(request.url, { ignoreSearch: true }) ?? Response.error();
};

const asset = async (request) => {
  const kept = await caches.open(KEPT);
  return await kept.match(request.url) ?? fetch(request);
};

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => event.waitUntil(
  keep(event.data.keep).then(
    () => event.ports[0].postMessage({ kept: true }),
    () => event.ports[0].postMessage({ kept: false }))));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || !isOurs(url)) return;
  if (isPage(url)) event.respondWith(page(event.request));
  else if (isAsset(url)) event.respondWith(asset(event.request));
});
