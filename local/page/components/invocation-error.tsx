import { CodeText } from "./code-text.tsx";

/** Why an invocation failed: the message, and the stack on demand. Functions answer with JSON in Lambda's form. */
export function InvocationError({ error }: { error: string }) {
  const { errorType, errorMessage, trace } = read(error);
  if (errorMessage === undefined) return <div class="dim">{error}</div>;
  return (
    <>
      <div class="dim">{errorType === undefined ? errorMessage : `${errorType}: ${errorMessage}`}</div>
      {trace && trace.length > 0 && (
        <details>
          <summary>Stack</summary>
          <CodeText text={trace.join("\n")} />
        </details>
      )}
    </>
  );
}

function read(error: string): {
  readonly errorType?: string;
  readonly errorMessage?: string;
  readonly trace?: readonly string[];
} {
  try {
    return JSON.parse(error) as object;
  } catch {
    return {};
  }
}
