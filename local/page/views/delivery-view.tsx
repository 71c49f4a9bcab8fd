import type { ControlAnswers } from "../../control/answers.ts";
import { Empty } from "../components/empty.tsx";
import { LedgerTable } from "../components/ledger-table.tsx";
import { SinkExportTable } from "../components/sink-export-table.tsx";
import { send } from "../model/api.ts";
import { serviceLedgers } from "../model/happenings.ts";
import { useStore } from "../model/store.ts";
import { useQuery } from "../model/use-query.ts";

const REFRESH = 2_000;

/** Where every record went that the handlers of services were given, and what sinks of Google Cloud sent on. */
export function DeliveryView() {
  const ledgers = useStore(serviceLedgers);
  const sinks = useQuery(
    "sinks",
    () => send<ControlAnswers["GET google/sinks"]>("GET", "google/sinks"),
    REFRESH,
  );
  const exports = sinks.value?.exports ?? [];
  return (
    <>
      {ledgers.length > 0 && (
        <>
          <p class="summary">accepted = delivered + rejected + dropped + spooled + pending</p>
          <LedgerTable ledgers={ledgers} />
        </>
      )}
      {ledgers.length === 0 && exports.length === 0 && (
        <Empty>
          No service has published its deliveries. They are posted to /_cumulog/ledger as{" "}
          {"{ service, handler, report }"}, where report is what flush() resolves with.
        </Empty>
      )}
      {exports.length > 0 && (
        <>
          <h2>Sinks of Google Cloud</h2>
          <SinkExportTable exports={exports} />
        </>
      )}
    </>
  );
}
