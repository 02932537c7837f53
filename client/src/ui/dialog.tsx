import { Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type ReactElement, type ReactNode, useEffect, useState } from "react";

/** A dialog: one at a time, closed by its button, Escape or a click beside it. `full` fills a phone's screen. */
export function Dialog(props: {
  title: string;
  onClose: () => void;
  opened?: boolean;
  size?: "sm" | "md" | "lg";
  full?: boolean;
  children: ReactNode;
}): ReactElement {
  const { t } = useTranslation();
  useFocusBack();
  return (
    <Modal
      opened={props.opened ?? true}
      onClose={props.onClose}
      title={props.title}
      size={props.size ?? "md"}
      fullScreen={props.full ?? false}
      closeButtonProps={{ "aria-label": t("ui.close") }}
    >
      {props.children}
    </Modal>
  );
}

/** Most dialogs are there only while they are open: when one goes, whoever uses the keyboard goes on where they were. */
function useFocusBack(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      window.setTimeout(() => {
        const isLost = document.activeElement === null || document.activeElement === document.body;
        if (isLost && before instanceof HTMLElement) before.focus({ preventScroll: true });
      });
    },
    [before],
  );
}
