import type { ResourceContext } from "../kernel/resource-type.ts";
import { TemplateError } from "./template-error.ts";

const cancellation = () => new TemplateError("Resource update cancelled");

/** @throws TemplateError when a deployment is cancelled */
export function checkCancelled(cancelled: AbortSignal | undefined): void {
  if (cancelled?.aborted) throw cancellation();
}

/** Has what waits for things from outside wait no longer once the deployment is cancelled. */
export function cancellable(
  wait: ResourceContext["wait"] = (awaited) => awaited,
  cancelled?: AbortSignal,
): ResourceContext["wait"] {
  if (!cancelled) return wait;
  return async (awaited) => {
    const over = new AbortController();
    const end = new Promise<never>((_resolve, reject) => {
      if (cancelled.aborted) reject(cancellation());
      cancelled.addEventListener("abort", () => reject(cancellation()), { signal: over.signal });
    });
    try {
      return await wait(Promise.race([awaited, end]));
    } finally {
      over.abort();
    }
  };
}
