import { readFileSync, statSync } from "node:fs";
import { assetPath, type ObjectPath } from "./asset-path.ts";
import type { StackSource } from "./cloud-assembly.ts";
import { TemplateError } from "./template-error.ts";

/**
 * Bucket and key behind the URL of a template: both forms of S3's addresses, and the local ones.
 *
 * @returns undefined when the text is no such URL
 * @throws TemplateError when its path is not encoded as paths of URLs are
 */
export function bucketAndKey(text: string): { readonly bucket: string; readonly key: string } | undefined {
  const url = URL.parse(text);
  if (!url) return undefined;
  const path = decoded(url);
  if (url.protocol === "s3:") return { bucket: url.hostname, key: path };
  if (!/^https?:$/.test(url.protocol)) return undefined;
  const [, named] =
    /^(.+)\.s3[.-][a-z0-9.-]*amazonaws\.com(?:\.cn)?$|^(.+)\.s3\.localhost$/.exec(url.hostname) ?? [];
  if (named !== undefined) return { bucket: named, key: path };
  const slash = path.indexOf("/");
  return slash === -1 ? undefined : { bucket: path.slice(0, slash), key: path.slice(slash + 1) };
}

function decoded({ pathname, href }: URL): string {
  try {
    return decodeURIComponent(pathname.slice(1));
  } catch (cause) {
    const text = `The URL ${href} is malformed: expected two hexadecimal digits of UTF-8 behind every "%" of its path.`;
    throw new TemplateError(text, { cause });
  }
}

/** Text of a file at the URL of an object, or beside a template; undefined when there is none. */
export function textAt(
  location: string,
  source: StackSource,
  objectPath: ObjectPath | undefined,
): string | undefined {
  const place = bucketAndKey(location);
  const path = assetPath(source, objectPath, place?.key ?? location, place?.bucket);
  return path !== undefined && statSync(path).isFile() ? readFileSync(path, "utf8") : undefined;
}
