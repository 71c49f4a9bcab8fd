import { strToU8, zipSync } from "fflate";

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
  return zipSync({ [`${path}.cjs`]: strToU8(source) });
}
