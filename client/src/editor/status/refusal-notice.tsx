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
  const { refusal, opened } = useDocumentEditor();
  return (
    <Alert className={classes["notice"] ?? ""} color="red" role="alert">
      <p className={classes["sentence"]}>{t(refusalKey(refusal))}</p>
      {opened && keepsRefused(refusal) ? <WaysOn readText={opened.unsavedText} discard={opened.discard} /> : null}
    </Alert>
  );
}

/** Copies words that are only on this device, or gives them up. */
export function WaysOn(props: { readText: () => string; discard: () => Promise<void> }): ReactElement {
  const { readText, discard } = props;
  const { t } = useTranslation();
  const confirm = useConfirm();
  const askToDiscard = (): void => {
    confirm({
      title: t("editor.refused.discardTitle"),
      text: t("editor.refused.discardText", { count: Array.from(readText()).length }),
      action: t("editor.refused.discard"),
      onConfirm: () => void discard().then(() => location.reload()),
    });
  };
  return (
    <div className={classes["ways"]}>
      <CopyWords readText={readText} label={t("editor.refused.copy")} />
      <Button size="compact-sm" variant="default" leftSection={<IconTrash size={15} />} onClick={askToDiscard}>
        {t("editor.refused.discardAsk")}
      </Button>
    </div>
  );
}

/** Copies words; where the browser does not let the page do that, the person does it by hand. */
export function CopyWords({ readText, label }: { readText: () => string; label: string }): ReactElement {
  const { t } = useTranslation();
  const [shown, setShown] = useState<string | null>(null);
  const copy = async (): Promise<void> => {
    const text = readText();
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
  return (
    <>
      <Button size="compact-sm" variant="default" leftSection={<IconCopy size={15} />} onClick={() => void copy()}>
        {label}
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
    </>
  );
}
