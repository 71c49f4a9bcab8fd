import type { ServiceLedger } from "../model/cloud-types.ts";
import { timeOfDay } from "../model/times.ts";
import { ScrollRegion } from "./scroll-region.tsx";

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);

const COLUMNS = ["Accepted", "Delivered", "Rejected", "Dropped", "Spooled", "Pending"];
const BRIEF_COLUMNS = ["Accepted", "Delivered", "Lost", "Waiting"];

interface LedgerTableProps {
  readonly ledgers: readonly ServiceLedger[];
  /** Adds up what was lost and what waits, without reasons and times. @default false */
  readonly brief?: boolean;
}

/** The ledger of each handler, whether it balances, and the shares as a bar. */
export function LedgerTable({ ledgers, brief = false }: LedgerTableProps) {
  const sorted = ledgers.toSorted((one, other) =>
    `${one.service} ${one.handler}`.localeCompare(`${other.service} ${other.handler}`),
  );
  return (
    <ScrollRegion label="Delivery ledger">
      <table class="rows ledger">
        <thead>
          <tr>
            <th scope="col">Handler</th>
            {(brief ? BRIEF_COLUMNS : COLUMNS).map((name) => (
              <th key={name} scope="col" class="number">
                {name}
              </th>
            ))}
            <th scope="col">Balance</th>
            {!brief && <th scope="col">As of (UTC)</th>}
          </tr>
        </thead>
        <tbody>
          {sorted.map((ledger) => (
            <Row key={`${ledger.service} ${ledger.handler}`} ledger={ledger} brief={brief} />
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function Row({ ledger, brief }: { ledger: ServiceLedger; brief: boolean }) {
  const { service, handler, report, timestamp } = ledger;
  const [rejected, dropped] = [sum(report.rejected), sum(report.dropped)];
  const missing = report.accepted - report.delivered - rejected - dropped - report.spooled - report.pending;
  return (
    <tr>
      <th scope="row">
        {handler} <span class="dim">{service}</span>
        <span class="shares" aria-hidden="true">
          <span class="share-delivered" style={{ flexGrow: String(report.delivered) }} />
          <span class="share-waiting" style={{ flexGrow: String(report.spooled + report.pending) }} />
          <span class="share-lost" style={{ flexGrow: String(rejected + dropped + Math.max(0, missing)) }} />
        </span>
      </th>
      <td class="number">{report.accepted.toLocaleString("en")}</td>
      <td class="number">{report.delivered.toLocaleString("en")}</td>
      {brief ? (
        <>
          <Reasons counts={{ lost: rejected + dropped }} />
          <td class="number">{(report.spooled + report.pending).toLocaleString("en")}</td>
        </>
      ) : (
        <>
          <Reasons counts={report.rejected} />
          <Reasons counts={report.dropped} />
          <td class="number">{report.spooled.toLocaleString("en")}</td>
          <td class="number">{report.pending.toLocaleString("en")}</td>
        </>
      )}
      <td>
        {missing === 0 ? (
          <span class="badge state-OK">balanced</span>
        ) : (
          <span class="badge state-ALARM">{missing.toLocaleString("en")} unaccounted</span>
        )}
      </td>
      {!brief && <td class="dim nowrap">{timeOfDay(timestamp)}</td>}
    </tr>
  );
}

function Reasons({ counts }: { counts: Readonly<Record<string, number>> }) {
  const reasons = Object.entries(counts).filter(([, count]) => count > 0);
  return (
    <td class={`number ${reasons.length > 0 ? "bad" : ""}`}>
      {sum(counts).toLocaleString("en")}
      {reasons.map(([reason, count]) => (
        <div key={reason} class="dim">
          {reason} {count}
        </div>
      ))}
    </td>
  );
}
