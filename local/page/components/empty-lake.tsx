import { CodeText } from "./code-text.tsx";

/** How a lake is filled, where there is none yet. */
export function EmptyLake({ directory }: { directory: string }) {
  const place = directory === "lake" ? "" : ` --lake ${directory}`;
  const commands = [
    `cumulog lake load access.log${place}`,
    `cumulog lake load --group /web/access --endpoint ${location.origin}${place}`,
  ];
  return (
    <div class="connect-hint">
      <p>
        There is no lake in <code>{directory}</code> yet. The first line loads a log file that you have, the
        second one a log group of this cloud. A stack whose cumulog.yaml has <code>lake:</code> brings one
        too.
      </p>
      <CodeText text={commands.join("\n")} />
    </div>
  );
}
