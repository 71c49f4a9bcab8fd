import { statusOf } from "./classify.ts";
import type { EntryErrors } from "./transport.ts";

const PARTIAL = "WriteLogEntriesPartialErrors";

interface Field {
  readonly number: number;
  readonly value: number | Buffer;
}

/**
 * The entries that were refused alone, out of the `google.rpc.Status` that a failed call carries; undefined if it tells
 * of none or cannot be read.
 *
 * @see https://github.com/googleapis/googleapis/blob/master/google/logging/v2/logging.proto
 */
export function partialErrorsOf(status: Buffer): EntryErrors | undefined {
  for (const detail of messagesIn(status, 3)) {
    const [type] = messagesIn(detail, 1);
    const [value] = messagesIn(detail, 2);
    if (!type?.toString("utf8").endsWith(PARTIAL) || !value) continue;
    return new Map(
      messagesIn(value, 1).map((entry) => {
        const [error] = messagesIn(entry, 2);
        return [integerIn(entry, 1) ?? 0, statusOf((error && integerIn(error, 1)) ?? 2)];
      }),
    );
  }
  return undefined;
}

function messagesIn(bytes: Buffer, number: number): Buffer[] {
  return fieldsOf(bytes).flatMap((field) =>
    field.number === number && typeof field.value === "object" ? [field.value] : [],
  );
}

function integerIn(bytes: Buffer, number: number): number | undefined {
  const found = fieldsOf(bytes).find((field) => field.number === number)?.value;
  return typeof found === "number" ? found : undefined;
}

/** Fields of a message; reading ends at the first byte that makes no sense. */
function fieldsOf(bytes: Buffer): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; at < bytes.length; factor *= 0x80) {
      const byte = bytes[at++]!;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
    return Number.NaN;
  };
  while (at < bytes.length) {
    const tag = varint();
    const number = Math.floor(tag / 8);
    switch (tag % 8) {
      case 0:
        fields.push({ number, value: varint() });
        break;
      case 1:
        at += 8;
        break;
      case 2: {
        const length = varint();
        if (!(at + length <= bytes.length)) return fields;
        fields.push({ number, value: bytes.subarray(at, at + length) });
        at += length;
        break;
      }
      case 5:
        at += 4;
        break;
      default:
        return fields;
    }
  }
  return fields;
}
