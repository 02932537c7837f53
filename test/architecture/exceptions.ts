/** A place where a convention does not hold, and why. Nothing else is excused. */
export interface Exception {
  /** The convention's title. */
  readonly from: string;
  readonly path: string;
  readonly reason: string;
}

const planted = "holds the violations that show that they are found";

export const exceptions: readonly Exception[] = [
  {
    from: "a check is turned off for one line only, with its reason",
    path: "test/architecture/conventions.test.ts",
    reason: planted,
  },
  { from: "tests do not sleep", path: "test/architecture/conventions.test.ts", reason: planted },
  {
    from: "the code speaks of the project only, and of no machine",
    path: "test/architecture/conventions.test.ts",
    reason: planted,
  },
  {
    from: "the code speaks of the project only, and of no machine",
    path: "test/architecture/conventions.ts",
    reason: "is the rule",
  },
];
