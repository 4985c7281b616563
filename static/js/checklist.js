// Keeps the ticks of checklists on this device. An item has the same id in every language, so its tick does too.
const STORE = "ticked";

function ticked() {
  try {
    return new Set(JSON.parse(localStorage.getItem(STORE)) ?? []);
  } catch {
    return new Set();
  }
}

for (const box of document.querySelectorAll(".checklist input")) {
  box.checked = ticked().has(box.value);
  box.addEventListener("change", () => {
    const now = ticked();
    if (box.checked) now.add(box.value);
    else now.delete(box.value);
    try {
      if (now.size) localStorage.setItem(STORE, JSON.stringify([...now]));
      else localStorage.removeItem(STORE);
    } catch {
      // A private window may refuse to keep anything: the tick still shows until the page is left.
    }
  });
}
