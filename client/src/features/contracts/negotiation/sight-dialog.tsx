import { Button } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import type { Sight } from "@parley/contracts";
import { parties } from "@parley/base";
import { IconCheck, IconDownload, IconMinus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { useSentence } from "../../../platform/use-sentence.ts";
import { Dialog } from "../../../ui/dialog.tsx";
import { ErrorState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { PartyLabel } from "../../../ui/party-label.tsx";
import { wordKey } from "../contract-page/word-key.ts";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import classes from "./sight-dialog.module.css";

/** What the reader sees in a negotiation, who sees what they do, what is kept, and what is kept of them as a file. */
export function SightDialog(props: { documentId: string; onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const phone = useMediaQuery("(max-width: 47.99em)") ?? false;
  const { data, isPending, error, refetch } = useQuery(
    contractsEndpoints.negotiation.sight.queryOptions({ input: { id: props.documentId } }),
  );
  return (
    <Dialog title={t("contracts.negotiation.sight.title")} onClose={props.onClose} size="lg" full={phone}>
      {isPending ? <ListSkeleton rows={8} /> : null}
      {error ? <ErrorState compact sentence={sentenceOf(error)} onRetry={() => void refetch()} /> : null}
      {data ? <SightTable sights={data} /> : null}
      <p className={classes["logged"]}>{t("contracts.negotiation.sight.logged")}</p>
      <div className={classes["own"]}>
        <Button
          component="a"
          variant="default"
          href={`/api/documents/${props.documentId}/negotiation/own-trail`}
          download="parley-own-trail.json"
          leftSection={<IconDownload size={16} aria-hidden />}
        >
          {t("contracts.negotiation.sight.own")}
        </Button>
        <span className={classes["hint"]}>{t("contracts.negotiation.sight.ownHint")}</span>
      </div>
    </Dialog>
  );
}

function SightTable({ sights }: { sights: readonly Sight[] }): ReactElement {
  const { t } = useTranslation();
  return (
    <table className={classes["table"]}>
      <thead>
        <tr>
          <th scope="col">{t("contracts.negotiation.sight.what")}</th>
          <th scope="col">{t("contracts.negotiation.sight.mine")}</th>
          <th scope="col">{t("contracts.negotiation.sight.seenBy")}</th>
        </tr>
      </thead>
      <tbody>
        {sights.map(({ what, mine, seenBy }) => (
          <tr key={what} data-hidden={!mine || undefined}>
            <th scope="row">{t(`contracts.negotiation.sight.of.${wordKey(what)}`)}</th>
            <td>
              <span className={classes["mine"]}>
                {mine ? <IconCheck size={16} aria-hidden /> : <IconMinus size={16} aria-hidden />}
                {t(`contracts.negotiation.sight.${mine ? "yes" : "no"}`)}
              </span>
            </td>
            <td>
              {seenBy.length === parties.length ? (
                t("contracts.negotiation.sight.all")
              ) : (
                <span className={classes["parties"]}>
                  {seenBy.map((party) => (
                    <PartyLabel key={party} party={party} />
                  ))}
                </span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
