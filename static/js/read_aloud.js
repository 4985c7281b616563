// Reads a topic aloud, passage by passage, with voices that are on the device. Other voices (`localService` is
// false) send the words to their maker, so they are never used.
const BLOCKS = "h2, h3, h4, p, li, dt, dd, th, td, figcaption";
const LONG = 200; // characters; Chrome falls silent in what takes it longer than about fifteen seconds to say
const VOICES_COME_WITHIN = 1500; // milliseconds

const synthesis = window.speechSynthesis;
const tool = document.querySelector(".read-aloud");
const first = document.querySelector("[data-block]");
const leftOut = tool.querySelector(".left-out");
const stays = matchMedia("(prefers-reduced-motion: reduce)");

let parts = []; // {element, text, voice}
let at = 0;
let speaking = null; // kept here, or Chrome forgets to say when it has finished

const languageOf = (element) => element.closest("[lang]").lang;
const base = (tag) => tag.toLowerCase().split(/[-_]/)[0];

function voiceFor(language) {
  const local = (synthesis?.getVoices() ?? []).filter(
    (voice) => voice.localService && base(voice.lang) === base(language),
  );
  return local.find((voice) => /^en[-_]gb/i.test(voice.lang)) ?? local.find((voice) => voice.default) ?? local[0];
}

function sentences(text, language) {
  if (text.length <= LONG || !Intl.Segmenter) return [text];
  return Array.from(new Intl.Segmenter(language, { granularity: "sentence" }).segment(text), (part) => part.segment);
}

// The words of the blocks in reading order: a new passage begins with each element of text and each language.
function passages() {
  const found = [];
  for (const block of document.querySelectorAll("[data-block]")) {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      if (parent.closest("[hidden], [aria-hidden=true], svg, button") || parent.checkVisibility?.() === false) continue;
      let text = walker.currentNode.data;
      // Digit by digit, so that a number can be dialled by ear.
      if (parent.closest("a[href^='tel:']")) text = text.replace(/\d/g, "$& ");
      const element = parent.closest(BLOCKS) ?? parent;
      const language = languageOf(parent);
      const last = found.at(-1);
      if (last?.element === element && last.language === language) last.text += text;
      else if (text.trim()) found.push({ element, language, text });
    }
  }
  return found;
}

function gather() {
  const found = passages().map((passage) => ({ ...passage, voice: voiceFor(passage.language) }));
  leftOut.hidden = found.every((passage) => passage.voice);
  return found
    .filter((passage) => passage.voice)
    .flatMap(({ element, language, text, voice }) =>
      sentences(text.replace(/\s+/g, " ").trim(), language).map((sentence) => ({ element, text: sentence, voice })),
    );
}

function show(state) {
  const focused = document.activeElement;
  tool.dataset.state = state;
  for (const thing of tool.querySelectorAll("[data-in]")) thing.hidden = !thing.dataset.in.split(" ").includes(state);
  if (tool.contains(focused) && focused.hidden) tool.querySelector("button:not([hidden])")?.focus();
}

function mark(element) {
  const before = document.querySelector(".being-read");
  if (before === element) return;
  before?.classList.remove("being-read");
  before?.removeAttribute("aria-current");
  element?.classList.add("being-read");
  element?.setAttribute("aria-current", "true");
  element?.scrollIntoView({ block: "nearest", behavior: stays.matches ? "instant" : "smooth" });
}

function say() {
  if (at >= parts.length) return stop();
  const { element, text, voice } = parts[at];
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.voice = voice;
  utterance.lang = voice.lang;
  utterance.addEventListener("end", () => {
    if (utterance !== speaking) return;
    at += 1;
    say();
  });
  utterance.addEventListener("error", (event) => {
    if (utterance !== speaking) return;
    const interrupted = event.error === "interrupted" || event.error === "canceled";
    hush(interrupted ? "paused" : "silent");
  });
  speaking = utterance;
  mark(element);
  show("reading");
  synthesis.speak(utterance);
}

// Android has no pause: the voice is stopped, and begins the same sentence again.
function hush(state) {
  speaking = null;
  synthesis.cancel();
  if (state !== "paused") mark(null);
  show(state);
}

function stop() {
  hush("idle");
}

const does = {
  read() {
    parts = gather();
    at = 0;
    say();
  },
  pause: () => hush("paused"),
  "go-on": say,
  stop,
};

function ready() {
  if (tool.dataset.state === "silent" || tool.dataset.state === "idle") {
    show(voiceFor(languageOf(first.parentElement)) ? "idle" : "silent");
  }
  tool.parentElement.hidden = false;
}

if (first) {
  tool.addEventListener("click", (event) => does[event.target.closest("button")?.dataset.does]?.());
  addEventListener("pagehide", () => speaking && stop());
  // Voices come when they come; where none are there in time, the page says so.
  synthesis?.addEventListener("voiceschanged", ready);
  if (synthesis?.getVoices().length) ready();
  else setTimeout(ready, VOICES_COME_WITHIN);
}
