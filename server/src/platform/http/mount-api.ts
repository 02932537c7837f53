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
import type { Context, Hono } from "hono";
import type { Logger } from "pino";
import type { Config } from "../../config.ts";
import type { Caller } from "../caller.ts";
import type { Slice } from "../slice.ts";
import { clientAddress } from "./client-address.ts";
import { describeApi, joinEndpoints } from "./describe-api.ts";
import { type EndpointTree, type RequestContext, policyOf } from "./endpoint.ts";
import { type InputIssue, answerRefusal, fieldsOf, languageOf } from "./error-answer.ts";
import { refuseMalformed, refuseRequest } from "./refusals.ts";
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
    let name = "unmatched";
    try {
      refuseMisplacedToken(incoming);
      refuseMalformedAddress(incoming);
      const match = await findEndpoint(matcher, incoming);
      if (!match) throw refuseRequest("request/unknown-route");
      name = match.path.join(".");
      refuseForeignOrigin(incoming, options.config.publicUrl);
      const address = clientAddress(context, options.config.http.trustedProxyCount);
      caller = await findCounted(options.findCaller, limit, incoming, address);
      if (!caller && !policyOf(match.procedure).public) throw refusePeople("people/not-signed-in");
      const request = await readBody(incoming, bodyLimit(incoming, options.config));
      return await call(handler, { caller, request, address, answerHeaders: new Headers() });
    } catch (error) {
      return answerError(error, { context, caller, name, log: options.log });
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

async function findEndpoint(
  matcher: StandardOpenAPIMatcher,
  request: Request,
): Promise<{ path: readonly string[]; procedure: AnyProcedure } | undefined> {
  const pathname = new URL(request.url).pathname.slice(prefix.length);
  return matcher.match(request.method as "GET", `/${pathname.replace(/^\/|\/$/g, "")}`);
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

function answerError(
  error: unknown,
  { context, caller, name, log }: { context: Context; caller: Caller | null; name: string; log: Logger },
): Response {
  const language = caller?.language ?? languageOf(context.req.raw);
  if (error instanceof Refusal) return answerRefusal(error, language);
  const issues = inputIssues(error);
  if (issues) {
    return answerRefusal(refuseMalformed("fields", fieldsOf(issues)), language, issues);
  }
  log.error({ err: error, endpoint: name, personId: caller?.personId }, "an endpoint failed");
  return answerRefusal(refuseRequest("request/failed"), language);
}

/** The issues of an input that its descriptor refused; `null` for every other error, also for an answer that broke its descriptor. */
function inputIssues(error: unknown): readonly InputIssue[] | null {
  if (!(error instanceof ORPCError) || error.status !== 400 || !(error.cause instanceof ValidationError)) return null;
  return error.cause.issues.map((issue) => ({
    path: (issue.path ?? []).map((step) => String(typeof step === "object" ? step.key : step)).join("."),
    message: issue.message,
  }));
}
