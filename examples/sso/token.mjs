// SSO_ISSUER, SSO_SECRET and BOARD are in the environment; the arguments are the user's id, address and name.
import { createHmac, randomUUID } from "node:crypto";

const { SSO_ISSUER, SSO_SECRET, BOARD } = process.env;
const [sub, email, name] = process.argv.slice(2);
const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const iat = Math.floor(Date.now() / 1000);
const user = { sub, email, email_verified: true, name };
const claims = { iss: SSO_ISSUER, aud: BOARD, iat, exp: iat + 300, jti: randomUUID(), ...user };
const message = `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}`;
console.log(`${message}.${createHmac("sha256", SSO_SECRET).update(message).digest("base64url")}`);
