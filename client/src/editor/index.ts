export { AuthorsPanel } from "./authorship/authors-panel.tsx";
export { CommentsPanel } from "./comments/comments-panel.tsx";
export { OutlinePanel } from "./outline/outline-panel.tsx";
export { PeopleBar } from "./people/people-bar.tsx";
export { ChangesPanel } from "./proposing/changes-panel.tsx";
export { EditorProvider } from "./provider/editor-provider.tsx";
export { useDocumentEditor, useSessionStatus } from "./provider/editor-context.ts";
export { SaveStatus } from "./status/save-status.tsx";
export { EditorSurface } from "./surface/editor-surface.tsx";
