import { isIPv4, isIPv6 } from "node:net";

/** A range of addresses. */
export interface Subnet {
  readonly bits: 32 | 128;
  readonly address: bigint;
  readonly prefix: number;
}

/** Reads an address or a range such as `10.1.2.0/24` or `1:2::/48`; undefined for anything else. */
export function parseSubnet(text: string): Subnet | undefined {
  const [address = "", length, ...more] = text.split("/");
  const bits = isIPv4(address) ? 32 : isIPv6(address) && !address.includes("%") ? 128 : undefined;
  if (bits === undefined || more.length > 0 || (length !== undefined && !/^\d{1,3}$/.test(length)))
    return undefined;
  const prefix = length === undefined ? bits : Number(length);
  if (prefix > bits) return undefined;
  return { bits, address: bits === 32 ? ipv4(address) : ipv6(address), prefix };
}

/** Whether every address of the inner range is in the outer one. */
export function containsSubnet(outer: Subnet, inner: Subnet): boolean {
  if (outer.bits !== inner.bits || inner.prefix < outer.prefix) return false;
  const free = BigInt(outer.bits - outer.prefix);
  return outer.address >> free === inner.address >> free;
}

function ipv4(text: string): bigint {
  return text.split(".").reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);
}

function ipv6(text: string): bigint {
  const tail = /[\d.]+$/.exec(text)?.[0] ?? "";
  const hexadecimal = tail.includes(".") ? text.slice(0, -tail.length) + inHexadecimal(ipv4(tail)) : text;
  const [left = "", right] = hexadecimal.split("::");
  const groups = (part: string) => (part === "" ? [] : part.split(":"));
  const zeros = right === undefined ? 0 : 8 - groups(left).length - groups(right).length;
  const all = [...groups(left), ...Array<string>(zeros).fill("0"), ...groups(right ?? "")];
  return all.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
}

function inHexadecimal(address: bigint): string {
  return `${(address >> 16n).toString(16)}:${(address & 0xffffn).toString(16)}`;
}
