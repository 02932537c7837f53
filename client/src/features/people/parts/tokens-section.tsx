import { Button, Group, Select, Text, TextInput } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type ReactElement, useState } from "react";
import { peopleEndpoints } from "../../../platform/people-endpoints.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useLanguage } from "../../../platform/use-language.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { CopyField } from "../../../ui/copy-field.tsx";
import { EmptyState, ErrorState } from "../../../ui/empty-state.tsx";
import { formatDay } from "../../../ui/format-moment.ts";
import { ListSkeleton } from "../../../ui/list-skeleton.tsx";
import { Moment } from "../../../ui/moment.tsx";
import { useConfirm } from "../../../ui/use-confirm.tsx";
import classes from "./sections.module.css";
import { Dialog } from "../../../ui/dialog.tsx";

/** Personal access tokens: making one (its secret is shown once), the list, revoking. */
export function TokensSection(): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const sentenceOf = useSentence();
  const confirm = useConfirm();
  const [making, setMaking] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const tokens = useQuery(peopleEndpoints.me.tokens.queryOptions());
  const revoke = useAction((id: string) => peopleEndpoints.me.revokeToken.call({ id }), {
    refreshes: [peopleEndpoints.me.tokens.key()],
  });
  if (tokens.isPending) return <ListSkeleton rows={3} />;
  if (tokens.isError) return <ErrorState sentence={sentenceOf(tokens.error)} onRetry={() => void tokens.refetch()} />;
  return (
    <>
      <div className={classes["intro"]}>
        <p className={classes["introText"]}>{t("people.tokens.intro")}</p>
        <Button onClick={() => setMaking(true)}>{t("people.tokens.new")}</Button>
      </div>
      {secret !== null ? (
        <div className={classes["secret"]} role="status">
          <CopyField label={t("people.tokens.secret")} description={t("people.tokens.once")} value={secret} />
        </div>
      ) : null}
      {tokens.data.length === 0 ? (
        <EmptyState
          icon={<IconKey size={32} stroke={1.4} />}
          title={t("people.tokens.emptyTitle")}
          text={t("people.tokens.emptyText")}
        />
      ) : (
        <ul className={classes["rows"]}>
          {tokens.data.map((token) => (
            <li key={token.id} className={classes["row"]}>
              <span className={classes["rowIcon"]}>
                <IconKey size={20} stroke={1.5} />
              </span>
              <div className={classes["rowText"]}>
                <div>{token.name}</div>
                <div className={classes["rowNote"]}>
                  {token.lastUsedAt ? (
                    <>
                      {t("people.tokens.used")} <Moment iso={token.lastUsedAt} />
                    </>
                  ) : (
                    t("people.tokens.neverUsed")
                  )}
                  {" · "}
                  {token.expiresAt
                    ? t("people.tokens.until", { day: formatDay(token.expiresAt, language) })
                    : t("people.tokens.endless")}
                </div>
              </div>
              <Button
                variant="default"
                onClick={() =>
                  confirm({
                    title: t("people.tokens.revokeTitle", { name: token.name }),
                    text: t("people.tokens.revokeText"),
                    action: t("people.tokens.revoke"),
                    onConfirm: () => revoke.mutate(token.id),
                  })
                }
              >
                {t("people.tokens.revoke")}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {revoke.error ? <ErrorState compact sentence={sentenceOf(revoke.error)} /> : null}
      {making ? (
        <NewToken
          onClose={() => setMaking(false)}
          onMade={(made) => {
            setSecret(made);
            setMaking(false);
          }}
        />
      ) : null}
    </>
  );
}

function NewToken(props: { onClose: () => void; onMade: (secret: string) => void }): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const [name, setName] = useState("");
  const [days, setDays] = useState("90");
  const make = useAction(
    () =>
      peopleEndpoints.me.createToken.call({ name: name.trim(), expiresInDays: days === "never" ? null : Number(days) }),
    { refreshes: [peopleEndpoints.me.tokens.key()], onDone: (made) => props.onMade(made.secret) },
  );
  return (
    <Dialog onClose={props.onClose} title={t("people.tokens.new")} size="sm">
      <form
        className={classes["form"]}
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate(undefined);
        }}
      >
        <TextInput
          label={t("people.tokens.name")}
          description={t("people.tokens.nameNote")}
          value={name}
          maxLength={120}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        <Select
          label={t("people.tokens.lasts")}
          value={days}
          allowDeselect={false}
          onChange={(value) => setDays(value ?? "90")}
          data={[
            { value: "7", label: t("people.tokens.days", { count: 7 }) },
            { value: "30", label: t("people.tokens.days", { count: 30 }) },
            { value: "90", label: t("people.tokens.days", { count: 90 }) },
            { value: "365", label: t("people.tokens.days", { count: 365 }) },
            { value: "never", label: t("people.tokens.endless") },
          ]}
        />
        {make.error ? (
          <Text c="var(--parley-bad)" role="alert">
            {sentenceOf(make.error)}
          </Text>
        ) : null}
        <Group gap="xs" justify="flex-end">
          <Button variant="default" onClick={props.onClose}>
            {t("ui.cancel")}
          </Button>
          <Button type="submit" loading={make.isPending} disabled={name.trim() === ""}>
            {t("people.tokens.make")}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
