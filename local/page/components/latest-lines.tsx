import { useEffect, useState } from "preact/hooks";
import { tailBuffer } from "../model/tail-buffer.ts";
import { ConnectHint } from "./connect-hint.tsx";
import { LineRow } from "./line-row.tsx";

const COUNT = 12;

/** The newest lines of both clouds. */
export function LatestLines() {
  const [, setFrame] = useState(0);
  useEffect(() => tailBuffer.subscribe(() => setFrame((frame) => frame + 1)), []);
  const lines = tailBuffer.since(tailBuffer.end - COUNT);
  if (lines.length === 0) return <ConnectHint />;
  return (
    <ol class="latest-lines">
      {lines.map((line) => (
        <li key={line.id} class="line">
          <LineRow line={line} />
        </li>
      ))}
    </ol>
  );
}
