/** What the demo company's contracts are about. Every company, person and number is invented. */
export const demoOurs = {
  side: "ours",
  name: "蓉城生物科技有限公司",
  nameEn: "Rongcheng Biotech Co., Ltd.",
  creditCode: "91510100MA61XR8L0G",
  address: "成都市高新区天府大道 1 号",
  phone: "028 8500 0100",
  representative: "周砚",
  bankName: "招商银行成都分行",
  bankAccount: "128900000010101",
} as const;

export const demoCounterparties = [
  {
    name: "上海赛默仪器有限公司",
    nameEn: "Shanghai Saimo Instruments Co., Ltd.",
    creditCode: "91310115MA1K4FK92R",
    address: "上海市浦东新区张江路 88 号",
    phone: "021 5000 0188",
    representative: "顾维",
    bankName: "招商银行上海分行",
    bankAccount: "121900000010201",
  },
  {
    name: "Northlake Assay Services (Shanghai) Co., Ltd.",
    nameEn: "Northlake Assay Services (Shanghai) Co., Ltd.",
    creditCode: "91310000MA1FNRTH5F",
    address: "No. 99 Halei Road, Pudong, Shanghai",
    phone: "021 5000 0299",
    representative: "Helen Ashdown",
    bankName: "Bank of Communications, Shanghai",
    bankAccount: "310000000010402",
  },
  {
    name: "苏州冷链设备有限公司",
    nameEn: "Suzhou Cold Chain Equipment Co., Ltd.",
    creditCode: "91330100799655058B",
    address: "苏州市工业园区星湖街 218 号",
    phone: "0512 6000 0218",
    representative: "沈毅",
    bankName: "中国建设银行苏州分行",
    bankAccount: "322000000010301",
  },
] as const;

/** A value of a variable as the API takes it. */
type Value = Readonly<Record<string, string | number>>;

const days = (count: number, dayKind: "working" | "natural" = "working"): Value => ({
  kind: "days",
  count,
  dayKind,
});
const percent = (text: string): Value => ({ kind: "percent", percent: text });
const number = (text: string): Value => ({ kind: "number", number: text });
const text = (words: string): Value => ({ kind: "text", text: words });

/** One contract of the demo: from which sample, with whom, and what its variables are. */
export interface DemoContract {
  readonly template: string;
  readonly title: string;
  /** Which of the counterparties. */
  readonly counterparty: number;
  readonly account: string;
  readonly direction: "income" | "expense" | "none";
  readonly amount: { readonly minor: string; readonly currency: "CNY" | "USD" } | null;
  readonly taxRate: number | null;
  readonly startDay: string;
  readonly endDay: string;
  readonly tags: readonly string[];
  readonly values: Readonly<Record<string, Value>>;
}

const purchaseValues = (deliverOn: string, deliverTo: string): DemoContract["values"] => ({
  "pay-within": days(10),
  "inspect-within": days(5),
  prepaid: percent("30"),
  "late-fee": percent("0.05"),
  "late-cap": percent("10"),
  warranty: number("12"),
  copies: number("4"),
  "deliver-on": { kind: "date", day: deliverOn },
  "deliver-to": text(deliverTo),
});
const serviceValues: DemoContract["values"] = {
  "first-part": percent("40"),
  "pay-within": days(15),
  "accept-within": days(10),
  "late-fee": percent("0.05"),
  "late-cap": percent("10"),
  copies: number("2"),
};
const ndaValues: DemoContract["values"] = { years: number("3"), "return-within": days(10), copies: number("2") };

export const demoContracts = {
  media: {
    template: "试剂及耗材采购合同",
    title: "细胞培养基年度采购",
    counterparty: 0,
    account: "legal",
    direction: "expense",
    amount: { minor: "128640050", currency: "CNY" },
    taxRate: 13,
    startDay: "2027-01-01",
    endDay: "2027-12-31",
    tags: ["采购", "研发"],
    values: purchaseValues("2027-03-01", "成都市双流区生物城冷库"),
  },
  assay: {
    template: "Technical Service Agreement",
    title: "Bioanalytical assay services",
    counterparty: 1,
    account: "daniel.moreau",
    direction: "expense",
    amount: { minor: "8450000", currency: "USD" },
    taxRate: 6,
    startDay: "2027-02-01",
    endDay: "2028-01-31",
    tags: ["services", "preclinical"],
    values: serviceValues,
  },
  secrecy: {
    template: "双方保密协议",
    title: "冷链合作前期沟通",
    counterparty: 2,
    account: "ruoxi.tang",
    direction: "none",
    amount: null,
    taxRate: null,
    startDay: "2026-12-01",
    endDay: "2029-11-30",
    tags: ["保密"],
    values: ndaValues,
  },
  freezers: {
    template: "试剂及耗材采购合同",
    title: "超低温冰箱采购",
    counterparty: 2,
    account: "wenbo.jiang",
    direction: "expense",
    amount: { minor: "38600000", currency: "CNY" },
    taxRate: 13,
    startDay: "2026-12-15",
    endDay: "2027-06-30",
    tags: ["采购", "设备"],
    values: purchaseValues("2027-01-20", "成都市高新区天府生命科技园 2 栋"),
  },
  disclosure: {
    template: "Mutual Non-Disclosure Agreement",
    title: "Assay development talks",
    counterparty: 1,
    account: "daniel.moreau",
    direction: "none",
    amount: null,
    taxRate: null,
    startDay: "2026-12-01",
    endDay: "2029-11-30",
    tags: ["confidentiality"],
    values: ndaValues,
  },
} as const satisfies Record<string, DemoContract>;
