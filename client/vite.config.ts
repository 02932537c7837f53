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
  },
});
