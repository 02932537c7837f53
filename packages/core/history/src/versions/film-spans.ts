/** The words of a film: characters of one author that look alike throughout. */
import type { Marks } from "@parley/document";

/** The frames from `from` on, before `until`; to the end where that is `null`. */
export interface Phase {
  readonly from: number;
  readonly until: number | null;
  /** Whether it waited for a decision then. */
  readonly isPending: boolean;
}

export interface TextPhase extends Phase {
  readonly marks: Marks | undefined;
  /** What was proposed about the words then, each once, in the order of the letters. */
  readonly proposed: readonly string[];
  /** The names of the alternatives to which they belonged then. */
  readonly alternatives: readonly string[];
}

/** Characters of one author with one story. */
export interface FilmSpan {
  readonly text: string;
  /** What was asked to stand for the row that wrote them first. */
  readonly author: number;
  /** Whether they stand elsewhere, copied, from the frame on with which they went here. */
  readonly isMoved: boolean;
  readonly phases: readonly TextPhase[];
}

/** Adds words to those before them, as one with the last of these where they share author and story. */
export function addSpan(spans: FilmSpan[], span: FilmSpan): void {
  const last = spans.at(-1);
  const isOne = last?.author === span.author && last.isMoved === span.isMoved;
  if (isOne && (last.phases === span.phases || isAlike(last.phases, span.phases)))
    spans[spans.length - 1] = { ...last, text: last.text + span.text };
  else spans.push(span);
}

function isAlike(a: readonly TextPhase[], b: readonly TextPhase[]): boolean {
  return (
    a.length === b.length &&
    a.every((phase, index) => {
      const other = b[index] as TextPhase;
      return (
        phase.from === other.from &&
        phase.until === other.until &&
        phase.isPending === other.isPending &&
        phase.proposed.join(" ") === other.proposed.join(" ") &&
        phase.alternatives.join(" ") === other.alternatives.join(" ") &&
        JSON.stringify(phase.marks) === JSON.stringify(other.marks)
      );
    })
  );
}
