/** [CP8] The term of a renewal: it begins the day after the old one ends and lasts as long. */

interface Term {
  readonly startDay: string | null;
  readonly endDay: string | null;
}

const utc = (day: string): Date => new Date(`${day}T00:00:00Z`);
const toDay = (date: Date): string => date.toISOString().slice(0, 10);

function plusDays(day: string, days: number): string {
  const date = utc(day);
  date.setUTCDate(date.getUTCDate() + days);
  return toDay(date);
}

/** [CP8] Whole months last as many months, everything else as many days. Without a start the end is left open. */
export function renewedTerm({ startDay, endDay }: Term): Term {
  if (endDay === null) return { startDay: null, endDay: null };
  const begins = plusDays(endDay, 1);
  if (startDay === null) return { startDay: begins, endDay: null };
  const [from, to] = [utc(startDay), utc(begins)];
  const months = (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth();
  if (months > 0 && from.getUTCDate() === to.getUTCDate()) {
    // The first of the month after the last one, so that no day of the month is missing there.
    const ends = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + months, 1));
    const lastOfMonth = new Date(Date.UTC(ends.getUTCFullYear(), ends.getUTCMonth() + 1, 0)).getUTCDate();
    ends.setUTCDate(Math.min(to.getUTCDate(), lastOfMonth));
    return { startDay: begins, endDay: plusDays(toDay(ends), -1) };
  }
  const days = (to.getTime() - from.getTime()) / 86_400_000;
  return { startDay: begins, endDay: plusDays(begins, days - 1) };
}
