const QUOTE = 0x22;
const BACKSLASH = 0x5c;

const opens = (byte: number): boolean => byte === 0x7b || byte === 0x5b;
const closes = (byte: number): boolean => byte === 0x7d || byte === 0x5d;

/** The JSON documents that follow each other in a record, with or without something between; undefined when one has no end. */
export function jsonDocuments(data: Buffer): Buffer[] | undefined {
  const documents: Buffer[] = [];
  let start = 0;
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at < data.length; at += 1) {
    const byte = data[at]!;
    if (isQuoted) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) isQuoted = false;
    } else if (depth > 0 && byte === QUOTE) isQuoted = true;
    else if (opens(byte)) {
      if (depth === 0) start = at;
      depth += 1;
    } else if (depth > 0 && closes(byte)) {
      depth -= 1;
      if (depth === 0) documents.push(data.subarray(start, at + 1));
    }
  }
  return depth > 0 || documents.length === 0 ? undefined : documents;
}

/** The parts of a record between delimiters; empty ones are none. */
export function delimitedRecords(data: Buffer, delimiter: Buffer): Buffer[] {
  const records: Buffer[] = [];
  for (let from = 0; from < data.length; ) {
    const found = data.indexOf(delimiter, from);
    const end = found < 0 ? data.length : found;
    if (end > from) records.push(data.subarray(from, end));
    from = end + delimiter.length;
  }
  return records;
}
