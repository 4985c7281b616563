// Leaving at once: the screen is emptied before the other page comes, and "Back" does not lead here again.
const link = document.getElementById("leave");
const PRESSES = 3;
const WITHIN = 5000; // milliseconds
let pressed = [];

function leave(event) {
  event.preventDefault();
  document.title = link.hostname;
  document.body.replaceChildren();
  location.replace(link.href);
}

link.addEventListener("click", leave);
document.addEventListener("keyup", (event) => {
  pressed = event.key === "Shift" ? [...pressed, event.timeStamp].slice(-PRESSES) : [];
  if (pressed.length === PRESSES && pressed.at(-1) - pressed[0] < WITHIN) leave(event);
});
document.querySelector(".leave-key").hidden = false;
