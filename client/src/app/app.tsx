import { MantineProvider } from "@mantine/core";
import type { Me } from "@parley/people";
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type AnyRouter, RouterProvider } from "@tanstack/react-router";
import { type ReactElement, StrictMode, useEffect } from "react";
import { onSignedOut } from "../platform/api.ts";
import { isColleague } from "../platform/me.ts";
import { forgetSession, meKey } from "../platform/session-life.ts";
import { type ClientSlice, SlicesContext } from "../platform/slice.ts";
import { cssVariablesResolver, theme } from "../ui/theme/theme.ts";

/** The whole client: theme, cache, slices, router. */
export function App(props: {
  queryClient: QueryClient;
  router: AnyRouter;
  slices: readonly ClientSlice[];
}): ReactElement {
  const { queryClient, router } = props;
  useEffect(
    () =>
      onSignedOut(() => {
        // Only a session that was there can end; the answer to somebody who was never signed in is the router's business.
        const me = queryClient.getQueryData<Me>(meKey);
        // A guest has no account to sign in to: their session ends with their access, which the open page says.
        if (me === undefined || !isColleague(me)) return;
        forgetSession(queryClient);
        void router.invalidate();
      }),
    [queryClient, router],
  );
  return (
    <StrictMode>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto">
        <QueryClientProvider client={queryClient}>
          <SlicesContext value={props.slices}>
            <RouterProvider router={router} />
          </SlicesContext>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>
  );
}
