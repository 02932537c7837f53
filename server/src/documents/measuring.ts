/** What documents count and gauge. */
import type { RoomEvent } from "@parley/sync";
import { Counter, Gauge, type Registry } from "prom-client";
import type { Rooms } from "./rooms/rooms.ts";

/** Counts what happens in rooms. */
export function countEvents(registry: Registry): (event: RoomEvent) => void {
  const rows = new Counter({
    name: "parley_log_rows_total",
    help: "Rows appended to the log of changes",
    registers: [registry],
  });
  const refused = new Counter({
    name: "parley_updates_refused_total",
    help: "Updates refused, by code",
    labelNames: ["code"],
    registers: [registry],
  });
  const closed = new Counter({
    name: "parley_sockets_closed_total",
    help: "Sockets closed by the server, by close code",
    labelNames: ["code"],
    registers: [registry],
  });
  const carets = new Counter({
    name: "parley_carets_dropped_total",
    help: "Carets not shown because what was sent is none",
    registers: [registry],
  });
  return (event) => {
    if (event.type === "row") rows.inc();
    else if (event.type === "caret-dropped") carets.inc();
    else if (event.type === "refused" && event.act === "update") refused.inc({ code: event.code });
    else if (event.type === "closed") closed.inc({ code: event.code });
  };
}

/** Gauges the rooms of this server. */
export function measureRooms(registry: Registry, rooms: Rooms): void {
  const gauge = (name: string, help: string, read: () => number): Gauge =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect(this: Gauge) {
        this.set(read());
      },
    });
  gauge("parley_rooms", "Documents in memory", () => [...rooms.openRooms()].length);
  gauge("parley_connections", "Open document sockets", () =>
    [...rooms.openRooms()].reduce((sum, { room }) => sum + room.size, 0),
  );
}
