import { existsSync } from "node:fs";
import { join } from "node:path";

/** `fonts/` stands beside this folder in the source, above `dist/` in the package, and beside the code of a function. */
export const FONTS = ["../fonts", "../../fonts", "fonts"]
  .map((path) => join(import.meta.dirname, path))
  .find((path) => existsSync(join(path, "dejavu-sans.woff2")))!;
