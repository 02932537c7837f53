import { expect, test } from "vitest";
import { fileAnswer } from "./file-answer.ts";

const answer = (name: string) =>
  fileAnswer({ bytes: "", name, mediaType: "text/html; charset=utf-8", disposition: "attachment" });

test("a file's name survives in Chinese and cannot break out of its header", () => {
  expect(answer("合同 “甲方”.docx").headers["content-disposition"]).toBe(
    `attachment; filename="__ ____.docx"; filename*=UTF-8''%E5%90%88%E5%90%8C%20%E2%80%9C%E7%94%B2%E6%96%B9%E2%80%9D.docx`,
  );
  const hostile = answer('a"; filename=evil.exe\r\nSet-Cookie: x=1\ud800/../b').headers["content-disposition"] ?? "";
  expect(hostile).not.toMatch(/[\r\n]/);
  expect(hostile.split('"')).toHaveLength(3);
  expect(hostile).not.toContain("/");
});

test("a file that a browser opens by itself runs nothing and is not taken for another type", () => {
  const { headers, body } = answer("x.html");
  expect(headers["content-security-policy"]).toContain("sandbox");
  expect(headers["x-content-type-options"]).toBe("nosniff");
  expect(headers["cache-control"]).toBe("no-store");
  expect(body.type).toBe("text/html; charset=utf-8");
});
