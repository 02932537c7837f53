/**
 * Words of a text, for showing differences the way people read them.
 *
 * Invariants:
 * - [VE5] words put together are the text; numbers, amounts and dates are one word each, and so are the words of contracts that
 *   general dictionaries cut.
 * - Only paragraphs that changed are cut: the segmenter is slow on long texts, so these go to it in parts.
 */

/** Words of Chinese contracts that the segmenter cuts in the wrong place. */
const contractWords = [
  "甲方",
  "乙方",
  "丙方",
  "丁方",
  "双方",
  "各方",
  "对方",
  "守约方",
  "违约方",
  "委托方",
  "受托方",
  "供方",
  "需方",
  "买方",
  "卖方",
  "出租方",
  "承租方",
  "许可方",
  "被许可方",
  "披露方",
  "接收方",
  "第三方",
  "违约金",
  "滞纳金",
  "保证金",
  "质保金",
  "定金",
  "订金",
  "预付款",
  "人民币",
  "美元",
  "欧元",
  "工作日",
  "自然日",
  "日历日",
  "营业日",
  "不可抗力",
  "知识产权",
  "保密信息",
  "商业秘密",
  "临床试验",
  "里程碑",
  "服务费",
  "合同价款",
  "含税",
  "不含税",
  "增值税",
  "仲裁",
  "管辖权",
  "连带责任",
  "生效日",
  "终止日",
  "交付日",
] as const;

const MAX_SEGMENTED = 1_500;
const CJK_NUMERALS = "零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟";

const dates = [
  String.raw`\d{2,4}\s?年(?:\s?\d{1,2}\s?月(?:\s?\d{1,2}\s?[日号])?)?`,
  String.raw`\d{1,2}\s?月\s?\d{1,2}\s?[日号]`,
];
/** Numbers with their separators. */
const numbers = [
  String.raw`[¥￥$€£]?\p{Nd}+(?:[.,:/\-，．：]\p{Nd}+)*[%％‰]?`,
  `第?[${CJK_NUMERALS}]+(?:分之[${CJK_NUMERALS}]+)?`,
];
/** What numbers count in contracts, as it stands right behind them. */
const units =
  "个?(?:工作日|自然日|日历日|营业日|小时|星期|季度)|个月|分钟|美元|欧元|次(?!性)|[日天年月周元角个只名人份条项款期页台套件例批倍]";

const glued = new RegExp(
  [...dates, ...numbers, ...[...contractWords].sort((a, b) => b.length - a.length)].join("|"),
  "gu",
);

const segmenters = new Map<string, Intl.Segmenter>();

function segmenter(): Intl.Segmenter {
  let found = segmenters.get("zh");
  // One that knows Chinese cuts the words of other languages as well.
  if (!found) segmenters.set("zh", (found = new Intl.Segmenter("zh", { granularity: "word" })));
  return found;
}

const counted = new RegExp([...dates, `(?:${numbers.join("|")})(?:${units})`].join("|"), "gu");

/** Cuts a text into words, spaces and signs. */
export function cutWords(text: string): string[] {
  return cutBy(text, [glued]);
}

/** The same, where a number and what it counts are one word, as one who clicks it reads it: 三百日. */
export function cutCountedWords(text: string): string[] {
  return cutBy(text, [glued, counted]);
}

/** Cuts a text into words; what a pattern finds is one, where a later one finds more that is. */
function cutBy(text: string, patterns: readonly RegExp[]): string[] {
  const cuts = new Set<number>([0, text.length]);
  for (let from = 0; from < text.length;) {
    const until = partEnd(text, from);
    for (const { index } of segmenter().segment(text.slice(from, until))) cuts.add(from + index);
    from = until;
  }
  for (const pattern of patterns)
    for (const { index, 0: word } of text.matchAll(pattern)) {
      for (let at = index + 1; at < index + word.length; at++) cuts.delete(at);
      cuts.add(index);
      cuts.add(index + word.length);
    }
  const places = [...cuts].sort((a, b) => a - b);
  return places.slice(1).map((end, at) => text.slice(places[at], end));
}

/** Where a part of a long text may end: behind a sign, else anywhere but within a character. */
function partEnd(text: string, from: number): number {
  const latest = from + MAX_SEGMENTED;
  if (latest >= text.length) return text.length;
  const part = text.slice(from, latest);
  const sign = Math.max(...["。", "；", "\n", ". ", "; ", "，", " "].map((each) => part.lastIndexOf(each)));
  if (sign > 0) return from + sign + 1;
  const unit = text.charCodeAt(latest);
  return unit >= 0xdc00 && unit <= 0xdfff ? latest - 1 : latest;
}

