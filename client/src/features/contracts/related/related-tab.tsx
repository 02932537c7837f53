import { Button, Menu } from "@mantine/core";
import { type Contract, type RelatedContract, type SuccessorKind, isInForce, successorKinds } from "@parley/contracts";
import { IconChevronDown, IconLinkOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { useAction } from "../../../platform/use-action.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { ConfirmPopover } from "../../../ui/confirm-popover.tsx";
import { ErrorState } from "../../../ui/empty-state.tsx";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import classes from "../contract-page/contract-page.module.css";
import { StateBadge } from "../contract-page/state-badge.tsx";
import { OtherContract } from "../contract-page/succession-note.tsx";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import { FamilyTree } from "./family-tree.tsx";
import { RelateDialog } from "./relate-dialog.tsx";
import { SuccessorDialog } from "./successor-dialog.tsx";
import { wordKey } from "../contract-page/word-key.ts";

/** Contracts that are related to one, and the family with what counts today. */
export function RelatedTab({ contract }: { contract: Contract }): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const [adding, setAdding] = useState(false);
  const related = useQuery(contractsEndpoints.related.list.queryOptions({ input: { id: contract.id } }));
  return (
    <div className={classes["related"]}>
      <FamilyTree contract={contract} />
      <section>
        <div className={classes["sectionHead"]}>
          <h2 className={classes["sectionTitle"]}>{t("contracts.page.related.title")}</h2>
          {contract.mayLead ? (
            <div className={classes["buttons"]}>
              <Button size="xs" variant="default" onClick={() => setAdding(true)}>
                {t("contracts.page.related.add")}
              </Button>
              <SuccessorMenu contract={contract} />
            </div>
          ) : null}
        </div>
        {related.data ? (
          <RelatedList contract={contract} related={related.data} />
        ) : related.error ? (
          <ErrorState compact sentence={sentenceOf(related.error)} onRetry={() => void related.refetch()} />
        ) : (
          <ListSkeleton rows={2} />
        )}
      </section>
      {adding ? <RelateDialog contract={contract} onClose={() => setAdding(false)} /> : null}
    </div>
  );
}

function RelatedList({ contract, related }: { contract: Contract; related: readonly RelatedContract[] }): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const remove = useAction(
    ({ kind, sense, otherId }: Pick<RelatedContract, "kind" | "sense"> & { otherId: string }) =>
      contractsEndpoints.related.remove.call({ id: contract.id, kind, sense, otherId }),
    { refreshes: [contractsEndpoints.key()] },
  );
  if (related.length === 0) return <p className={classes["quiet"]}>{t("contracts.page.related.none")}</p>;
  return (
    <>
      <ul className={classes["relations"]}>
        {related.map(({ kind, sense, contract: other }, index) => (
          <li key={`${kind}${sense}${other?.id ?? index}`}>
            <small>{t(`contracts.page.related.${sense}.${wordKey(kind)}`)}</small>
            <OtherContract contract={other} />
            {other ? <StateBadge state={other.state} /> : null}
            {other && contract.mayLead ? (
              <ConfirmPopover
                label={t("contracts.page.related.remove", { number: other.number })}
                icon={<IconLinkOff size={17} stroke={1.6} />}
                text={t("contracts.page.related.removeText")}
                action={t("contracts.page.related.removeAction")}
                onConfirm={() => remove.mutate({ kind, sense, otherId: other.id })}
              />
            ) : null}
          </li>
        ))}
      </ul>
      {remove.error ? (
        <p className={classes["problem"]} role="alert">
          {sentenceOf(remove.error)}
        </p>
      ) : null}
    </>
  );
}

/** Changes, renews or ends a contract that binds. */
function SuccessorMenu({ contract }: { contract: Contract }): ReactElement | null {
  const { t } = useTranslation();
  const [kind, setKind] = useState<SuccessorKind | null>(null);
  const kinds = successorKinds.filter(
    (each) => isInForce(contract.state) || (contract.state === "expired" && each === "renewal"),
  );
  if (kinds.length === 0) return null;
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button size="xs" rightSection={<IconChevronDown size={14} />}>
            {t("contracts.page.succeed.menu")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {kinds.map((each) => (
            <Menu.Item key={each} onClick={() => setKind(each)}>
              {t(`contracts.page.succeed.${each}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {kind ? <SuccessorDialog contract={contract} kind={kind} onClose={() => setKind(null)} /> : null}
    </>
  );
}
