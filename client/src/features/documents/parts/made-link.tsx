import { useEffect, useRef } from "react";
import type { ReactElement } from "react";
import { CopyField } from "../../../ui/copy-field.tsx";
import classes from "./share-dialog.module.css";

/** An address that was just made and is shown only now: it comes into sight by itself and is selected, ready to be copied. */
export function MadeLink(props: { label: string; description: string; url: string }): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.scrollIntoView({ block: "center" });
    box.current?.querySelector("input")?.focus({ preventScroll: true });
  }, [props.url]);
  return (
    <div className={classes["made"]} role="status" ref={box}>
      <CopyField label={props.label} description={props.description} value={props.url} />
    </div>
  );
}
