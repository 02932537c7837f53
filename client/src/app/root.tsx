import { ModalsProvider } from "@mantine/modals";
import { Notifications } from "@mantine/notifications";
import { Outlet } from "@tanstack/react-router";
import type { ReactElement } from "react";

/** What stands above every page, signed in or not. Inside the router, so that a note or a question may hold links. */
export function Root(): ReactElement {
  return (
    <ModalsProvider>
      <Notifications position="bottom-center" autoClose={6_000} limit={3} />
      <Outlet />
    </ModalsProvider>
  );
}
