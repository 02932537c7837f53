/**
 * `npm test`: prepares the checkout, then format, lint, types and every test. `--long` adds the long tests.
 * The last line is `N passed, N failed`; a check that fails counts as one failure. Nothing is retried.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { prepare } from "./prepare.mjs";
import { checks } from "./static-checks.mjs";
import { inNode24, projectFolder, run, runBeside, tell, toolsFolder } from "./runtime.mjs";

const isLong = process.argv.includes("--long");

async function hasTests(suffix) {
  const names = await readdir(projectFolder, { recursive: true });
  return names.some((name) => name.endsWith(suffix) && !name.includes("node_modules"));
}

/** Debian's packages that tests drive; installed when we may, told when we may not. */
async function installSystemPackages() {
  const wanted = [];
  const chromium = ["/usr/bin/chromium", "/usr/bin/google-chrome", "/usr/bin/chromium-browser"];
  if ((await hasTests(".browser.test.ts")) && !chromium.some((file) => existsSync(file))) wanted.push("chromium");
  if (wanted.length > 0 && !existsSync("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"))
    wanted.push("fonts-noto-cjk");
  if ((await hasTests(".redis.test.ts")) && !existsSync("/usr/bin/redis-server")) wanted.push("redis-server");
  if (wanted.length === 0) return;
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) {
    tell(`Some tests need ${wanted.join(", ")}: install them with your system's package manager`);
    return;
  }
  tell(`Installing ${wanted.join(", ")} (once)`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update", "-qq"], { env });
  const code = await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...wanted], { env });
  if (code !== 0) tell("They could not be installed; tests that need them will fail");
}

async function runChecks() {
  const failed = [];
  for (const { name, program, args } of checks) {
    const startMs = Date.now();
    const result = spawnSync(program, args, { cwd: projectFolder, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
    const isGood = result.status === 0;
    tell(`${isGood ? "passed" : "FAILED"}  ${name} (${((Date.now() - startMs) / 1000).toFixed(1)} s)`);
    if (isGood) continue;
    failed.push(name);
    process.stdout.write(
      `${result.stdout ?? ""}${result.stderr ?? ""}${result.error ? `${result.error.message}\n` : ""}`,
    );
  }
  return { passed: checks.length - failed.length, failed };
}

function failuresOf(report) {
  const failures = [];
  for (const file of report.testResults) {
    const name = path.relative(projectFolder, file.name);
    const tests = file.assertionResults.filter((test) => test.status === "failed");
    for (const test of tests)
      failures.push(`${name} > ${test.fullName}\n    ${(test.failureMessages[0] ?? "").split("\n")[0]}`);
    // A file that cannot be loaded, or whose set-up fails, has no failing test of its own.
    if (file.status === "failed" && tests.length === 0)
      failures.push(`${name}\n    ${(file.message ?? "").split("\n")[0]}`);
  }
  return failures;
}

/**
 * Projects of `vitest.config.ts` that share a process. The browser's tests have one of their own, beside the others: on two
 * cores there is one Chromium and one other file at a time. The long tests come last and alone.
 */
const groups = [["browser"], ["pure", "services"]];
const longGroup = ["long"];

async function runGroup(projects) {
  const reportFile = path.join(toolsFolder, `test-report-${projects.join("-")}.json`);
  await rm(reportFile, { force: true });
  const vitest = path.join(projectFolder, "node_modules/vitest/vitest.mjs");
  const chosen = projects.flatMap((project) => ["--project", project]);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${reportFile}`];
  const code = await runBeside(process.execPath, [vitest, "run", ...chosen, ...reporters], {
    env: {
      ...process.env,
      ...(process.stdout.isTTY && { FORCE_COLOR: "1" }),
      ...(projects === longGroup && { PARLEY_TEST_LONG: "1" }),
      TZ: "UTC",
    },
  });
  const names = projects.join(", ");
  if (!existsSync(reportFile)) return { passed: 0, skipped: 0, failed: [`the tests could not be run (${names})`] };
  const report = JSON.parse(await readFile(reportFile, "utf8"));
  const failed = failuresOf(report);
  if (code !== 0 && failed.length === 0)
    failed.push(`the test run ended with an error outside of any test; see above (${names})`);
  return { passed: report.numPassedTests, skipped: report.numPendingTests + (report.numTodoTests ?? 0), failed };
}

async function runTests() {
  await mkdir(toolsFolder, { recursive: true });
  const results = await Promise.all(groups.map(runGroup));
  if (isLong) results.push(await runGroup(longGroup));
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  return { passed: sum("passed"), skipped: sum("skipped"), failed: results.flatMap(({ failed }) => failed) };
}

await inNode24(async () => {
  const failed = [];
  let passed = 0;
  let canBuild = true;
  try {
    await prepare({ client: false });
    await prepare({ client: true });
  } catch (error) {
    // Without packages nothing can run; without the client everything but the browser's tests can.
    if (!existsSync(path.join(projectFolder, "node_modules/vitest"))) throw error;
    canBuild = false;
    failed.push(error.message);
  }
  if (canBuild) passed += 1;
  await installSystemPackages();
  const checked = await runChecks();
  const tested = await runTests();
  passed += checked.passed + tested.passed;
  failed.push(...checked.failed, ...tested.failed);
  if (failed.length > 0) tell(`\nFailed:\n${failed.map((name) => `  ${name}`).join("\n")}`);
  if (tested.skipped > 0) tell(`\n${tested.skipped} skipped`);
  tell(`\n${passed} passed, ${failed.length} failed`);
  process.exit(failed.length === 0 ? 0 : 1);
});
