import type { DocumentContent } from "@parley/document";
import { DocumentReplica, versionContent } from "@parley/history";
import { type PastDocument, agreedView, proposedView, readView, readViewAt } from "@parley/proposals";
import { describe, expect, test } from "vitest";
import { negotiate } from "../proposals/negotiation.ts";

const seeds = Array.from({ length: Number(process.env["PARLEY_SIMULATION_SEEDS"] ?? 6) }, (_, index) => index + 1);

/** Content as text that compares, whatever the order of its facts. */
const written = (content: DocumentContent): string =>
  JSON.stringify(content, (_, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );

/** A replica as a document whose client ids are known to be somebody's. */
function owned(replica: DocumentReplica, ownerOf: PastDocument["ownerOf"]): PastDocument {
  return {
    ydoc: replica.ydoc,
    attribution: replica.attribution,
    lineage: replica.lineage,
    ownerOf,
    wasPending: (id, seq) => replica.wasPending(id, seq),
    wasReopened: (id, seq) => replica.wasReopened(id, seq),
    standings: (range) => replica.standings(range),
    proposalOf: (id) => replica.proposalOf(id),
  };
}

/** Rows at which a view of the version, read from the present, is not the one of a replica that knew nothing later. */
function wrongViews({ rows, ownerOf }: ReturnType<typeof negotiate>): string[] {
  const present = DocumentReplica.open(null, rows);
  const resumed = DocumentReplica.open(present.save(), []);
  const past = DocumentReplica.open(null, []);
  return rows.flatMap((row) => {
    past.follow(row);
    const { ydoc, attribution, lineage, pending } = past;
    const document = { ydoc, attribution, lineage, pending, ownerOf };
    return (["agreed", "proposed"] as const).flatMap((view) => {
      const expected = written(readView(document, view === "agreed" ? agreedView : proposedView));
      const read = [present, resumed].map((each) => written(readViewAt(owned(each, ownerOf), row.seq, view)));
      if (view === "agreed") read.push(written(versionContent(present, row.seq, "agreed")));
      return read.every((each) => each === expected)
        ? []
        : [`${view} at ${row.seq}: ${read.join("\n")}\ninstead of\n${expected}`];
    });
  });
}

describe("the views of a version", () => {
  test.each(seeds)("[VI5] are those that were shown at that row, whatever was decided since (seed %i)", (seed) => {
    const outcome = negotiate(seed, { steps: 120, lag: 0.3 });
    expect(outcome.decided).toBeGreaterThan(0);
    expect(wrongViews(outcome).slice(0, 1)).toEqual([]);
  });
});
