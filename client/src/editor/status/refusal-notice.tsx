import { Alert, Button, Textarea } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconCopy, IconTrash } from "@tabler/icons-react";
import { type ReactElement, useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../ui/dialog.tsx";
import { useConfirm } from "../../ui/use-confirm.tsx";
import { useDocumentEditor } from "../provider/editor-context.ts";
import { keepsRefused, refusalKey } from "./connection.ts";
import classes from "./refusal-notice.module.css";

/** Says why changes are not taken, and offers the two ways on: to copy what was not saved, and to go on without it. */
export function RefusalNotice(): ReactElement | null {
  const { t } = useTranslation();
  const { refusal } = useDocumentEditor();
  return (
    <Alert className={classes["notice"] ?? ""} color="red" role="alert">
      <p className={classes["sentence"]}>{t(refusalKey(refusal))}</p>
      {keepsRefused(refusal) ? <WaysOn /> : null}
    </Alert>
  );
}

function WaysOn(): ReactElement | null {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const { opened } = useDocumentEditor();
  const [shown, setShown] = useState<string | null>(null);
  if (!opened) return null;
  const copy = async (): Promise<void> => {
    const text = opened.unsavedText();
    if (text === "") {
      notifications.show({ message: t("editor.refused.noText") });
      return;
    }
    try {
      await navigator.clipboard.writeText(text);
      notifications.show({ message: t("editor.refused.copied", { count: Array.from(text).length }) });
    } catch {
      // A browser that does not let the page copy: the person does it by hand.
      setShown(text);
    }
  };
  const discard = (): void => {
    confirm({
      title: t("editor.refused.discardTitle"),
      text: t("editor.refused.discardText", { count: Array.from(opened.unsavedText()).length }),
      action: t("editor.refused.discard"),
      onConfirm: () => void opened.discard().then(() => location.reload()),
    });
  };
  return (
    <div className={classes["ways"]}>
      <Button size="compact-sm" variant="default" leftSection={<IconCopy size={15} />} onClick={() => void copy()}>
        {t("editor.refused.copy")}
      </Button>
      <Button size="compact-sm" variant="default" leftSection={<IconTrash size={15} />} onClick={discard}>
        {t("editor.refused.discardAsk")}
      </Button>
      {shown === null ? null : (
        <Dialog title={t("editor.refused.byHand")} onClose={() => setShown(null)}>
          <Textarea
            aria-label={t("editor.refused.byHand")}
            value={shown}
            readOnly
            autosize
            minRows={4}
            maxRows={16}
            data-autofocus
            onFocus={(event) => event.currentTarget.select()}
          />
        </Dialog>
      )}
    </div>
  );
}
