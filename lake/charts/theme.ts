/** Colours of charts and pages. */
export interface Theme {
  readonly text: string;
  readonly faint: string;
  readonly line: string;
  readonly background: string;
  /** Of series, told apart also by those who see colours differently. https://jfly.uni-koeln.de/color/ */
  readonly series: readonly string[];
  readonly error: string;
  /** From few to many. */
  readonly heat: readonly string[];
}

export const LIGHT: Theme = {
  text: "#1f2933",
  faint: "#5f6b7a",
  line: "#d8dee6",
  background: "#ffffff",
  series: ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7f7f7f"],
  error: "#c0392b",
  heat: ["#eef4fb", "#8fbfe6", "#0072b2", "#08306b"],
};

export const DARK: Theme = {
  text: "#e6eaf0",
  faint: "#a3afbf",
  line: "#3a4452",
  background: "#161b22",
  series: ["#56b4e9", "#f0883e", "#3fbf95", "#e09ac2", "#f2c14e", "#7cc7ff", "#b0b0b0"],
  error: "#ff7b72",
  heat: ["#1f2a38", "#27578a", "#56b4e9", "#d2ecff"],
};

export const FONT_FAMILY = "DejaVu Sans";
