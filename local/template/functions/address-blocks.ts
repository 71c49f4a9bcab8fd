import { isIP } from "node:net";
import { fail } from "./template-function.ts";

/** A block of addresses as numbers. */
interface Block {
  readonly first: bigint;
  readonly prefix: number;
  /** Bits of an address. */
  readonly length: 32 | 128;
}

/**
 * The first blocks of addresses that another is divided into.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-cidr.html
 *
 * @param block for example `"10.0.0.0/16"` or `"2001:db8::/56"`
 * @param bits of each block that tell its addresses apart
 * @throws TemplateError when the block is none, or has no room for so many
 */
export function addressBlocks(
  block: string,
  count: number,
  bits: number | undefined,
  path: string,
): string[] {
  const given = parsed(block);
  if (!given) return fail(path, `Fn::Cidr expects a block such as "10.0.0.0/16", found "${block}"`);
  const { first, prefix, length } = given;
  const own = bits ?? length - prefix - Math.ceil(Math.log2(count));
  if (!(count >= 1 && count <= 256) || own < 0 || count > 2 ** (length - prefix - own))
    return fail(
      path,
      `Fn::Cidr cannot take ${count} blocks${bits === undefined ? "" : ` of ${bits} bits`} out of ${block}`,
    );
  return Array.from({ length: count }, (_, index) => {
    const start = first + (BigInt(index) << BigInt(own));
    return `${written(start, length)}/${length - own}`;
  });
}

function parsed(block: string): Block | undefined {
  const [address = "", prefix] = block.split("/");
  const length = { 4: 32, 6: 128, 0: undefined }[isIP(address)] as Block["length"] | undefined;
  if (length === undefined || !/^\d{1,3}$/.test(prefix ?? "") || Number(prefix) > length) return undefined;
  const parts = length === 32 ? address.split(".").map(Number) : groupsOf(address);
  const bits = BigInt(length / parts.length);
  const first = parts.reduce((sum, part) => (sum << bits) + BigInt(part), 0n);
  return { first, prefix: Number(prefix), length };
}

/** The eight groups of an address of version 6. */
function groupsOf(address: string): number[] {
  const [before = "", after] = address.split("::");
  const groups = (text: string) =>
    text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16));
  const [head, tail] = [groups(before), groups(after ?? "")];
  return [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}

function written(address: bigint, length: Block["length"]): string {
  const part = (index: number, count: number) =>
    Number(
      (address >> BigInt((length / count) * (count - 1 - index))) & ((1n << BigInt(length / count)) - 1n),
    );
  if (length === 32) return [0, 1, 2, 3].map((index) => part(index, 4)).join(".");
  const groups = Array.from({ length: 8 }, (_, index) => part(index, 8).toString(16));
  return groups.join(":").replace(/(?:^|:)0(?::0)+(?::|$)/, "::");
}
