/**
 * What a file of ours says about where its words come from, so that only this server can say it and only this server can read it.
 *
 * Invariant: nobody without the server's secret makes a seal that opens, or learns from one which document it names.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { type DocumentId, isId } from "@parley/base";

/** A document as it was after one row of its log. */
export interface SealedOrigin {
  readonly documentId: DocumentId;
  readonly seq: number;
}

export interface OriginSeal {
  /** Letters, digits, `-` and `_`, about a hundred of them; different each time. */
  seal(origin: SealedOrigin): string;
  /** `null` for everything that this server did not seal. */
  open(text: string): SealedOrigin | null;
}

const CIPHER = "aes-256-gcm";
const PURPOSE = "parley:file-origin:v1";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const LONGEST = 400;

export function createOriginSeal(secret: string): OriginSeal {
  const key = Buffer.from(hkdfSync("sha256", secret, "", PURPOSE, 32));
  return {
    seal({ documentId, seq }) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, key, nonce);
      const sealed = Buffer.concat([cipher.update(`${documentId} ${seq}`, "utf8"), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url");
    },
    open(text) {
      const bytes = text.length > LONGEST ? Buffer.alloc(0) : Buffer.from(text, "base64url");
      if (bytes.length <= NONCE_BYTES + TAG_BYTES) return null;
      const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
      decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      try {
        const sealed = bytes.subarray(NONCE_BYTES + TAG_BYTES);
        const plain = Buffer.concat([decipher.update(sealed), decipher.final()]).toString("utf8");
        const [id = "", seq = ""] = plain.split(" ");
        return isId(id) && /^[1-9]\d{0,14}$/.test(seq) ? { documentId: id as DocumentId, seq: Number(seq) } : null;
      } catch {
        // Another server's seal, or a forged one: the cipher only says that it does not fit.
        return null;
      }
    },
  };
}
