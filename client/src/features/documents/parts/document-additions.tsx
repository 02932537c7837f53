import type { DocumentCard } from "@parley/documents";
import { useTranslation } from "react-i18next";
import { type ReactElement, Suspense } from "react";
import { useMe } from "../../../platform/me.ts";
import { type DocumentAddition, useSlices } from "../../../platform/slice.ts";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import type { DocumentPanel } from "./document-frame.tsx";

function useAdditions({ kind }: DocumentCard): readonly DocumentAddition[] {
  return useSlices()
    .flatMap(({ documentAdditions = [] }) => documentAdditions)
    .filter(({ kinds }) => kinds.includes(kind));
}

/** The bars that slices put above the text of their documents. */
export function AddedBars({ card }: { card: DocumentCard }): ReactElement {
  return (
    <Suspense>
      {useAdditions(card).map(({ bar: Bar }, at) =>
        // oxlint-disable-next-line react/no-array-index-key -- what slices add never changes
        Bar ? <Bar key={at} card={card} /> : null,
      )}
    </Suspense>
  );
}

/** The panels that slices add to their documents. */
export function useAddedPanels(card: DocumentCard): DocumentPanel[] {
  const { t } = useTranslation();
  const me = useMe();
  return useAdditions(card)
    .flatMap(({ panels = [] }) => panels)
    .filter(({ visible }) => visible?.(me) ?? true)
    .map(({ id, labelKey, icon, component: Content, count: Count }) => ({
      id,
      label: t(labelKey),
      icon,
      content: (
        <Suspense fallback={<ListSkeleton rows={4} />}>
          <Content card={card} />
        </Suspense>
      ),
      ...(Count && {
        count: (
          <Suspense>
            <Count card={card} />
          </Suspense>
        ),
      }),
    }));
}
