/* Votes: one button for each place where an idea stands. */
import { h, icon } from "./elements.js";

const OPEN = ["open", "planned", "started"];
const underway = new Set(); // Ids of ideas. A second click while the first is on its way changes nothing.

/* Where nobody can sign in, a way to the board in its place. */
export function voteFor(widget, post) {
  const { _ } = widget.words;
  const inside = [
    icon("m6 15 6-6 6 6"),
    h("span", { class: "count" }),
    h("span", { class: "unseen" }, _("Vote for “{title}”", { title: post.title })),
  ];
  const common = { class: "vote", part: "vote", "data-post": post.id };
  const vote = widget.board.canSignIn
    ? h("button", { ...common, type: "button", disabled: isClosed(post), onclick: () => toggle(widget, post) }, ...inside)
    : h("a", { ...common, href: `${widget.board.url}/posts/${post.id}`, target: "_blank", rel: "noopener" }, ...inside);
  show(widget, vote, post);
  return vote;
}

const isClosed = (post) => !OPEN.includes(post.status) || post.locked || post.merged_into_id != null;

function show(widget, vote, post) {
  vote.querySelector(".count").textContent = widget.words.number(post.votes_count);
  if (vote.localName === "button") vote.setAttribute("aria-pressed", Boolean(post.has_voted));
}

async function toggle(widget, post) {
  if (underway.has(post.id)) return;
  underway.add(post.id);
  widget.complain(null);
  const before = { has_voted: post.has_voted, votes_count: post.votes_count };
  const voted = !post.has_voted;
  update(widget, post, { has_voted: voted, votes_count: post.votes_count + (voted ? 1 : -1) });
  try {
    const counted = await widget.board.write(voted ? "PUT" : "DELETE", `/v1/posts/${post.id}/vote`);
    update(widget, post, { has_voted: counted.voted, votes_count: counted.votes_count });
    widget.tell(voted ? "voted" : "unvoted", post.id);
  } catch (refusal) {
    update(widget, post, before);
    widget.complain(refusal);
  } finally {
    underway.delete(post.id);
  }
}

/* Wherever the idea stands. */
function update(widget, post, counted) {
  Object.assign(post, counted);
  for (const vote of widget.dialog.querySelectorAll(`[data-post="${post.id}"]`)) show(widget, vote, post);
}
