import type { EpochMs, Language } from "@parley/base";
import { type RegisterRow, formatMoney, moneyFromWire, stateNames } from "@parley/contracts";
import { BASE_CURRENCY } from "../parties/base-amount.ts";
import { csvOf } from "./csv.ts";

/** Directions and columns as the file calls them. */
const words = {
  columns: {
    en: ["Number", "Name", "Our party", "Counterparties", "Category", "State", "Direction", "Currency", "Amount"],
    zh: ["编号", "名称", "我方主体", "相对方", "类别", "状态", "收支方向", "币种", "金额"],
  },
  more: {
    en: ["Starts", "Ends", "Owner", "Department", "Tags", "Created", "Changed"],
    zh: ["开始日期", "结束日期", "负责人", "部门", "标签", "创建时间", "修改时间"],
  },
  base: { en: "Amount in", zh: "折合" },
  directions: {
    income: { en: "We receive", zh: "收款" },
    expense: { en: "We pay", zh: "付款" },
    both: { en: "Both", zh: "收付款" },
    none: { en: "None", zh: "不涉及金额" },
  },
  file: { en: "Contracts", zh: "合同台账" },
} as const;

/** The rows as a CSV file in the reader's language. */
export function registerFile(
  rows: readonly RegisterRow[],
  { language, timeZone, nowMs }: { readonly language: Language; readonly timeZone: string; readonly nowMs: EpochMs },
): { headers: Record<string, string>; body: File } {
  const moment = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" });
  const at = (iso: string): string => moment.format(new Date(iso));
  const separator = language === "zh" ? "；" : "; ";
  const head = [...words.columns[language], `${words.base[language]} ${BASE_CURRENCY}`, ...words.more[language]];
  const lines = rows.map((row) => [
    row.number,
    row.name,
    row.ours.join(separator),
    row.counterparties.join(separator),
    row.category[language],
    stateNames[row.state][language],
    words.directions[row.direction][language],
    row.amount?.currency ?? "",
    figure(row.amount),
    figure(row.baseAmount),
    row.startDay ?? "",
    row.endDay ?? "",
    row.owner.name,
    row.department?.name ?? "",
    row.tags.join(separator),
    at(row.createdAt),
    at(row.changedAt),
  ]);
  const day = moment.format(nowMs).slice(0, 10);
  const name = `${words.file[language]} ${day}.csv`;
  return {
    headers: {
      "content-disposition": `attachment; filename="contracts-${day}.csv"; filename*=UTF-8''${encodeURIComponent(name)}`,
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    },
    body: new File([csvOf([head, ...lines])], name, { type: "text/csv; charset=utf-8" }),
  };
}

/** The figure without grouping, so that a spreadsheet takes it for a number. */
function figure(amount: RegisterRow["amount"]): string {
  return amount ? formatMoney(moneyFromWire(amount), "en").replace(/[^\d.-]/g, "") : "";
}
