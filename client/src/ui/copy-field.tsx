import { ActionIcon, CopyButton, TextInput, Tooltip } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";

/** A text to be copied as it is: a link, a token. It selects itself on focus. */
export function CopyField(props: { label: string; value: string; description?: string }): ReactElement {
  const { t } = useTranslation();
  return (
    <TextInput
      label={props.label}
      description={props.description}
      value={props.value}
      readOnly
      styles={{ input: { fontFamily: "var(--parley-font-mono)", fontSize: 12 } }}
      onFocus={(event) => event.currentTarget.select()}
      rightSection={
        <CopyButton value={props.value}>
          {({ copied, copy }) => (
            <Tooltip label={copied ? t("ui.copied") : t("ui.copy")}>
              <ActionIcon size="md" onClick={copy} aria-label={copied ? t("ui.copied") : t("ui.copy")}>
                {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
      }
    />
  );
}
