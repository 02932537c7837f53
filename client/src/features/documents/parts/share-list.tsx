import { IconUserMinus } from "@tabler/icons-react";
import type { Role } from "@parley/base";
import type { Share } from "@parley/documents";
import { useTranslation } from "react-i18next";
import type { ReactElement } from "react";
import { documentsEndpoints } from "../../../platform/documents-endpoints.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { ConfirmPopover } from "../../../ui/confirm-popover.tsx";
import { LinkGuests } from "./link-guests.tsx";
import { RoleSelect } from "./role-select.tsx";
import classes from "./share-dialog.module.css";
import { ShareFace, shareName } from "./share-face.tsx";
import { isSoleOwner } from "./sole-owner.ts";

/** Everyone who has access, as the server lists them, owners too; roles and access itself can be changed in place. */
export function ShareList(props: { documentId: string; shares: readonly Share[]; editable: boolean }): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const refreshes = [documentsEndpoints.shares.key(), documentsEndpoints.list.key(), documentsEndpoints.get.key()];
  const change = useAction(
    ({ share, role }: { share: Share; role: Role }) =>
      documentsEndpoints.shares.update.call({ id: props.documentId, shareId: share.id, role }),
    { refreshes },
  );
  const revoke = useAction(
    (share: Share) => documentsEndpoints.shares.revoke.call({ id: props.documentId, shareId: share.id }),
    { refreshes },
  );
  const failure = change.error ?? revoke.error;
  return (
    <>
      <ul className={classes["rows"]}>
        {props.shares.map((share) => {
          const name = shareName(share, t);
          const sole = isSoleOwner(share, props.shares);
          return (
            <li key={share.id}>
              <div className={classes["row"]}>
                <ShareFace share={share} />
                {props.editable ? (
                  <>
                    <RoleSelect
                      label={t("documents.share.roleOf", { name })}
                      labelHidden
                      quiet
                      outside={isOutside(share)}
                      value={share.role}
                      fixed={sole}
                      onChange={(role) => change.mutate({ share, role })}
                    />
                    <ConfirmPopover
                      className={classes["revoke"]}
                      icon={<IconUserMinus size={18} stroke={1.6} />}
                      label={t("documents.share.revokeOf", { name })}
                      text={t("documents.share.revokeText", { name })}
                      action={t("documents.share.revoke")}
                      blocked={sole ? t("documents.share.soleOwner") : null}
                      onConfirm={() => revoke.mutate(share)}
                    />
                  </>
                ) : (
                  <span className={classes["fixedRole"]}>{t(`ui.role.${share.role}`)}</span>
                )}
              </div>
              <LinkGuests documentId={props.documentId} share={share} editable={props.editable} />
            </li>
          );
        })}
      </ul>
      {failure ? (
        <div className={classes["problem"]} role="alert">
          {sentenceOf(failure)}
        </div>
      ) : null}
    </>
  );
}

function isOutside(share: Share): boolean {
  return share.target.type === "link" || (share.target.type === "person" && share.target.standing === "guest");
}
