import { Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { useTranslation } from "react-i18next";

/**
 * Returns a function that asks before something that cannot simply be undone. The question names what happens, the button
 * repeats the verb. Inside a dialog use `ConfirmPopover`: a dialog never opens above another.
 */
export function useConfirm(): (question: {
  title: string;
  text: string;
  action: string;
  onConfirm: () => void;
}) => void {
  const { t } = useTranslation();
  return ({ title, text, action, onConfirm }) => {
    modals.openConfirmModal({
      title,
      children: <Text c="dimmed">{text}</Text>,
      labels: { confirm: action, cancel: t("ui.cancel") },
      closeButtonProps: { "aria-label": t("ui.close") },
      confirmProps: { color: "red" },
      onConfirm,
    });
  };
}
