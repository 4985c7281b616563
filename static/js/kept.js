// The list of what is kept on this device.
import { kept, reasonOf, refresh, remove, supported } from "./offline.js";
import { fill, writtenAge, writtenDate, writtenSize } from "./written.js";

const list = document.querySelector(".kept-packs");
const status = document.querySelector(".kept-status");
const template = document.querySelector("#kept-pack");
const words = list.dataset;

function inLanguage(element, { language, autonym, direction, title }) {
  element.lang = language;
  element.dir = direction;
  element.textContent = autonym ?? title;
}

function details({ current, bytes }) {
  const age = writtenAge(current);
  const date = writtenDate(current) + (age && ` (${age})`);
  return fill(words.details, { date, size: writtenSize(bytes, words) });
}

function shown(pack) {
  const item = template.content.firstElementChild.cloneNode(true);
  inLanguage(item.querySelector("h2"), pack);
  item.querySelector(".kept-details").textContent = details(pack);
  for (const page of pack.pages) {
    const link = document.createElement("a");
    link.href = page.url;
    inLanguage(link, page);
    const line = document.createElement("li");
    line.append(link);
    item.querySelector(".topic-list").append(line);
  }
  item.querySelector(".remove").addEventListener("click", async () => {
    await remove(pack.language);
    status.textContent = words.removed;
    status.focus();
    await show();
  });
  return item;
}

async function show() {
  const packs = supported() ? await kept() : [];
  list.replaceChildren(...packs.map(shown));
  if (!packs.length) status.textContent ||= words.nothing;
  return packs;
}

async function start() {
  const packs = await show();
  await Promise.all(packs.map(refresh));
  if (packs.length) await show();
}

// The worker shows this page at the address of one that is not kept.
document.querySelector(".unreachable").hidden = location.pathname === "/offline/";
start().catch((error) => {
  status.textContent = reasonOf(error) === "refused" ? words.refused : words.nothing;
});
