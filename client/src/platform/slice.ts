/**
 * What a slice gives the client. `app/slices.ts` is the only list of slices; the shell, the palette and the help read the
 * contributions from it and know no slice by name.
 */
import type { DocumentCard } from "@parley/documents";
import type { Me } from "@parley/people";
import type { AnyRoute } from "@tanstack/react-router";
import type { QueryClient } from "@tanstack/react-query";
import { type ComponentType, createContext, useContext } from "react";
import type { WordSource } from "./language.ts";

/** An icon that takes a size in pixels and a stroke width, as all of @tabler/icons-react do. */
export type IconComponent = ComponentType<{ size?: number | string; stroke?: number | string; className?: string }>;

/** Where a slice may hang its pages. */
interface ParentRoutes {
  /** Pages without sign-in. */
  readonly open: AnyRoute;
  /** Pages in the shell, for everybody who is signed in, guests too. */
  readonly everyone: AnyRoute;
  /** Pages in the shell for colleagues; a guest gets the no-access form. */
  readonly colleagues: AnyRoute;
}

/** A place in the rail and the phone's bar. */
export interface NavItem {
  readonly id: string;
  readonly labelKey: string;
  readonly icon: IconComponent;
  readonly to: string;
  /** Smaller stands higher. */
  readonly order: number;
  /** `rail` is always in sight, `menu` opens from one's own badge. */
  readonly place: "rail" | "menu";
  readonly visible?: (me: Me) => boolean;
}

/** Where the start page leads; the first visible one of all slices is taken. */
interface Home {
  readonly to: string;
  readonly search?: Readonly<Record<string, string>>;
  readonly visible: (me: Me) => boolean;
}

/** Something the palette can do. `run` receives what it needs to go somewhere or open something. */
interface Command {
  readonly id: string;
  readonly labelKey: string;
  readonly icon: IconComponent;
  /** Further words that find it, in both languages, space-separated. */
  readonly keywords?: string;
  readonly visible?: (me: Me) => boolean;
  readonly run: (context: CommandContext) => void;
}

/** What a command receives to go somewhere or change something. */
interface CommandContext {
  readonly me: Me;
  readonly navigate: (to: string) => void;
}

/** Something a slice found for what was typed into the palette. */
export interface Found {
  readonly id: string;
  readonly title: string;
  readonly detail: string | null;
  readonly icon: IconComponent;
  readonly to: string;
}

/** A keyboard shortcut, shown in the help. Keys as they are printed, `Mod` for Ctrl or ⌘. */
export interface Shortcut {
  readonly keys: readonly string[];
  readonly labelKey: string;
}

/** A kind of document as the client shows it. The kinds themselves come from the server. */
interface KindFace {
  readonly kind: string;
  readonly icon: IconComponent;
  /** Where a document of the kind belongs, for colleagues: there one goes back from its page. `null` or without it: its shelf. */
  readonly findPlace?: (documentId: string, queryClient: QueryClient) => Promise<string | null>;
}

/** What a slice adds to the page of its documents. Its parts are lazy: the page shows the text without waiting for them. */
export interface DocumentAddition {
  readonly kinds: readonly string[];
  /** Stands between the page's bar and the paper: what this is, whose turn it is, the main action. */
  readonly bar?: ComponentType<{ card: DocumentCard }>;
  /** Panels beside those that every document has. */
  readonly panels?: readonly {
    readonly id: string;
    readonly labelKey: string;
    readonly icon: IconComponent;
    readonly component: ComponentType<{ card: DocumentCard }>;
    /** How much waits in it. */
    readonly count?: ComponentType<{ card: DocumentCard }>;
    readonly visible?: (me: Me) => boolean;
  }[];
}

/** A library page of its own for one kind of document, at its own address. */
export interface Shelf {
  readonly path: string;
  /** `null` holds every kind. */
  readonly kind: string | null;
  readonly titleKey: string;
  readonly emptyTitleKey: string;
  readonly emptyTextKey: string;
}

export interface ClientSlice {
  readonly name: string;
  readonly words: WordSource;
  readonly nav?: readonly NavItem[];
  readonly homes?: readonly Home[];
  readonly routes?: (parents: ParentRoutes, slices: readonly ClientSlice[]) => readonly AnyRoute[];
  readonly commands?: readonly Command[];
  /** Searches the slice's things for the palette. */
  readonly find?: (text: string, context: { me: Me; queryClient: QueryClient }) => Promise<readonly Found[]>;
  readonly shortcuts?: readonly Shortcut[];
  readonly kinds?: readonly KindFace[];
  readonly shelves?: readonly Shelf[];
  readonly documentAdditions?: readonly DocumentAddition[];
  /** Rendered once in the shell, above all pages: progress of long work for example. */
  readonly overlay?: ComponentType;
  /** Sections that the slice adds to the settings page. */
  readonly settings?: readonly SettingsSection[];
}

interface SettingsSection {
  readonly id: string;
  readonly labelKey: string;
  readonly icon: IconComponent;
  readonly order: number;
  readonly visible?: (me: Me) => boolean;
  readonly component: ComponentType;
}

/** The slices, for components that show what all of them contribute. */
export const SlicesContext = createContext<readonly ClientSlice[]>([]);

/** All slices of the client. */
export function useSlices(): readonly ClientSlice[] {
  return useContext(SlicesContext);
}
