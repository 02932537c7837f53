import "./ui/theme/styles.css";
import { must } from "@parley/base";
import { createRoot } from "react-dom/client";
import { App } from "./app/app.tsx";
import { createAppRouter } from "./app/router.tsx";
import { slices } from "./app/slices.ts";
import { wordSources } from "./app/word-sources.ts";
import { startLanguage, startWords } from "./platform/language.ts";
import { createQueryClient } from "./platform/query-client.ts";
import { loadInterfaceFonts } from "./ui/theme/fonts.ts";

const queryClient = createQueryClient();
const router = createAppRouter(queryClient, slices);
await startWords(wordSources, startLanguage());
createRoot(must(document.getElementById("root"), "the page has a root element")).render(
  <App queryClient={queryClient} router={router} slices={slices} />,
);
await loadInterfaceFonts();
