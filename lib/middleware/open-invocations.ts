const open = new Map<string, () => Promise<void>>();

/** Remembers how to end an invocation whose handler never returns because it is suspended. */
export function rememberOpen(requestId: string, end: () => Promise<void>): void {
  open.set(requestId, end);
}

export function forgetOpen(requestId: string): void {
  open.delete(requestId);
}

/** Ends an invocation that is still open. */
export async function endSuspended(requestId: string): Promise<void> {
  await open.get(requestId)?.();
}
