// Copies the address of the page, or selects it where a browser does not let a page write to the clipboard; offers the
// device's own way to share where there is one.
const address = document.querySelector(".share-address");
const tool = document.querySelector(".share-copy");
const status = tool.querySelector("[role=status]");

tool.querySelector("button").addEventListener("click", async () => {
  status.textContent = "";
  try {
    await navigator.clipboard.writeText(address.dataset.address);
    status.textContent = status.dataset.copied;
  } catch {
    getSelection().selectAllChildren(address);
    status.textContent = status.dataset.selected;
  }
});
tool.hidden = false;

const device = document.querySelector(".share-device");
if (device && navigator.share) {
  device.querySelector("button").addEventListener("click", () => {
    // Closing the device's list without choosing is no mistake.
    navigator.share({ title: device.dataset.title, url: address.dataset.address }).catch(() => {});
  });
  device.hidden = false;
}
