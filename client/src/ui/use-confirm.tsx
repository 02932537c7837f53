import { Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

/** What has the focus first. */
const focused = { "data-autofocus": true };

/**
 * Returns a function that asks before something that cannot simply be undone or that others notice. The question names what happens, the button
 * repeats the verb. Inside a dialog use `ConfirmPopover`: a dialog never opens above another.
 */
export function useConfirm(): (question: {
  title: string;
  text: ReactNode;
  action: string;
  /** What happens can be taken back, so the button does not warn. */
  harmless?: boolean;
  onConfirm: () => void;
}) => void {
  const { t } = useTranslation();
  return ({ title, text, action, harmless = false, onConfirm }) => {
    modals.openConfirmModal({
      title,
      children: typeof text === "string" ? <Text c="dimmed">{text}</Text> : text,
      labels: { confirm: action, cancel: t("ui.cancel") },
      closeButtonProps: { "aria-label": t("ui.close") },
      // Enter does what was asked for, but never what is lost by it.
      confirmProps: harmless ? focused : { color: "red" },
      cancelProps: harmless ? {} : focused,
      onConfirm,
    });
  };
}
