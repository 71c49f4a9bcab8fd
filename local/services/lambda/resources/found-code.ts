import { readFileSync, statSync } from "node:fs";
import type { Properties, ResourceContext } from "#kernel/resource-type.ts";

/** Code of a function or layer: text in the template, or an asset as a folder or a zip archive; else why there is none. */
type FoundCode = { readonly input: Record<string, unknown> } | { readonly missing: string };

export function findCode(written: unknown, context: ResourceContext): FoundCode {
  // A path, as templates have it before "aws cloudformation package".
  const code = (typeof written === "string" ? { S3Key: written } : (written ?? {})) as Properties;
  if (code["ZipFile"] !== undefined) return { input: { InlineSource: code["ZipFile"] } };
  if (code["ImageUri"] !== undefined)
    return {
      missing: `Its code is the container image ${code["ImageUri"]}, which the local cloud cannot run.`,
    };
  const key = String(code["S3Key"]);
  const bucket = code["S3Bucket"] === undefined ? undefined : String(code["S3Bucket"]);
  const path = context.asset(key, bucket);
  if (path !== undefined)
    return {
      input: statSync(path).isDirectory() ? { LocalFolder: path } : { ZipFile: readFileSync(path) },
    };
  return {
    missing: `Its code is ${bucket === undefined ? key : `s3://${bucket}/${key}`}, which the local cloud does not have: give it with --asset ${key}=PATH.`,
  };
}
