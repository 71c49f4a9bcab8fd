import type { EChartsOption } from "echarts";

/** Draws a chart as SVG, as high as is said in pixels. */
export type Draw = (option: EChartsOption, height: number) => string;

const WIDTH = 1_000;

/** Gives something to draw charts with; the library is loaded only then. */
export async function withCharts<Value>(use: (draw: Draw) => Value | Promise<Value>): Promise<Value> {
  const { init } = await import("echarts");
  return use((option, height) => {
    const chart = init(null, null, { renderer: "svg", ssr: true, width: WIDTH, height });
    chart.setOption(option);
    const svg = chart.renderToSVGString();
    chart.dispose();
    return svg;
  });
}
