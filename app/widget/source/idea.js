/* One idea: what it says, and what the team says to it. Comments are on the board, to which a link leads. */
import { h } from "./elements.js";
import { voteFor } from "./votes.js";

export function status({ words: { _ } }, post) {
  const names = {
    open: _("Open"), planned: _("Planned"), started: _("Started"), completed: _("Completed"), declined: _("Declined"),
  };
  return h("span", { class: `status ${post.status}`, part: "status" }, names[post.status]);
}

/* `notice`: what is said above it. Markdown stays as it was typed. */
export function idea(widget, post, notice) {
  const { _ } = widget.words;
  const text = (content, part) => h("p", { class: "text", part, dir: "auto" }, content);
  const address = `${widget.board.url}/posts/${post.id}`;
  const view = h("div", { class: "view" },
    notice && h("p", { class: "notice" }, notice),
    h("div", { class: "head" }, voteFor(widget, post), h("div", { class: "idea" },
      h("h3", { dir: "auto" }, post.title), h("p", {}, status(widget, post)))),
    post.content && text(post.content, "text"),
    post.response && h("section", { class: "response", part: "response" },
      h("h4", {}, _("The team's answer")), text(post.response, "text")),
    h("p", {}, h("a", { href: address, target: "_blank", rel: "noopener" }, _("Comments, on the board"))));
  return { view, title: _("Idea") };
}
