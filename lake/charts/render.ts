import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ChartDescription } from "cumulog/analysis";
import { LakeError } from "../lake-error.ts";
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

/** `fonts/` stands beside this folder in the source, and above `dist/` in the package. */
export const FONTS = ["../fonts", "../../fonts"]
  .map((path) => join(import.meta.dirname, path))
  .find((path) => existsSync(join(path, "dejavu-sans.ttf")))!;

/** A chart of a result as SVG. What the result says is text in it, never markup. */
export async function chartSvg(
  data: ChartData,
  chart: ChartDescription,
  { width = 900, height = 360, theme = LIGHT, timezone = "UTC" }: RenderChartOptions = {},
): Promise<string> {
  const { init } = await import("echarts");
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

/** Two pixels of the picture for one of the chart. */
const DENSITY = 2;

/** An SVG as PNG, with a font of its own: machines without fonts show the same. */
export async function chartPng(svg: string, background = LIGHT.background): Promise<Buffer> {
  const { Resvg } = await import("@resvg/resvg-js").catch((cause: unknown) => {
    throw new LakeError("PNG needs its renderer: npm install @resvg/resvg-js", { cause });
  });
  return new Resvg(svg, {
    background,
    fitTo: { mode: "zoom", value: DENSITY },
    font: {
      loadSystemFonts: false,
      fontFiles: [join(FONTS, "dejavu-sans.ttf")],
      defaultFontFamily: FONT_FAMILY,
    },
  })
    .render()
    .asPng();
}
