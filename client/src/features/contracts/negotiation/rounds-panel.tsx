import { ActionIcon, Button } from "@mantine/core";
import type { NegotiationFace } from "@parley/contracts";
import type { DocumentCard } from "@parley/documents";
import { IconPlus, IconUserMinus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { notifications } from "@mantine/notifications";
import { useMe } from "../../../platform/me.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { EmptyState, ErrorState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { useConfirm } from "../../../ui/use-confirm.tsx";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import { CourtClocks } from "./court-clocks.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import { PeopleByParty } from "./people-sign.tsx";
import { RoundsList } from "./rounds-list.tsx";
import classes from "./rounds.module.css";
import { Settled } from "./settled.tsx";
import { useNegotiationOf } from "./use-negotiation.ts";

/** The rounds of a document's negotiation, the time in each court, and who is in it. */
export function RoundsPanel({ card }: { card: DocumentCard }): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const { data, dataUpdatedAt, error, refetch } = useNegotiationOf(card.id);
  if (error && !data) return <ErrorState compact sentence={sentenceOf(error)} onRetry={() => void refetch()} />;
  if (!data) return <ListSkeleton rows={4} />;
  if (!data.negotiation) return <EmptyState compact title={t("contracts.negotiation.rounds.empty")} />;
  return <NegotiationParts negotiation={data.negotiation} contractId={data.contractId} atMs={dataUpdatedAt} />;
}

/** One negotiation in full: times, rounds, how it was settled, people. Who leads it invites and removes. */
export function NegotiationParts(props: {
  negotiation: NegotiationFace;
  contractId: string | null;
  atMs: number;
}): ReactElement {
  const { t } = useTranslation();
  const { negotiation, contractId } = props;
  const [inviting, setInviting] = useState(false);
  const leads = negotiation.me.mayLead && contractId !== null;
  return (
    <div className={classes["parts"]}>
      <section>
        <h3 className={classes["title"]}>{t("contracts.negotiation.rounds.clocks")}</h3>
        <CourtClocks negotiation={negotiation} atMs={props.atMs} />
      </section>
      <section>
        <h3 className={classes["title"]}>{t("contracts.negotiation.rounds.title")}</h3>
        <RoundsList negotiation={negotiation} />
      </section>
      {negotiation.settled ? (
        <section>
          <h3 className={classes["title"]}>{t("contracts.negotiation.settled.title")}</h3>
          <Settled settled={negotiation.settled} />
        </section>
      ) : null}
      <section>
        <div className={classes["head"]}>
          <h3 className={classes["title"]}>{t("contracts.negotiation.rounds.people")}</h3>
          {leads ? (
            <Button
              size="compact-xs"
              variant="subtle"
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={() => setInviting(true)}
            >
              {t("contracts.negotiation.rounds.invite")}
            </Button>
          ) : null}
        </div>
        <PeopleByParty
          negotiation={negotiation}
          {...(leads
            ? {
                tools: (person) => (
                  <RemovePerson person={person} negotiationId={negotiation.id} contractId={contractId} />
                ),
              }
            : {})}
        />
      </section>
      {inviting && contractId !== null ? (
        <InviteDialog negotiation={negotiation} contractId={contractId} onClose={() => setInviting(false)} />
      ) : null}
    </div>
  );
}

/** Nobody takes themselves out, nor whom the document belongs to. */
function RemovePerson(props: {
  person: NegotiationFace["people"][number];
  negotiationId: string;
  contractId: string;
}): ReactElement | null {
  const { t } = useTranslation();
  const me = useMe();
  const confirm = useConfirm();
  const sentenceOf = useSentence();
  const { person, negotiationId, contractId } = props;
  const { name } = person;
  const remove = useAction(
    (personId: string) => contractsEndpoints.negotiation.remove.call({ id: contractId, negotiationId, personId }),
    {
      refreshes: [contractsEndpoints.negotiation.key()],
      onFailed: (error) => void notifications.show({ color: "red", message: sentenceOf(error) }),
    },
  );
  if (person.id === me.person.id || person.role === "own") return null;
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      loading={remove.isPending}
      aria-label={t("contracts.negotiation.rounds.remove", { name })}
      onClick={() =>
        confirm({
          title: t("contracts.negotiation.rounds.removeTitle", { name }),
          text: t("contracts.negotiation.rounds.removeText"),
          action: t("contracts.negotiation.rounds.removeAction"),
          onConfirm: () => remove.mutate(person.id),
        })
      }
    >
      <IconUserMinus size={16} stroke={1.6} />
    </ActionIcon>
  );
}
