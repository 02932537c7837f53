import type { PersonId } from "@parley/base";
import type { Damage } from "@parley/history";
import type { OpenRoom } from "../rooms/open-room.ts";
import { Forwarder } from "./forwarder.ts";

/** The forwarder of a room. What it carries is sent to everybody once it is durable; what is left is told after that. */
export function createRoomForwarder(
  find: () => OpenRoom | null,
  hooks: {
    readonly onDamage: (damage: readonly Damage[], metBy: PersonId | null) => Promise<void> | undefined;
    readonly onError: (error: unknown) => void;
  },
): Forwarder {
  const opened = (): OpenRoom => {
    const open = find();
    if (open === null) throw new Error("nothing is taken in a document that is not open");
    return open;
  };
  return new Forwarder({
    issueClient: (personId) => opened().document.issueClient(personId, null, false),
    take(update, by, statement) {
      const { document, room } = opened();
      const outcome = document.takeOwn(update, by, "forward", statement);
      if (outcome.outcome !== "taken") {
        hooks.onError(new Error(outcome.outcome === "refused" ? outcome.reason : "nothing to carry"));
        return false;
      }
      // A row that is lost closes the room: whoever sent the row before it hears of that.
      outcome.durable.then(() => room.announceOwn(outcome.update, outcome.seq), hooks.onError);
      return true;
    },
    report(damage, metBy) {
      const { document } = opened();
      document
        .settled()
        .then(() => hooks.onDamage(damage, metBy))
        .catch(hooks.onError);
    },
    failed: hooks.onError,
  });
}
