import { encodeParleyUpdateFrame, encodeStateVectorFrame } from "@parley/sync";
import * as Y from "yjs";
import type { RawSocket } from "./raw-socket.ts";

/** A page over a bare socket: a document that follows the server and types into its first line. */
export class RawPage {
  readonly ydoc = new Y.Doc();
  readonly socket: RawSocket;
  /** Update frames sent. */
  sent = 0;

  private constructor(socket: RawSocket) {
    this.socket = socket;
    let read = 0;
    const apply = (): void => {
      for (; read < socket.received.length; read++) {
        const message = socket.received[read];
        if (message?.type === "update" || message?.type === "answer") Y.applyUpdate(this.ydoc, message.update, this);
      }
    };
    socket.socket.on("message", apply);
    this.ydoc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin === this) return;
      socket.send(encodeParleyUpdateFrame(0, 0, update));
      this.sent++;
    });
  }

  /** Opens a page and waits until it is synchronised. */
  static async open(opening: Promise<RawSocket>): Promise<RawPage> {
    const page = new RawPage(await opening);
    page.ydoc.clientID = (await page.socket.next("hello")).clientId;
    page.socket.send(encodeStateVectorFrame(Uint8Array.of(0)));
    await page.socket.next("answer");
    return page;
  }

  get #line(): Y.XmlText {
    const block = this.ydoc.getXmlFragment("default").get(0) as Y.XmlElement;
    if (block.length === 0) block.insert(0, [new Y.XmlText()]);
    return block.get(0) as Y.XmlText;
  }

  /** The words of the first line. */
  get text(): string {
    const block = this.ydoc.getXmlFragment("default").get(0) as Y.XmlElement | undefined;
    return block && block.length > 0 ? (block.get(0) as Y.XmlText).toString() : "";
  }

  /** Types at the end of the first line. */
  type(words: string): void {
    const line = this.#line;
    this.ydoc.transact(() => line.insert(line.length, words));
  }

  /** Resolves when everything that was sent is settled. */
  async settled(): Promise<void> {
    const { sent } = this;
    if (sent > 0) await this.socket.next("saved", (message) => message.count >= sent);
  }
}
