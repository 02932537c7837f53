import type { DocxPackage } from "./open-package.ts";
import { parseXml } from "./parse-xml.ts";
import { attributeOf, elementsOf } from "./xml-access.ts";

/** What a part refers to by id: another part, or an address outside. */
export interface Relationship {
  /** The last word of the type's URI: `image`, `hyperlink`, `footnotes`. */
  readonly kind: string;
  /** A part's name for inside targets, the address as written for outside ones. */
  readonly target: string;
  readonly external: boolean;
}

export type Relationships = ReadonlyMap<string, Relationship>;

/** The relationships of a part; of the package itself for the name "". */
export async function readRelationships(source: DocxPackage, partName: string): Promise<Relationships> {
  const slash = partName.lastIndexOf("/");
  const folder = partName.slice(0, slash + 1);
  const relationshipsName = `${folder}_rels/${partName.slice(slash + 1)}.rels`;
  const text = await source.text(relationshipsName);
  const result = new Map<string, Relationship>();
  if (text === null) return result;
  for (const element of elementsOf(parseXml(text, relationshipsName))) {
    const id = attributeOf(element, "Id");
    const target = attributeOf(element, "Target");
    if (id === null || target === null) continue;
    const external = attributeOf(element, "TargetMode") === "External";
    const kind = (attributeOf(element, "Type") ?? "").split("/").at(-1) ?? "";
    result.set(id, { kind, external, target: external ? target : resolvePart(folder, target) });
  }
  return result;
}

/** The part that a relationship of this kind points to. */
export function targetOfKind(relationships: Relationships, kind: string): string | null {
  for (const each of relationships.values()) if (each.kind === kind && !each.external) return each.target;
  return null;
}

function resolvePart(folder: string, target: string): string {
  const path = target.startsWith("/") ? target : folder + target;
  const steps: string[] = [];
  for (const step of path.split("/")) {
    if (step === "..") steps.pop();
    else if (step !== "" && step !== ".") steps.push(step);
  }
  return steps.join("/");
}
