import { createRequire } from "node:module";

/**
 * Code that stands for what the cloud does not have: every call of the handler fails with the reason.
 *
 * @returns a zip archive
 */
export function placeholderCode(reason: string, handler = "index.handler"): Uint8Array {
  const [, path = "index", member = "handler"] = /^((?:.*\/)?[^./]+)\.(.+)$/.exec(handler) ?? [];
  const names = member.split(".");
  const failing = `async () => { throw new Error(${JSON.stringify(reason)}); }`;
  const value = names.slice(1).reduceRight((inner, name) => `{ ${JSON.stringify(name)}: ${inner} }`, failing);
  const source = `exports[${JSON.stringify(names[0])}] = ${names.length > 1 ? value : failing};\n`;
  // Loaded when it is asked: the start of a cloud does not wait for it.
  const { strToU8, zipSync } = createRequire(import.meta.url)("fflate") as typeof import("fflate");
  return zipSync({ [`${path}.cjs`]: strToU8(source) });
}
