// A real OpenID provider on a port of its own: node oidc_provider.mjs PACKAGES CONFIGURATION (JSON).
// Whoever types a name at it is that person: no password, no consent. It prints its address once it listens.
import { createServer } from "node:http";

const [packages, json] = process.argv.slice(2);
const { clients, conform } = JSON.parse(json);
const { Provider } = await import(`${packages}/oidc-provider/lib/index.js`);

const server = createServer();
await new Promise((listens) => server.listen(0, "127.0.0.1", listens));
const issuer = `http://127.0.0.1:${server.address().port}`;
const provider = new Provider(issuer, {
  clients,
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
  conformIdTokenClaims: conform,
  features: { devInteractions: { enabled: false } },
  pkce: { required: () => true },
  cookies: { keys: ["a key of the tests"] },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_, name) => ({
    accountId: name,
    claims: () => ({
      sub: name,
      name: name[0].toUpperCase() + name.slice(1),
      email: `${name}@example.com`,
      email_verified: !name.startsWith("unverified"),
    }),
  }),
  loadExistingGrant: async (context) => {
    const grant = new context.oidc.provider.Grant({
      clientId: context.oidc.client.clientId,
      accountId: context.oidc.session.accountId,
    });
    grant.addOIDCScope("openid email profile");
    await grant.save();
    return grant;
  },
});

const body = async (request) => {
  let text = "";
  for await (const part of request) text += part;
  return new URLSearchParams(text);
};
const answer = provider.callback();
server.on("request", async (request, response) => {
  if (!request.url.startsWith("/interaction/")) return answer(request, response);
  if (request.method === "GET") {
    response.setHeader("Content-Type", "text/html");
    response.end(`<!doctype html><title>Provider</title><form method="post"><input name="name" autofocus>
      <button name="do" value="sign-in">Sign in</button><button name="do" value="cancel">Cancel</button></form>`);
    return;
  }
  const form = await body(request);
  const result = form.get("do") === "cancel"
    ? { error: "access_denied", error_description: "cancelled" }
    : { login: { accountId: form.get("name") } };
  await provider.interactionFinished(request, response, result);
});
console.log(issuer);
