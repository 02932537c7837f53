import type { DepartmentId, PersonId } from "@parley/base";
import { peopleApi, refusePeople } from "@parley/people";
import { type EndpointTree, endpoint } from "../../platform/http/endpoint.ts";
import { refuseMalformed } from "../../platform/http/refusals.ts";
import { administrator, colleague } from "../../platform/http/policies.ts";
import type { Directory } from "../directory/directory.ts";
import { type ImportReport, decodeCsv } from "../directory/import-people.ts";

/** People and departments, as colleagues see them and administrators change them. */
export function createDirectoryEndpoints(deps: {
  readonly directory: Directory;
  readonly importCsv: (text: string, options: { dryRun: boolean }) => Promise<ImportReport>;
}): EndpointTree {
  const { directory } = deps;
  return {
    people: endpoint(peopleApi.directory.people, {
      allow: colleague,
      handle: async ({ grant, input }) => {
        if (input.includeGuests === true && grant.standing !== "administrator")
          throw refusePeople("people/not-permitted");
        const { language } = grant;
        return directory.list({ ...input, language, departmentId: input.departmentId as DepartmentId | undefined });
      },
    }),
    createPerson: endpoint(peopleApi.directory.createPerson, {
      allow: administrator,
      handle: ({ input: { password, ...wanted } }) =>
        directory.create({
          ...wanted,
          managerId: wanted.managerId as PersonId | null,
          departmentIds: wanted.departmentIds as DepartmentId[],
          ...(password === undefined ? {} : { password }),
        }),
    }),
    updatePerson: endpoint(peopleApi.directory.updatePerson, {
      allow: administrator,
      handle: ({ input: { id, ...changes } }) => directory.update(id as PersonId, withoutUndefined(changes)),
    }),
    importCsv: endpoint(peopleApi.directory.importCsv, {
      allow: administrator,
      handle: async ({ input }) => {
        const text = input.file ? decodeCsv(new Uint8Array(await input.file.arrayBuffer())) : input.csv;
        if (text === undefined) throw refuseMalformed("fields", "csv, file");
        return { ...(await deps.importCsv(text, { dryRun: input.dryRun })) } as {
          created: number;
          updated: number;
          errors: [];
        };
      },
    }),
    departments: endpoint(peopleApi.directory.departments, {
      allow: colleague,
      handle: ({ grant }) => directory.listDepartments(grant.language),
    }),
    createDepartment: endpoint(peopleApi.directory.createDepartment, {
      allow: administrator,
      handle: ({ input }) =>
        directory.createDepartment({ name: input.name, parentId: input.parentId as DepartmentId | null }),
    }),
    updateDepartment: endpoint(peopleApi.directory.updateDepartment, {
      allow: administrator,
      handle: ({ input }) =>
        directory.updateDepartment(input.id as DepartmentId, {
          name: input.name,
          parentId: input.parentId as DepartmentId | null | undefined,
        }),
    }),
    deleteDepartment: endpoint(peopleApi.directory.deleteDepartment, {
      allow: administrator,
      handle: async ({ input }) => {
        await directory.deleteDepartment(input.id as DepartmentId);
        return { done: true as const };
      },
    }),
  };
}

function withoutUndefined<T extends object>(value: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, given]) => given !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>;
  };
}
