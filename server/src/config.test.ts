import { describe, expect, test } from "vitest";
import { WrongSettings, describeSettings, readConfig } from "./config.ts";

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (error instanceof WrongSettings) return error.problems;
    throw error;
  }
}

describe("settings", () => {
  test("without any, the product runs on this machine with the demo company", () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      host: "127.0.0.1",
      port: 3000,
      publicUrl: "http://localhost:3000",
      demo: true,
      databaseUrl: null,
      oidc: null,
    });
    expect(config.dataDir).toMatch(/\/\.data$/);
    expect(config.secretIsGiven).toBe(false);
    expect(readConfig({}).secret).not.toBe(config.secret);
  });

  test("all problems are told at once, in the order of the reference", () => {
    expect(
      problemsOf({
        PARLEY_PORT: "70000",
        PARLEY_DEMO: "maybe",
        PARLEY_PUBLIC_URL: "parley.example",
        PARLEY_LOG_LEVEL: "loud",
      }),
    ).toEqual([
      'PARLEY_PORT must be a whole number from 0 to 65535 (it is "70000")',
      'PARLEY_PUBLIC_URL must be a URL that begins with http:// or https:// (it is "parley.example")',
      'PARLEY_DEMO must be 1 or 0 (it is "maybe")',
      'PARLEY_LOG_LEVEL must be one of trace, debug, info, warn, error, silent (it is "loud")',
    ]);
  });

  test("a secret's value is never told", () => {
    const told = problemsOf({
      PARLEY_SECRET: "hunter2",
      PARLEY_DATABASE_URL: "mysql://root:hunter2@db",
      PARLEY_SMTP_URL: "hunter2",
      PARLEY_OIDC_CLIENT_SECRET: "hunter2",
    });
    expect(told).toHaveLength(4);
    expect(told.join()).not.toContain("hunter2");
  });

  test("an unknown name is told with the nearest known one; names of the test run are let be", () => {
    expect(problemsOf({ PARLEY_PROT: "1", PARLEY_TEST_LONG: "1", OTHER: "x" })).toEqual([
      "PARLEY_PROT is not a setting; PARLEY_PORT is",
    ]);
  });

  test("an empty value counts as not set", () => {
    expect(readConfig({ PARLEY_PORT: "", PARLEY_SMTP_URL: "" })).toMatchObject({ port: 3000, mail: { smtpUrl: null } });
  });

  test("the identity provider is set whole or not at all", () => {
    const whole = {
      PARLEY_OIDC_ISSUER: "https://id.example",
      PARLEY_OIDC_CLIENT_ID: "a",
      PARLEY_OIDC_CLIENT_SECRET: "b",
    };
    expect(readConfig(whole).oidc).toEqual({
      issuer: "https://id.example",
      clientId: "a",
      clientSecret: "b",
      name: "SSO",
    });
    expect(problemsOf({ PARLEY_OIDC_ISSUER: "https://id.example" })).toEqual([
      "PARLEY_OIDC_ISSUER, PARLEY_OIDC_CLIENT_ID and PARLEY_OIDC_CLIENT_SECRET must be set together",
    ]);
  });

  test("a public address has no slash at its end", () => {
    expect(readConfig({ PARLEY_PUBLIC_URL: "https://parley.example//" }).publicUrl).toBe("https://parley.example");
  });

  test("several nodes need a database and a secret that all of them have", () => {
    expect(problemsOf({ PARLEY_REDIS_URL: "redis://localhost" })).toEqual([
      "PARLEY_REDIS_URL is for several nodes, which need a PARLEY_DATABASE_URL that all of them reach",
      "PARLEY_REDIS_URL is for several nodes, which need the same PARLEY_SECRET",
    ]);
    expect(
      problemsOf({
        PARLEY_REDIS_URL: "redis://localhost",
        PARLEY_DATABASE_URL: "postgres://db/parley",
        PARLEY_SECRET: "s".repeat(32),
      }),
    ).toEqual([]);
  });

  test("the reference has a row for each", () => {
    const page = describeSettings();
    for (const name of [
      "PARLEY_PORT",
      "PARLEY_SECRET",
      "PARLEY_OIDC_NAME",
      "PARLEY_SYNC_IDLE_ROOM_MS",
      "PARLEY_MAX_IMAGE_BYTES",
    ]) {
      expect(page).toContain(`| \`${name}\` |`);
    }
  });
});
