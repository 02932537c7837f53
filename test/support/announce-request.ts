import { request } from "node:http";

/** Sends the head of a request with a body of this size, and nothing of the body. Resolves with the status that is answered. */
export function announceRequest(
  url: string,
  { token, sizeBytes }: { readonly token: string; readonly sizeBytes: number },
): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      "content-length": String(sizeBytes),
    };
    const sent = request(url, { method: "POST", headers }, (answer) => {
      resolve(answer.statusCode ?? 0);
      sent.destroy();
    });
    sent.once("error", reject);
    sent.flushHeaders();
  });
}
