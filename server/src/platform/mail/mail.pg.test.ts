import { type Server, type Socket, createServer } from "node:net";
import { type VirtualClock, must, seededRandom, virtualClock } from "@parley/base";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase } from "../../../../test/support/test-database.ts";
import { readConfig } from "../../config.ts";
import { createLog } from "../log.ts";
import type { Database } from "../postgres/database.ts";
import { migrate } from "../postgres/migrate.ts";
import { type Mail, createMail } from "./mail.ts";

/** A mail server that takes mails on a free port, or refuses them for a while. */
class SmallMailServer {
  readonly taken: string[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  refusing = false;

  constructor() {
    this.#server = createServer((socket) => this.#serve(socket));
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    const address = this.#server.address();
    if (typeof address !== "object" || address === null) throw new Error("the mail server has no port");
    return `smtp://127.0.0.1:${address.port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
    let pending = "";
    let mail: string | null = null;
    socket.write("220 small\r\n");
    socket.on("data", (chunk) => {
      pending += chunk.toString("utf8");
      for (let end = pending.indexOf("\r\n"); end >= 0; end = pending.indexOf("\r\n")) {
        const line = pending.slice(0, end);
        pending = pending.slice(end + 2);
        if (mail !== null) {
          mail = line === "." ? this.#take(socket, mail) : `${mail}${line}\n`;
        } else if (line.startsWith("DATA") && !this.refusing) {
          mail = "";
          socket.write("354 go on\r\n");
        } else {
          socket.write(this.refusing && line.startsWith("RCPT") ? "451 try later\r\n" : "250 fine\r\n");
        }
      }
    });
  }

  #take(socket: Socket, mail: string): null {
    this.taken.push(mail);
    socket.write("250 taken\r\n");
    return null;
  }
}

let database: Database;
let clock: VirtualClock;
let server: SmallMailServer;
let mail: Mail;
let smtpUrl: string;
const minuteMs = 60_000;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.close();
});
beforeEach(async () => {
  server = new SmallMailServer();
  clock = virtualClock();
  smtpUrl = await server.open();
  mail = openMail(3);
  await migrate(database, [mail.slice]);
  await database.sql`delete from mail.letter`;
});
afterEach(async () => {
  await mail.slice.stop?.();
  await server.close();
});

function openMail(seed: number): Mail {
  const config = readConfig({ PARLEY_SMTP_URL: smtpUrl, PARLEY_MAIL_FROM: "蓉城生物 <parley@parley.example>" });
  return createMail({
    config,
    database,
    clock,
    random: seededRandom(seed),
    log: createLog({ logLevel: "silent" }, { readable: false }),
  });
}

const letter = { to: "lin@parley.example", subject: "您的验证码", text: "123456\n.\n完", language: "zh" as const };
const countLetters = async (): Promise<number> =>
  must((await database.sql<{ count: number }[]>`select count(*)::int as count from mail.letter`)[0], "a row").count;

test("a letter is delivered whole and then forgotten", async () => {
  await mail.send(letter);
  await mail.deliverDue();
  expect(server.taken).toHaveLength(1);
  const [taken = ""] = server.taken;
  expect(taken).toContain("To: lin@parley.example");
  expect(taken).toContain("Content-Language: zh-CN");
  expect(taken).toContain(Buffer.from(letter.subject).toString("base64"));
  expect(await countLetters()).toBe(0);
});

test("a letter that the mail server puts off is tried again later, and sent once", async () => {
  server.refusing = true;
  await mail.send(letter);
  await mail.deliverDue();
  expect([server.taken.length, await countLetters()]).toEqual([0, 1]);
  server.refusing = false;
  await mail.deliverDue();
  expect(server.taken).toHaveLength(0);
  clock.advance(minuteMs);
  await mail.deliverDue();
  expect([server.taken.length, await countLetters()]).toEqual([1, 0]);
});

test("a letter that nobody takes for a day is left for the administrator to see", async () => {
  server.refusing = true;
  await mail.send(letter);
  for (let hour = 0; hour < 30; hour++) {
    await mail.deliverDue();
    clock.advance(60 * minuteMs);
  }
  await mail.deliverDue();
  expect((await mail.listUndelivered(10)).map(({ recipient, attempts }) => [recipient, attempts])).toEqual([
    ["lin@parley.example", 8],
  ]);
});

test("letters that wait when the server stops are delivered by the next start", async () => {
  server.refusing = true;
  await mail.send(letter);
  await mail.deliverDue();
  await mail.slice.stop?.();
  server.refusing = false;
  clock.advance(5 * minuteMs);
  const next = openMail(4);
  await next.slice.start?.();
  await next.deliverDue();
  expect([server.taken.length, await countLetters()]).toEqual([1, 0]);
  await next.slice.stop?.();
});

test("two nodes deliver a letter once", async () => {
  const other = openMail(5);
  await Promise.all(
    Array.from({ length: 8 }, (_, round) =>
      (round % 2 === 0 ? mail : other).send({ ...letter, subject: `Letter ${round}` }),
    ),
  );
  await Promise.all([mail.deliverDue(), other.deliverDue()]);
  expect([server.taken.length, await countLetters()]).toEqual([8, 0]);
  await other.slice.stop?.();
});
