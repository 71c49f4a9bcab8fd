import type { ComponentChildren } from "preact";

/** What a list shows when it has nothing to show, or why. */
export function Empty({ problem, children }: { problem?: string | undefined; children?: ComponentChildren }) {
  if (problem !== undefined)
    return (
      <p class="empty problem" role="alert">
        {problem}
      </p>
    );
  return <p class="empty">{children}</p>;
}
