/* The widget's strings. English is in the code, and the key of the others, which the board has (`make languages`). */

const CODES = ["de", "fr", "es", "pt", "ja", "ar"];
const loaded = new Map();

const isolated = (value) => (/^[ -~]*$/.test(value) ? value : `\u2068${value}\u2069`);

/* `_`: the sentence in this language, with the values in the place of {these}, whichever way they run. */
const words = (code, strings) => ({
  code,
  direction: code === "ar" ? "rtl" : "ltr",
  number: (value) => value.toLocaleString(code),
  _: (message, values) => (strings[message] || message).replace(/\{(\w+)\}/g, (_, name) => isolated(values[name])),
});
export const ENGLISH = words("en", {});

/* In the language of the element, else of what it stands in. English where the board doesn't speak that, or can't be
   reached. */
export async function wordsFor(element, url) {
  const tag = element.closest("[lang]")?.lang || document.documentElement.lang;
  const code = tag.toLowerCase().split("-")[0];
  if (!CODES.includes(code)) return ENGLISH;
  const address = `${url}/widget.${code}.json`;
  if (!loaded.has(address)) loaded.set(address, load(address, code));
  return loaded.get(address);
}

async function load(address, code) {
  try {
    const response = await fetch(address, { credentials: "omit", referrerPolicy: "no-referrer" });
    return words(code, await response.json());
  } catch {
    loaded.delete(address);
    return ENGLISH;
  }
}
