import { toNumber, toText, type Value } from "./values.ts";

/**
 * How `sort` orders two values, ascending: what is no number comes before all numbers; text is compared in chunks,
 * digits by the length of their number and then its value, the rest by code point.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Sort.html
 */
export function compareForSort(left: Value, right: Value): number {
  if (left === undefined || right === undefined)
    return Number(left !== undefined) - Number(right !== undefined);
  const [a, b] = [toNumber(left), toNumber(right)];
  if (a !== undefined && b !== undefined) return a - b;
  if (a !== undefined || b !== undefined) return a === undefined ? -1 : 1;
  return compareChunks(toText(left), toText(right));
}

function compareChunks(left: string, right: string): number {
  if (left === right) return 0;
  const [a, b] = [chunksOf(left), chunksOf(right)];
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index += 1) {
    const order = compareChunk(a[index]!, b[index]!);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function chunksOf(text: string): string[] {
  return text.match(/\d+|\D+/g) ?? [];
}

function compareChunk(left: string, right: string): number {
  if (isDigit(left) && isDigit(right) && left.length !== right.length) return left.length - right.length;
  return left < right ? -1 : left > right ? 1 : 0;
}

function isDigit(text: string): boolean {
  return text >= "0" && text < ":";
}
