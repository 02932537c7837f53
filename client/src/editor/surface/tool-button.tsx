import { ActionIcon, Tooltip } from "@mantine/core";
import type { ReactElement } from "react";
import type { IconComponent } from "../../platform/slice.ts";

/** Keeps the focus in the text when a tool is pressed. */
export function keepFocus(event: { preventDefault: () => void }): void {
  event.preventDefault();
}

const mac = typeof navigator !== "undefined" && /Mac|iP(hone|ad|od)/.test(navigator.platform);

/** Keys as they are printed on this machine: `Mod-Shift-x` is ⌘⇧X or Ctrl+Shift+X. */
export function printedKeys(keys: string): string {
  const names: Readonly<Record<string, string>> = mac
    ? { Mod: "⌘", Shift: "⇧", Alt: "⌥" }
    : { Mod: "Ctrl", Shift: "Shift", Alt: "Alt" };
  return keys
    .split("-")
    .map((key) => names[key] ?? key.toUpperCase())
    .join(mac ? "" : "+");
}

/** What a tool is, wherever it stands. */
export interface Tool {
  readonly icon: IconComponent;
  readonly label: string;
  readonly keys?: string;
  readonly active?: boolean;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}

/** One tool: an icon with its name and keys on hover. */
export function ToolButton(props: Tool): ReactElement {
  const hint = props.keys === undefined ? props.label : `${props.label} (${printedKeys(props.keys)})`;
  return (
    <Tooltip label={hint}>
      <ActionIcon
        className="parley-tool"
        aria-label={props.label}
        aria-pressed={props.active}
        data-active={props.active === true ? true : undefined}
        disabled={props.disabled ?? false}
        onMouseDown={keepFocus}
        onClick={props.onClick}
        size={32}
      >
        <props.icon size={18} stroke={1.7} />
      </ActionIcon>
    </Tooltip>
  );
}
