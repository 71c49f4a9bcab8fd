import { ServiceError } from "../../kernel/service-error.ts";

/**
 * First and last byte of a `Range` header; undefined for the whole object.
 * https://www.rfc-editor.org/rfc/rfc9110#name-range
 *
 * @throws ServiceError `InvalidRange`
 */
export function rangeOf(
  text: string | undefined,
  length: number,
): readonly [from: number, to: number] | undefined {
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(text ?? "") ?? [];
  if (first === "" && last === "") return undefined;
  const from = first === "" ? Math.max(0, length - Number(last)) : Number(first);
  const to = first === "" || last === "" ? length - 1 : Math.min(Number(last), length - 1);
  if (from <= to) return [from, to];
  throw new ServiceError("InvalidRange", "The requested range is not satisfiable", { statusCode: 416 });
}
