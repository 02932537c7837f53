import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { AskedUpTo } from "./use-ask-again.ts";

/** A page that asks a server, whose answers come when they are let go. */
function stagePage(): {
  see: (seq: number) => void;
  answer: (seq: number) => Promise<void>;
  asked: () => number;
  shown: () => unknown;
} {
  const answers: PromiseWithResolvers<number>[] = [];
  const observer = new QueryObserver<number>(new QueryClient(), {
    queryKey: ["told"],
    queryFn: () => {
      const answer = Promise.withResolvers<number>();
      answers.push(answer);
      return answer.promise;
    },
    staleTime: 0,
  });
  let seq = 1;
  const askedUpTo = new AskedUpTo(seq);
  const look = (): void => {
    const { isFetching, refetch } = observer.getCurrentResult();
    if (askedUpTo.look({ isAsking: isFetching, seq })) void refetch();
  };
  observer.subscribe(look);
  look();
  return {
    see(next) {
      seq = next;
      look();
    },
    async answer(at) {
      answers.at(-1)?.resolve(at);
      await expect.poll(() => observer.getCurrentResult().data).toBe(at);
    },
    asked: () => answers.length,
    shown: () => observer.getCurrentResult().data,
  };
}

test("a first answer that is older than what the page has seen meanwhile is asked for again", async () => {
  const page = stagePage();
  page.see(2);
  expect(page.asked()).toBe(1);
  await page.answer(1);
  expect(page.asked()).toBe(2);
  await page.answer(2);
  expect([page.asked(), page.shown()]).toEqual([2, 2]);
});

test("an answer is asked for once while nothing comes, and once more for what comes", async () => {
  const page = stagePage();
  await page.answer(1);
  expect(page.asked()).toBe(1);
  page.see(3);
  page.see(3);
  expect(page.asked()).toBe(2);
  await page.answer(3);
  expect(page.asked()).toBe(2);
});
