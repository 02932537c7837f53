import { Button, MultiSelect, Stack, TagsInput, Textarea } from "@mantine/core";
import type { Contract, ContractApproval } from "@parley/contracts";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { Dialog } from "../../../ui/dialog.tsx";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import classes from "./approval.module.css";
import { newCommand, useApprovalAction } from "./use-approval-action.ts";
import { useColleagues } from "./use-colleagues.ts";

export type RunVerb = "negotiate" | "copy" | "withdraw";

/** Asks for what is needed to open a negotiation, to tell somebody, or to withdraw. */
export function RunDialog(props: {
  readonly verb: RunVerb;
  readonly contract: Contract;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const { verb, contract, onClose } = props;
  const [note, setNote] = useState("");
  const [people, setPeople] = useState<string[]>([]);
  const [guests, setGuests] = useState<string[]>([]);
  const [command] = useState(newCommand);
  const colleagues = useColleagues();
  const { id } = contract;
  const act = useApprovalAction((): Promise<ContractApproval> => {
    const api = contractsEndpoints.approval;
    if (verb === "copy") return api.copy.call({ id, people, command });
    if (verb === "withdraw") return api.withdraw.call({ id, note, command });
    return api.negotiate.call({
      ...{ id, note },
      people: people.map((personId) => ({ personId, party: "ours", role: "edit" })),
      guests: guests.map((email) => ({ email, party: "counterparty", role: "edit" })),
    });
  }, onClose);
  return (
    <Dialog title={`${t(`contracts.approval.title.${verb}`)} · ${contract.number}`} onClose={onClose}>
      <Stack gap="sm">
        {verb === "negotiate" ? <p className={classes["quiet"]}>{t("contracts.approval.negotiateNote")}</p> : null}
        {verb === "withdraw" ? null : (
          <MultiSelect
            label={t(`contracts.approval.${verb === "copy" ? "people" : "invited"}`)}
            placeholder={people.length > 0 ? "" : t("contracts.approval.choosePerson")}
            searchable
            data={colleagues}
            value={people}
            onChange={setPeople}
          />
        )}
        {verb === "negotiate" ? (
          <TagsInput
            label={t("contracts.approval.guestEmail")}
            description={t("contracts.approval.guestHint")}
            value={guests}
            onChange={setGuests}
          />
        ) : null}
        {verb === "copy" ? null : (
          <Textarea
            label={t("contracts.approval.note")}
            placeholder={t("contracts.approval.notePlaceholder")}
            autosize
            minRows={2}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
        )}
        <div className={classes["buttons"]}>
          <Button
            disabled={verb === "copy" && people.length === 0}
            loading={act.isPending}
            onClick={() => act.mutate()}
          >
            {t(`contracts.approval.verb.${verb}`)}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t("contracts.approval.cancel")}
          </Button>
        </div>
      </Stack>
    </Dialog>
  );
}
