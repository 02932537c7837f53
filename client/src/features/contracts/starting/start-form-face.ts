import type { UseFormReturnType } from "@mantine/form";
import type { StartValues } from "./start-values.ts";

/** The request form as its parts see it. */
export type StartFormFace = UseFormReturnType<StartValues>;
