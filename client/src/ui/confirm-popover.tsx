import { ActionIcon, Button, Group, Popover, Text, Tooltip } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type ReactElement, type ReactNode, useState } from "react";

/**
 * A button that asks before it acts, beside itself, so that no dialog opens above a dialog. `label` names the button and what
 * it is for, `text` says what happens, `action` repeats the verb. `blocked` says why it cannot be done now: the button then stays
 * where the keyboard reaches it, and only tells.
 */
export function ConfirmPopover(props: {
  label: string;
  icon: ReactNode;
  text: string;
  action: string;
  className?: string | undefined;
  blocked?: string | null;
  onConfirm: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  if (props.blocked) {
    return (
      <Tooltip label={props.blocked} multiline maw={260} events={{ hover: true, focus: true, touch: true }}>
        <ActionIcon className={props.className ?? ""} aria-label={props.label} aria-disabled data-disabled>
          {props.icon}
        </ActionIcon>
      </Tooltip>
    );
  }
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      width={260}
      position="bottom-end"
      shadow="md"
      trapFocus
      returnFocus
      withinPortal
    >
      <Popover.Target>
        <ActionIcon
          className={props.className ?? ""}
          aria-label={props.label}
          title={props.action}
          onClick={() => setOpened(!opened)}
        >
          {props.icon}
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={props.label}>
        <Text>{props.text}</Text>
        <Group mt="sm" gap="xs" justify="flex-end">
          <Button variant="default" size="xs" onClick={() => setOpened(false)}>
            {t("ui.cancel")}
          </Button>
          <Button
            color="red"
            size="xs"
            data-autofocus
            onClick={() => {
              setOpened(false);
              props.onConfirm();
            }}
          >
            {props.action}
          </Button>
        </Group>
      </Popover.Dropdown>
    </Popover>
  );
}
