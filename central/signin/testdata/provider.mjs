// An identity provider, oidc-provider from npm, with its own pages for signing in. It writes its address on the first line, and ends with
// its input. Environment: MODULES (folder of node_modules), HOME_PAGE (of the client), JWK (public key of the client that signs).
import http from "node:http";
import path from "node:path";
import { pathToFileURL } from "node:url";

const { Provider } = await import(pathToFileURL(path.join(process.env.MODULES, "oidc-provider", "lib", "index.js")).href).then((m) => ({ Provider: m.Provider ?? m.default }));
const home = process.env.HOME_PAGE;
const client = { redirect_uris: [home + "/aanmelden/terug"], post_logout_redirect_uris: [home + "/afgemeld"], response_types: ["code"], grant_types: ["authorization_code"] };

const server = http.createServer().listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      { ...client, client_id: "buurtloket", client_secret: "geheim-van-de-dienst" },
      { ...client, client_id: "tekent", token_endpoint_auth_method: "private_key_jwt", jwks: { keys: [JSON.parse(process.env.JWK)] } },
    ],
    claims: { openid: ["sub"], profile: ["name"], email: ["email", "email_verified"] },
    pkce: { required: () => true, methods: ["S256"] },
    cookies: { keys: ["test"] },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, name: "Zoë Peeters", email: "zoe@voorbeeld.be", email_verified: true }) }),
  });
  server.on("request", provider.callback());
  console.log(issuer);
});
process.stdin.resume().on("end", () => process.exit(0));
