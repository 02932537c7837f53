import { describe, expect, test } from "vitest";
import { emailFault, noOpeningValues, wantedOf } from "./opening-values.ts";

const guest = (email: string) => ({ email, party: "counterparty", role: "edit" }) as const;

describe("what opens a negotiation", () => {
  test("an address that is none, or stands there twice, is at fault", () => {
    const values = {
      ...noOpeningValues,
      guests: [guest("gu@other"), guest("gu@other.example"), guest("GU@other.example ")],
    };
    expect([0, 1, 2].map((at) => emailFault(values, at))).toEqual(["emailFault", null, "emailTwice"]);
  });

  test("signs of full width are read, and a title without guests is not sent", () => {
    const wide = { ...noOpeningValues, guests: [guest("ｇｕ＠other.example")], title: " Supply " };
    expect(wantedOf(wide)).toMatchObject({ guests: [{ email: "gu@other.example" }], title: "Supply" });
    expect(wantedOf({ ...wide, guests: [] })).not.toHaveProperty("title");
  });
});
