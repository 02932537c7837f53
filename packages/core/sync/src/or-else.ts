/** Runs something. Where it throws, runs something else and throws on: whoever watches for errors is to hear of it. */
export function orElse(task: () => void, otherwise: () => void): void {
  try {
    task();
  } catch (error) {
    otherwise();
    throw error;
  }
}
