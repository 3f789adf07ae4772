/* What is nicer with a script. Each part takes over a form that works without it, asks the same address as the form, and
   puts the same piece of the answer in its place: there is one way to do each thing, and the server has it. */

/* A module that a script adds does not wait for the end of the page, as one in the page does. */
if (document.readyState === "loading") await new Promise((done) => document.addEventListener("DOMContentLoaded", done));

const announcer = document.getElementById("announcer");
const announce = (text) => { announcer.textContent = ""; setTimeout(() => { announcer.textContent = text; }, 50); };

/* The answer's page; null where it is no page to go on with: then the form is sent as if there were no script. */
async function ask(url, options) {
  try {
    const response = await fetch(url, options);
    if (!response.ok) return null;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    return { page, url: response.url };
  } catch {
    return null;
  }
}

/* Replaces an element by its successor of the same id, and keeps the focus where it was. */
function swap(id, page) {
  const old = document.getElementById(id);
  const fresh = page.getElementById(id);
  if (!old || !fresh) return null;
  const focused = old.contains(document.activeElement) && document.activeElement;
  old.replaceWith(fresh);
  if (focused) {
    const same = focused.id ? `#${CSS.escape(focused.id)}` : focused.tagName.toLowerCase();
    (fresh.matches(same) ? fresh : fresh.querySelector(same))?.focus({ preventScroll: true });
  }
  return fresh;
}

const sent = (form, submitter) => new URLSearchParams(new FormData(form, submitter));
const plainly = new WeakSet();
function sendPlainly(form, submitter) {
  plainly.add(form);
  form.requestSubmit(submitter);
}

/* Votes, follows, comments, previews */
document.addEventListener("submit", async (event) => {
  const { target: form, submitter } = event;
  const piece = submitter?.dataset.shows ?? form.dataset.swap;
  if (event.defaultPrevented || plainly.delete(form) || !piece) return remember(form);
  event.preventDefault();
  if (form.ariaBusy === "true") return;
  form.ariaBusy = "true";
  if (submitter?.ariaPressed) submitter.ariaPressed = String(submitter.ariaPressed !== "true");
  const answer = await ask(form.action, { method: "POST", body: sent(form, submitter) });
  form.ariaBusy = "false";
  const fresh = answer && swap(piece, answer.page);
  if (!fresh) return sendPlainly(form, submitter);
  if (!submitter?.dataset.shows) forget(form.dataset.draft);
  const place = new URL(answer.url).hash;
  if (piece === "talk" && place) fresh.querySelector(place)?.scrollIntoView({ block: "nearest" });
  announce(form.dataset.done ?? fresh.dataset.said ?? "");
});

/* Search while typing, and what is similar to a title */
let asked = 0;
const later = (milliseconds, work) => { let timer; return (...given) => { clearTimeout(timer); timer = setTimeout(work, milliseconds, ...given); }; };
const show = later(250, async (form) => {
  const fields = sent(form);
  for (const [name, value] of [...fields]) if (!value) fields.delete(name);
  const url = `${form.action}${fields.size ? `?${fields}` : ""}`;
  const turn = ++asked;
  const answer = await ask(url);
  if (!answer || turn !== asked || !swap(form.dataset.live, answer.page)) return;
  history.replaceState(null, "", url);
  announce(document.getElementById("found")?.textContent ?? "");
});
const suggest = later(400, async (field) => {
  const url = new URL(field.form.action);
  url.search = new URLSearchParams({ title: field.value });
  const typed = field.value;
  const answer = await ask(url);
  if (!answer || field.value !== typed) return;
  announce(swap(field.dataset.asks, answer.page)?.querySelector("h2")?.textContent ?? "");
});
document.addEventListener("input", ({ target }) => {
  if (target.dataset.asks) suggest(target);
  if (target.form?.dataset.live) show(target.form);
  if (target.form?.dataset.draft) keep(target.form);
});

