import type { Department } from "@parley/people";

/** A department with those below it. */
export interface DepartmentNode {
  readonly department: Department;
  readonly depth: number;
  readonly children: readonly DepartmentNode[];
}

/**
 * The tree of a flat list, siblings by name. A department whose parent is not in the list stands at the top, and nothing is
 * lost even when the parents form a ring.
 */
export function departmentTree(departments: readonly Department[], locale: string): DepartmentNode[] {
  const byParent = new Map<string | null, Department[]>();
  const known = new Set(departments.map((department) => department.id));
  for (const department of departments) {
    const parent = department.parentId !== null && known.has(department.parentId) ? department.parentId : null;
    byParent.set(parent, [...(byParent.get(parent) ?? []), department]);
  }
  const placed = new Set<string>();
  const collate = new Intl.Collator(locale);
  const level = (parent: string | null, depth: number): DepartmentNode[] =>
    (byParent.get(parent) ?? [])
      .filter((department) => !placed.has(department.id))
      .sort((a, b) => collate.compare(a.name, b.name))
      .map((department) => {
        placed.add(department.id);
        return { department, depth, children: level(department.id, depth + 1) };
      });
  const tree = level(null, 0);
  for (const department of departments) {
    if (placed.has(department.id)) continue;
    placed.add(department.id);
    tree.push({ department, depth: 0, children: level(department.id, 1) });
  }
  return tree;
}

/** The tree in reading order, for lists and pickers. */
export function flattenTree(nodes: readonly DepartmentNode[]): DepartmentNode[] {
  return nodes.flatMap((node) => [node, ...flattenTree(node.children)]);
}

/** A department's name with those above it, `R&D / Biology`. */
export function departmentPath(departments: readonly Department[], id: string): string {
  const byId = new Map(departments.map((department) => [department.id, department]));
  const names: string[] = [];
  const seen = new Set<string>();
  let current = byId.get(id);
  while (current && !seen.has(current.id)) {
    seen.add(current.id);
    names.unshift(current.name);
    current = current.parentId === null ? undefined : byId.get(current.parentId);
  }
  return names.join(" / ");
}
