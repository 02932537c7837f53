import type { QueryClient } from "@tanstack/react-query";
import {
  type AnyRouter,
  createRootRouteWithContext,
  createRoute,
  createRouter,
  redirect,
} from "@tanstack/react-router";
import { ApiError } from "../platform/api-error.ts";
import { peopleEndpoints } from "../platform/people-endpoints.ts";
import { loadMe } from "../platform/session-life.ts";
import type { ClientSlice } from "../platform/slice.ts";
import { Root } from "./root.tsx";
import { ColleaguesOnly } from "./shell/colleagues-only.tsx";
import { ErrorPage } from "./shell/error-page.tsx";
import { NotFoundPage } from "./shell/not-found-page.tsx";
import { Shell } from "./shell/shell.tsx";

/** Addresses as people read them: `?view=mine&search=保密`, every value a plain string. */
function parseSearch(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search));
}

function stringifySearch(search: Record<string, unknown>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (typeof value === "string" && value !== "") parameters.set(name, value);
  }
  const text = parameters.toString();
  return text === "" ? "" : `?${text}`;
}

/** Lets only signed-in people pass; others go to sign-in, or to set-up when there is no company yet, and come back later. */
async function requireMe(client: QueryClient, href: string): Promise<void> {
  try {
    await loadMe(client);
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error;
    const start = await client.fetchQuery(peopleEndpoints.start.queryOptions());
    if (!start.setUp) throw redirect({ to: "/set-up" });
    throw redirect({ to: "/sign-in", search: href === "/" ? {} : { next: href } });
  }
}

/** Puts the slices' pages under the shell and makes the router of the whole client. */
export function createAppRouter(queryClient: QueryClient, slices: readonly ClientSlice[]): AnyRouter {
  const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({
    component: Root,
    notFoundComponent: NotFoundPage,
  });
  const open = createRoute({ getParentRoute: () => root, id: "open" });
  const everyone = createRoute({
    getParentRoute: () => root,
    id: "everyone",
    component: Shell,
    beforeLoad: ({ context, location }) => requireMe(context.queryClient, location.href),
  });
  const colleagues = createRoute({ getParentRoute: () => everyone, id: "colleagues", component: ColleaguesOnly });
  const home = createRoute({
    getParentRoute: () => everyone,
    path: "/",
    beforeLoad: async ({ context }) => {
      const me = await loadMe(context.queryClient);
      const first = slices.flatMap((slice) => slice.homes ?? []).find((each) => each.visible(me));
      if (first) throw redirect({ to: first.to, search: first.search ?? {}, replace: true });
    },
  });
  // A slice names its parent itself, so its routes are sorted under the parent that they were made for.
  const routes = slices.flatMap((slice) => slice.routes?.({ open, everyone, colleagues }, slices) ?? []);
  const under = (parent: unknown) => routes.filter((route) => route.options.getParentRoute?.() === parent);
  const tree = root.addChildren([
    open.addChildren(under(open)),
    everyone.addChildren([home, colleagues.addChildren(under(colleagues)), ...under(everyone)]),
  ]);
  return createRouter({
    routeTree: tree,
    context: { queryClient },
    parseSearch,
    stringifySearch,
    defaultErrorComponent: ErrorPage,
    defaultNotFoundComponent: NotFoundPage,
    defaultPreload: "intent",
    defaultPendingMs: 200,
    scrollRestoration: true,
  });
}
