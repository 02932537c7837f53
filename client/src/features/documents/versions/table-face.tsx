import type { CSSProperties, ReactElement, ReactNode } from "react";
import { tableWidths } from "../../../editor/index.ts";

type Attributes = Readonly<Record<string, unknown>>;

/**
 * A table whose columns are as wide as in the editor. `rows` are the attributes of the cells that are shown, row by row. Where some row has
 * more cells than the first one, as where an old and a new one stand beside each other, all columns are equally wide.
 */
export function TableFace({
  rows,
  children,
}: {
  rows: readonly (readonly Attributes[])[];
  children: ReactNode;
}): ReactElement {
  const columns = columnsOf(rows[0] ?? []);
  if (columns.length === 0 || rows.some((cells) => columnsOf(cells).length > columns.length))
    return (
      <table>
        <tbody>{children}</tbody>
      </table>
    );
  const { shares, widthPx } = tableWidths(columns);
  const style = {
    "--columns": columns.length,
    "--table-width": widthPx === null ? "100%" : `min(${widthPx}px, 100%)`,
  };
  return (
    <table style={style as CSSProperties}>
      <colgroup>
        {shares.map((share, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- a column is its place
          <col key={index} style={{ "--share": `${share * 100}%` } as CSSProperties} />
        ))}
      </colgroup>
      <tbody>{children}</tbody>
    </table>
  );
}

/** The widths that the columns of a row were given, in pixels; `null` for none. */
function columnsOf(cells: readonly Attributes[]): (number | null)[] {
  return cells.flatMap(({ colspan, colwidth }) =>
    Array.from({ length: typeof colspan === "number" ? colspan : 1 }, (_, index) => {
      const width: unknown = Array.isArray(colwidth) ? colwidth[index] : null;
      return typeof width === "number" && width > 0 ? width : null;
    }),
  );
}
