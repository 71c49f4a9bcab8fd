import type { ControlAnswers } from "../../control/answers.ts";
import { ScrollRegion } from "./scroll-region.tsx";

type SinkExport = ControlAnswers["GET google/sinks"]["exports"][number];

/** What Google Cloud's sinks would have sent to services that are not here. */
export function SinkExportTable({ exports }: { exports: readonly SinkExport[] }) {
  return (
    <ScrollRegion label="Sinks of Google Cloud">
      <table class="rows">
        <thead>
          <tr>
            <th scope="col">Sink</th>
            <th scope="col">Destination</th>
            <th scope="col" class="number">
              Entries
            </th>
            <th scope="col">Last object, table or topic</th>
          </tr>
        </thead>
        <tbody>
          {exports.map(({ sink, destination, entries, targets, error }) => (
            <tr key={sink}>
              <th scope="row">{sink}</th>
              <td class="dim">{destination}</td>
              <td class="number">{entries.toLocaleString("en")}</td>
              <td class="dim">{error ?? Object.keys(targets).at(-1) ?? ""}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
