// Keeps packs on this device, each as one whole version. Nothing is stored before keep() is called.
//
// A version is fetched into a cache of its own. Only when every file is there, and is the file the list speaks of,
// does the record of its language lead to it; then the older one goes. A fetch that fails leaves the older one whole
// and removes its own half; one that was cut short by leaving the page goes on from there.
const RECORDS = "packs";
const CHECK_EVERY = 3_600_000;
const FILE_TIMEOUT = 60_000;
const AT_ONCE = 4;

class Changed extends Error {}

// Leaving a page breaks off what it fetches; that is no failure, and the next page goes on with it.
let leaving = false;
addEventListener("pagehide", () => (leaving = true));
addEventListener("pageshow", () => (leaving = false));

export function supported() {
  return isSecureContext && "serviceWorker" in navigator && "caches" in window;
}

/** Why something could not be kept: "full", "refused" or "failed". */
export function reasonOf(error) {
  if (error.name === "QuotaExceededError") return "full";
  return ["SecurityError", "NotAllowedError", "InvalidStateError"].includes(error.name) ? "refused" : "failed";
}

/** The packs kept on this device. */
export async function kept() {
  if (!(await caches.has(RECORDS))) return [];
  const answers = await (await caches.open(RECORDS)).matchAll();
  const records = await Promise.all(answers.map((answer) => answer.json()));
  const whole = await Promise.all(records.map(({ cache }) => caches.has(cache)));
  return records.filter((_, position) => whole[position]);
}

export async function keptIn(language) {
  return (await kept()).find((record) => record.language === language);
}

/** Whether keeping this pack was begun and cut short, by leaving the page. */
export async function isHalfKept(language) {
  return (await caches.keys()).some((name) => name.startsWith(prefixOf(language)));
}

/** What the pack at this address consists of now. The browser asks only whether it changed, where it knows one. */
export async function listAt(address) {
  return (await download(address, "no-cache")).json();
}

/** Keeps the newest version; `progress(done, total)` is told the bytes. */
export function keep(address, progress = () => {}) {
  return locked(async () => {
    await navigator.serviceWorker.register("/sw.js", { scope: "/" });
    try {
      const record = await storeNewest(address, progress);
      await navigator.serviceWorker.ready;
      return record;
    } catch (error) {
      if (!leaving) await leaveNothingBehind();
      throw error;
    }
  });
}

/**
 * Looks for a newer version, at most once an hour, and fetches it. A reader who saves data is only told of it.
 * Answers the record as it is afterwards.
 */
export async function refresh(record) {
  const isDue = ({ looked }) => navigator.onLine && Date.now() - looked > CHECK_EVERY;
  if (!isDue(record)) return record;
  try {
    return await locked(async () => {
      const now = await keptIn(record.language);
      if (!now || !isDue(now)) return now ?? record;
      const list = await listAt(now.address);
      if (list.version !== now.version && navigator.connection?.saveData) {
        return write({ ...now, looked: Date.now(), waiting: missingBytes(list, now) });
      }
      return store(list, now.address, () => {});
    });
  } catch {
    // No signal after all, or no space: what is kept stays.
    return record;
  }
}

/** Removes the pack in this language, and with the last one everything this site keeps for reading offline. */
export function remove(language) {
  return locked(async () => {
    await (await caches.open(RECORDS)).delete(addressOf(language));
    await deleteCaches(language);
    await leaveNothingBehind();
  });
}

/** One tab at a time, where the browser has locks; elsewhere two tabs fetch the same files twice. */
function locked(work) {
  return navigator.locks ? navigator.locks.request(RECORDS, work) : work();
}

async function storeNewest(address, progress) {
  try {
    return await store(await listAt(address), address, progress);
  } catch (error) {
    if (!(error instanceof Changed)) throw error;
    // Something was published while it was being fetched: a list made anew agrees with what is there now.
    return store(await listAt(`${address}?now=${Date.now()}`), address, progress);
  }
}

async function store(list, address, progress) {
  const older = await kept();
  const record = recordOf(list, address);
  if (older.some(({ cache }) => cache === record.cache)) return write(record);
  try {
    const cache = await caches.open(record.cache);
    const waiting = [...list.files];
    let done = 0;
    const fetchSome = async () => {
      for (let file = waiting.shift(); file; file = waiting.shift()) {
        if (!(await cache.match(file.url, { ignoreVary: true }))) {
          await cache.put(file.url, (await fromOlder(older, file)) ?? (await fetched(file)));
        }
        progress((done += file.bytes), list.bytes);
      }
    };
    const stop = (error) => {
      waiting.length = 0;
      throw error;
    };
    await Promise.all(Array.from({ length: AT_ONCE }, () => fetchSome().catch(stop)));
    const here = await caches.open(record.cache);
    if ((await here.keys()).length !== list.files.length) throw new Error("Not every file is there.");
    await write(record);
  } catch (error) {
    const own = older.find(({ language }) => language === list.language);
    if (!leaving) await deleteCaches(list.language, own?.cache);
    throw error;
  }
  await deleteCaches(list.language, record.cache);
  return record;
}

function recordOf(list, address) {
  const larger = list.files.flatMap(({ url, instead_of = [] }) => instead_of.map((other) => [other, url]));
  return {
    address,
    language: list.language,
    autonym: list.autonym,
    direction: list.direction,
    version: list.version,
    bytes: list.bytes,
    pages: list.pages,
    cache: prefixOf(list.language) + list.version,
    // When this was last known to be the newest, and when that was last asked.
    current: Date.now(),
    looked: Date.now(),
    waiting: 0,
    digests: Object.fromEntries(list.files.map(({ url, digest }) => [url, digest])),
    insteadOf: Object.fromEntries(larger),
  };
}

async function fromOlder(older, { url, digest }) {
  const has = older.find(({ digests }) => digests[url] === digest);
  return has && caches.match(url, { cacheName: has.cache, ignoreVary: true });
}

async function fetched({ url, digest }) {
  for (const cache of ["default", "reload"]) {
    const answer = await download(url, cache);
    if ((await digestOf(answer.clone())) === digest) return answer;
  }
  throw new Changed(url);
}

async function download(url, cache) {
  const answer = await fetch(url, {
    cache,
    credentials: "omit",
    headers: { "Keep-Offline": "1" },
    redirect: "error",
    signal: AbortSignal.timeout(FILE_TIMEOUT),
  });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return answer;
}

async function digestOf(answer) {
  const digest = await crypto.subtle.digest("SHA-256", await answer.arrayBuffer());
  return Array.from(new Uint8Array(digest, 0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function missingBytes(list, record) {
  const missing = list.files.filter(({ url, digest }) => record.digests[url] !== digest);
  return missing.reduce((total, { bytes }) => total + bytes, 0);
}

async function write(record) {
  await (await caches.open(RECORDS)).put(addressOf(record.language), Response.json(record));
  return record;
}

function addressOf(language) {
  return `/offline/kept/${language}`;
}

function prefixOf(language) {
  return `pack:${language}:`;
}

async function deleteCaches(language, butNot) {
  const names = (await caches.keys()).filter((name) => name.startsWith(prefixOf(language)) && name !== butNot);
  await Promise.all(names.map((name) => caches.delete(name)));
}

async function leaveNothingBehind() {
  if ((await kept()).length) return;
  await caches.delete(RECORDS);
  const registration = await navigator.serviceWorker.getRegistration("/");
  await registration?.unregister();
}
