/** What a paragraph was numbered of which somebody changed the list. */
import { createNumberer } from "@parley/document";
import type { ProposedSetting } from "@parley/documents";
import { type DocumentReplica, type Id, type VersionBlock, readVersion } from "@parley/history";

/**
 * Returns how to add to settings of a block the number that it had in the agreed text of row `seq`. Reads that text when the first list is
 * asked for that was numbered.
 */
export function createFormerNumbers(
  replica: DocumentReplica,
  seq: number,
): (settings: readonly ProposedSetting[], block: Id | null) => ProposedSetting[] {
  let labels: ReadonlyMap<string, string> | null = null;
  return (settings, block) =>
    settings.map((setting) => {
      if (setting.do !== "set" || setting.name !== "list" || setting.from !== "number" || block === null)
        return setting;
      labels ??= labelsIn(readVersion(replica, seq, "agreed"));
      const number = labels.get(keyOf(block));
      return number === undefined ? setting : { ...setting, number };
    });
}

function labelsIn(blocks: readonly VersionBlock[]): ReadonlyMap<string, string> {
  const numberer = createNumberer();
  const labels = new Map<string, string>();
  const visit = ({ id, name, attributes, children }: VersionBlock): void => {
    const label = name === "paragraph" ? numberer.next(attributes) : null;
    if (label !== null) labels.set(keyOf(id), label);
    children.forEach(visit);
  };
  blocks.forEach(visit);
  return labels;
}

const keyOf = ({ client, clock }: Id): string => `${client} ${clock}`;
