import { join } from "node:path";
import { LakeError } from "../lake-error.ts";
import { FONTS } from "./fonts.ts";
import { FONT_FAMILY, LIGHT } from "./theme.ts";

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
