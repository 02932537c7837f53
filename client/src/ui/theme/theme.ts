import {
  ActionIcon,
  Button,
  type CSSVariablesResolver,
  Checkbox,
  Drawer,
  Input,
  Menu,
  Modal,
  type MantineColorsTuple,
  Paper,
  SegmentedControl,
  Skeleton,
  Tooltip,
  createTheme,
  defaultVariantColorsResolver,
} from "@mantine/core";

/** Ink blue, the only accent. Shade 7 fills in light mode, shade 3 in dark mode. */
const ink: MantineColorsTuple = [
  "#e8eef8",
  "#cfdcf0",
  "#b5caee",
  "#9dbbee",
  "#7a9bd6",
  "#5579b8",
  "#375c9c",
  "#25477f",
  "#1b3561",
  "#14213a",
];
/** Warm greys: they replace Mantine's cool ones, so that every stock component sits on the same paper. */
const gray: MantineColorsTuple = [
  "#faf9f6",
  "#f3f1ec",
  "#ebe8e1",
  "#e0dcd3",
  "#cfcabf",
  "#b0aa9d",
  "#8a867c",
  "#6b675e",
  "#47443e",
  "#22211e",
];
const dark: MantineColorsTuple = [
  "#ebe8e1",
  "#cdc9bf",
  "#a19c91",
  "#7d786d",
  "#4a4740",
  "#35332e",
  "#2a2825",
  "#201f1c",
  "#171614",
  "#121110",
];
const red: MantineColorsTuple = [
  "#fbe9e7",
  "#f6d0cb",
  "#f3b5ad",
  "#f29a90",
  "#e2766a",
  "#cb5044",
  "#b8382d",
  "#a8281f",
  "#841d16",
  "#5e130e",
];

/** Mantine's theme for the whole product; colours that pages name themselves are the variables of tokens.css. */
export const theme = createTheme({
  primaryColor: "ink",
  primaryShade: { light: 7, dark: 3 },
  // Filled controls are dark in light mode and pale in dark mode, so what stands on them changes with the mode.
  variantColorResolver: (input) => {
    const colours = defaultVariantColorsResolver(input);
    if (input.variant === "filled") return { ...colours, color: "var(--parley-on-accent)" };
    // Its own pale blue of dark mode is darker than the ground.
    if (input.variant === "light" && (input.color ?? "ink") === "ink")
      return {
        ...colours,
        background: "var(--parley-accent-wash)",
        hover: "color-mix(in srgb, var(--parley-accent-wash) 80%, var(--parley-accent))",
        color: "var(--parley-accent)",
      };
    // Mantine's own pale reds are too dark to read in dark mode.
    return input.color === "red" ? { ...colours, color: "var(--parley-bad)" } : colours;
  },
  white: "#ffffff",
  black: "#22211e",
  colors: { ink, gray, dark, red },
  fontFamily: "var(--parley-font-ui)",
  fontFamilyMonospace: "var(--parley-font-mono)",
  fontSizes: { xs: "12px", sm: "14px", md: "14px", lg: "16px", xl: "20px" },
  lineHeights: { xs: "1.4", sm: "1.5", md: "1.5", lg: "1.5", xl: "1.35" },
  spacing: { xs: "8px", sm: "12px", md: "16px", lg: "24px", xl: "32px" },
  radius: { xs: "3px", sm: "5px", md: "7px", lg: "10px", xl: "16px" },
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  headings: {
    fontFamily: "var(--parley-font-ui)",
    fontWeight: "620",
    sizes: {
      h1: { fontSize: "22px", lineHeight: "1.3" },
      h2: { fontSize: "16px", lineHeight: "1.4" },
      h3: { fontSize: "14px", lineHeight: "1.5" },
    },
  },
  components: {
    Button: Button.extend({ defaultProps: { size: "sm" } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: "subtle", color: "gray", size: "lg" } }),
    Drawer: Drawer.extend({
      defaultProps: { overlayProps: { backgroundOpacity: 0.35 }, transitionProps: { duration: 160 } },
    }),
    Input: Input.extend({ defaultProps: { size: "sm" } }),
    Checkbox: Checkbox.extend({ defaultProps: { size: "sm" } }),
    Menu: Menu.extend({
      defaultProps: { shadow: "md", position: "bottom-end", withinPortal: true, withInitialFocusPlaceholder: false },
    }),
    Modal: Modal.extend({
      defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.35 }, transitionProps: { duration: 140 } },
    }),
    Paper: Paper.extend({ defaultProps: { radius: "lg" } }),
    SegmentedControl: SegmentedControl.extend({ defaultProps: { size: "sm" } }),
    Skeleton: Skeleton.extend({ defaultProps: { radius: "sm" } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 350, withArrow: false } }),
  },
});

const sharedVariables = {
  "--mantine-color-body": "var(--parley-ground)",
  "--mantine-color-text": "var(--parley-ink)",
  "--mantine-color-bright": "var(--parley-ink)",
  "--mantine-color-dimmed": "var(--parley-ink-muted)",
  "--mantine-color-placeholder": "var(--parley-ink-muted)",
  "--mantine-color-default": "var(--parley-surface)",
  "--mantine-color-default-hover": "var(--parley-hover)",
  "--mantine-color-default-color": "var(--parley-ink)",
  "--mantine-color-default-border": "var(--parley-line)",
  "--mantine-color-anchor": "var(--parley-accent)",
  "--mantine-color-error": "var(--parley-bad)",
  "--mantine-shadow-md": "var(--parley-shadow)",
};

/** Mantine's own variables, taken from our tokens in both modes. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: sharedVariables,
  dark: sharedVariables,
});
