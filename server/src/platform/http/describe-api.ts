/** The machine-readable description of the API, made from the descriptors and policies that the server really runs. */
import { OpenAPIGenerator, type OpenAPI } from "@orpc/openapi";
import { type AnyProcedure, isProcedure } from "@orpc/server";
import { ZodToJsonSchemaConverter } from "@orpc/zod/zod4";
import type { Slice } from "../slice.ts";
import { type EndpointTree, type PolicyFace, policyOf } from "./endpoint.ts";

/** One endpoint as tests and generated documents see it. */
export interface EndpointFace {
  /** `people.guests.enter` */
  readonly name: string;
  readonly method: string;
  /** Relative to `/api`, parameters in braces. */
  readonly path: string;
  readonly policy: PolicyFace;
}

/** All slices' endpoints as one tree, each under its slice's name. */
export function joinEndpoints(slices: readonly Slice[]): EndpointTree {
  return Object.fromEntries(slices.flatMap((slice) => (slice.endpoints ? [[slice.name, slice.endpoints]] : [])));
}

/** Every endpoint of the tree, in its order. */
export function listEndpoints(tree: EndpointTree, prefix: readonly string[] = []): readonly EndpointFace[] {
  return Object.entries(tree).flatMap(([name, node]) => {
    const path = [...prefix, name];
    return isProcedure(node) ? [describeEndpoint(node, path)] : listEndpoints(node, path);
  });
}

function describeEndpoint(procedure: AnyProcedure, path: readonly string[]): EndpointFace {
  const { route } = procedure["~orpc"];
  return {
    name: path.join("."),
    method: route.method ?? "POST",
    path: route.path ?? `/${path.join("/")}`,
    policy: policyOf(procedure),
  };
}

/**
 * OpenAPI 3.1 of all endpoints. Each operation's `x-policy` says who may call it.
 * @param version the product's version
 */
export async function describeApi(tree: EndpointTree, version: string): Promise<OpenAPI.Document> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const document = await generator.generate(tree, {
    info: {
      title: "Parley",
      version,
      description:
        "Errors have the shape `{ code, message, messages: { en, zh }, facts, issues? }`; a code never changes its meaning. " +
        "Sign-in is under `/api/auth`; scripts send a personal access token as `Authorization: Bearer …`.",
    },
    servers: [{ url: "/api" }],
    components: {
      securitySchemes: {
        token: { type: "http", scheme: "bearer" },
        session: { type: "apiKey", in: "cookie", name: "parley.session_token" },
      },
    },
    security: [{ token: [] }, { session: [] }],
  });
  for (const { name, method, path, policy } of listEndpoints(tree)) {
    const operation = operationAt(document, path, method);
    if (!operation) throw new Error(`the description lacks ${name}`);
    Object.assign(operation, {
      operationId: name,
      "x-policy": policy.label,
      ...(policy.public ? { security: [] } : {}),
    });
  }
  return document;
}

function operationAt(document: OpenAPI.Document, path: string, method: string): object | undefined {
  const item: Readonly<Record<string, unknown>> | undefined = document.paths?.[path] as
    | Record<string, unknown>
    | undefined;
  const operation = item?.[method.toLowerCase()];
  return typeof operation === "object" && operation !== null ? operation : undefined;
}
