import { Button } from "@mantine/core";
import { IconMoodSad } from "@tabler/icons-react";
import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type ReactElement, useEffect, useSyncExternalStore } from "react";
import { ApiError } from "../../platform/api-error.ts";
import { connectivity, subscribeConnectivity } from "../../platform/connectivity.ts";
import { useSentence } from "../../platform/use-sentence.ts";
import { EmptyState, ErrorState } from "../../ui/empty-state.tsx";
import { AwayBanner } from "./away-banner.tsx";

/** What a page shows that could not start: the server's refusal or absence in words, or the fallen page with a way out. */
export function ErrorPage(props: ErrorComponentProps): ReactElement {
  const { t } = useTranslation();
  const router = useRouter();
  const sentenceOf = useSentence();
  const state = useSyncExternalStore(subscribeConnectivity, connectivity);
  const retry = (): void => {
    props.reset();
    void router.invalidate();
  };
  useEffect(() => {
    // The server is back: the page that could not start tries again by itself.
    if (state === "reachable" && props.error instanceof ApiError && props.error.status === 0) retry();
    // oxlint-disable-next-line react/exhaustive-deps -- only the change of state matters
  }, [state]);
  if (props.error instanceof ApiError) {
    return (
      <>
        <AwayBanner />
        <ErrorState sentence={sentenceOf(props.error)} onRetry={retry} />
      </>
    );
  }
  return (
    <EmptyState
      asPage
      role="alert"
      icon={<IconMoodSad size={32} stroke={1.4} />}
      title={t("app.crash.title")}
      text={t("app.crash.text")}
      actions={
        <>
          <Button onClick={() => window.location.reload()}>{t("app.crash.reload")}</Button>
          <Button variant="default" component="a" href="/">
            {t("app.crash.home")}
          </Button>
        </>
      }
    />
  );
}
