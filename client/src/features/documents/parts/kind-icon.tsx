import { IconFile } from "@tabler/icons-react";
import type { ReactElement } from "react";
import { useSlices } from "../../../platform/slice.ts";

/** The icon of a kind of document, as the slice that brings the kind shows it. */
export function KindIcon(props: { kind: string; sizePx?: number }): ReactElement {
  const face = useSlices()
    .flatMap((slice) => slice.kinds ?? [])
    .find((each) => each.kind === props.kind);
  const Icon = face?.icon ?? IconFile;
  return <Icon size={props.sizePx ?? 20} stroke={1.5} />;
}
