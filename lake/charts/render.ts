import type { ChartDescription } from "cumulog/analysis";
import type { ChartData } from "./chart-data.ts";
import { chartOption } from "./options.ts";
import { FONT_FAMILY, LIGHT, type Theme } from "./theme.ts";

export interface RenderChartOptions {
  /** Pixels. @default 900 */
  readonly width?: number;
  /** Pixels. @default 360 */
  readonly height?: number;
  /** @default light */
  readonly theme?: Theme;
  /** Zone in which times are shown. @default UTC */
  readonly timezone?: string;
}

/** A chart of a result as SVG. What the result says is text in it, never markup. */
export async function chartSvg(
  data: ChartData,
  chart: ChartDescription,
  { width = 900, height = 360, theme = LIGHT, timezone = "UTC" }: RenderChartOptions = {},
): Promise<string> {
  const { init } = await import("./echarts.ts");
  const instance = init(null, null, { renderer: "svg", ssr: true, width, height });
  try {
    instance.setOption(chartOption(data, chart, { theme, timezone }));
    return instance
      .renderToSVGString()
      .replaceAll(/font-family:[^;"]*/g, `font-family:${FONT_FAMILY}, sans-serif`);
  } finally {
    instance.dispose();
  }
}
