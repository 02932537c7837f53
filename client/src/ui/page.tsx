import { type ReactElement, type ReactNode, useEffect } from "react";
import classes from "./page.module.css";

/** Gives the browser's tab its name; `null` while it is not known yet. */
export function usePageTitle(title: string | null): void {
  useEffect(() => {
    document.title = title === null ? "Parley" : `${title} · Parley`;
  }, [title]);
}

/** The frame of a list page: title, what can be done at its right, the contents below. */
export function Page(props: {
  title: string;
  note?: string;
  actions?: ReactNode;
  wide?: boolean;
  children: ReactNode;
}): ReactElement {
  usePageTitle(props.title);
  return (
    <div className={classes["page"]} data-wide={props.wide || undefined}>
      <header className={classes["head"]}>
        <div className={classes["names"]}>
          <h1 className={classes["title"]}>{props.title}</h1>
          {props.note ? <p className={classes["note"]}>{props.note}</p> : null}
        </div>
        {props.actions ? <div className={classes["actions"]}>{props.actions}</div> : null}
      </header>
      {props.children}
    </div>
  );
}
