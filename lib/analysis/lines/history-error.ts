/** A history that cannot be read. */
export class HistoryError extends Error {
  override readonly name = "HistoryError";
}

/** Why something in a log cannot be read: half a sentence. */
export class UnreadableLogError extends Error {
  override readonly name = "UnreadableLogError";
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EISDIR: "it is a directory",
  ELOOP: "its links lead in a circle",
  Z_DATA_ERROR: "its gzip data is damaged",
  Z_BUF_ERROR: "its gzip data ends too early",
  ERR_ZSTD: "its zstd data is damaged",
};

/** Half a sentence that says why a file cannot be read. */
export function reasonOf(cause: unknown): string {
  const { code = "", message } = cause as NodeJS.ErrnoException;
  return REASONS[code] ?? (code.startsWith("ZSTD_") ? REASONS["ERR_ZSTD"]! : message);
}

/** Says why a file cannot be read. */
export function unreadable(path: string, cause: unknown): HistoryError {
  return new HistoryError(
    `The log ${path === "-" ? "on standard input" : path} cannot be read: ${reasonOf(cause)}.`,
    { cause },
  );
}
