// The button that keeps the pack on this device, and what it says afterwards.
import { isHalfKept, keep, keptIn, listAt, reasonOf, refresh, remove, supported } from "./offline.js";
import { fill, writtenDate, writtenSize } from "./written.js";

const language = document.documentElement.lang;

async function start(box) {
  const part = (name) => box.querySelector(`.${name}`);
  const [button, bar, status, all, removal] = ["keep", "bar", "status", "all", "remove"].map(part);
  const words = box.dataset;
  const address = words.pack;

  function say(text) {
    status.textContent = text;
    box.hidden = false;
  }

  function showKept(record) {
    button.hidden = !record.waiting;
    button.lastChild.textContent = fill(words.fetch, { size: writtenSize(record.waiting, words) });
    all.hidden = removal.hidden = false;
    say(fill(words.kept, { date: writtenDate(record.current) }));
  }

  async function showOffer() {
    const list = await listAt(address);
    button.lastChild.textContent = fill(words.keep, { size: writtenSize(list.bytes, words) });
    button.hidden = false;
    all.hidden = removal.hidden = true;
    box.hidden = false;
  }

  async function press() {
    const hadFocus = document.activeElement === button;
    button.hidden = true;
    bar.hidden = false;
    say(words.fetching);
    if (hadFocus) status.focus();
    try {
      showKept(await keep(address, (done, total) => (bar.value = done / total)));
      navigator.storage?.persist?.();
    } catch (error) {
      button.hidden = false;
      say(words[reasonOf(error)]);
    }
    bar.hidden = true;
  }

  button.addEventListener("click", press);
  removal.addEventListener("click", async () => {
    await remove(language);
    say(words.removed);
    status.focus();
    await showOffer();
  });

  const record = await keptIn(language);
  if (record) {
    showKept(record);
    const newest = await refresh(record);
    showKept(newest);
    if (newest.version !== record.version) say(words.updated);
  } else {
    // Asked before the button is there: what the reader begins with it is no half from another page.
    const wasBegun = await isHalfKept(language);
    await showOffer();
    if (wasBegun) await press();
  }
}

for (const box of document.querySelectorAll("[data-pack]")) {
  const refused = () => {
    // Said where the pack is offered; among the tools of a topic there is simply no button.
    box.querySelector(".status").textContent = box.dataset.refused;
    box.hidden = !box.dataset.prominent;
  };
  if (!supported()) refused();
  // Without signal and with nothing kept there is nothing to offer.
  else start(box).catch((error) => reasonOf(error) === "refused" && refused());
}
