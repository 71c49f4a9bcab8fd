/** A history that cannot be read. */
export class HistoryError extends Error {
  override readonly name = "HistoryError";
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "permission denied",
  EISDIR: "it is a directory",
  Z_DATA_ERROR: "its gzip data is damaged",
  Z_BUF_ERROR: "its gzip data ends too early",
};

/** Says why a file cannot be read. */
export function unreadable(path: string, cause: unknown): HistoryError {
  const { code = "", message } = cause as NodeJS.ErrnoException;
  return new HistoryError(`The log ${path} cannot be read: ${REASONS[code] ?? message}.`, { cause });
}
