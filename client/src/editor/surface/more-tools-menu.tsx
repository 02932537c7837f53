import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import { IconCheck, IconChevronsRight } from "@tabler/icons-react";
import { Fragment, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { type Tool, keepFocus, printedKeys } from "./tool-button.tsx";
import classes from "./toolbar.module.css";

/** The tools that found no room in the bar. */
export function MoreToolsMenu(props: { groups: readonly (readonly Tool[])[] }): ReactElement {
  const { t } = useTranslation();
  const label = t("editor.toolbar.moreTools");
  return (
    <Menu position="bottom-end" returnFocus={false}>
      <Menu.Target>
        <Tooltip label={label}>
          <ActionIcon className="parley-tool" size={32} aria-label={label} onMouseDown={keepFocus}>
            <IconChevronsRight size={18} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown miw={220}>
        {props.groups.map((tools, index) => (
          <Fragment key={tools[0]?.label}>
            {index > 0 ? <Menu.Divider /> : null}
            {tools.map((tool) => (
              <Menu.Item
                key={tool.label}
                leftSection={<tool.icon size={16} />}
                rightSection={
                  tool.active === true ? (
                    <IconCheck size={14} />
                  ) : tool.keys === undefined ? null : (
                    <span className={classes["keys"]}>{printedKeys(tool.keys)}</span>
                  )
                }
                disabled={tool.disabled ?? false}
                onClick={tool.onClick}
              >
                {tool.label}
              </Menu.Item>
            ))}
          </Fragment>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
