import { mkdtemp } from "node:fs/promises";
import path from "node:path";
import { inject } from "vitest";

/**
 * An empty folder of the test run, `name` in its name. What a test leaves in it goes with the run, also after a kill.
 * Only where the run's PostgreSQL is: `*.pg.test.ts`, browser and long tests.
 */
export async function makeScratchFolder(name: string): Promise<string> {
  const runFolder = path.dirname(inject("postgresSocketFolder"));
  return mkdtemp(path.join(runFolder, `${name}-`));
}
