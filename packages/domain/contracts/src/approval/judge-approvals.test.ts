import { describe, expect, test } from "vitest";
import { playRun, routeOf, routedStep, textOf } from "../../../../../test/support/approval-runs.ts";
import type { ApprovalRun } from "./run-state.ts";
import { type ChangesSince, judgeApprovals } from "./judge-approvals.ts";
import { type ApprovalReason, type ClauseChange, type FieldChange, approvalReason } from "./judgement.ts";
import { defaultScopes, scopesOf, scopesOfField } from "./scopes.ts";

const clause = (title: string, ...scopes: string[]): ClauseChange => ({
  kind: "changed",
  clause: title,
  title,
  scopes,
});
const field = (name: string, ...scopes: string[]): FieldChange => ({ field: name, scopes, before: "1", after: "2" });
const since = (version: number, clauses: ClauseChange[], fields: FieldChange[] = []): ChangesSince => ({
  since: textOf(version),
  clauses,
  fields,
});

const finance = routedStep("finance", ["fin"], { scope: ["price", "payment", "penalties"], keepWhenUntouched: true });
const strict = routedStep("strict", ["sid"], { scope: ["price"], keepWhenUntouched: false });
const legal = routedStep("legal", ["lea"], { scope: ["all"], keepWhenUntouched: true });
const approved = (): ApprovalRun => {
  const play = playRun([finance, strict, legal, routedStep("chief", ["ceo"])]);
  for (const person of ["fin", "sid", "lea"]) play.does(person, "approve");
  return play.run();
};
const reasons = (...changes: ChangesSince[]): readonly ApprovalReason[] =>
  judgeApprovals(approved(), textOf(2), changes).map(({ reason }) => reason);

describe("judging approvals after a change", () => {
  test("[CA21] keeps all when words and fields are the same, in whichever row and document they stand", () => {
    const moved = { ...textOf(1), textSeq: 99, documentId: "negotiation" };
    expect(judgeApprovals(approved(), moved, []).map(({ verdict }) => verdict)).toEqual(["kept", "kept", "kept"]);
  });

  test("[D2] [CA21] keeps what is out of scope, names what is in it, and keeps nothing where the flow does not", () => {
    const [delivery, price] = [clause("交货", "delivery"), clause("价款", "price", "payment")];
    const amount = field("amount", "price");
    expect(reasons(since(1, [delivery]))).toEqual([
      { code: "scope-untouched", scopes: ["price", "payment", "penalties"] },
      { code: "keeping-not-allowed", clauses: [delivery], fields: [] },
      { code: "scope-touched", scopes: ["all"], clauses: [delivery], fields: [] },
    ]);
    expect(reasons(since(1, [delivery, price], [amount, field("start", "term")]))[0]).toEqual({
      code: "scope-touched",
      scopes: ["price", "payment"],
      clauses: [price],
      fields: [amount],
    });
    expect(reasons(since(1, [], [amount]))[0]).toEqual({
      code: "scope-touched",
      scopes: ["price"],
      clauses: [],
      fields: [amount],
    });
  });

  test("[CA20] [CA22] a clause of no scope is seen by steps that look at everything, and so is a change of looks", () => {
    const other = clause("其他");
    expect(reasons(since(1, [other])).map(({ code }) => code)).toEqual([
      "scope-untouched",
      "keeping-not-allowed",
      "scope-touched",
    ]);
    expect(reasons(since(1, [])).map(({ code }) => code)).toEqual([
      "scope-untouched",
      "keeping-not-allowed",
      "appearance-changed",
    ]);
  });

  test("[CA23] asks again where nobody says what changed since", () => {
    expect(reasons(since(7, []))).toEqual(Array.from({ length: 3 }, () => ({ code: "changes-unknown" })));
  });

  test("[CA23] counts from the text that the person approved, over all that came since", () => {
    const play = playRun([finance, routedStep("chief", ["ceo"])]);
    play.does("fin", "approve");
    const renegotiate = (version: number, changes: ChangesSince[]): void => {
      play.command({ type: "suspend", at: 1, by: "ina", negotiation: "n", day: "2026-11-27", delegations: [] });
      const route = routeOf(finance, routedStep("chief", ["ceo"]));
      play.command({ type: "resume", at: 1, by: null, text: textOf(version), route, changes });
    };
    renegotiate(2, [since(1, [clause("交货", "delivery")])]);
    expect(play.asked()).toEqual(["ceo"]);
    renegotiate(3, [since(2, [])]);
    expect(play.asked()).toEqual(["ceo", "fin"]);
    expect(play.run().judgements[0]?.reason).toEqual({ code: "changes-unknown" });
  });
});

