/**
 * The one way to answer an HTTP endpoint: a descriptor from a domain package, a required policy, a handler.
 * A binding without `allow` does not type-check, so no route can exist without a decision about who may use it.
 */
import type { AnyContractProcedure, ContractProcedure, InferSchemaInput, InferSchemaOutput } from "@orpc/contract";
import { type AnyProcedure, implement } from "@orpc/server";
import { must } from "@parley/base";
import type { Caller } from "../caller.ts";

/** What every request brings with it. */
export interface RequestContext {
  /** Who asks, or `null` for an anonymous request. */
  readonly caller: Caller | null;
  readonly request: Request;
  /** The peer's address as the server trusts it, for rate limits and session lists. */
  readonly address: string;
  /** Headers that the handler wants on the answer, cookies for example. */
  readonly answerHeaders: Headers;
}

/** Decides who may call. It throws a `Refusal` or returns what it found out, the grant, which the handler receives. */
export interface Policy<Input, Grant> {
  (call: { input: Input; context: RequestContext }): Promise<Grant> | Grant;
  /** Who passes, in a few English words, for the generated description of the API. */
  readonly label?: string;
  /** Only `anyone` sets it. Every other endpoint refuses an anonymous request before its body is read. */
  readonly public?: true;
}

type InputOf<P> = P extends ContractProcedure<infer I, infer _O, infer _E, infer _M> ? InferSchemaOutput<I> : never;
type AnswerOf<P> = P extends ContractProcedure<infer _I, infer O, infer _E, infer _M> ? InferSchemaInput<O> : never;

/** Binds a descriptor to its policy and handler. The answer is checked against the descriptor and stripped to it. */
export function endpoint<P extends AnyContractProcedure, Grant>(
  procedure: P,
  binding: {
    readonly allow: Policy<InputOf<P>, Grant>;
    readonly handle: (call: {
      grant: Grant;
      input: InputOf<P>;
      context: RequestContext;
    }) => Promise<AnswerOf<P>> | AnswerOf<P>;
  },
): AnyProcedure {
  // oRPC's generic builder cannot express "any procedure"; the types of `binding` above are the ones that hold callers.
  const implementer = implement(procedure as AnyContractProcedure).$context<{
    request: RequestContext;
  }>() as unknown as {
    handler(
      run: (call: { input: InputOf<P>; context: { request: RequestContext } }) => Promise<AnswerOf<P>>,
    ): AnyProcedure;
  };
  const bound = implementer.handler(async ({ input, context }) => {
    const grant = await binding.allow({ input, context: context.request });
    return binding.handle({ grant, input, context: context.request });
  });
  policies.set(bound, { label: binding.allow.label ?? "by a rule of its own", public: binding.allow.public === true });
  return bound;
}

/** What is known of an endpoint's policy without calling it. */
export interface PolicyFace {
  readonly label: string;
  readonly public: boolean;
}

const policies = new WeakMap<AnyProcedure, PolicyFace>();

/** The policy of an endpoint made by `endpoint`. Throws for any other procedure: none may exist without one. */
export function policyOf(procedure: AnyProcedure): PolicyFace {
  return must(policies.get(procedure), "every procedure is bound by endpoint()");
}

/** Endpoints of a slice: a tree of bound endpoints in the shape of its descriptors. */
export interface EndpointTree {
  readonly [name: string]: AnyProcedure | EndpointTree;
}
