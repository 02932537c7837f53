import { type KeyObject, createHash, generateKeyPairSync, sign } from "node:crypto";
import { type Server, createServer } from "node:http";
import { must } from "@parley/base";
import { Hono } from "hono";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type Answer,
  type PeopleScene,
  type Visitor,
  openPeopleScene,
} from "../../../test/scenarios/people/people-scene.ts";

/** What the provider says of who signs in there. */
interface Claims {
  readonly sub: string;
  readonly email: string;
  readonly email_verified?: boolean;
  readonly nonce?: string;
}

/** An identity provider with discovery, keys and the code flow with PKCE. */
class SmallProvider {
  readonly #server: Server;
  readonly #key: KeyObject;
  readonly #publicKey: KeyObject;
  readonly #codes = new Map<string, { claims: Claims; challenge: string }>();
  /** Signs with a key that it does not publish. */
  forging = false;
  issuer = "";

  constructor() {
    const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
    this.#key = pair.privateKey;
    this.#publicKey = pair.publicKey;
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const answer = this.#answer(request.url ?? "", new URLSearchParams(Buffer.concat(chunks).toString()));
        response.writeHead(answer.status, { "content-type": "application/json" }).end(JSON.stringify(answer.body));
      });
    });
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    const address = this.#server.address();
    if (typeof address !== "object" || address === null) throw new Error("the provider has no port");
    this.issuer = `http://127.0.0.1:${address.port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Somebody has signed in at the provider: the code that their browser brings back. */
  consent(authorization: URL, claims: Claims): string {
    const code = `code-${this.#codes.size}`;
    const nonce = authorization.searchParams.get("nonce");
    this.#codes.set(code, {
      claims: { ...(nonce === null ? {} : { nonce }), ...claims },
      challenge: must(authorization.searchParams.get("code_challenge"), "the request has a challenge"),
    });
    return code;
  }

  #answer(path: string, form: URLSearchParams): { status: number; body: object } {
    if (path === "/.well-known/openid-configuration") {
      return {
        status: 200,
        body: {
          issuer: this.issuer,
          authorization_endpoint: `${this.issuer}/authorize`,
          token_endpoint: `${this.issuer}/token`,
          jwks_uri: `${this.issuer}/keys`,
          id_token_signing_alg_values_supported: ["RS256"],
        },
      };
    }
    if (path === "/keys")
      return {
        status: 200,
        body: { keys: [{ ...this.#publicKey.export({ format: "jwk" }), kid: "1", alg: "RS256", use: "sig" }] },
      };
    if (path !== "/token") return { status: 404, body: {} };
    const granted = this.#codes.get(form.get("code") ?? "");
    this.#codes.delete(form.get("code") ?? "");
    const challenge = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    if (!granted || granted.challenge !== challenge) return { status: 400, body: { error: "invalid_grant" } };
    return {
      status: 200,
      body: { access_token: "access", token_type: "Bearer", expires_in: 300, id_token: this.#idToken(granted.claims) },
    };
  }

  #idToken(claims: Claims): string {
    const seconds = Math.floor(Date.now() / 1000);
    const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
    const payload = { name: "Somebody", ...claims, iss: this.issuer, aud: "parley", iat: seconds, exp: seconds + 300 };
    const signed = `${encode({ alg: "RS256", kid: "1", typ: "JWT" })}.${encode(payload)}`;
    const key = this.forging ? generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey : this.#key;
    return `${signed}.${sign("RSA-SHA256", Buffer.from(signed), key).toString("base64url")}`;
  }
}

let provider: SmallProvider;
let scene: PeopleScene;
beforeAll(async () => {
  provider = new SmallProvider();
  await provider.open();
  scene = await openPeopleScene(new Hono(), {
    PARLEY_OIDC_ISSUER: provider.issuer,
    PARLEY_OIDC_CLIENT_ID: "parley",
    PARLEY_OIDC_CLIENT_SECRET: "a secret",
    PARLEY_OIDC_NAME: "Rongcheng ID",
  });
});
afterAll(async () => {
  await scene.close();
  await provider.close();
});

async function begin(visitor: Visitor): Promise<URL> {
  const answer = await visitor.post("/api/auth/sign-in/social", {
    provider: "company",
    callbackURL: "/documents",
    errorCallbackURL: "/sign-in",
  });
  expect(answer.status).toBe(200);
  return new URL(String(answer.body["url"]));
}

function comeBack(visitor: Visitor, authorization: URL, code: string): Promise<Answer> {
  const state = must(authorization.searchParams.get("state"), "the request has a state");
  return visitor.get(`/api/auth/callback/company?code=${code}&state=${encodeURIComponent(state)}`);
}

/** The whole way; returns where the browser is sent and whether it is signed in. */
async function signInAs(claims: Claims): Promise<{ to: string | null; signedIn: boolean }> {
  const visitor = scene.visitor();
  const authorization = await begin(visitor);
  const answer = await comeBack(visitor, authorization, provider.consent(authorization, claims));
  expect(answer.status).toBe(302);
  return { to: answer.headers.get("location"), signedIn: (await visitor.get("/api/me")).status === 200 };
}

test("the sign-in page learns the provider's name", async () => {
  expect((await scene.visitor().get("/api/start")).body["oidc"]).toEqual({ name: "Rongcheng ID" });
});

test("a colleague signs in through the company's provider and is who they were", async () => {
  const visitor = scene.visitor();
  const authorization = await begin(visitor);
  expect(authorization.searchParams.get("redirect_uri")).toBe("http://localhost:3000/api/auth/callback/company");
  const code = provider.consent(authorization, { sub: "s-1", email: "Legal@parley.example", email_verified: true });
  const answer = await comeBack(visitor, authorization, code);
  expect([answer.status, answer.headers.get("location")]).toEqual([302, "/documents"]);
  expect((await visitor.get("/api/me")).body).toMatchObject({
    by: "session",
    person: { email: "legal@parley.example", name: "林岚" },
  });
  expect(await signInAs({ sub: "s-1", email: "legal@parley.example", email_verified: true })).toMatchObject({
    signedIn: true,
  });
  expect(await signInAs({ sub: "s-2", email: "rd@parley.example" })).toMatchObject({ signedIn: true });
});

test("an e-mail that no colleague has signs nobody up", async () => {
  const result = await signInAs({ sub: "s-9", email: "stranger@elsewhere.example", email_verified: true });
  expect(result.signedIn).toBe(false);
  expect(result.to).toMatch(/^(http:\/\/localhost:3000)?\/sign-in\?.*error=/);
  expect(await scene.people.findPersonByEmail("stranger@elsewhere.example")).toBeNull();
});

test("an e-mail that the provider calls unverified takes no account over", async () => {
  expect(await signInAs({ sub: "s-10", email: "ceo@parley.example", email_verified: false })).toMatchObject({
    signedIn: false,
  });
});

test("an inactive colleague stays outside", async () => {
  const ceo = await scene.colleague("ceo");
  const finance = must(await scene.people.findPersonByEmail("finance@parley.example"), "finance exists");
  await ceo.patch(`/api/people/${finance.id}`, { active: false });
  const visitor = scene.visitor();
  const authorization = await begin(visitor);
  await comeBack(
    visitor,
    authorization,
    provider.consent(authorization, { sub: "s-11", email: "finance@parley.example", email_verified: true }),
  );
  expect((await visitor.get("/api/me")).status).toBe(401);
});

test("an answer for another browser, a second time, with another nonce or a forged signature signs nobody in", async () => {
  const claims = { sub: "s-1", email: "legal@parley.example", email_verified: true };
  const victim = scene.visitor();
  const attacker = scene.visitor();
  const started = await begin(attacker);
  await comeBack(victim, started, provider.consent(started, claims));
  expect((await victim.get("/api/me")).status).toBe(401);

  const once = scene.visitor();
  const authorization = await begin(once);
  await comeBack(once, authorization, provider.consent(authorization, claims));
  expect((await once.get("/api/me")).status).toBe(200);
  await once.post("/api/auth/sign-out");
  await comeBack(once, authorization, provider.consent(authorization, claims));
  expect((await once.get("/api/me")).status).toBe(401);

  expect(await signInAs({ ...claims, nonce: "another" })).toMatchObject({ signedIn: false });
  provider.forging = true;
  expect(await signInAs(claims)).toMatchObject({ signedIn: false });
  provider.forging = false;
});

test("the way back leads only to this site", async () => {
  for (const callbackURL of ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]) {
    const answer = await scene.visitor().post("/api/auth/sign-in/social", { provider: "company", callbackURL });
    expect([callbackURL, answer.status]).toEqual([callbackURL, 400]);
  }
});
