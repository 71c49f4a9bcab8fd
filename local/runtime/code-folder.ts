import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve, sep } from "node:path";
import { unzipSync } from "fflate";
import { ServiceError } from "../engine/service-error.ts";

/** Unpacked code may take this much, as in AWS. @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const LARGEST_UNPACKED = 262_144_000;

/**
 * Unpacks a function's zip archive into a new temporary folder.
 *
 * @throws ServiceError `InvalidParameterValueException` when it is no archive, is too large unpacked, or has a file
 *   outside its own folder
 */
export function unpackCode(zip: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), "cumulog-function-"));
  try {
    let total = 0;
    const files = unzipSync(zip, {
      filter: ({ name, originalSize }) => {
        total += originalSize;
        if (total > LARGEST_UNPACKED)
          throw invalid(`Unzipped size must be smaller than ${LARGEST_UNPACKED} bytes`);
        if (!resolve(folder, name).startsWith(folder + sep))
          throw invalid("The archive has a file whose path leads outside of it.");
        return !name.endsWith("/");
      },
    });
    for (const [name, content] of Object.entries(files)) {
      const path = resolve(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content, { mode: 0o755 });
    }
    return folder;
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error instanceof ServiceError
      ? error
      : invalid("Could not unzip uploaded file. Please check your file, then try to upload again.");
  }
}

/** An archive with one file, as CloudFormation makes of `Code.ZipFile`. */
export function inlineCode(source: string, runtime: string): string {
  const folder = mkdtempSync(join(tmpdir(), "cumulog-function-"));
  const file = runtime.startsWith("python") ? "index.py" : "index.js";
  writeFileSync(join(folder, file), source);
  return folder;
}

const invalid = (message: string) => new ServiceError("InvalidParameterValueException", message);