describe("reasons in words", () => {
  const untouched: ApprovalReason = { code: "scope-untouched", scopes: ["price", "payment", "penalties"] };

  test("[D2] [CA24] say of which scopes nothing changed", () => {
    expect(approvalReason(untouched, "zh")).toBe("未涉及价款、付款、违约金");
    expect(approvalReason(untouched, "en")).toBe("Does not touch price, payment, penalties");
  });

  test("[CA24] name what is in scope, in both languages", () => {
    const touched: ApprovalReason = {
      code: "scope-touched",
      scopes: ["all"],
      clauses: [clause("第三条 交货", "delivery")],
      fields: [field("amount", "price")],
    };
    expect(approvalReason(touched, "zh")).toBe("涉及全文：共 2 处变更（“第三条 交货”，1 个字段）");
    expect(approvalReason(touched, "en")).toBe("Touches everything: 2 changes (“第三条 交货”, 1 field)");
  });

  test("[CA24] exist for every verdict, and call a scope of a company's own table by its name there", () => {
    const codes: ApprovalReason[] = [
      { code: "nothing-changed" },
      { code: "keeping-not-allowed", clauses: [], fields: [field("amount")] },
      { code: "appearance-changed" },
      { code: "changes-unknown" },
    ];
    for (const reason of codes) {
      expect(approvalReason(reason, "zh")).toMatch(/^[\p{Script=Han}“”（）：，、 \d]+$/u);
      expect(approvalReason(reason, "en")).toMatch(/^[\w“”(), :]+$/);
    }
    const [price] = defaultScopes;
    const own = price ? [{ ...price, name: "cold-chain", words: { en: "cold chain", zh: "冷链" } }] : [];
    expect(approvalReason({ code: "scope-untouched", scopes: ["cold-chain"] }, "zh", own)).toBe("未涉及冷链");
  });
});

describe("scopes of a clause", () => {
  test("[D2] [CA20] follow from its heading and words, in both languages", () => {
    expect(scopesOf({ title: "交货地点", text: "交货地点为上海。" })).toEqual(["delivery"]);
    expect(scopesOf({ title: "Place of delivery", text: "Shanghai" })).toEqual(["delivery"]);
    expect(scopesOf({ title: "价款与付款", text: "甲方于三十日内支付。" })).toEqual(["price", "payment"]);
    expect(scopesOf({ title: "Miscellaneous", text: "This is typically repaid in counterparts." })).toEqual([]);
  });

  test("[CA20] follow from what it declares instead of its words, and from its variables in any case", () => {
    const text = { title: "付款", text: "支付" };
    expect(scopesOf({ ...text, declared: ["term", "own"] })).toEqual(["term", "own"]);
    expect(scopesOf({ ...text, declared: ["term"], variableKinds: ["money"] })).toEqual(["price", "term"]);
    expect(scopesOf({ title: "其他", text: "五十", variableKinds: ["money"] })).toEqual(["price"]);
  });

  test("[CA20] of a field stand in the table", () => {
    expect([scopesOfField("amount"), scopesOfField("paymentPlan"), scopesOfField("remarks")]).toEqual([
      ["price"],
      ["payment"],
      [],
    ]);
  });
});
