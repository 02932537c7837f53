import { Button, Checkbox, Menu, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconCheck, IconChevronDown, IconDeviceFloppy, IconStar, IconTrash, IconUsers } from "@tabler/icons-react";
import type { SavedView } from "@parley/contracts";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type FormEvent, type ReactElement, useState } from "react";
import { useMe } from "../../../platform/me.ts";
import { useAction } from "../../../platform/use-action.ts";
import { useSentence } from "../../../platform/use-sentence.ts";
import { Dialog } from "../../../ui/dialog.tsx";
import { useConfirm } from "../../../ui/use-confirm.tsx";
import { contractsEndpoints } from "../contracts-endpoints.ts";
import { type RegisterAddress, queryOf } from "./register-address.ts";
import classes from "./register-chips.module.css";

/** The views that people have saved: opened, kept, shared, made the one to begin with. */
export function SavedViews({ address }: { address: RegisterAddress }): ReactElement {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const [saving, setSaving] = useState(false);
  const views = useQuery(contractsEndpoints.register.views.queryOptions()).data?.views ?? [];
  const current = views.find(({ id }) => id === address.view) ?? null;
  const open = (view: SavedView | null): void =>
    void navigate({
      to: "/contracts",
      search: view ? { ...Object.fromEntries(new URLSearchParams(view.query)), view: view.id } : { view: "all" },
    });
  const groups = [
    { label: t("contracts.register.view.mine"), views: views.filter(({ owner }) => owner.id === me.person.id) },
    { label: t("contracts.register.view.shared"), views: views.filter(({ owner }) => owner.id !== me.person.id) },
  ];
  return (
    <>
      <Menu position="bottom-start" width={280}>
        <Menu.Target>
          <Button variant="subtle" color="gray" size="compact-md" rightSection={<IconChevronDown size={14} />}>
            {current?.name ?? t("contracts.register.view.all")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown className={classes["scrolling"] ?? ""}>
          <Menu.Item leftSection={sign(current === null)} onClick={() => open(null)}>
            {t("contracts.register.view.all")}
          </Menu.Item>
          {groups.map((group) =>
            group.views.length === 0 ? null : (
              <div key={group.label}>
                <Menu.Label>{group.label}</Menu.Label>
                {group.views.map((view) => (
                  <Menu.Item
                    key={view.id}
                    leftSection={sign(view.id === current?.id)}
                    rightSection={
                      view.isDefault ? <IconStar size={14} aria-label={t("contracts.register.view.isDefault")} /> : null
                    }
                    onClick={() => open(view)}
                  >
                    {view.name}
                  </Menu.Item>
                ))}
              </div>
            ),
          )}
          <Menu.Divider />
          <Menu.Item leftSection={<IconDeviceFloppy size={16} />} onClick={() => setSaving(true)}>
            {t("contracts.register.view.save")}
          </Menu.Item>
          {current ? <CurrentViewItems view={current} address={address} /> : null}
        </Menu.Dropdown>
      </Menu>
      {saving ? <SaveDialog address={address} onClose={() => setSaving(false)} onSaved={open} /> : null}
    </>
  );
}

function sign(isChosen: boolean): ReactElement {
  return isChosen ? <IconCheck size={16} /> : <span className={classes["blank"]} />;
}

/** What can be done with the view that is open. */
function CurrentViewItems({ view, address }: { view: SavedView; address: RegisterAddress }): ReactElement {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const confirm = useConfirm();
  const sentenceOf = useSentence();
  const refreshes = [contractsEndpoints.register.views.key()];
  const onFailed = (error: Error): void => void notifications.show({ color: "red", message: sentenceOf(error) });
  const change = useAction(
    (fields: { query?: string; isShared?: boolean }) =>
      contractsEndpoints.register.updateView.call({ id: view.id, ...fields }),
    { refreshes, onFailed },
  );
  const choose = useAction((id: string | null) => contractsEndpoints.register.setDefaultView.call({ id }), {
    refreshes,
    onFailed,
  });
  const remove = useAction(() => contractsEndpoints.register.deleteView.call({ id: view.id }), {
    refreshes,
    onFailed,
    onDone: () => void navigate({ to: "/contracts", search: { view: "all" } }),
  });
  const query = queryOf(address);
  return (
    <>
      {view.mayEdit && view.query !== query ? (
        <Menu.Item leftSection={<IconDeviceFloppy size={16} />} onClick={() => change.mutate({ query })}>
          {t("contracts.register.view.update", { name: view.name })}
        </Menu.Item>
      ) : null}
      <Menu.Item leftSection={<IconStar size={16} />} onClick={() => choose.mutate(view.isDefault ? null : view.id)}>
        {view.isDefault ? t("contracts.register.view.noDefault") : t("contracts.register.view.makeDefault")}
      </Menu.Item>
      {view.mayEdit ? (
        <>
          <Menu.Item leftSection={<IconUsers size={16} />} onClick={() => change.mutate({ isShared: !view.isShared })}>
            {view.isShared ? t("contracts.register.view.stopSharing") : t("contracts.register.view.startSharing")}
          </Menu.Item>
          <Menu.Item
            color="red"
            leftSection={<IconTrash size={16} />}
            onClick={() =>
              confirm({
                title: t("contracts.register.view.deleteTitle", { name: view.name }),
                text: view.isShared
                  ? t("contracts.register.view.deleteShared")
                  : t("contracts.register.view.deleteText"),
                action: t("contracts.register.view.delete"),
                onConfirm: () => remove.mutate(undefined),
              })
            }
          >
            {t("contracts.register.view.delete")}
          </Menu.Item>
        </>
      ) : null}
    </>
  );
}

function SaveDialog(props: {
  address: RegisterAddress;
  onClose: () => void;
  onSaved: (view: SavedView) => void;
}): ReactElement {
  const { t } = useTranslation();
  const sentenceOf = useSentence();
  const [name, setName] = useState("");
  const [isShared, setShared] = useState(false);
  const save = useAction(
    () => contractsEndpoints.register.createView.call({ name: name.trim(), query: queryOf(props.address), isShared }),
    {
      refreshes: [contractsEndpoints.register.views.key()],
      onDone: (view) => {
        props.onClose();
        props.onSaved(view);
      },
    },
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() !== "") save.mutate(undefined);
  };
  return (
    <Dialog title={t("contracts.register.view.save")} onClose={props.onClose} size="sm">
      <form className={classes["saving"]} onSubmit={submit}>
        <TextInput
          data-autofocus
          label={t("contracts.register.view.name")}
          maxLength={80}
          value={name}
          error={save.error ? sentenceOf(save.error) : null}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Checkbox
          label={t("contracts.register.view.share")}
          checked={isShared}
          onChange={(event) => setShared(event.currentTarget.checked)}
        />
        <Button type="submit" loading={save.isPending} disabled={name.trim() === ""}>
          {t("contracts.parties.save")}
        </Button>
      </form>
    </Dialog>
  );
}
