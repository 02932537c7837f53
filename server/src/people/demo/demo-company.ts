/** The company that an empty server shows: a biotech firm in Chengdu. Every person and address is invented. */
import type { Language } from "@parley/base";

interface DemoPerson {
  readonly name: string;
  /** Before the @; the domain is `parley.example`. */
  readonly account: string;
  readonly title: string;
  readonly department: string;
  /** Account of the manager. */
  readonly manager: string | null;
  readonly language?: Language;
  readonly administrator?: true;
}

export const demoCompanyName = "蓉城生物 Rongcheng Biotech";
export const demoPassword = "parley-demo";

/** Department to the one above it, from the top down. */
export const demoDepartments: readonly (readonly [name: string, parent: string | null])[] = [
  ["管理层", null],
  ["法务部", null],
  ["财务部", null],
  ["研发中心", null],
  ["药物发现部", "研发中心"],
  ["临床前研究部", "研发中心"],
  ["临床运营部", null],
  ["人力资源部", null],
];

/** Managers come before those who report to them. */
export const demoPeople: readonly DemoPerson[] = [
  { name: "周砚", account: "ceo", title: "首席执行官", department: "管理层", manager: null, administrator: true },
  { name: "林岚", account: "legal", title: "法务总监", department: "法务部", manager: "ceo" },
  { name: "许静怡", account: "finance", title: "财务总监", department: "财务部", manager: "ceo" },
  { name: "顾明远", account: "rd", title: "研发副总裁", department: "研发中心", manager: "ceo" },
  { name: "何知行", account: "zhixing.he", title: "首席运营官", department: "管理层", manager: "ceo" },
  { name: "唐若溪", account: "ruoxi.tang", title: "高级法务经理", department: "法务部", manager: "legal" },
  {
    name: "Daniel Moreau",
    account: "daniel.moreau",
    title: "International Counsel",
    department: "法务部",
    manager: "legal",
    language: "en",
  },
  { name: "蒋文博", account: "wenbo.jiang", title: "合同管理专员", department: "法务部", manager: "legal" },
  { name: "罗思齐", account: "siqi.luo", title: "财务经理", department: "财务部", manager: "finance" },
  { name: "沈一帆", account: "yifan.shen", title: "药物发现部负责人", department: "药物发现部", manager: "rd" },
  { name: "叶知秋", account: "zhiqiu.ye", title: "高级研究员", department: "药物发现部", manager: "yifan.shen" },
  { name: "韩立诚", account: "licheng.han", title: "临床前研究部负责人", department: "临床前研究部", manager: "rd" },
  {
    name: "Priya Nair",
    account: "priya.nair",
    title: "Senior Toxicologist",
    department: "临床前研究部",
    manager: "licheng.han",
    language: "en",
  },
  { name: "白雨桐", account: "yutong.bai", title: "临床运营总监", department: "临床运营部", manager: "zhixing.he" },
  { name: "秦子墨", account: "zimo.qin", title: "临床项目经理", department: "临床运营部", manager: "yutong.bai" },
  { name: "段晓楠", account: "xiaonan.duan", title: "人力资源总监", department: "人力资源部", manager: "zhixing.he" },
];
