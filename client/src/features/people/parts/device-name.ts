/** A browser or program as a person recognises it. */
export interface DeviceName {
  readonly program: string | null;
  readonly system: string | null;
  readonly form: "computer" | "phone" | "program";
}

const programs: readonly [RegExp, string][] = [
  [/MicroMessenger\//, "WeChat"],
  [/Edg(e|A|iOS)?\//, "Edge"],
  [/OPR\/|Opera/, "Opera"],
  [/Firefox\/|FxiOS/, "Firefox"],
  [/Chrome\/|CriOS/, "Chrome"],
  [/Safari\//, "Safari"],
];

const systems: readonly [RegExp, string][] = [
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/Android/, "Android"],
  [/HarmonyOS|OpenHarmony/, "HarmonyOS"],
  [/Windows/, "Windows"],
  [/Mac OS X|Macintosh/, "macOS"],
  [/Linux/, "Linux"],
];

/** Reads what a browser says of itself, roughly: it is for recognising one's own device, never for deciding anything. */
export function deviceName(userAgent: string | null): DeviceName {
  const text = userAgent ?? "";
  const program = programs.find(([pattern]) => pattern.test(text))?.[1] ?? null;
  const system = systems.find(([pattern]) => pattern.test(text))?.[1] ?? null;
  if (system === null) return { program: null, system: /^([\w.-]+)/.exec(text)?.[1] ?? null, form: "program" };
  return { program, system, form: /Mobi|iPhone|Android/.test(text) ? "phone" : "computer" };
}
