/** [CE6] The files of a bundle that follow from its events and logs. Whoever verifies a bundle makes them again and compares. */
import {
  type BundleFile,
  type EventBody,
  type NameOf,
  readableApprovals,
  readableEvent,
  readableNegotiations,
} from "@parley/contracts";
import type { ChainedRow } from "@parley/history";
import { readableDecisions, readableWaiting } from "./logged-facts.ts";
import { jsonFile } from "./write-bundle.ts";

/** The trail, what of it is about negotiations, and what about approvals. */
export function filesOfEvents(bodies: readonly EventBody[], nameOf: NameOf): BundleFile[] {
  const events = bodies.map((body) => readableEvent(body, new Date(body.atMs).toISOString(), nameOf));
  return [
    jsonFile("trail.json", events),
    jsonFile("negotiations.json", readableNegotiations(events)),
    jsonFile("approvals.json", readableApprovals(events)),
  ];
}

/** What was decided in a document, and what waits. */
export function filesOfRows(folder: string, rows: readonly ChainedRow[], nameOf: NameOf): BundleFile[] {
  return [
    jsonFile(`${folder}/decisions.json`, readableDecisions(rows, nameOf)),
    jsonFile(`${folder}/waiting.json`, readableWaiting(rows, nameOf)),
  ];
}
