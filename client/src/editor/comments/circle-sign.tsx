import { IconUsers } from "@tabler/icons-react";
import { type ReactElement, useState } from "react";
import { useTranslation } from "react-i18next";
import { CircleDialog } from "./circle-dialog.tsx";
import classes from "./comments-panel.module.css";

/** Says that a thread is for a circle, by its name, and opens who is in it. */
export function CircleSign({ circle }: { circle: { readonly id: string; readonly name: string } }): ReactElement {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  return (
    <>
      <button
        type="button"
        className={classes["sign"]}
        data-circle
        title={t("editor.circles.note", { name: circle.name })}
        onClick={() => setShown(true)}
      >
        <IconUsers size={13} stroke={1.8} aria-hidden />
        {circle.name}
      </button>
      {shown ? <CircleDialog circleId={circle.id} onClose={() => setShown(false)} /> : null}
    </>
  );
}
