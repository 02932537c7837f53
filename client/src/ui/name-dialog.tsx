import { Button, Group, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { Dialog } from "./dialog.tsx";

/** Asks for one name: of something new, or a new one for something old. It stays open, with the reason, when it is refused. */
export function NameDialog(props: {
  title: string;
  label: string;
  initial?: string;
  action: string;
  maxLength: number;
  busy?: boolean;
  problem?: string | null;
  onSubmit: (name: string) => void;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const [name, setName] = useState(props.initial ?? "");
  const trimmed = name.trim();
  return (
    <Dialog onClose={props.onClose} title={props.title} size="sm">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (trimmed !== "") props.onSubmit(trimmed);
        }}
      >
        <TextInput
          label={props.label}
          value={name}
          maxLength={props.maxLength}
          onChange={(event) => setName(event.currentTarget.value)}
          onFocus={(event) => event.currentTarget.select()}
          error={props.problem}
          data-autofocus
        />
        <Group mt="md" gap="xs" justify="flex-end">
          <Button variant="default" onClick={props.onClose}>
            {t("ui.cancel")}
          </Button>
          <Button type="submit" loading={props.busy ?? false} disabled={trimmed === ""}>
            {props.action}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
