import { expect, test } from "vitest";
import { comparisonFileName, momentOf, versionTitle, zoneOf } from "./comparison-title.ts";

const atMs = Date.UTC(2026, 2, 10, 12, 5);
const english = { language: "en", timeZone: "Asia/Shanghai" } as const;
const chinese = { language: "zh", timeZone: "Asia/Shanghai" } as const;
const imported = { name: "草稿.docx", imported: true, atMs };
const named = { name: "Signed", imported: false, atMs };
const unnamed = { name: null, imported: false, atMs };
const empty = { name: null, imported: false, atMs: null };

test("a version is called by its name and its moment, in the language and the time zone of who reads the file", () => {
  expect(momentOf(atMs, english)).toBe("10 Mar 2026, 20:05");
  expect([imported, named, unnamed, empty].map((each) => versionTitle(each, english))).toEqual([
    "As imported: 草稿.docx (10 Mar 2026, 20:05)",
    "Signed (10 Mar 2026, 20:05)",
    "10 Mar 2026, 20:05",
    "Empty document",
  ]);
  expect([imported, unnamed, empty].map((each) => versionTitle(each, chinese))).toEqual([
    "导入稿：草稿.docx（2026年3月10日 20:05）",
    "2026年3月10日 20:05",
    "空白文档",
  ]);
  expect(zoneOf(atMs, english)).toBe("China Standard Time (GMT+8)");
  expect(zoneOf(atMs, chinese)).toBe("中国标准时间（GMT+8）");
});

test("the file is called by the contract's title and both versions, and no longer than a file system allows", () => {
  expect(comparisonFileName({ title: "Supply agreement", older: imported, newer: unnamed }, english)).toBe(
    "Supply agreement (As imported to 2026-03-10 20.05).html",
  );
  expect(comparisonFileName({ title: "服务合同", older: imported, newer: named }, chinese)).toBe(
    "服务合同（导入稿 至 Signed）.html",
  );
  const long = { name: "定稿".repeat(60), imported: false, atMs };
  const name = comparisonFileName({ title: "合同".repeat(150), older: long, newer: long }, chinese);
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
  expect(name).toMatch(/^合同合同.*…（定稿.*… 至 定稿.*…）\.html$/u);
});
