import { type Id, type IdRange, wasThere } from "@parley/history";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { Scene, mara, newParagraph, osei, paragraph, yara } from "./negotiation-scene.ts";
import { hasStayed, waitingIn, wasAnyThere } from "./past-ranges.ts";

/** Words and a paragraph that were proposed, decided on and taken back in turn, by copies of copies. */
function longStory(): Scene {
  const scene = new Scene(paragraph("The price is 100 euros."), paragraph("Term."));
  scene.propose(mara, (page) => page.text(0).insert(16, "90"));
  scene.propose(osei, (page) => page.text(0).insert(17, "5,1"));
  scene.propose(yara, (page) => page.fragment.insert(1, [newParagraph("Half of it.")]));
  scene.reject(...scene.proposals);
  scene.takeBack();
  scene.accept(...scene.of(osei), ...scene.of(yara));
  scene.takeBack();
  scene.edit((page) => page.text(0).delete(2, 3));
  scene.reject(...scene.of(mara), ...scene.of(yara));
  scene.takeBack();
  scene.edit((page) => page.text(0).insert(0, "Now: "));
  return scene;
}

const idsOf = ({ client, clock, length }: IdRange): Id[] =>
  Array.from({ length }, (_, at) => ({ client, clock: clock + at }));

test("[TB1] [TB2] a run of ids was there, stayed and waited as each of them did, whatever became of it", () => {
  const { past, replica } = longStory();
  const seqs = Array.from({ length: replica.seq }, (_, at) => at + 1);
  let waiting = 0;
  for (const client of replica.ydoc.store.clients.keys()) {
    const end = Y.getState(replica.ydoc.store, client);
    for (let clock = 0; clock < end; clock += 3) {
      for (const length of [1, 4, end - clock]) {
        const range = { client, clock, length: Math.min(length, end - clock) };
        const ids = idsOf(range);
        for (const seq of seqs) {
          const told = waitingIn(past, range, seq);
          const each = told.flatMap(({ range: part, seq: by }) => idsOf(part).map((id) => ({ id, by })));
          const byId = ids.filter((id) => past.wasPending(id, seq)).map((id) => ({ id, by: past.proposalAt(id, seq) }));
          expect(each).toEqual(byId);
          expect(wasAnyThere(past, range, seq)).toBe(ids.some((id) => wasThere(past, id, seq)));
          expect(hasStayed(past, range, seq, replica.seq)).toBe(
            ids.every((id) => !wasThere(past, id, seq) || wasThere(past, id, replica.seq)),
          );
          waiting += each.length;
        }
      }
    }
  }
  expect(waiting).toBeGreaterThan(100);
});
