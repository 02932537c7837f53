import { Alert } from "@mantine/core";
import { IconSnowflake } from "@tabler/icons-react";
import type { ReactElement } from "react";
import { useLanguage } from "../../platform/use-language.ts";
import { useDocumentEditor } from "../provider/editor-context.ts";
import classes from "./frozen-notice.module.css";

/** Says why nothing in the document can be changed; nothing while it can. */
export function FrozenNotice(): ReactElement | null {
  const language = useLanguage();
  const { frozen } = useDocumentEditor().standing;
  if (!frozen) return null;
  return (
    <Alert
      className={classes["notice"] ?? ""}
      color="blue"
      role="status"
      icon={<IconSnowflake size={18} stroke={1.7} aria-hidden />}
    >
      {frozen[language]}
    </Alert>
  );
}
