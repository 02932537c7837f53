import { ModalsProvider } from "@mantine/modals";
import { Notifications } from "@mantine/notifications";
import { MantineThemeProvider } from "@mantine/core";
import { Outlet } from "@tanstack/react-router";
import { type ReactElement, useMemo } from "react";
import { useTranslation } from "react-i18next";

/** What stands above every page, signed in or not. Inside the router, so that a note or a question may hold links. */
export function Root(): ReactElement {
  const { t } = useTranslation();
  const close = t("ui.close");
  const showPassword = t("ui.showPassword");
  // Buttons that components of Mantine's bring along say in the reader's language what they do.
  const theme = useMemo(
    () => ({
      components: {
        CloseButton: { defaultProps: { "aria-label": close } },
        PasswordInput: { defaultProps: { visibilityToggleButtonProps: { "aria-label": showPassword } } },
      },
    }),
    [close, showPassword],
  );
  return (
    <MantineThemeProvider theme={theme} inherit>
      <ModalsProvider>
        {/* A long message has its beginning and its buttons in sight. */}
        <Notifications position="bottom-center" autoClose={6_000} limit={3} notificationMaxHeight="min(420px, 70dvh)" />
        <Outlet />
      </ModalsProvider>
    </MantineThemeProvider>
  );
}
