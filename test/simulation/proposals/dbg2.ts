import { negotiate } from "./negotiation.ts";
const o = negotiate(Number(process.argv[2]), { steps: 120, lag: 0.3 });
for (const p of o.problems) console.log(JSON.stringify(p).replaceAll("\\n","\n").slice(0,3000));
const n = o as any;
for (const c of n.lastChosen) console.log(c.kind, c.id, JSON.stringify(c.insertedText), JSON.stringify(c.deletedText), JSON.stringify(c.blocks), JSON.stringify(c.records.map((r:any)=>r.record)));
