import { Button, Menu } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconColumns3 } from "@tabler/icons-react";
import { registerSorts } from "@parley/contracts";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { BASE_CURRENCY } from "./base-currency.ts";
import { type RegisterAddress, registerColumns, usualColumns } from "./register-address.ts";
import classes from "./register-chips.module.css";

interface ShapeProps {
  readonly address: RegisterAddress;
  readonly onShow: (change: Partial<RegisterAddress>) => void;
}

/** Which columns stand in the table. The name always does. */
export function ColumnChooser({ address, onShow }: ShapeProps): ReactElement {
  const { t } = useTranslation();
  const { columns } = address;
  return (
    <Menu position="bottom-end" closeOnItemClick={false}>
      <Menu.Target>
        <Button variant="subtle" color="gray" size="compact-md" leftSection={<IconColumns3 size={16} />}>
          {t("contracts.register.columns")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes["scrolling"] ?? ""}>
        {registerColumns.map((column) => (
          <Menu.CheckboxItem
            key={column}
            checked={columns.includes(column)}
            disabled={column === "name"}
            onChange={() =>
              onShow({ columns: registerColumns.filter((each) => columns.includes(each) !== (each === column)) })
            }
          >
            {t(`contracts.register.column.${column}`, { currency: BASE_CURRENCY })}
          </Menu.CheckboxItem>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => onShow({ columns: usualColumns })}>{t("contracts.register.resetColumns")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** What the list is ordered by, and which way; for those who do not press the columns' heads. */
export function OrderMenu({ address, onShow }: ShapeProps): ReactElement {
  const { t } = useTranslation();
  const Arrow = address.order === "asc" ? IconArrowUp : IconArrowDown;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="subtle" color="gray" size="compact-md" leftSection={<Arrow size={16} />}>
          {t(`contracts.register.sort.${address.sort}`)}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {registerSorts.map((sort) => (
          <Menu.Item
            key={sort}
            leftSection={address.sort === sort ? <Arrow size={16} /> : <span className={classes["blank"]} />}
            onClick={() =>
              onShow(
                address.sort === sort
                  ? { order: address.order === "asc" ? "desc" : "asc" }
                  : { sort, order: sort === "name" || sort === "number" || sort === "end" ? "asc" : "desc" },
              )
            }
          >
            {t(`contracts.register.sort.${sort}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
