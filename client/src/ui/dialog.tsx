import { Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ReactElement, ReactNode } from "react";

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
