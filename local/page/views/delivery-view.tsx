import { Empty } from "../components/empty.tsx";
import { LedgerTable } from "../components/ledger-table.tsx";
import { ledgerAccounts } from "../model/happenings.ts";
import { useStore } from "../model/store.ts";

/** Where every record went that the handlers of services were given. */
export function DeliveryView() {
  const accounts = useStore(ledgerAccounts);
  if (accounts.length === 0)
    return (
      <Empty>
        No service has published its deliveries. They are posted to /_cumulog/ledger as{" "}
        {"{ service, handler, report }"}, where report is what flush() resolves with.
      </Empty>
    );
  return (
    <>
      <p class="summary">accepted = delivered + rejected + dropped + spooled + pending</p>
      <LedgerTable accounts={accounts} />
    </>
  );
}
