import type { WordStep } from "@parley/documents";
import type { TFunction } from "i18next";

/** What a row did with a proposal about a word, in one sentence: who, whose, and of what became void why. `title` is that of a version. */
export function outcomeSentence(
  step: WordStep,
  told: { readonly name: string; readonly title: string | null },
  t: TFunction,
): string {
  const about = step.about ?? "insertion";
  const { name } = told;
  const whose = step.whose?.name;
  if (step.did === "voided" || step.did === "restoredAway") {
    const what = whose === undefined ? t(`story.void.some.${about}`) : t(`story.void.whose.${about}`, { whose });
    return t("story.void.sentence", { what, why: whyVoid(step, told, t) });
  }
  // Who withdraws takes back what is their own.
  const isOwn = whose === undefined || step.whose?.id === step.person.id;
  return isOwn
    ? t(`story.did.${step.did}.${about}`, { name })
    : t(`story.didWhose.${step.did}.${about}`, { name, whose });
}

function whyVoid(
  { did, because, takenBy }: WordStep,
  { name, title }: { readonly name: string; readonly title: string | null },
  t: TFunction,
): string {
  if (because === "restored" || did === "restoredAway")
    return title === null
      ? t("story.void.because.restoredEarlier", { name })
      : t("story.void.because.restored", { name, title });
  if (because === "tooLate")
    return takenBy === null
      ? t("story.void.because.tooLateOfSome")
      : t("story.void.because.tooLate", { name: takenBy.name });
  return t(`story.void.because.${because ?? "changed"}`, { name });
}
