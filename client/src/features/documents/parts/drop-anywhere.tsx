import { IconFileImport } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { type ReactElement, useEffect, useRef, useState } from "react";
import classes from "./import.module.css";
import { libraryImports } from "./library-imports.ts";

function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") ?? false;
}

/** Lets files be dropped anywhere on the library's page, and says so while they hang over it. */
export function DropAnywhere(props: { kind: string; folderId: string | null }): ReactElement | null {
  const { t } = useTranslation();
  const [over, setOver] = useState(false);
  const depth = useRef(0);
  const { kind, folderId } = props;
  useEffect(() => {
    const enter = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      depth.current += 1;
      setOver(true);
    };
    const leave = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      depth.current = Math.max(0, depth.current - 1);
      if (depth.current === 0) setOver(false);
    };
    const hover = (event: DragEvent): void => {
      if (carriesFiles(event)) event.preventDefault();
    };
    const drop = (event: DragEvent): void => {
      depth.current = 0;
      setOver(false);
      // A drop zone inside a dialog has taken the files already.
      if (!carriesFiles(event) || event.defaultPrevented) return;
      event.preventDefault();
      const files = Array.from(event.dataTransfer?.files ?? []);
      if (files.length > 0) libraryImports.add(files, { kind, folderId });
    };
    window.addEventListener("dragenter", enter);
    window.addEventListener("dragleave", leave);
    window.addEventListener("dragover", hover);
    window.addEventListener("drop", drop);
    return () => {
      window.removeEventListener("dragenter", enter);
      window.removeEventListener("dragleave", leave);
      window.removeEventListener("dragover", hover);
      window.removeEventListener("drop", drop);
    };
  }, [kind, folderId]);
  if (!over) return null;
  return (
    <div className={classes["veil"]} aria-hidden>
      <div className={classes["veilCard"]}>
        <IconFileImport size={32} stroke={1.4} />
        {t("documents.import.letGo")}
      </div>
    </div>
  );
}
