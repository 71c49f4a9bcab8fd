import type { Exceptions, Verdict } from "./backend.ts";
import type { DeliveryOptions } from "./delivery-options.ts";
import type { Item } from "./item.ts";
import type { Lane } from "./lane.ts";
import type { Queue } from "./queue.ts";
import { DELIVERED, type Settlements } from "./settlements.ts";
import { type Shipment, shipmentOf } from "./shipment.ts";
import { Suspects } from "./suspects.ts";
import { WrittenItems } from "./written/written-items.ts";

/** What {@link ShipmentOutcomes} works with. */
interface OutcomeParts {
  readonly queue: Queue;
  readonly settlements: Settlements;
  readonly onProblem: DeliveryOptions["onProblem"];
  /** When a shipment may be sent again that was not refused as a whole. */
  readonly retryAt: (shipment: Shipment) => number;
}

/** What becomes of the records of a shipment when its request has ended: delivered, refused, tried again, or tried in halves. */
export class ShipmentOutcomes {
  readonly #queue: Queue;
  readonly #settlements: Settlements;
  readonly #onProblem: DeliveryOptions["onProblem"];
  readonly #retryAt: (shipment: Shipment) => number;
  readonly #suspects = new Suspects();
  /** Bytes of records that were delivered. */
  bytesSent = 0;

  constructor({ queue, settlements, onProblem, retryAt }: OutcomeParts) {
    this.#queue = queue;
    this.#settlements = settlements;
    this.#onProblem = onProblem;
    this.#retryAt = retryAt;
  }

  /** A request has taken a shipment, but for the exceptions. */
  acknowledged(lane: Lane, shipment: Shipment, exceptions: Exceptions | undefined): void {
    this.#suspects.succeeded();
    const { content } = shipment;
    if (content instanceof WrittenItems && content.isPlain && !exceptions?.size) {
      this.bytesSent += content.textBytes;
      this.#settlements.deliver(content.length);
      this.#queue.release(lane, content);
      lane.shipments.splice(lane.shipments.indexOf(shipment), 1);
    } else this.#acknowledgeEach(lane, shipment, exceptions);
  }

  #acknowledgeEach(lane: Lane, shipment: Shipment, exceptions: Exceptions | undefined): void {
    const again: Item[] = [];
    let refused = 0;
    let reason = "";
    for (const [index, item] of this.#queue.open(lane, shipment).entries()) {
      const exception = exceptions?.get(index);
      if (exception?.kind === "retry") again.push(item);
      else if (exception) {
        refused += 1;
        reason = exception.reason;
        this.#settlements.settle(item, { kind: "rejected", reason });
      } else {
        this.bytesSent += item.bytes;
        this.#settlements.settle(item, DELIVERED);
      }
    }
    if (refused > 0) this.#tellRejected(refused, reason);
    if (again.length === 0) lane.shipments.splice(lane.shipments.indexOf(shipment), 1);
    else {
      shipment.content = again;
      shipment.notBefore = this.#retryAt(shipment);
    }
  }

  /** What becomes of a shipment that is to be tried again. */
  failed(
    lane: Lane,
    shipment: Shipment,
    { reason, mayBeContent }: Verdict & { readonly kind: "retry" },
    error: unknown,
  ): void {
    const judgement = this.#suspects.judge(shipment, mayBeContent === true);
    if (judgement === "reject") this.#reject(lane, shipment, reason, error);
    else if (judgement === "defer") shipment.isDeferred = true;
    else if (judgement === "halve")
      for (const half of this.#halve(lane, shipment))
        Object.assign(half, this.#suspects.inherited(shipment, mayBeContent === true));
  }

  /** Halves a batch in which something is bad; what is bad alone is rejected. */
  bisect(lane: Lane, shipment: Shipment, reason: string, error: unknown): void {
    if (shipment.content.length === 1) this.#reject(lane, shipment, reason, error);
    else this.#halve(lane, shipment);
  }

  #halve(lane: Lane, shipment: Shipment): Shipment[] {
    const { firstSequence } = shipment;
    const items = this.#queue.open(lane, shipment);
    const middle = items.length >>> 1;
    const halves = [items.slice(0, middle), items.slice(middle)].map((half) =>
      shipmentOf(half, firstSequence),
    );
    lane.shipments.splice(lane.shipments.indexOf(shipment), 1, ...halves);
    return halves;
  }

  #reject(lane: Lane, shipment: Shipment, reason: string, error: unknown): void {
    const [item] = this.#queue.open(lane, shipment);
    lane.shipments.splice(lane.shipments.indexOf(shipment), 1);
    this.#tellRejected(1, reason, error);
    this.#settlements.settle(item!, { kind: "rejected", reason });
  }

  #tellRejected(count: number, reason: string, cause?: unknown): void {
    const message = `the destination refused ${count === 1 ? "a record" : `${count} records`} for good (${reason})`;
    this.#onProblem({ code: "record-rejected", message, cause });
  }
}
