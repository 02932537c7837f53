import { type QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, expect, test } from "vitest";
import { createQueryClient } from "./query-client.ts";

const queryKey = ["notices"];
let client: QueryClient;
afterEach(() => client.clear());

/** A page that shows an answer, and a server that answers when the test says so. */
function showAnswers(): { readonly asked: (() => void)[]; readonly shown: () => string | undefined } {
  client = createQueryClient();
  const asked: (() => void)[] = [];
  let stands = "nothing";
  const queryFn = (): Promise<string> => {
    const seen = stands;
    stands = "a notice";
    return new Promise((resolve) => asked.push(() => resolve(seen)));
  };
  const observer = new QueryObserver(client, { queryKey, queryFn });
  observer.subscribe(() => undefined);
  return { asked, shown: () => observer.getCurrentResult().data };
}

test("what becomes old while the first answer is on its way is asked for again", async () => {
  const { asked, shown } = showAnswers();
  void client.invalidateQueries({ queryKey });
  asked[0]?.();
  await expect.poll(() => asked.length).toBe(2);
  asked[1]?.();
  await expect.poll(shown).toBe("a notice");
});

test("an answer that nothing has made old is asked for once, and a later one that became old once more", async () => {
  const { asked, shown } = showAnswers();
  asked[0]?.();
  await expect.poll(shown).toBe("nothing");
  expect(asked).toHaveLength(1);
  void client.invalidateQueries({ queryKey });
  asked[1]?.();
  await expect.poll(shown).toBe("a notice");
  expect(asked).toHaveLength(2);
});
