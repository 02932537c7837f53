import type { ESTree } from "vite";

/** A key of the dictionary that a source file names: whole, or as a template with values in it. */
export interface UsedKey {
  readonly text: string;
  readonly pattern: RegExp | null;
}

/** Calls `visit` for every node of a syntax tree. */
export function visitNodes(node: unknown, visit: (node: ESTree.Node) => void): void {
  if (Array.isArray(node)) {
    for (const child of node) visitNodes(child, visit);
    return;
  }
  if (typeof node !== "object" || node === null) return;
  if ("type" in node && typeof node.type === "string") visit(node as ESTree.Node);
  for (const [name, child] of Object.entries(node)) if (name !== "parent") visitNodes(child, visit);
}

/** Every key that a file names anywhere, in `t(...)` or as a value to be translated later. `parts` are the first parts of keys. */
export function readUsedKeys(program: ESTree.Program, parts: ReadonlySet<string>): UsedKey[] {
  const used: UsedKey[] = [];
  const isKey = (text: string): boolean =>
    /^[a-z]+(\.[A-Za-z0-9]+)+$/.test(text) && parts.has(text.split(".")[0] ?? "");
  visitNodes(program, (node) => {
    if (node.type === "Literal" && typeof node.value === "string" && isKey(node.value))
      used.push({ text: node.value, pattern: null });
    if (node.type !== "TemplateLiteral" || node.expressions.length === 0) return;
    const quasis = node.quasis.map((quasi) => quasi.value.cooked ?? "");
    const head = quasis[0] ?? "";
    if (!head.includes(".") || !isKey(`${head}x`)) return;
    const text = quasis.join("*");
    used.push({
      text,
      pattern: new RegExp(`^${quasis.map((quasi) => quasi.replaceAll(".", "\\.")).join("[A-Za-z0-9]+")}$`),
    });
  });
  return used;
}
