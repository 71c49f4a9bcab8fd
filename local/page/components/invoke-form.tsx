import { useState } from "preact/hooks";
import { callService, problemText } from "../model/api.ts";
import { CodeText } from "./code-text.tsx";

interface InvokeAnswer {
  readonly Payload?: string;
  readonly FunctionError?: string;
}

/** Invokes a function with an event that the reader writes. */
export function InvokeForm({ functionName }: { functionName: string }) {
  const [payload, setPayload] = useState("{}");
  const [running, setRunning] = useState(false);
  const [answer, setAnswer] = useState<{ text: string; failed: boolean } | undefined>(undefined);
  const invoke = async (event: Event): Promise<void> => {
    event.preventDefault();
    setRunning(true);
    try {
      const { Payload = "", FunctionError } = await callService<InvokeAnswer>("lambda", "Invoke", {
        FunctionName: functionName,
        Payload: payload,
      });
      setAnswer({ text: Payload, failed: FunctionError !== undefined });
    } catch (error) {
      setAnswer({ text: problemText(error), failed: true });
    }
    setRunning(false);
  };
  return (
    <details class="invoke">
      <summary>Invoke</summary>
      <form onSubmit={(event) => void invoke(event)}>
        <label for="invoke-payload">Event (JSON)</label>
        <textarea
          id="invoke-payload"
          class="mono"
          rows={4}
          spellcheck={false}
          value={payload}
          onInput={(event) => setPayload(event.currentTarget.value)}
        />
        <button type="submit" class="primary" disabled={running}>
          {running ? "Running …" : "Invoke"}
        </button>
      </form>
      <div role="status">
        {answer && <CodeText text={answer.text || "(no answer)"} bad={answer.failed} />}
      </div>
    </details>
  );
}