/** A stretch of words that is the same on both sides, or of one side only. */
export interface WordStretch {
  readonly kind: "same" | "old" | "new";
  readonly length: number;
}

/** More differences than this between two paragraphs are one replacement: nobody reads them word by word. */
const MAX_DIFFERENCES = 1_200;

/** Indices of what two lists have in the same order; only what begins and ends both when there are too many differences between. */
export function commonInOrder(olds: readonly string[], news: readonly string[]): [number, number][] {
  let head = 0;
  while (head < olds.length && head < news.length && olds[head] === news[head]) head++;
  let [oldEnd, newEnd] = [olds.length, news.length];
  while (oldEnd > head && newEnd > head && olds[oldEnd - 1] === news[newEnd - 1]) {
    oldEnd--;
    newEnd--;
  }
  const between = commonWords(olds.slice(head, oldEnd), news.slice(head, newEnd));
  return [
    ...Array.from({ length: head }, (_, at): [number, number] => [at, at]),
    ...between.map(([a, b]): [number, number] => [head + a, head + b]),
    ...Array.from({ length: olds.length - oldEnd }, (_, at): [number, number] => [oldEnd + at, newEnd + at]),
  ];
}

/** What of two texts is the same, in words; lengths in characters. */
export function differWords(older: string, newer: string): WordStretch[] {
  const [olds, news] = [cutWords(older), cutWords(newer)];
  let head = 0;
  while (head < olds.length && head < news.length && olds[head] === news[head]) head++;
  let [oldEnd, newEnd] = [olds.length, news.length];
  while (oldEnd > head && newEnd > head && olds[oldEnd - 1] === news[newEnd - 1]) {
    oldEnd--;
    newEnd--;
  }
  const stretches: WordStretch[] = [];
  const add = (kind: WordStretch["kind"], words: readonly string[]): void => {
    const length = words.reduce((sum, word) => sum + word.length, 0);
    const last = stretches.at(-1);
    if (length === 0) return;
    if (last?.kind === kind) stretches[stretches.length - 1] = { kind, length: last.length + length };
    else stretches.push({ kind, length });
  };
  add("same", olds.slice(0, head));
  let [oldAt, newAt] = [head, head];
  for (const [a, b] of commonWords(olds.slice(head, oldEnd), news.slice(head, newEnd))) {
    add("old", olds.slice(oldAt, head + a));
    add("new", news.slice(newAt, head + b));
    add("same", olds.slice(head + a, head + a + 1));
    [oldAt, newAt] = [head + a + 1, head + b + 1];
  }
  add("old", olds.slice(oldAt, oldEnd));
  add("new", news.slice(newAt, newEnd));
  add("same", olds.slice(oldEnd));
  return stretches;
}

/** Indices of the longest list of words that both have in the same order (Myers), or none when there are too many differences. */
function commonWords(olds: readonly string[], news: readonly string[]): [number, number][] {
  const trails: Map<number, number>[] = [];
  let ends = new Map<number, number>([[1, 0]]);
  const most = Math.min(olds.length + news.length, MAX_DIFFERENCES);
  for (let differences = 0; differences <= most; differences++) {
    const next = new Map<number, number>();
    trails.push(ends);
    for (let diagonal = -differences; diagonal <= differences; diagonal += 2) {
      const [below, right] = [ends.get(diagonal + 1) ?? -1, ends.get(diagonal - 1) ?? -1];
      let x = diagonal === -differences || (diagonal !== differences && right < below) ? below : right + 1;
      while (x < olds.length && x - diagonal < news.length && olds[x] === news[x - diagonal]) x++;
      next.set(diagonal, x);
      if (x >= olds.length && x - diagonal >= news.length) return retrace(trails, olds.length, news.length);
    }
    ends = next;
  }
  return [];
}

function retrace(trails: readonly Map<number, number>[], oldLength: number, newLength: number): [number, number][] {
  const common: [number, number][] = [];
  let [x, y] = [oldLength, newLength];
  for (let differences = trails.length - 1; differences >= 0; differences--) {
    const ends = trails[differences] as Map<number, number>;
    const diagonal = x - y;
    const [below, right] = [ends.get(diagonal + 1) ?? -1, ends.get(diagonal - 1) ?? -1];
    const isDown = diagonal === -differences || (diagonal !== differences && right < below);
    const fromX = differences === 0 ? 0 : isDown ? below : right;
    const fromY = differences === 0 ? 0 : fromX - (isDown ? diagonal + 1 : diagonal - 1);
    const startX = differences === 0 ? 0 : isDown ? fromX : fromX + 1;
    while (x > startX) {
      x--;
      y--;
      common.push([x, y]);
    }
    [x, y] = [fromX, fromY];
  }
  return common.reverse();
}
