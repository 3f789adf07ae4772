/* The list of ideas: those with the most votes first, or what was searched for. */
import { h, later } from "./elements.js";
import { status } from "./idea.js";
import { voteFor } from "./votes.js";

const LIMIT = 10;
const TYPING = 300; // Milliseconds.

/* `load`: from the start. */
export function ideas(widget) {
  const { _ } = widget.words;
  const search = h("input", { type: "search", part: "search", maxlength: 200, dir: "auto", "aria-label": _("Search ideas"),
    placeholder: _("Search ideas"), oninput: later(TYPING, () => load()) });
  const post = h("button", { type: "button", class: "strong", part: "action", onclick: () => widget.write(search.value) },
    _("Post an idea"));
  const list = h("ul", { part: "list" });
  const found = h("p", { class: "soft" });
  const more = h("button", { type: "button", part: "action", hidden: true, onclick: () => load(next) }, _("More ideas"));
  const view = h("div", { class: "view" }, h("div", { class: "tools" }, search, post), list, found, more);
  let next = null;
  let turn = 0;

  /* `cursor`: where the list goes on. An answer that another question has overtaken is dropped. */
  async function load(cursor = null) {
    const mine = ++turn;
    const q = search.value.trim();
    const query = new URLSearchParams({ limit: LIMIT, ...(q ? { q } : { sort: "votes" }), ...(cursor && { cursor }) });
    view.setAttribute("aria-busy", "true");
    try {
      const page = await widget.board.read(`/v1/posts?${query}`);
      if (mine !== turn) return;
      widget.complain(null);
      const items = page.items.map((each) => item(widget, each));
      if (cursor) list.append(...items);
      else list.replaceChildren(...items);
      if (cursor) items[0]?.querySelector(".title").focus();
      next = page.next;
      more.textContent = _("More ideas");
      more.hidden = !next;
      found.textContent = list.childElementCount ? "" : q ? _("Nothing found.") : _("No ideas yet");
      widget.say(found.textContent || (q ? _("Ideas found: {n}", { n: list.childElementCount }) : ""));
    } catch (refusal) {
      if (mine !== turn) return;
      widget.complain(refusal);
      next = cursor;
      more.textContent = _("Try again");
      more.hidden = false;
    } finally {
      if (mine === turn) view.setAttribute("aria-busy", "false");
    }
  }
  return { view, load, title: _("Ideas") };
}

function item(widget, post) {
  const open = () => widget.read(post);
  return h("li", { part: "item" }, voteFor(widget, post), h("div", { class: "idea" },
    h("button", { type: "button", class: "title", part: "idea", dir: "auto", onclick: open }, post.title),
    h("p", {}, status(widget, post))));
}
