/**
 * Serves every slice's endpoints under /api.
 *
 * - One order for all: the address and credentials are where they belong, the route exists, the origin is ours, the caller
 *   is known and has not asked too often, an anonymous caller of a non-public endpoint is refused, and only then the body is
 *   read, up to its limit.
 * - One error mapper: a `Refusal` is told as it is, a malformed input with its issues, anything else is logged whole and
 *   answered `request/failed` without detail.
 */
import { ORPCError, ValidationError } from "@orpc/contract";
import { OpenAPIHandler } from "@orpc/openapi/fetch";
import { StandardOpenAPIMatcher } from "@orpc/openapi/standard";
import type { AnyProcedure } from "@orpc/server";
import { type Clock, Refusal } from "@parley/base";
import { refusePeople } from "@parley/people";
import type { Hono } from "hono";
import type { Logger } from "pino";
import type { Config } from "../../config.ts";
import type { Caller } from "../caller.ts";
import type { Slice } from "../slice.ts";
import { clientAddress } from "./client-address.ts";
import { describeApi, joinEndpoints } from "./describe-api.ts";
import { type EndpointTree, type RequestContext, policyOf } from "./endpoint.ts";
import { type InputIssue, answerRefusal, fieldsOf, languageOf } from "./error-answer.ts";
import { refuseMalformed, refuseRequest } from "./refusals.ts";
import { announcedBytes, isForeignInput } from "./refused-request.ts";
import { RequestLimit } from "./request-limit.ts";
import {
  isUpload,
  readBody,
  refuseForeignOrigin,
  refuseMalformedAddress,
  refuseMisplacedToken,
  refuseUnstorableText,
} from "./request-guard.ts";

/** Resolves a request's cookie or token; `null` for none. Throws a `Refusal` for a token that is not valid. */
export type FindCaller = (request: Request, address: string) => Promise<Caller | null>;

export interface ApiOptions {
  readonly slices: readonly Slice[];
  readonly findCaller: FindCaller;
  readonly config: Pick<Config, "publicUrl" | "http" | "limits">;
  readonly clock: Clock;
  readonly log: Logger;
  readonly version: string;
}

/** What one call through oRPC carries: our context, and the error that ended it before oRPC disguises it. */
interface CallContext extends Record<PropertyKey, unknown> {
  readonly request: RequestContext;
  /** Whether the endpoint itself was reached; before that, an error is the request's fault. */
  reached: boolean;
  failure: { readonly error: unknown } | null;
}

const prefix = "/api";
/** Room for the other parts of an upload's form. */
const formOverheadBytes = 64 * 1024;

/**
 * Answers everything under `/api`, also unknown routes. Routes of `Slice.mount` below `/api` must be added to the app before.
 */
export function mountApi(app: Hono, options: ApiOptions): void {
  const endpoints = joinEndpoints(options.slices);
  const handler = createHandler(endpoints);
  const matcher = new StandardOpenAPIMatcher();
  matcher.init(endpoints);
  const limit = new RequestLimit(options.clock, options.config.limits.requestsPerMinute);

  let description: ReturnType<typeof describeApi> | null = null;
  app.get(`${prefix}/openapi.json`, async (context) => {
    description ??= describeApi(endpoints, options.version);
    return context.json(await description);
  });

  app.all(`${prefix}/*`, async (context) => {
    const incoming = context.req.raw;
    let caller: Caller | null = null;
    let match: Match = null;
    try {
      refuseMisplacedToken(incoming);
      refuseMalformedAddress(incoming);
      match = await findEndpoint(matcher, incoming);
      if (!match) throw refuseRequest("request/unknown-route");
      refuseForeignOrigin(incoming, options.config.publicUrl);
      const address = clientAddress(context, options.config.http.trustedProxyCount);
      caller = await findCounted(options.findCaller, limit, incoming, address);
      if (!caller && !policyOf(match.procedure).public) throw refusePeople("people/not-signed-in");
      const request = await readBody(incoming, bodyLimit(incoming, options.config));
      return await call(handler, { caller, request, address, answerHeaders: new Headers() });
    } catch (error) {
      const name = match?.path.join(".") ?? "unmatched";
      const { refusal, issues } = refusalOf(error, { name, personId: caller?.personId, log: options.log });
      if (match && caller) tellSlice(options, { match, name, caller, incoming, refusal, issues });
      return answerRefusal(
        refusal,
        caller?.language ?? languageOf(incoming),
        issues?.map(({ path, message }) => ({ path, message })),
      );
    }
  });
}

