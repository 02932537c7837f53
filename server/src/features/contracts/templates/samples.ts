/** The templates and clauses that come with the product, added once each: to begin with, they can be changed as any others. */
import { languages } from "@parley/base";
import type { Caller } from "../../../platform/caller.ts";
import type { Sql } from "../../../platform/postgres/client.ts";
import type { ClauseLibrary } from "../clauses/clause-library.ts";
import { sampleClauses } from "../samples/library.ts";
import { nonDisclosureSample } from "../samples/non-disclosure.ts";
import { purchaseSample } from "../samples/purchase.ts";
import { type SampleTemplate, clauseText, definitionOf, textOf } from "../samples/sample.ts";
import { servicesSample } from "../samples/services.ts";
import { findCategoryByCode, samplesThere } from "./template-store.ts";
import type { Templates } from "./templates.ts";

const sampleTemplates: readonly SampleTemplate[] = [purchaseSample, servicesSample, nonDisclosureSample];

export interface Samples {
  /** Adds and publishes those that have never been added. @returns how many */
  add(by: Caller): Promise<{ templates: number; clauses: number }>;
  areMissing(): Promise<boolean>;
}

export function createSamples(deps: {
  readonly sql: Sql;
  readonly templates: Templates;
  readonly library: ClauseLibrary;
}): Samples {
  const { sql, templates, library } = deps;
  const wantedTemplates = sampleTemplates.flatMap((sample) =>
    languages.map((language) => ({ sample, language, code: `${sample.code}-${language}` })),
  );
  return {
    async areMissing() {
      const there = await samplesThere(sql);
      return [...wantedTemplates, ...sampleClauses].some(({ code }) => !there.has(code));
    },
    async add(by) {
      const there = await samplesThere(sql);
      let [templateCount, clauseCount] = [0, 0];
      for (const { sample, language, code } of wantedTemplates) {
        if (there.has(code)) continue;
        const categoryId = await findCategoryByCode(sql, sample.category);
        const wanted = { title: sample.title[language], categoryId, sample: code };
        const id = await templates.create(
          { ...wanted, definition: definitionOf(sample, language), content: { blocks: textOf(sample, language) } },
          by,
        );
        await templates.publish(id, "", by);
        templateCount++;
      }
      for (const clause of sampleClauses) {
        if (there.has(clause.code)) continue;
        const content = Object.fromEntries(languages.map((language) => [language, clauseText(clause, language)]));
        const { names, tags, scopes, code } = clause;
        await library.publish(await library.create({ names, tags, scopes, content, sample: code }, by), "", by);
        clauseCount++;
      }
      return { templates: templateCount, clauses: clauseCount };
    },
  };
}
