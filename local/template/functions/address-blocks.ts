import { fail } from "./template-function.ts";

/**
 * The first blocks of addresses that another is divided into.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-cidr.html
 *
 * @param block for example `"10.0.0.0/16"`
 * @param bits of each block that tell its addresses apart
 * @throws TemplateError when the block is none of version 4, or has no room for so many
 */
export function addressBlocks(
  block: string,
  count: number,
  bits: number | undefined,
  path: string,
): string[] {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(block)?.slice(1).map(Number);
  if (!match) return fail(path, `Fn::Cidr expects a block such as "10.0.0.0/16", found "${block}"`);
  const prefix = match[4]!;
  const first = match.slice(0, 4).reduce((sum, part) => sum * 256 + part, 0);
  const size = 2 ** (bits ?? 32 - prefix - Math.ceil(Math.log2(count)));
  if (!(count >= 1 && count <= 256) || size < 1 || count * size > 2 ** (32 - prefix))
    return fail(
      path,
      `Fn::Cidr cannot take ${count} blocks${bits === undefined ? "" : ` of ${bits} bits`} out of ${block}`,
    );
  return Array.from({ length: count }, (_, index) => {
    const start = first + index * size;
    const parts = [24, 16, 8, 0].map((shift) => Math.floor(start / 2 ** shift) % 256);
    return `${parts.join(".")}/${32 - Math.log2(size)}`;
  });
}
