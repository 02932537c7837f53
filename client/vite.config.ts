import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** Where `npm start` listens; the development server passes calls on to it. */
const serverAddress = "http://localhost:3000";

export default defineConfig({
  plugins: [react()],
  server: {
    proxy: {
      "/api": serverAddress,
      "/healthz": serverAddress,
      "/sync": { target: serverAddress, ws: true },
    },
  },
  build: {
    target: "es2023",
    // Everything is same-origin under a strict content policy, so nothing may be turned into a data: address.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        // Pages and the editor stay apart, by slice. What nearly every page needs comes in few files: a hundred small
        // ones queue up in a browser that opens six connections.
        codeSplitting: {
          groups: [
            { name: "words-en", test: /client\/src\/.*words\.en\.ts$/ },
            { name: "words-zh", test: /client\/src\/.*words\.zh\.ts$/ },
            {
              name: "base",
              test: /node_modules\/(react|react-dom|scheduler|@tanstack|i18next|react-i18next|@orpc|zod)\//,
            },
            {
              name: "interface",
              test: /node_modules\/(@mantine\/(core|hooks|form|notifications|modals|store)|@floating-ui|clsx)\//,
            },
            {
              name: "shell",
              test: /client\/src\/(ui|platform)\/(?!session)|packages\/(domain|core\/base)\//,
              minShareCount: 2,
            },
            { name: "icons", test: /@tabler\/icons-react\//, minShareCount: 2 },
          ],
        },
      },
    },
  },
});
