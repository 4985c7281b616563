// Counts what is written, as a person counts: a letter with its marks is one. It never stops anybody writing.
// Keeps the words in this tab, so that a lost connection does not lose them; the next question lets them go.
const STORE = "story";
const PAUSE = 1000; // milliseconds without a key before the count is read out
const KEPT_FOR = 86_400_000; // milliseconds

const text = document.querySelector("textarea[data-limit]");
const graphemes = Intl.Segmenter && new Intl.Segmenter(document.documentElement.lang, { granularity: "grapheme" });

function length(words) {
  return graphemes ? Array.from(graphemes.segment(words)).length : Array.from(words).length;
}

function keep() {
  try {
    sessionStorage.setItem(STORE, JSON.stringify({ before: text.defaultValue, words: text.value, at: Date.now() }));
  } catch {
    // A private window may refuse to keep anything, or have no room: the words are still on the page.
  }
}

function putBack() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(STORE));
    // Words that the site has answered for since are older than what it shows.
    if (kept?.before === text.defaultValue && Date.now() - kept.at < KEPT_FOR) text.value = kept.words;
  } catch {
    // What cannot be read is as good as nothing.
  }
}

function letGo() {
  try {
    sessionStorage.removeItem(STORE);
  } catch {
    // Where nothing may be kept, there is nothing to let go.
  }
}

function count(shown, said) {
  const numbers = new Intl.NumberFormat("en-GB");
  const limit = Number(text.dataset.limit);
  let waiting;
  const show = () => {
    const number = length(text.value.replaceAll("\r\n", "\n"));
    const sentence = shown.dataset.words
      .replace("{number}", numbers.format(number))
      .replace("{limit}", numbers.format(limit));
    shown.textContent = sentence;
    shown.toggleAttribute("data-over", number > limit);
    clearTimeout(waiting);
    waiting = setTimeout(() => (said.textContent = sentence), PAUSE);
  };
  text.addEventListener("input", show);
  show();
  shown.hidden = false;
}

if (text) {
  putBack();
  count(document.querySelector(".count"), document.querySelector(".count-said"));
  text.addEventListener("input", keep);
} else {
  letGo();
}