function createHandler(endpoints: EndpointTree): OpenAPIHandler<CallContext> {
  return new OpenAPIHandler<CallContext>(endpoints, {
    clientInterceptors: [
      async (step) => {
        refuseUnstorableText(step.input);
        step.context.reached = true;
        return step.next();
      },
    ],
    interceptors: [
      async (step) => {
        try {
          return await step.next();
        } catch (error) {
          step.context.failure = { error };
          throw error;
        }
      },
    ],
  });
}

/** The caller, counted. Who shows a credential that is not valid counts as nobody: they could show another one each time. */
async function findCounted(
  findCaller: FindCaller,
  limit: RequestLimit,
  request: Request,
  address: string,
): Promise<Caller | null> {
  let caller: Caller | null;
  try {
    caller = await findCaller(request, address);
  } catch (error) {
    limit.take(null, address);
    throw error;
  }
  limit.take(caller, address);
  return caller;
}

/** The endpoint of a request, and what stands in its address. */
type Match = {
  readonly path: readonly string[];
  readonly procedure: AnyProcedure;
  readonly params?: Readonly<Record<string, string>> | undefined;
} | null;

async function findEndpoint(matcher: StandardOpenAPIMatcher, request: Request): Promise<Match> {
  const pathname = new URL(request.url).pathname.slice(prefix.length);
  return (await matcher.match(request.method as "GET", `/${pathname.replace(/^\/|\/$/g, "")}`)) ?? null;
}

function bodyLimit(request: Request, config: ApiOptions["config"]): number {
  if (!isUpload(request)) return config.http.maxBodyBytes;
  return Math.max(config.limits.maxImportBytes, config.limits.maxImageBytes) + formOverheadBytes;
}

async function call(handler: OpenAPIHandler<CallContext>, request: RequestContext): Promise<Response> {
  const context: CallContext = { request, reached: false, failure: null };
  const result = await handler.handle(request.request, { prefix, context });
  if (context.failure) throw context.reached ? context.failure.error : asMalformed(context.failure.error);
  if (!result.matched) throw refuseRequest("request/unknown-route");
  const { response } = result;
  for (const [name, value] of request.answerHeaders) response.headers.append(name, value);
  if (!response.headers.has("cache-control")) response.headers.set("cache-control", "no-store");
  return response;
}

function asMalformed(error: unknown): unknown {
  if (error instanceof Refusal) return error;
  return refuseMalformed("bodyUnreadable");
}

type Issue = InputIssue & { readonly is: unknown };

/** What is answered for an error. What is no refusal is logged. */
function refusalOf(
  error: unknown,
  { name, personId, log }: { name: string; personId: string | undefined; log: Logger },
): { refusal: Refusal; issues?: readonly Issue[] } {
  if (error instanceof Refusal) return { refusal: error };
  const issues = inputIssues(error);
  if (issues) return { refusal: refuseMalformed("fields", fieldsOf(issues)), issues };
  log.error({ err: error, endpoint: name, personId }, "an endpoint failed");
  return { refusal: refuseRequest("request/failed") };
}

/** Tells the slice of the endpoint that it was refused to somebody. */
function tellSlice(
  { slices, log }: ApiOptions,
  told: {
    match: NonNullable<Match>;
    name: string;
    caller: Caller;
    incoming: Request;
    refusal: Refusal;
    issues: readonly Issue[] | undefined;
  },
): void {
  const { match, name, caller, incoming, refusal, issues } = told;
  try {
    slices
      .find((slice) => slice.name === match.path[0])
      ?.onRefused?.({
        name,
        reads: incoming.method === "GET" || incoming.method === "HEAD",
        params: match.params ?? {},
        caller,
        refusal,
        isForeign: isForeignInput(refusal, issues ?? null),
        announcedBytes: announcedBytes(incoming),
      });
  } catch (failure) {
    // The answer is the refusal, whatever becomes of its trace.
    log.error({ err: failure, endpoint: name }, "A slice could not be told of a refusal");
  }
}

/** The issues of an input that its descriptor refused; `null` for every other error, also for an answer that broke its descriptor. */
function inputIssues(error: unknown): readonly Issue[] | null {
  if (!(error instanceof ORPCError) || error.status !== 400 || !(error.cause instanceof ValidationError)) return null;
  return error.cause.issues.map((issue) => ({
    path: (issue.path ?? []).map((step) => String(typeof step === "object" ? step.key : step)).join("."),
    message: issue.message,
    is: "code" in issue ? issue.code : null,
  }));
}
