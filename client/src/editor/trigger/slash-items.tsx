import {
  IconAt,
  IconH1,
  IconH2,
  IconH3,
  IconHeading,
  IconLetterT,
  IconList,
  IconListCheck,
  IconListNumbers,
  IconMinus,
  IconPageBreak,
  IconPhoto,
  IconQuote,
  IconSection,
  IconSignature,
  IconSourceCode,
  IconTable,
} from "@tabler/icons-react";
import type { Command } from "@tiptap/pm/state";
import type { IconComponent } from "../../platform/slice.ts";
import { insertLeaf } from "../leaves/leaf-commands.ts";
import { setStyle, toggleList } from "../paragraphs/paragraph-commands.ts";
import { askForClause } from "./trigger-plugin.ts";
import { insertTable } from "../tables/table-commands.ts";

/** One thing the slash menu offers. Words in both languages and pinyin find it, whatever the interface speaks. */
export interface SlashItem {
  readonly id: string;
  readonly labelKey: string;
  readonly level?: number;
  readonly icon: IconComponent;
  readonly words: string;
  readonly sign: string | null;
  /** What it does; `picture` and `mention` are done by the page. */
  readonly act: Command | "picture" | "mention";
}

const slashItems: readonly SlashItem[] = [
  {
    id: "h1",
    labelKey: "editor.toolbar.heading",
    level: 1,
    icon: IconH1,
    words: "heading 标题 biaoti bt h1",
    sign: "#",
    act: setStyle("heading", 1),
  },
  {
    id: "h2",
    labelKey: "editor.toolbar.heading",
    level: 2,
    icon: IconH2,
    words: "heading 标题 biaoti bt h2",
    sign: "##",
    act: setStyle("heading", 2),
  },
  {
    id: "h3",
    labelKey: "editor.toolbar.heading",
    level: 3,
    icon: IconH3,
    words: "heading 标题 biaoti bt h3",
    sign: "###",
    act: setStyle("heading", 3),
  },
  {
    id: "title",
    labelKey: "editor.toolbar.title",
    icon: IconHeading,
    words: "title 文档标题 biaoti bt",
    sign: null,
    act: setStyle("title"),
  },
  {
    id: "body",
    labelKey: "editor.toolbar.body",
    icon: IconLetterT,
    words: "body text paragraph 正文 zhengwen zw",
    sign: null,
    act: setStyle(null),
  },
  {
    id: "bullets",
    labelKey: "editor.toolbar.bullets",
    icon: IconList,
    words: "bullet list unordered 无序 列表 项目 liebiao lb xiangmu",
    sign: "-",
    act: toggleList("bullet"),
  },
  {
    id: "numbers",
    labelKey: "editor.toolbar.numbers",
    icon: IconListNumbers,
    words: "number list ordered 有序 列表 编号 bianhao bh liebiao",
    sign: "1.",
    act: toggleList("number"),
  },
  {
    id: "checks",
    labelKey: "editor.toolbar.checks",
    icon: IconListCheck,
    words: "check todo task 待办 任务 daiban db",
    sign: "[]",
    act: toggleList("check"),
  },
  {
    id: "table",
    labelKey: "editor.insert.table",
    icon: IconTable,
    words: "table grid 表格 biaoge bg",
    sign: null,
    act: insertTable(3, 3),
  },
  {
    id: "picture",
    labelKey: "editor.insert.picture",
    icon: IconPhoto,
    words: "image picture photo 图片 tupian tp",
    sign: null,
    act: "picture",
  },
  {
    id: "quote",
    labelKey: "editor.toolbar.quote",
    icon: IconQuote,
    words: "quote blockquote 引用 yinyong yy",
    sign: ">",
    act: setStyle("quote"),
  },
  {
    id: "code",
    labelKey: "editor.toolbar.code",
    icon: IconSourceCode,
    words: "code 代码 daima dm",
    sign: "```",
    act: setStyle("code"),
  },
  {
    id: "mention",
    labelKey: "editor.insert.mention",
    icon: IconAt,
    words: "mention person 提及 人 tiji tj",
    sign: "@",
    act: "mention",
  },
  {
    id: "reference",
    labelKey: "editor.insert.reference",
    icon: IconSection,
    words: "reference clause cross-reference article section 引用 条款 交叉引用 yinyong yy tiaokuan tk",
    sign: "§",
    act: askForClause,
  },
  {
    id: "signature",
    labelKey: "editor.insert.signature",
    icon: IconSignature,
    words: "signature sign 签署 签字 签名 盖章 qianshu qianzi qz",
    sign: null,
    act: insertLeaf("signatureBlock"),
  },
  {
    id: "rule",
    labelKey: "editor.insert.rule",
    icon: IconMinus,
    words: "rule line divider 分隔线 fengexian fgx",
    sign: "---",
    act: insertLeaf("horizontalRule"),
  },
  {
    id: "page-break",
    labelKey: "editor.insert.pageBreak",
    icon: IconPageBreak,
    words: "page break 分页 fenye fy",
    sign: null,
    act: insertLeaf("pageBreak"),
  },
];

/** The items that a query finds, best first: those whose shown name begins with it, then those with a word that does. */
export function findSlashItems(query: string, nameOf: (item: SlashItem) => string): readonly SlashItem[] {
  const text = query.trim().toLowerCase();
  if (text === "") return slashItems;
  const rank = (item: SlashItem): number => {
    const name = nameOf(item).toLowerCase();
    if (name.startsWith(text)) return 0;
    if (name.includes(text)) return 1;
    if (item.words.split(" ").some((word) => word.startsWith(text))) return 2;
    return item.sign === text ? 2 : -1;
  };
  return slashItems
    .map((item) => ({ item, rank: rank(item) }))
    .filter((each) => each.rank >= 0)
    .toSorted((a, b) => a.rank - b.rank)
    .map((each) => each.item);
}