/* Drafts: what is typed stays in this browser until it is sent */
const draft = (name) => `heed:draft:${name}`;
const texts = (form) => [...form.querySelectorAll("textarea, input:not([type=hidden])")];
const kept = (name) => JSON.parse(localStorage.getItem(draft(name)) ?? "{}");
const store = (form) => localStorage.setItem(draft(form.dataset.draft), JSON.stringify(Object.fromEntries(texts(form).map((each) => [each.name, each.value]))));
const keep = later(300, (form) => form.isConnected && store(form)); // What was sent meanwhile is not on the page any more.
const forget = (name) => { if (name) localStorage.removeItem(draft(name)); };
function remember(form) {
  if (form.dataset.draft) {
    store(form);
    sessionStorage.setItem("heed:sent", form.dataset.draft);
  }
  if (form.dataset.forgets) for (const key of Object.keys(localStorage)) if (key.startsWith("heed:draft:")) localStorage.removeItem(key);
}
/* What a whole page was sent for is forgotten once it is seen to be there: the idea under its title, the comment that the
   address leads to. Where the network failed, or nobody signed in, it never is. */
const sentPlainly = sessionStorage.getItem("heed:sent");
const isThere = sentPlainly === "post"
  ? kept("post").title?.trim() === (document.querySelector(".post h1")?.textContent ?? "")
  : location.hash.startsWith("#comment-") && document.querySelector(".write")?.dataset.draft === sentPlainly;
if (sentPlainly && isThere) {
  forget(sentPlainly);
  sessionStorage.removeItem("heed:sent");
}
for (const form of document.querySelectorAll("form[data-draft]")) {
  const values = kept(form.dataset.draft);
  for (const field of texts(form)) if (!field.value && values[field.name]) field.value = values[field.name];
}

/* Keys, which can be switched off where `?` lists them (WCAG 2.2, 2.1.4) */
const keys = document.getElementById("keys");
const switched = keys.querySelector("input");
switched.checked = localStorage.getItem("heed:keys") !== "off";
switched.addEventListener("change", () => localStorage.setItem("heed:keys", switched.checked ? "on" : "off"));
document.getElementById("show-keys").hidden = false;
document.getElementById("show-keys").addEventListener("click", () => keys.showModal());
function move(step) {
  const cards = [...document.querySelectorAll(".card")];
  const at = cards.findIndex((card) => card.contains(document.activeElement));
  cards[Math.max(0, Math.min(cards.length - 1, at + step))]?.querySelector("h2 a").focus();
}
const decide = (visibility) => document.activeElement.closest(".card")?.querySelector(`[name=visibility][value=${visibility}]`)?.click();
const does = {
  "/": () => (document.getElementById("q") ?? document.querySelector(".board-name")).focus(),
  j: () => move(1),
  k: () => move(-1),
  v: () => (document.activeElement.closest(".card") ?? document.querySelector(".post"))?.querySelector(".vote button")?.click(),
  a: () => decide("public"),
  h: () => decide("hidden"),
  "?": () => keys.showModal(),
};
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, dialog");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !switched.checked || !Object.hasOwn(does, event.key)) return;
  event.preventDefault();
  does[event.key]();
});

/* Dragging on the roadmap: what is dropped is sent as the buttons beside it send it */
let dragged = null;
const placeOf = (target) => target.closest?.("[data-place]");
document.addEventListener("dragstart", ({ target }) => { dragged = placeOf(target); });
document.addEventListener("dragover", (event) => {
  const place = placeOf(event.target);
  if (dragged && place && place !== dragged && place.parentElement === dragged.parentElement) event.preventDefault();
});
document.addEventListener("drop", async (event) => {
  const place = placeOf(event.target);
  if (!dragged || !place) return;
  event.preventDefault();
  const form = dragged.querySelector(".move");
  const { top, height } = place.getBoundingClientRect();
  const side = event.clientY < top + height / 2 ? "before" : "after";
  const answer = await ask(form.action, { method: "POST", body: new URLSearchParams({ [side]: place.dataset.place }) });
  if (answer && swap(form.dataset.swap, answer.page)) announce(form.dataset.done);
  else location.reload();
});
document.addEventListener("dragend", () => { dragged = null; });

/* The widget, on the page that shows it: the page's policy lets a script load others, and no tag. */
const widget = document.querySelector("heed-feedback");
if (widget) import(`${widget.getAttribute("board")}widget.js`);
