// Sizes, dates and sentences as a reader of this page writes them, with the digits the rest of the site uses.
const language = document.documentElement.lang;
const locale = `${language === "en" ? "en-GB" : language}-u-nu-latn`;
const known = Intl.DateTimeFormat.supportedLocalesOf([language]).length > 0;

/** A sentence with its {places} filled in, each isolated so that a size stays readable from right to left. */
export function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (_, name) => `\u2068${values[name]}\u2069`);
}

export function writtenSize(bytes, { kb, mb }) {
  const [unit, sentence, digits] = bytes < 1_000_000 ? [1000, kb, 0] : [1_000_000, mb, 1];
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(Math.max(bytes / unit, 1));
  return sentence.replace("{number}", number);
}

/** A date; in a language the browser does not know, in numbers: 22/11/2026. */
export function writtenDate(time) {
  return new Intl.DateTimeFormat(known ? locale : "en-GB", known ? { dateStyle: "long" } : {}).format(time);
}

/** How long ago, in words: "today", "3 days ago"; nothing in a language the browser does not know. */
export function writtenAge(time, now = Date.now()) {
  const days = Math.floor(now / 86_400_000) - Math.floor(time / 86_400_000);
  return known ? new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(-days, "day") : "";
}
