import { numberOption, type Scene, startReadings } from "../scene.ts";
import { atSteadyRate, Typist } from "../typist.ts";
import { freshState, holdsWhatWasTyped, openTypingRoom, typeTogether, caretColumns, typingMetrics } from "./fanout.ts";

/** 100 people in one document, each sending their caret 25 times a second while some type: do edits still get through? */
export const presence: Scene = {
  name: "presence",
  title: "One document, 100 people, each sending a caret 25 times a second, 10 typing 10 keys/s",
  defaults: {
    clients: 100,
    typists: 10,
    keysPerSecond: 10,
    caretsPerSecond: 25,
    seconds: 10,
    warmUpSeconds: 2,
    waitSeconds: 10,
  },
  smoke: { clients: 10, typists: 2, seconds: 1, warmUpSeconds: 0.2 },
  columns: caretColumns,
  run: async (target, options) => {
    const keysPerSecond = numberOption(options, "keysPerSecond");
    const caretsPerSecond = numberOption(options, "caretsPerSecond");
    const seconds = numberOption(options, "seconds");
    const waitSeconds = numberOption(options, "waitSeconds");
    const warmUpSeconds = numberOption(options, "warmUpSeconds");
    const room = await openTypingRoom(target, {
      clients: numberOption(options, "clients"),
      typists: numberOption(options, "typists"),
      keysPerSecond,
      caret: false,
    });
    let ended = false;
    const carets = room.clients.map((client, at) => {
      const isMeasuredReceiver = at === room.clients.length - 1;
      const options = {
        keysPerSecond: 1,
        name: `Person ${at + 1}`,
        ...(isMeasuredReceiver ? {} : { carets: room.carets }),
      };
      const person = room.typists[at] ?? new Typist(client, null, options);
      const total = Math.ceil((seconds + warmUpSeconds + 2 * waitSeconds) * caretsPerSecond);
      const delayMs = ((1_000 / caretsPerSecond) * at) / room.clients.length;
      return atSteadyRate(
        caretsPerSecond,
        total,
        delayMs,
        () => person.moveCaret(),
        () => ended || !client.isOpen,
      );
    });
    await typeTogether(room, { keysPerSecond, waitSeconds, seconds: warmUpSeconds });
    room.arrivals.restart();
    room.carets.restart();
    const readings = startReadings(target);
    const bytesBefore = room.clients.reduce((sum, client) => sum + client.bytesIn, 0);
    const messagesBefore = room.clients.reduce((sum, client) => sum + client.messagesIn, 0);
    const keys = await typeTogether(room, { keysPerSecond, waitSeconds, seconds });
    const read = readings();
    ended = true;
    await Promise.all(carets);
    const bytes = room.clients.reduce((sum, client) => sum + client.bytesIn, 0) - bytesBefore;
    const messages = room.clients.reduce((sum, client) => sum + client.messagesIn, 0) - messagesBefore;
    const metrics = typingMetrics(room, keys, read, bytes, messages);
    const newcomerHasAll = await freshState(room.address).then(
      (state) => holdsWhatWasTyped(state, room.typists),
      () => false, // a server too busy to let anybody in has failed the scene
    );
    await Promise.all(room.clients.map((client) => client.close()));
    return {
      sound: metrics["missing"] === 0 && newcomerHasAll,
      metrics: { ...metrics, keys },
      details: { newcomerHasAll, connectFailures: room.connectFailures.slice(0, 3) },
    };
  },
};
