/**
 * What variables in the text are called and what a click on one does. The editor knows only their names and forms; whoever knows more says it
 * here, as a slice with fields for them.
 */

/** How one variable shows itself. */
export interface VariableFace {
  /** What it is called, for who points at it. */
  readonly label: string;
  /** What kind of value it has, for the style sheet: `money`, `date`. */
  readonly kind: string;
  /** What a click on it does; `null` for nothing. `rect` is where it stands on the screen. */
  readonly onOpen: ((rect: DOMRect) => void) | null;
}

/** Says how a variable shows itself; `null` for one that is not known. */
export type FindVariableFace = (name: string, form: string | null) => VariableFace | null;

/** The faces of one editor's variables. */
export class VariableFaces {
  #find: FindVariableFace | null = null;
  readonly #listeners = new Set<() => void>();

  readonly of: FindVariableFace = (name, form) => this.#find?.(name, form) ?? null;

  /** Says from now on how variables show themselves; returns how to stop. The last one who says it counts. */
  provide(find: FindVariableFace): () => void {
    this.#find = find;
    this.#tell();
    return () => {
      if (this.#find !== find) return;
      this.#find = null;
      this.#tell();
    };
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
