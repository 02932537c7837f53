import { Select } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import type { Role } from "@parley/base";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import classes from "./share-dialog.module.css";
import { colleagueRoles, outsideRoles, roleOf } from "./share-roles.ts";

/** Choosing a role. `fixed` leaves only the present one. */
export function RoleSelect(props: {
  label: string;
  labelHidden?: boolean;
  outside: boolean;
  value: Role;
  fixed?: boolean;
  quiet?: boolean;
  onChange: (role: Role) => void;
}): ReactElement {
  const { t } = useTranslation();
  return (
    <Select
      {...(props.labelHidden ? { "aria-label": props.label } : { label: props.label })}
      {...(props.quiet ? { className: classes["role"] ?? "" } : {})}
      allowDeselect={false}
      value={props.value}
      onChange={(value) => props.onChange(roleOf(value, props.value))}
      maxDropdownHeight={320}
      comboboxProps={{ width: 280, position: "bottom-end" }}
      data={(props.outside ? outsideRoles : colleagueRoles).map((each) => ({
        value: each,
        label: t(`ui.role.${each}`),
        disabled: props.fixed === true && each !== props.value,
      }))}
      renderOption={({ option, checked }) => (
        <span className={classes["option"]}>
          <span className={classes["optionWords"]}>
            <span>{option.label}</span>
            <span className={classes["optionNote"]}>{t(`ui.roleNote.${option.value}`)}</span>
          </span>
          {checked ? <IconCheck size={16} aria-hidden /> : null}
        </span>
      )}
    />
  );
}
