import { useHotkeys } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Outlet, useLocation } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type ReactElement, Suspense, lazy, useState } from "react";
import { MeContext, isColleague } from "../../platform/me.ts";
import { peopleEndpoints } from "../../platform/people-endpoints.ts";
import { useSlices } from "../../platform/slice.ts";
import { ReaderPartyContext } from "../../ui/reader-party.ts";
import { AwayBanner } from "./away-banner.tsx";
import { GuestBar } from "./guest-bar.tsx";
import { Help } from "./help.tsx";
import { PhoneBar } from "./phone-bar.tsx";
import { Rail } from "./rail.tsx";
import classes from "./shell.module.css";

const Palette = lazy(async () => ({ default: (await import("./palette.tsx")).Palette }));

/** Pages that bring their own bars and give the phone's bottom bar their space. */
const bareOnPhone = /^\/documents\/[0-9a-f-]{36}$/;

/** Whether a dialog is open: another one never opens above it. */
function isDialogOpen(): boolean {
  return document.querySelector('[role="dialog"][aria-modal="true"]') !== null;
}

/** What stands around every page of a signed-in person: rail or bottom bar, palette, help, banner. */
export function Shell(): ReactElement | null {
  const { t } = useTranslation();
  const { data: me } = useQuery(peopleEndpoints.me.get.queryOptions());
  const slices = useSlices();
  const { pathname } = useLocation();
  const [paletteOpened, setPaletteOpened] = useState(false);
  const [helpOpened, setHelpOpened] = useState(false);
  useHotkeys([["mod+K", () => !isDialogOpen() && setPaletteOpened(true)]], [], true);
  useHotkeys([["shift+?", () => !isDialogOpen() && setHelpOpened(true)]]);
  if (!me) return null;
  const colleague = isColleague(me);
  const bare = bareOnPhone.test(pathname);
  const openers = { onSearch: () => setPaletteOpened(true), onHelp: () => setHelpOpened(true) };
  return (
    <MeContext value={me}>
      <ReaderPartyContext value={colleague ? "ours" : "counterparty"}>
        <a className={classes["skip"]} href="#page">
          {t("app.rail.skip")}
        </a>
        <AwayBanner />
        {colleague ? null : <GuestBar {...openers} onDocument={bare} />}
        <div
          className={classes["shell"]}
          data-bare={bare || !colleague || undefined}
          data-guest={!colleague || undefined}
          data-document={bare || undefined}
        >
          {colleague ? <Rail {...openers} /> : null}
          <main id="page" className={classes["main"]} tabIndex={-1}>
            <Outlet />
          </main>
        </div>
        {colleague && !bare ? <PhoneBar {...openers} /> : null}
        {slices.map((slice) => (slice.overlay ? <slice.overlay key={slice.name} /> : null))}
        {paletteOpened ? (
          <Suspense>
            <Palette onClose={() => setPaletteOpened(false)} />
          </Suspense>
        ) : null}
        <Help opened={helpOpened} onClose={() => setHelpOpened(false)} />
      </ReaderPartyContext>
    </MeContext>
  );
}
