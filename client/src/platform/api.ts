/**
 * The one place that talks to the server over HTTP.
 *
 * Duty: turn endpoint descriptors into typed calls and query options; note whether the server answers; turn every failure
 * into an `ApiError`; tell who listens when a session has ended.
 * Invariants: only this file calls fetch or XMLHttpRequest; every call is same-origin and carries the cookie; an aborted
 * call stays an abort and is never taken for a lost server.
 */
import { createORPCClient } from "@orpc/client";
import type { AnyContractRouter, ContractRouterClient } from "@orpc/contract";
import type { JsonifiedClient } from "@orpc/openapi-client";
import { OpenAPILink } from "@orpc/openapi-client/fetch";
import { type RouterUtils, createTanstackQueryUtils } from "@orpc/tanstack-query";
import { ApiError, UNREACHABLE, readApiError } from "./api-error.ts";
import { noteReached, noteUnreached } from "./connectivity.ts";

const signedOutListeners = new Set<() => void>();

/** Calls `listener` whenever the server says that nobody is signed in any more. */
export function onSignedOut(listener: () => void): () => void {
  signedOutListeners.add(listener);
  return () => {
    signedOutListeners.delete(listener);
  };
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

function noteAnswer(status: number): void {
  if (status === 502 || status === 504) noteUnreached();
  else noteReached();
}

/** The error of a refused call. That nobody is signed in any more is told to who listens; a wrong password is not that. */
function refused(status: number, body: unknown): ApiError {
  const error = readApiError(status, body);
  if (error.code === "people/not-signed-in") for (const listener of signedOutListeners) listener();
  return error;
}

async function send(input: string | Request, init: RequestInit): Promise<Response> {
  try {
    const response = await fetch(input, { ...init, credentials: "same-origin" });
    noteAnswer(response.status);
    return response;
  } catch (error) {
    if (isAbort(error)) throw error;
    noteUnreached();
    throw new ApiError({ code: UNREACHABLE, status: 0 });
  }
}

async function readBody(response: Response): Promise<unknown> {
  const text = await response.text();
  return parseBody(text);
}

function parseBody(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Not JSON: a gateway's page. The status alone then says what happened.
    return null;
  }
}

/** Typed calls of one slice's descriptors: `api.list.queryOptions({ input })`, `api.create.call(input)`, `api.key()`. */
export type Endpoints<Descriptors extends AnyContractRouter> = RouterUtils<
  JsonifiedClient<ContractRouterClient<Descriptors>>
>;

/**
 * Makes the calls of a slice from its descriptors. `name` is the first part of every cache key, so two slices never share one.
 * Failures are `ApiError`s. `origin` is this site unless a test says otherwise.
 */
export function createEndpoints<Descriptors extends AnyContractRouter>(
  name: string,
  descriptors: Descriptors,
  origin: string = location.origin,
): Endpoints<Descriptors> {
  const link = new OpenAPILink(descriptors, {
    url: `${origin}/api`,
    fetch: (request, init) => send(request, init),
    interceptors: [
      async (call) => {
        try {
          return await call.next();
        } catch (error) {
          throw toApiError(error);
        }
      },
    ],
  });
  const client: JsonifiedClient<ContractRouterClient<Descriptors>> = createORPCClient(link);
  return createTanstackQueryUtils(client, { path: [name] });
}

/** What the link throws for a refused call carries the status and the body; everything else passes through. */
function toApiError(error: unknown): unknown {
  if (error instanceof ApiError || isAbort(error) || !(error instanceof Error)) return error;
  const { status, data, code } = error as Error & { status?: unknown; data?: unknown; code?: unknown };
  if (typeof status !== "number") return error;
  const body =
    typeof data === "object" && data !== null && "body" in data ? data.body : { code, message: error.message };
  return refused(status, body);
}

/** Posts JSON to a path that has no descriptor (sign-in's own). Answers the parsed body. Failures are `ApiError`s. */
export async function postJson(path: string, body: unknown): Promise<unknown> {
  const response = await send(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await readBody(response);
  if (!response.ok) throw refused(response.status, answer);
  return answer;
}

/** Whether the server answers at all, asked by the banner while it is away. */
export async function isServerAlive(): Promise<boolean> {
  try {
    const response = await send("/healthz", { method: "GET", cache: "no-store" });
    return response.ok;
  } catch (error) {
    if (error instanceof ApiError) return false;
    throw error;
  }
}

/**
 * Sends a form with files and reports progress, which fetch cannot. `onProgress` receives the share sent, 0 to 1.
 * Answers the parsed body. Failures are `ApiError`s; an abort rejects with an `AbortError`.
 */
export function uploadForm(
  path: string,
  form: FormData,
  options: { onProgress: (share: number) => void; signal: AbortSignal },
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable && event.total > 0) options.onProgress(event.loaded / event.total);
    });
    request.addEventListener("load", () => {
      noteAnswer(request.status);
      const body = parseBody(request.responseText);
      if (request.status >= 200 && request.status < 300) resolve(body);
      else reject(refused(request.status, body));
    });
    request.addEventListener("error", () => {
      noteUnreached();
      reject(new ApiError({ code: UNREACHABLE, status: 0 }));
    });
    request.addEventListener("abort", () => reject(new DOMException("The upload was stopped.", "AbortError")));
    if (options.signal.aborted) request.abort();
    options.signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(form);
  });
}
