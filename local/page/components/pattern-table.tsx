import type { LogPattern } from "../model/cloud-types.ts";
import { dateAndTime } from "../model/times.ts";
import { ScrollRegion } from "./scroll-region.tsx";
import { TrendLine } from "./trend-line.tsx";

interface PatternTableProps {
  readonly label: string;
  readonly patterns: readonly LogPattern[];
  /** Patterns that were first seen at this time or later are new. */
  readonly newSince: number;
  readonly onToggle: (pattern: LogPattern) => void;
}

/** Patterns with how often, since when, and how they went; the button of each takes it out or in again. */
export function PatternTable({ label, patterns, newSince, onToggle }: PatternTableProps) {
  return (
    <ScrollRegion label={label}>
      <table class="rows patterns">
        <thead>
          <tr>
            <th scope="col" class="number">
              Count
            </th>
            <th scope="col" class="number">
              Share
            </th>
            <th scope="col">Trend</th>
            <th scope="col">Pattern</th>
            <th scope="col">First seen (UTC)</th>
            <th scope="col">Last seen (UTC)</th>
            <th scope="col">
              <span class="unseen">Take out or in</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {patterns.map((pattern) => (
            <tr key={pattern.id}>
              <td class="number">{pattern.count.toLocaleString("en")}</td>
              <td class="number">{shareText(pattern.share)}</td>
              <td>
                <TrendLine counts={pattern.trend} />
              </td>
              <th scope="row" class="mono pattern-text" title={pattern.sample}>
                {(pattern.firstSeen ?? 0) >= newSince && <span class="badge new">new</span>} {pattern.pattern}
              </th>
              <td class="nowrap dim pattern-time" data-name="First seen">
                {timeText(pattern.firstSeen)}
              </td>
              <td class="nowrap dim pattern-time" data-name="Last seen">
                {timeText(pattern.lastSeen)}
              </td>
              <td>
                <button type="button" onClick={() => onToggle(pattern)}>
                  {pattern.excluded ? "Include" : "Exclude"}
                  <span class="unseen"> {pattern.pattern}</span>
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function shareText(share: number): string {
  return share < 0.001 ? "< 0.1 %" : `${(share * 100).toFixed(1)} %`;
}

function timeText(time: number | undefined): string {
  return time === undefined ? "" : dateAndTime(time);
}
