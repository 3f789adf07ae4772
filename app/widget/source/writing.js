/* A new idea. While its title is typed, those that are like it are shown: a vote there counts more. */
import { h, later } from "./elements.js";
import { status } from "./idea.js";

const TYPING = 400; // Milliseconds.

/* `begin`: with a title, unless there is one already. */
export function writing(widget) {
  const { _ } = widget.words;
  const title = h("input", { id: "idea", required: true, maxlength: 200, autocomplete: "off", dir: "auto" });
  const content = h("textarea", { id: "content", maxlength: 10_000, rows: 5, dir: "auto" });
  const similar = h("div", { class: "notice", hidden: true });
  const submit = h("button", { class: "strong", part: "action" }, _("Post the idea"));
  const form = h("form", { class: "view", onsubmit: send },
    h("label", { for: "idea" }, _("Your idea in one line")), title, similar,
    h("label", { for: "content" }, _("What would it help you do?")), content,
    h("p", {}, submit));
  /* One key for one text, so that however often it is sent, there is one idea. */
  let key = null;
  form.addEventListener("input", () => (key = null));
  title.addEventListener("input", later(TYPING, suggest));

  async function suggest() {
    const typed = title.value.trim();
    const query = new URLSearchParams({ title: typed });
    const { items } = typed ? await widget.board.read(`/v1/posts/similar?${query}`).catch(() => ({ items: [] })) : { items: [] };
    if (typed !== title.value.trim()) return;
    similar.hidden = !items.length;
    similar.replaceChildren(h("h3", {}, _("Has this been asked already?")), h("ul", {}, ...items.map(suggestion)));
    if (items.length) widget.say(_("Has this been asked already?"));
  }

  const suggestion = (post) => h("li", {},
    h("button", { type: "button", class: "title", dir: "auto", onclick: () => widget.read(post) }, post.title),
    " ", status(widget, post));

  async function send(event) {
    event.preventDefault();
    if (form.ariaBusy === "true") return;
    form.ariaBusy = "true";
    widget.complain(null);
    key ??= crypto.getRandomValues(new Uint32Array(4)).join("-"); // randomUUID() is not there without TLS.
    const body = { title: title.value, content: content.value };
    try {
      const post = await widget.board.write("POST", "/v1/posts", body, { "Idempotency-Key": key });
      form.reset();
      key = null;
      similar.hidden = true;
      widget.posted(post);
    } catch (refusal) {
      widget.complain(refusal);
    } finally {
      form.ariaBusy = "false";
    }
  }

  function begin(words) {
    title.value ||= words;
    title.focus();
    if (title.value) suggest();
  }
  return { view: form, begin, title: _("Post an idea") };
}
