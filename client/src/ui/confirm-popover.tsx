import { Button, Group, Popover, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type ReactElement, type ReactNode, useState } from "react";

/** Asks beside the control itself, so that no dialog opens above a dialog. `children` receives what opens it. */
export function ConfirmPopover(props: {
  text: string;
  action: string;
  onConfirm: () => void;
  children: (open: () => void) => ReactNode;
}): ReactElement {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
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
        <span>{props.children(() => setOpened(true))}</span>
      </Popover.Target>
      <Popover.Dropdown>
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
