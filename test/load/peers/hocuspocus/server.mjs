/**
 * Hocuspocus as a peer: every document whole in one PostgreSQL row, as its database extension is meant to be used.
 * PORT is where it listens, PGSOCK the path of the database's socket.
 */
import { Database } from "@hocuspocus/extension-database";
import { Server } from "@hocuspocus/server";
import postgres from "postgres";

const sql = postgres({ path: process.env.PGSOCK, user: "postgres", database: "postgres", max: 5, onnotice: () => {} });
await sql`create table if not exists document (name text primary key, data bytea not null)`;
const database = new Database({
  fetch: async ({ documentName }) =>
    (await sql`select data from document where name = ${documentName}`)[0]?.data ?? null,
  store: async ({ documentName, state }) => {
    await sql`insert into document values (${documentName}, ${state}) on conflict (name) do update set data = excluded.data`;
  },
});
await new Server({
  port: Number(process.env.PORT),
  address: "127.0.0.1",
  quiet: true,
  extensions: [database],
}).listen();
