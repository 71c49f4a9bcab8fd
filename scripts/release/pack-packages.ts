import { join } from "node:path";
import { npm } from "./npm.ts";
import { stagePackages } from "./stage.ts";

/** Packs what is built. @returns paths of the tarballs, in the order of publishing */
export function packPackages(output: string): string[] {
  return stagePackages(join(output, "staged")).map((staged) => {
    const [packed] = JSON.parse(npm(["pack", staged, "--json", "--ignore-scripts"], output)) as [
      { filename: string },
    ];
    return join(output, packed.filename);
  });
}
