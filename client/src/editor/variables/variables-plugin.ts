/** Gives variables in the text the names and the clicks that somebody outside has for them. */
import type { Node } from "@tiptap/pm/model";
import { type EditorState, Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import type { VariableFaces } from "./variable-face.ts";

interface VariableInText {
  readonly from: number;
  readonly to: number;
  readonly name: string;
  readonly form: string | null;
}

const variablesKey = new PluginKey<DecorationSet>("variables");

function variablesIn(doc: Node, from = 0, to = doc.content.size): VariableInText[] {
  const found: VariableInText[] = [];
  doc.nodesBetween(from, to, (node, pos) => {
    const mark = node.isText ? node.marks.find(({ type }) => type.name === "variable") : undefined;
    const { name, form } = (mark?.attrs ?? {}) as { name?: unknown; form?: unknown };
    if (typeof name === "string")
      found.push({ from: pos, to: pos + node.nodeSize, name, form: typeof form === "string" ? form : null });
  });
  return found;
}

function decorate(doc: Node, faces: VariableFaces): DecorationSet {
  const decorations = variablesIn(doc).flatMap(({ from, to, name, form }) => {
    const face = faces.of(name, form);
    if (!face) return [];
    const opens = face.onOpen === null ? {} : { "data-opens": "" };
    return [Decoration.inline(from, to, { title: face.label, "data-kind": face.kind, ...opens })];
  });
  return decorations.length === 0 ? DecorationSet.empty : DecorationSet.create(doc, decorations);
}

function variableAt({ doc }: EditorState, pos: number): VariableInText | null {
  const $pos = doc.resolve(pos);
  if (!$pos.parent.isTextblock) return null;
  return (
    variablesIn(doc, Math.max(0, pos - 1), Math.min(doc.content.size, pos + 1)).find(
      ({ from, to }) => from <= pos && pos <= to,
    ) ?? null
  );
}

export function variablesPlugin(faces: VariableFaces): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key: variablesKey,
    state: {
      init: (_config, { doc }) => decorate(doc, faces),
      apply(tr, value) {
        if (tr.getMeta(variablesKey) !== undefined) return decorate(tr.doc, faces);
        return tr.docChanged ? decorate(tr.doc, faces) : value;
      },
    },
    view: (view) => {
      const stop = faces.subscribe(() => view.dispatch(view.state.tr.setMeta(variablesKey, "faces")));
      return { destroy: stop };
    },
    props: {
      decorations: (state) => variablesKey.getState(state),
      handleClick(view, pos) {
        const variable = variableAt(view.state, pos);
        const open = variable && faces.of(variable.name, variable.form)?.onOpen;
        if (!variable || !open) return false;
        const [start, end] = [view.coordsAtPos(variable.from), view.coordsAtPos(variable.to)];
        open(new DOMRect(start.left, start.top, Math.max(0, end.right - start.left), end.bottom - start.top));
        return true;
      },
    },
  });
}
