/** How the file of a comparison says what happened, who did it and when; and whose changes there are. */
import { type Language, type Party, differingShades } from "@parley/base";
import { type ComparedBlockAnswer, type ComparedPieceAnswer, broughtInBy, cameBack } from "@parley/documents";
import { namesTold, tellWishes } from "./comparison-wishes.ts";
import { comparisonWords } from "./comparison-words.ts";

/** Who made a row, for which party, and when, in words. */
export interface ToldRow {
  readonly personId: string;
  readonly name: string;
  readonly party: Party;
  /** How it came in: an update kind. */
  readonly via: string;
  readonly when: string;
}

export class ComparisonTeller {
  readonly said: (typeof comparisonWords)[Language];
  private readonly rows: ReadonlyMap<number, ToldRow>;
  private readonly hasParties: boolean;
  /** For which party everybody acted last, and which shade of its hue they have: those of one party are told apart. */
  private readonly parties: ReadonlyMap<string, Party>;
  private readonly shades: ReadonlyMap<string, number>;
  /** Whose changes have been told, in the order of the text. */
  private readonly named = new Map<string, string>();

  constructor(rows: ReadonlyMap<number, ToldRow>, language: Language) {
    this.rows = rows;
    this.said = comparisonWords[language];
    this.parties = new Map([...rows.values()].map(({ personId, party }) => [personId, party]));
    this.shades = differingShades(
      [...this.parties].map(([id, party]) => ({ id, party })),
      new Map(),
    );
    this.hasParties = new Set([...rows.values()].map(({ party }) => party)).size > 1;
  }

  /** Everybody whose changes have been told, with their colour. */
  get people(): readonly { readonly name: string; readonly colour: string }[] {
    return [...this.named].map(([id, name]) => ({ name, colour: this.colourOf(id) }));
  }

  /** Who made a row, by id. */
  authorOf(seq: number): string | undefined {
    return this.rows.get(seq)?.personId;
  }

  /** Whose deed it is, and whose decision. */
  handOf(seq: number | null, decidedSeq: number | null = null): string {
    return `${this.authorOf(seq ?? 0) ?? ""} ${this.authorOf(decidedSeq ?? 0) ?? ""}`;
  }

  /** The class that has the colour of whoever made a row, once something of theirs is told. */
  colourAt(seq: number | null): string {
    return this.colourOf(this.authorOf(seq ?? 0) ?? "");
  }

  private colourOf(personId: string): string {
    const party = this.parties.get(personId);
    return party && this.named.has(personId) ? `by-${party}-${this.shades.get(personId) ?? 1}` : "";
  }

  /** What is proposed about words or a block that stand there. */
  wishes(proposed: ComparedBlockAnswer["proposed"]): string[] {
    return tellWishes(proposed, this.said).map(({ what, seq }) => this.by(what, seq));
  }

  /** What else happened to a block that came, or stayed. */
  furtherOf({ changes, proposed }: ComparedBlockAnswer): string {
    const { said } = this;
    return [...this.changesOf(changes, said.changed), ...this.wishes(proposed)].join(said.separator);
  }

  /** That a block is new or came back, went or moved. */
  cameOf(block: ComparedBlockAnswer): string {
    const isBack = cameBack(block, (seq) => this.rows.get(seq)?.via);
    return isBack ? this.said.broughtBack : this.said.came[block.fate];
  }

  /** Who wrote words, or brought them back. */
  insertedBy({ placedSeq, writtenSeq, decidedSeq }: ComparedPieceAnswer): string {
    const { said } = this;
    const way = broughtInBy(this.rows.get(writtenSeq)?.via);
    if (placedSeq === null) return this.by(way ? said.broughtIn[way] : said.inserted, writtenSeq, decidedSeq);
    const written = way ? said.broughtInThen[way] : said.written;
    const told = [this.by(said.broughtBack, placedSeq, decidedSeq), this.by(written, writtenSeq)];
    return told.join(said.separator);
  }

  /** What is told of words that were only written, or only deleted, where that was half of a replacement. */
  replacingOf(piece: ComparedPieceAnswer): { asReplaced?: string } {
    const { fate, waits, placedSeq, writtenSeq, deletedSeq, decidedSeq } = piece;
    const isWritten = fate === "inserted" && !waits && placedSeq === null;
    if (!isWritten && fate !== "deleted") return {};
    return { asReplaced: this.by(this.said.replaced, isWritten ? writtenSeq : deletedSeq, decidedSeq) };
  }

  /** What was done to how words look. */
  looksOf({ formatting }: ComparedPieceAnswer): string[] {
    return this.changesOf(formatting, this.said.formatted);
  }

  /** What was changed, once for each row that did so; `unnamed` where it has no name. */
  private changesOf(changes: ComparedBlockAnswer["changes"], unnamed: string): string[] {
    const rows = Map.groupBy(changes, ({ seq, decidedSeq }) => `${seq} ${decidedSeq}`);
    return [...rows.values()].flatMap((alike) => {
      const [first] = alike;
      if (!first) return [];
      const names = namesTold(
        alike.map(({ name }) => name),
        this.said,
      );
      const what = names.length === 0 ? unnamed : this.said.changedOf(names);
      return [this.by(what, first.seq, first.decidedSeq)];
    });
  }

  /** What happened, who did it and when; given the row that accepted it, who had proposed it, and who accepted. */
  by(what: string, seq: number | null, decidedSeq: number | null = null): string {
    const { said } = this;
    const row = seq === null ? undefined : this.rows.get(seq);
    if (row) this.named.set(row.personId, this.nameOf(row));
    const decided = decidedSeq === null ? undefined : this.rows.get(decidedSeq);
    if (!row || !decided) return this.told(what, row);
    return `${said.proposed(what, this.nameOf(row), row.when)}${said.separator}${this.told(said.decided, decided)}`;
  }

  private told(what: string, row: ToldRow | undefined): string {
    if (!row) return what;
    return `${what}${this.said.colon}${this.nameOf(row)}${this.said.comma}${row.when}`;
  }

  /** Somebody's name, and their party where there are several. */
  private nameOf({ name, party }: ToldRow): string {
    return this.hasParties ? this.said.person(name, this.said.party[party]) : name;
  }
}
