/* <heed-feedback>: a team's feedback board inside its own product. README.md is for who puts it there. */
import { Board } from "./board.js";
import { h } from "./elements.js";
import { Panel } from "./panel.js";
import style from "./style.css";
import { wordsFor } from "./words.js";

/* Constructed, as the page's policy may refuse inline styles. */
const sheet = new CSSStyleSheet();
sheet.replaceSync(style);

class HeedFeedback extends HTMLElement {
  static observedAttributes = ["board", "lang"];
  #label = h("slot");
  #board;
  #words;
  #panel;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    const open = () => this.open();
    root.append(h("button", { type: "button", part: "button", "aria-haspopup": "dialog", onclick: open }, this.#label));
  }

  connectedCallback() {
    this.#settle();
  }

  attributeChangedCallback() {
    if (this.isConnected) this.#settle();
  }

  disconnectedCallback() {
    this.close();
  }

  async open() {
    await this.#settle();
    if (this.#panel?.dialog.open) return;
    if (this.#panel?.board !== this.#board || this.#panel.words !== this.#words) {
      this.#panel?.dialog.remove();
      this.#panel = new Panel(this.shadowRoot, this.#board, this.#words, (what, id) => this.#tell(what, id));
    }
    await this.#panel.open();
  }

  close() {
    this.#panel?.dialog.close();
  }

  /* For when somebody signs in to the page, or out: the next request asks for a JWT again. */
  forget() {
    this.#board?.forget();
  }

  /* What the attributes say now. Without `board` it is the one that this file came from. */
  async #settle() {
    const given = this.getAttribute("board");
    const { href } = new URL(given ?? ".", given === null ? import.meta.url : document.baseURI);
    const url = href.replace(/\/+$/, "");
    if (this.#board?.url !== url) this.#board = new Board(url, () => this.#identify());
    this.#words = await wordsFor(this, url);
    this.#label.lang = this.#words.code;
    this.#label.dir = this.#words.direction;
    this.#label.textContent = this.#words._("Feedback");
  }

  /* The function that gives the JWT: the page's, or one that asks its server. */
  #identify() {
    const address = this.getAttribute("token-url");
    return this.identify ?? (address && (() => jwtFrom(address)));
  }

  /* Ids alone: what an idea says is for its reader, and not for every script of the page. */
  #tell(what, id) {
    this.dispatchEvent(new CustomEvent(`heed:${what}`, { bubbles: true, composed: true, detail: { id } }));
  }
}

/* Null where nobody is signed in to the page: 204. */
async function jwtFrom(address) {
  const response = await fetch(address, { method: "POST", cache: "no-store" });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return (await response.text()).trim() || null;
}

if (!customElements.get("heed-feedback")) customElements.define("heed-feedback", HeedFeedback);
