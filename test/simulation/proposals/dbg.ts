import { negotiate } from "./negotiation.ts";
const [from, to] = process.argv.slice(2).map(Number) as [number, number];
let bad = 0;
for (let seed = from; seed <= to; seed++) {
  try {
    const o = negotiate(seed, { steps: 120, lag: Number(process.env.LAG ?? 0.3) });
    if (o.problems.length) { bad++; if (bad <= Number(process.env.SHOW ?? 6)) for (const p of o.problems.slice(0,1)) {
      const lines = p.split("\n"); console.log(`seed ${seed}: ${lines[0]}`);
      const a = (lines[1] ?? "").split(" ¶ "), b = (lines[3] ?? lines[2] ?? "").split(" ¶ ");
      for (let i=0;i<Math.max(a.length,b.length);i++) if (a[i]!==b[i]) { console.log("   is   ", a.slice(i,i+3).join(" ¶ ")); console.log("   want ", b.slice(i,i+3).join(" ¶ ")); break; }
    } } else if (process.env.STAT) console.log(seed, o.decided, o.refused, o.proposing);
  } catch (e) { bad++; if (bad<=6) console.log(seed, (e as Error).stack?.split("\n").slice(0,4).join("\n")); }
}
console.log("bad", bad, "of", to-from+1);
