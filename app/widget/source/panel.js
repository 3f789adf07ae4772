/* The dialog, and the view in it: the list, an idea, or a new one. Views get it as `widget`. */
import { h, icon } from "./elements.js";
import { idea } from "./idea.js";
import { ideas } from "./ideas.js";
import { sentence } from "./refusals.js";
import { writing } from "./writing.js";

export class Panel {
  #alert = h("p", { class: "alert", role: "alert", part: "error" });
  #announcer = h("p", { class: "unseen", role: "status" });
  #heading = h("h2", { id: "heading", tabindex: "-1", part: "title" });
  #back;
  #ideas;
  #writing;
  #idea;

  /* `tell`: what happened, and the id of the idea that it happened to. */
  constructor(root, board, words, tell) {
    Object.assign(this, { root, board, words, tell });
    const { _, code, direction } = words;
    this.#ideas = ideas(this);
    this.#writing = writing(this);
    this.#back = h("button", { type: "button", class: "quiet", onclick: () => this.#show(this.#ideas) }, _("All ideas"));
    const close = h("button", { type: "button", class: "quiet", part: "close", "aria-label": _("Close"),
      onclick: () => this.dialog.close() }, icon("m6 6 12 12M18 6 6 18"));
    this.dialog = h("dialog", { part: "dialog", "aria-labelledby": "heading", closedby: "any", lang: code, dir: direction,
      onclose: () => tell("closed"),
      onkeydown: (event) => event.stopPropagation() }, // What is typed here is for no shortcut of the page.
    h("header", { part: "header" }, this.#heading, this.#back, close), this.#alert,
    this.#ideas.view, this.#writing.view, this.#announcer);
    root.append(this.dialog);
    this.#show(this.#ideas);
  }

  /* Where it was left; a list is read again. */
  async open() {
    this.board.lookAgain();
    this.dialog.showModal();
    this.#heading.focus();
    this.tell("opened");
    if (!this.#ideas.view.hidden) await this.#ideas.load();
  }

  /* List and form stay as they were, for who comes back to them. */
  #show(next) {
    this.#idea?.view.remove();
    this.#idea = null;
    for (const each of [this.#ideas, this.#writing]) each.view.hidden = each !== next;
    this.#heading.textContent = next.title;
    this.#back.hidden = next === this.#ideas;
    this.complain(null);
    this.#heading.focus();
  }

  #showIdea(post, notice) {
    const next = idea(this, post, notice);
    this.#show(next);
    this.#idea = next;
    this.#announcer.before(next.view);
  }

  /* `post`: as the list has it, or a suggestion, which lacks the text. */
  async read(post) {
    try {
      this.#showIdea("content" in post ? post : await this.board.read(`/v1/posts/${post.id}`));
    } catch (refusal) {
      this.complain(refusal);
    }
  }

  write(title) {
    this.#show(this.#writing);
    this.#writing.begin(title);
  }

  posted(post) {
    const { _ } = this.words;
    this.tell("posted", post.id);
    this.#showIdea(post, post.visibility === "pending"
      ? _("It waits for approval: only its author and the team see it.")
      : _("Thank you. It is on the board."));
    this.#ideas.load();
  }

  /* To who doesn't see it. */
  say(text) {
    this.#announcer.textContent = text;
  }

  /* `refusal`: null takes the sentence away. What is wrong with the code itself is for the console. */
  complain(refusal) {
    if (refusal && !refusal.reason) throw refusal;
    this.#alert.textContent = refusal ? sentence(this.words._, refusal) : "";
  }
}
