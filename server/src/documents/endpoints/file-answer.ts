/** A file as an endpoint with detailed output answers it. */
export interface FileAnswer {
  readonly headers: Record<string, string>;
  readonly body: File;
}

/**
 * A file with headers that keep a browser from treating it as a page of ours: its type is not guessed, and even opened
 * by itself it runs nothing.
 */
export function fileAnswer(file: {
  readonly bytes: Uint8Array | string;
  readonly name: string;
  readonly mediaType: string;
  readonly disposition: "inline" | "attachment";
  readonly cacheControl?: string;
}): FileAnswer {
  const content = typeof file.bytes === "string" ? file.bytes : new Uint8Array(file.bytes);
  return {
    headers: {
      "content-disposition": contentDisposition(file.disposition, file.name),
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox",
      "x-content-type-options": "nosniff",
      "cache-control": file.cacheControl ?? "no-store",
    },
    body: new File([content], file.name, { type: file.mediaType }),
  };
}

/** Source: RFC 6266 and RFC 8187: a plain name for old readers, the true one beside it. */
function contentDisposition(disposition: string, name: string): string {
  const safe = name.replace(/[\p{Cc}\p{Surrogate}/\\:*?"<>|]/gu, "_");
  const plain = safe.replace(/[^\x20-\x7e]/g, "_").replaceAll("%", "_");
  const encoded = encodeURIComponent(safe).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${disposition}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
