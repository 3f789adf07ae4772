/* Requests to the board's API, as the visitor that the page's own server vouches for. */

const JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const PATIENCE = 30_000; // Milliseconds.

/* Something was not done. `reason`: the answer's status; or "offline", "origin" (the board lists this page's among none of
   its CORS_ORIGINS), "identify" (nobody could be signed in), "signed-out" (there is nobody to sign in).
   `problem`: the board's own document, RFC 9457. */
export class Refusal extends Error {
  constructor(reason, problem = {}) {
    super(problem.detail ?? reason);
    this.reason = reason;
    this.problem = problem;
  }
}

export class Board {
  /* The access token lives here alone: in no storage, in no cookie, and without a refresh token. Undefined: nobody was
     asked for it yet; null: a visitor. */
  #token;
  #signingIn;
  #identify;
  #warned = false;

  /* `identify`: tells the function that gives the JWT, if there is one now. */
  constructor(url, identify) {
    this.url = url;
    this.#identify = identify;
  }

  get canSignIn() {
    return Boolean(this.#identify());
  }

  /* Whoever comes next is asked for anew. */
  forget() {
    this.#token = this.#signingIn = undefined;
  }

  /* A visitor may have signed in to the page meanwhile. */
  lookAgain() {
    this.#token ??= undefined;
  }

  /* Reads as a visitor where nobody is signed in. Raises Refusal. */
  async read(path) {
    return this.#ask("GET", path, {}, await this.#signIn().catch(() => (this.#token = null)));
  }

  /* Raises Refusal. `headers`: beside those that every request has. */
  async write(method, path, body, headers = {}) {
    this.lookAgain();
    const token = await this.#signIn();
    if (!token) throw new Refusal("signed-out");
    const json = body && { "Content-Type": "application/json" };
    return this.#ask(method, path, { body: body && JSON.stringify(body), headers: { ...json, ...headers } }, token);
  }

  /* A token that is no longer good is asked for once more. */
  async #ask(method, path, options, token) {
    let response = await this.#send(method, path, options, token);
    if (response.status === 401 && token) {
      if (this.#token === token) this.forget();
      token = await this.#signIn();
      response = await this.#send(method, path, options, token);
    }
    if (response.ok) return response.json();
    throw await refused(response);
  }

  #send(method, path, options, token) {
    const headers = { ...options.headers, ...(token && { Authorization: `Bearer ${token}` }) };
    return this.#fetch(path, { ...options, method, headers });
  }

  /* The token. However many requests need it, the page's server is asked once. */
  async #signIn() {
    if (this.#token !== undefined) return this.#token;
    const signingIn = (this.#signingIn ??= this.#exchange());
    try {
      const token = await signingIn;
      if (this.#signingIn === signingIn) this.#token = token; // Unless it was forgotten meanwhile.
      return token;
    } finally {
      if (this.#signingIn === signingIn) this.#signingIn = undefined;
    }
  }

  /* The JWT of the page's server for a token of the board's (RFC 7523), which can do what a member does and no more. */
  async #exchange() {
    const assertion = await this.#identified();
    if (!assertion) return null;
    const form = { grant_type: JWT_BEARER, assertion, scope: "read write" };
    const response = await this.#fetch("/v1/auth/token", { method: "POST", body: new URLSearchParams(form) });
    if (response.ok) return (await response.json()).access_token;
    const refusal = await refused(response);
    if (response.status >= 429) throw refusal;
    console.error("heed-feedback: the board refused the JWT:", refusal.problem.error_description ?? refusal.message);
    throw new Refusal("identify");
  }

  async #identified() {
    try {
      return await this.#identify()?.();
    } catch (error) {
      console.error("heed-feedback: identify failed:", error);
      throw new Refusal("identify");
    }
  }

  /* No cookie goes along, and none is taken. */
  async #fetch(path, options) {
    const common = { credentials: "omit", referrerPolicy: "no-referrer", signal: AbortSignal.timeout(PATIENCE) };
    try {
      return await fetch(this.url + path, { ...common, ...options });
    } catch {
      throw new Refusal((await this.#refusesOrigin()) ? "origin" : "offline");
    }
  }

  /* A browser doesn't tell a script why it has no answer. But the widget's own file is for every page, and the health of
     the API for those that it lists. */
  async #refusesOrigin() {
    const refuses = (await this.#reaches("/widget.js")) && !(await this.#reaches("/health"));
    if (refuses && !this.#warned) console.error(`heed-feedback: CORS_ORIGINS of ${this.url} lacks ${location.origin}.`);
    this.#warned ||= refuses;
    return refuses;
  }

  #reaches(path) {
    return fetch(this.url + path, { cache: "no-store", credentials: "omit" }).then(() => true, () => false);
  }
}

async function refused(response) {
  return new Refusal(response.status, await response.json().catch(() => ({})));
}
