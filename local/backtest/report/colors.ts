/** Colours of a report's charts. */
export interface ReportColors {
  readonly text: string;
  readonly faint: string;
  readonly line: string;
  readonly background: string;
  readonly alarm: string;
  readonly band: string;
  /** Of series, told apart also by those who see colours differently. https://jfly.uni-koeln.de/color/ */
  readonly series: readonly string[];
}

export const LIGHT: ReportColors = {
  text: "#1f2933",
  faint: "#5f6b7a",
  line: "#d8dee6",
  background: "#ffffff",
  alarm: "#c0392b",
  band: "rgba(192, 57, 43, 0.16)",
  series: ["#0072b2", "#009e73", "#cc79a7", "#e69f00"],
};

export const DARK: ReportColors = {
  text: "#e6eaf0",
  faint: "#a3afbf",
  line: "#3a4452",
  background: "#161b22",
  alarm: "#ff7b72",
  band: "rgba(255, 123, 114, 0.22)",
  series: ["#56b4e9", "#3fbf95", "#e09ac2", "#f2c14e"],
};
