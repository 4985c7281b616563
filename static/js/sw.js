// Answers for a kept pack from this device, and without signal shows the kept offline page in place of any other.
// It stores nothing: offline.js does, when the reader presses the button.
const RECORDS = "packs";
const READING = /^\/(?:$|offline\/$|[a-z]{2,3}\/|static\/|media\/)/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname, search } = new URL(request.url);
  const isOurs = origin === location.origin && READING.test(pathname);
  if (request.method !== "GET" || !isOurs || request.headers.has("Keep-Offline")) return;
  event.respondWith(answer(request, pathname, search));
});

async function answer(request, path, query) {
  const packs = await keptPacks();
  for (const pack of packs) {
    const kept = await inPack(pack, pack.insteadOf[path] ?? path + query);
    if (kept) return kept;
  }
  try {
    return await fetch(request);
  } catch (error) {
    const page = request.mode === "navigate" && (await offlinePage(packs, path));
    if (page) return page;
    throw error;
  }
}

async function offlinePage(packs, path) {
  const pack = packs.find(({ language }) => path.startsWith(`/${language}/`)) ?? packs[0];
  return pack && inPack(pack, `/offline/?language=${pack.language}`);
}

function inPack(pack, address) {
  return caches.match(address, { cacheName: pack.cache, ignoreVary: true }).catch(() => undefined);
}

async function keptPacks() {
  try {
    if (!(await caches.has(RECORDS))) return [];
    const records = await (await caches.open(RECORDS)).matchAll();
    return await Promise.all(records.map((record) => record.json()));
  } catch {
    return [];
  }
}
