/**
 * Serves the built web client.
 *
 * - Only files that were there when the server started are served, by their listed name: no path is ever put together.
 * - Files below `assets/` carry a hash in their name and are kept by browsers for good; the page itself is asked for each time.
 * - Every other address a browser navigates to is the page, which routes by itself.
 */
import { createHash } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Context, Hono } from "hono";
import { errorCode } from "./start-problem.ts";

const compressors = {
  br: (bytes: Uint8Array) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: (bytes: Uint8Array) => promisify(gzip)(bytes),
};

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".woff": "font/woff",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
};
const compressible = new Set([".html", ".js", ".css", ".json", ".webmanifest", ".svg", ".txt"]);
const compressFromBytes = 1024;

interface ClientFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
}

/** Files by address and encoding, each read or compressed once. */
class ClientFolder {
  readonly #folder: string;
  readonly #names: ReadonlySet<string>;
  readonly #kept = new Map<string, Promise<ClientFile>>();

  constructor(folder: string, names: ReadonlySet<string>) {
    this.#folder = folder;
    this.#names = names;
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }

  find(name: string, accepted: string): Promise<ClientFile> {
    const encoding = compressible.has(path.extname(name)) ? pickEncoding(accepted) : null;
    const key = `${encoding ?? ""} ${name}`;
    const kept = this.#kept.get(key) ?? this.#read(name, encoding);
    this.#kept.set(key, kept);
    return kept;
  }

  async #read(name: string, encoding: keyof typeof compressors | null): Promise<ClientFile> {
    const plain = new Uint8Array(await readFile(path.join(this.#folder, name)));
    const packs = encoding !== null && plain.byteLength >= compressFromBytes;
    const bytes = packs ? new Uint8Array(await compressors[encoding](plain)) : plain;
    const hash = createHash("sha256").update(plain).digest("base64url").slice(0, 22);
    return {
      bytes,
      headers: {
        "content-type": types[path.extname(name)] ?? "application/octet-stream",
        "cache-control": name.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache",
        etag: `"${hash}${packs ? `-${encoding}` : ""}"`,
        vary: "accept-encoding",
        ...(packs && { "content-encoding": encoding }),
      },
    };
  }
}

function pickEncoding(accepted: string): keyof typeof compressors | null {
  const offers = accepted.split(",").map((offer) => offer.trim().split(";")[0]);
  return offers.includes("br") ? "br" : offers.includes("gzip") ? "gzip" : null;
}

async function listFiles(folder: string): Promise<ReadonlySet<string>> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return new Set(
      entries
        .filter((entry) => entry.isFile() && !entry.name.endsWith(".map"))
        .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join("/")),
    );
  } catch (error) {
    if (errorCode(error) === "ENOENT") return new Set();
    throw error;
  }
}

/** Adds the client's routes. They answer what nothing else has answered, so this comes last. */
export async function mountClientFiles(app: Hono, folder: string): Promise<void> {
  const files = new ClientFolder(folder, await listFiles(folder));
  const answer = async (context: Context, name: string): Promise<Response> => {
    const { bytes, headers } = await files.find(name, context.req.header("accept-encoding") ?? "");
    if (context.req.header("if-none-match") === headers["etag"]) return new Response(null, { status: 304, headers });
    return new Response(bytes, { headers });
  };
  // HEAD comes here, too: Hono drops the body.
  app.get("*", async (context) => {
    const name = context.req.path.slice(1);
    if (name !== "" && files.has(name)) return answer(context, name);
    if (path.extname(name) !== "") return context.text("Not found", 404);
    if (!files.has("index.html")) return context.text("The web client has not been built; `npm start` builds it.", 503);
    return answer(context, "index.html");
  });
}
